"""Writes the published error rates: `python -m evals.published CASES… --train ../shared/data/train`.

On the cases: how well verdicts agree with labels, what plain models reach beside that, and whether probabilities are
what they say. On train: what more cases would bring, what happens to a source nobody has seen, and the errors that
tell most. Run on `data/dev` by the one who publishes; errors are shown of train alone. Needs the extra `train`.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from evals import simple
from evals.simple import Fails, f1
from evals.training.cases import Lesson, lesson_of, own, placed, read, rules_alone
from evals.training.figures import BINS, ece, shown
from evals.training.fit import fitted, sheet
from guard.assemble import Guard
from guard.domain.case import Case
from guard.domain.verdict import Verdict
from guard.domain.virtues import VIRTUES, Virtue
from guard.evals.agree import ENOUGH, agreement, blind
from guard.evals.gold import gold_of
from guard.evals.report import Run
from guard.evals.tables import markdown
from guard.formats.cases import Unreadable

PAGE = Path(__file__).with_name("README.md")
SHARES = (0.25, 0.5, 0.75, 1.0)
TELLING = 3
"""Errors shown, a virtue and sort."""

SNIPPET = 160
Judged = Sequence[tuple[Case, Verdict]]
Array = Any


def main(argv: Sequence[str] | None = None) -> int:
    """Judge, compare, write."""
    parser = argparse.ArgumentParser(description="Write the published error rates.")
    parser.add_argument("cases", nargs="+", type=Path, help="labelled cases to publish figures on")
    parser.add_argument("--train", type=Path, required=True, help="the folder that plain models learn from")
    parser.add_argument("--to", type=Path, default=PAGE)
    args = parser.parse_args(argv)
    engine = rules_alone()
    cases = [case for path in args.cases for case in opened(path)]
    judged = judge(cases, Guard(deadline_ms=60_000))
    asked = [lesson_of(case, gold, engine) for case in cases if (gold := gold_of(case)) is not None]
    ours = own(engine)
    both = {lesson.cluster for lesson in asked}
    learned = [lesson for lesson in (*read(args.train, engine), *ours) if lesson.cluster not in both]
    told = Run(files=tuple(map(str, args.cases)), tier="standard")
    fast = judge(cases, Guard(tier="fast", deadline_ms=60_000))
    parts = (
        markdown(agreement(judged), told).replace("# Agreement with labels", "# Published error rates", 1),
        beside(learned, asked, {"Reply Guard, fast": flagged(fast), "Reply Guard": flagged(judged)}),
        calibrated(judged),
        learning(learned, asked),
        away(learned),
        telling(judge_own(ours)),
    )
    args.to.write_text("\n".join(parts), encoding="utf-8")
    print(f"{args.to}: {len(judged)} cases")
    return 0


def opened(path: Path) -> Iterator[Case]:
    """Read labelled cases, compressed or not.

    Raises:
        ValueError: when one cannot be read.
    """
    for line, case in placed(path):
        if isinstance(case, Unreadable):
            raise ValueError(f"{path}:{line}: expected a labelled case; got {case.problem}; mend the line")
        yield case


def judge(cases: Iterable[Case], guard: Guard) -> Judged:
    """Judge cases without their labels."""
    return [(case, guard.check(blind(case))) for case in cases if gold_of(case) is not None]


def flagged(judged: Judged) -> Fails:
    """Return which replies a guard fails, by virtue."""
    return {v: np.array([verdict.virtues.get(v) == "fail" for _, verdict in judged]) for v in VIRTUES}


def gold(lessons: Sequence[Lesson]) -> Fails:
    """Return which replies fail by their labels, by virtue."""
    return {virtue: np.array([virtue in lesson.fails for lesson in lessons]) for virtue in VIRTUES}


def beside(learned: Sequence[Lesson], asked: Sequence[Lesson], ours: Mapping[str, Fails]) -> str:
    """Write F1 by virtue of the plain models and of ours."""
    plain: Mapping[str, Fails | None] = {
        "always pass": simple.always_pass(learned, asked),
        "rules alone": simple.rules_alone(learned, asked),
        "TF-IDF and logistic": simple.words(learned, asked),
        "VADER and logistic": simple.sentiment(learned, asked),
        "draft only": simple.draft_only(learned, asked),
        "length only": simple.length_only(learned, asked),
    }
    truth = gold(asked)
    counted: list[Virtue] = [virtue for virtue in VIRTUES if truth[virtue].sum() >= ENOUGH]
    rows = [_row(name, found, truth, counted) for name, found in {**plain, **ours}.items()]
    return table(
        "Beside plain models",
        "F1 of `fail`. The plain models learned from the same train cases; `draft only` and `length only` cannot know"
        " what was asked, so what they find is how bad drafts happen to look. Macro over virtues with"
        f" {ENOUGH} fails or more.",
        ("model", "macro", *counted),
        rows,
    )


def _row(name: str, found: Fails | None, truth: Fails, counted: Sequence[Virtue]) -> list[str]:
    if found is None:
        return [name, "not installed", *("" for _ in counted)]
    values = [f1(found[virtue], truth[virtue]) for virtue in counted]
    return [name, shown(float(np.mean(values)) if values else 0.0), *map(shown, values)]


def calibrated(judged: Judged) -> str:
    """Write how often a probability comes true."""
    pairs = [
        (chance.p_fail, virtue in found.fails)
        for case, verdict in judged
        if (found := gold_of(case)) is not None
        for virtue, chance in verdict.scores.items()
        if virtue not in found.unsure
    ]
    if not pairs:
        return "## Calibration\n\nNo scores.\n"
    scores, fails = np.array([p for p, _ in pairs]), np.array([y for _, y in pairs])
    edges = np.linspace(0, 1, BINS + 1)
    rows: list[list[str]] = []
    for low, high in pairwise(edges):
        inside = (scores >= low) & ((scores < high) | (high == 1))
        if inside.any():
            means = (shown(float(scores[inside].mean())), shown(float(fails[inside].mean())))
            rows.append([f"{low:.1f} to {high:.1f}", str(int(inside.sum())), *means])
    note = f"All scores of all virtues together; expected calibration error {ece(scores, fails):.3f}."
    return table("Calibration", note, ("probability", "scores", "mean", "fails"), rows)


def learning(learned: Sequence[Lesson], asked: Sequence[Lesson]) -> str:
    """Write what a share of the cases gives: of whole conversations, by a fixed order."""
    order = sorted({lesson.cluster for lesson in learned}, key=lambda name: (len(name), name[::-1]))
    rows: list[list[str]] = []
    for share in SHARES:
        chosen = set(order[: int(len(order) * share)])
        part = [lesson for lesson in learned if lesson.cluster in chosen]
        rows.append(
            [f"{share:.0%}", str(len(part)), shown(_macro(simple.words(part, asked), asked)), *_sums(part, asked)]
        )
    return table(
        "Learning curve",
        "Macro-F1 of TF-IDF, and the weighted sums' share of fails among as many replies as there are fails.",
        ("of train", "cases", "TF-IDF and logistic", "weighted sums"),
        rows,
    )


def _sums(part: Sequence[Lesson], asked: Sequence[Lesson]) -> list[str]:
    """Return how good the order is that the weighted sums put replies into."""
    both = sheet([*part, *asked])
    use = np.arange(len(part) + len(asked)) < len(part)
    every = [*part, *asked]
    values: list[float] = []
    for virtue in VIRTUES:
        fails = np.array([virtue in lesson.fails for lesson in asked])
        if fails.sum() >= ENOUGH:
            odds = fitted(virtue, every, both, use).odds(both.rows[~use])
            values.append(float(fails[np.argsort(-odds, kind="stable")[: int(fails.sum())]].mean()))
    return [shown(float(np.mean(values)) if values else 0.0)]


def _macro(found: Fails, asked: Sequence[Lesson]) -> float:
    truth = gold(asked)
    values = [f1(found[virtue], truth[virtue]) for virtue in VIRTUES if truth[virtue].sum() >= ENOUGH]
    return float(np.mean(values)) if values else 0.0


def away(learned: Sequence[Lesson]) -> str:
    """Write what the plain model and the rules find in a source that was left out of what is learned from."""
    sources: defaultdict[str, list[Lesson]] = defaultdict(list)
    for lesson in learned:
        sources[_family(lesson.source)].append(lesson)
    rows: list[list[str]] = []
    for name, here in sorted(sources.items()):
        others = [lesson for lesson in learned if _family(lesson.source) != name]
        if sum(bool(lesson.fails) for lesson in here) >= ENOUGH and others:
            found = (simple.words(others, here), simple.rules_alone(others, here))
            rows.append([name, str(len(here)), *(shown(_macro(one, here)) for one in found)])
    return table(
        "A source nobody has seen",
        "Macro-F1 on a source by a model that learned from all the others; the rules' authors have read most of these"
        " cases. For the shipped heads, see the figures with sources held out in `training/figures.md`.",
        ("source", "cases", "TF-IDF and logistic", "rules"),
        rows,
    )


def _family(source: str) -> str:
    """Return a source's first name: one data set comes in many parts."""
    return source.split(" ")[0].split("/")[0]


