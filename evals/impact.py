"""Which virtues go together with what came of recorded conversations: tau's rewards, STAR's questionnaires.

    python -m evals.impact ../shared/data/conversations
    python -m evals.impact FOLDER --into evals/impact.md

The studies, and the words around the tables, are in `evals/impact.yaml`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from guard import Guard
from guard.domain.case import Case
from guard.errors import Problem
from guard.evals.impact import report
from guard.evals.impact.impact import impact, outcome_of
from guard.evals.judging import Talk, drawn, judged, talks
from guard.evals.tables import markdown_section
from guard.text.tables import beside

CALM = "stay calm and helpful"
ASIDE = (CALM, "enjoy this task", "rain")
"""Questions to STAR's customers that do not ask whether it was done."""


def told(case: Case) -> Case:
    """Return a conversation with its outcome where the data hold it, and what must be held equal as its topic.

    Example:
        >>> told(Case(draft="", labels={"reward": 1.0})).outcome
        {'reward': 1.0}
        >>> told(Case(draft="", labels={"user_questionnaire": {"Did it stay calm and helpful?": True}})).outcome
        {'calm': True}
    """
    labels = case.labels or {}
    if "user_questionnaire" not in labels:
        return replace(case, outcome={"reward": labels.get("reward")})
    answers = cast("Mapping[str, Any]", labels["user_questionnaire"] or {})
    calm = [answer for question, answer in answers.items() if CALM in question]
    done = [answer for question, answer in answers.items() if not any(aside in question for aside in ASIDE)]
    outcome = {name: found[0] for name, found in (("calm", calm), ("done", done)) if found}
    scripted = f"happy {labels.get('happy_path')}, several tasks {labels.get('multi_task')}"
    return replace(case, outcome=outcome, meta={**case.meta, "topic": scripted})


def studied(folder: Path, study: Mapping[str, Any], guard: Guard, seed: int) -> Iterator[str]:
    """Yield the lines of one study."""
    problems: list[Problem] = []
    files = [str(folder / f"{name}.jsonl.gz") for name in study["files"]]
    every = [
        Talk(talk.key, told(talk.case)) for talk in talks(files, problems) if talk.case.meta.get("split") == "train"
    ]
    name = study["outcome"]
    known = [talk for talk in every if outcome_of(talk, name) is not None]
    chosen = drawn(known, study["each"], seed, lambda talk: outcome_of(talk, name))
    found = impact(judged(chosen, guard, problems), name, seed=seed)
    yield from ("", f"## {study['title']}", "", study["about"], "", *report.headline(found))
    yield from (line for line in markdown_section(report.section(found)) if not line.startswith("## "))
    if study.get("reading"):
        yield from ("", study["reading"].strip())
    yield from (f"<!-- {problem} -->" for problem in problems[:5])


def main(argv: Sequence[str] | None = None) -> int:
    """Write the page."""
    parser = argparse.ArgumentParser(description="Virtues and outcomes of recorded conversations.")
    parser.add_argument("folder", type=Path, help="the folder of the conversations")
    parser.add_argument("--into", type=Path, help="a file; standard output when left out")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(argv)
    words = beside(__file__, "impact")
    guard = Guard(rewriting=False)
    lines = ["# Which virtues go together with what came of conversations", "", words["opening"].strip()]
    for study in words["studies"]:
        lines += studied(args.folder, study, guard, args.seed)
    if words.get("closing"):
        lines += ["", words["closing"].strip()]
    page = "\n".join(lines) + "\n"
    if args.into is None:
        sys.stdout.write(page)
    else:
        args.into.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