def judge_own(ours: Sequence[Lesson]) -> Mapping[str, Sequence[Lesson]]:
    """Return, by virtue and sort, the lessons of our own on which the rules err."""
    found: defaultdict[str, list[Lesson]] = defaultdict(list)
    for lesson in ours:
        for virtue in VIRTUES:
            if virtue not in lesson.unsure and (virtue in lesson.fails) != (virtue in lesson.by_rules):
                found[f"{virtue}, {'missed' if virtue in lesson.fails else 'false alarm'}"].append(lesson)
    return found


def telling(errors: Mapping[str, Sequence[Lesson]]) -> str:
    """Write some errors of the rules on train cases of our own, the shortest first: they can be read at a glance."""
    rows: list[list[str]] = []
    for sort, here in sorted(errors.items()):
        for lesson in sorted(here, key=lambda one: len(one.gist.draft) + len(one.gist.asked))[:TELLING]:
            rows.append([f"{sort} ({len(here)})", _short(lesson.gist.asked), _short(lesson.gist.draft)])
    note = "Of the rules, on train cases that their authors had not read. How many there are stands in brackets."
    return table("Errors that tell", note, ("virtue", "customer", "draft"), rows)


def _short(text: str) -> str:
    flat = " ".join(text.split()).replace("|", "/")
    return flat if len(flat) <= SNIPPET else flat[: SNIPPET - 1] + "…"


def table(title: str, note: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    r"""Write a section with a table.

    Example:
        >>> print(table("A", "Why.", ("x",), [["1"]]))
        ## A
        <BLANKLINE>
        Why.
        <BLANKLINE>
        | x |
        | --- |
        | 1 |
        <BLANKLINE>
    """
    lines = [f"## {title}", "", note, "", "| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows), ""])


if __name__ == "__main__":
    raise SystemExit(main())
