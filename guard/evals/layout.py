"""What an agreement report says, in order, as plain tables of strings; the terminal and Markdown both draw these."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guard.evals.agree import ENOUGH
from guard.evals.ledger import Figure
from guard.evals.report import Agreement, Pairs, Run, Slice, VirtueFigures

UNDEFINED = "–"


@dataclass(frozen=True, slots=True)
class Section:
    """One table: its first column holds names, the others figures."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def number(value: float | None) -> str:
    """Write a figure with two places and no leading zero.

    Example:
        >>> number(0.834), number(1.0), number(-0.126), number(None)
        ('.83', '1.00', '-.13', '–')
    """
    if value is None:
        return UNDEFINED
    return f"{value:.2f}".replace("-0.00", "0.00").replace("0.", ".", 1) if abs(value) < 0.995 else f"{value:.2f}"


def written(figure: Figure, *, interval: bool = True) -> str:
    """Write a figure, with its interval where it has one.

    Example:
        >>> written(Figure(0.5, 0.41, 0.6))
        '.50 .41–.60'
    """
    if not interval or figure.low is None or figure.high is None:
        return number(figure.value)
    return f"{number(figure.value)} {number(figure.low)}–{number(figure.high)}"


def sections(found: Agreement, *, interval: bool = True) -> Iterator[Section]:
    """Give the tables of a report in the order in which they are read.

    Args:
        found: the figures.
        interval: whether intervals are written beside them.

    Example:
        >>> from guard.evals.agree import agreement
        >>> [section.title for section in sections(agreement([]))][1:]
        ['Virtues', 'Recall by severity of the gold fail']
    """
    yield _decision(found, interval)
    yield _virtues(found, interval)
    yield _severity(found, interval)
    if found.pairs[0].n:
        yield _pairs(found.pairs, interval)
    for key in dict.fromkeys(part.key for part in found.slices):
        yield _slices(key, [part for part in found.slices if part.key == key], interval)
    if found.faults:
        rows = tuple((policy, reason, str(times)) for policy, reason, times in found.faults)
        yield Section("Faults: checks that could not run", ("policy", "reason", "times"), rows)


def headline(found: Agreement, run: Run) -> Iterator[str]:
    """Say what was measured: one sentence a line.

    Example:
        >>> from guard.evals.agree import agreement
        >>> next(headline(agreement([]), Run(unreadable=2)))
        '0 labelled cases in 0 conversations (0 without labels, 0 unreadable labels, 2 unreadable cases).'
    """
    left_out = f"{found.unlabelled:,} without labels, {len(found.problems):,} unreadable labels, {run.unreadable:,}"
    yield f"{found.cases:,} labelled cases in {found.conversations:,} conversations ({left_out} unreadable cases)."
    decisions = ", ".join(f"{decision} {count:,}" for decision, count in found.decisions.items())
    rewriting = "on" if run.rewriting else "off"
    yield f"Decisions: {decisions}. Tier {run.tier}, rewriting {rewriting}, policies {found.policies_digest[:19]}."
    if found.faulty_cases:
        yield f"{found.faulty_cases:,} cases had a check that could not run."


def notes(found: Agreement) -> Iterator[str]:
    """Say what a reader must know before quoting a figure.

    Example:
        >>> from guard.evals.agree import agreement
        >>> len(list(notes(agreement([]))))
        2
    """
    if found.labelled_by_model:
        yield (
            f"Labels were made by language-model annotators ({found.labelled_by_model:,} of {found.cases:,} cases):"
            " a ruler, not people's opinion."
        )
    yield (
        f"Intervals: 95 %, bootstrap over conversations ({found.replicates:,} replicates, seed {found.seed});"
        " a share of 0 or 1 has Wilson's interval. – is a figure that is not defined (0/0)."
    )
    yield "A verdict's unsure counts as not-fail; a virtue that the labeller left open is not in that virtue's n."


def _decision(found: Agreement, interval: bool) -> Section:
    back = found.send_back
    rows = (
        ("precision", back.precision, "of drafts acted on"),
        ("recall", back.recall, "of drafts labelled with a major or critical fail"),
        ("F1", back.f1, ""),
        ("hold or rewrite, no major fail", back.false_alarm, "of drafts labelled without major fails"),
        ("  hold alone", back.held, "of the same drafts"),
        ("hold or rewrite, no fail at all", back.acted_on_clean, "of drafts labelled without any fail"),
    )
    return Section(
        "Send back: rewrite or hold, against any major or critical gold fail",
        ("figure", "value", "n", ""),
        tuple((name, written(figure, interval=interval), _count(figure), said) for name, figure, said in rows),
    )


def _virtues(found: Agreement, interval: bool) -> Section:
    over = ", ".join(found.macro_over) or "none"
    macro = ("macro F1", "", "", "", "", written(found.macro_f1, interval=interval), "", "", "")
    return Section(
        "Virtues",
        ("virtue", "n", "fails", "precision", "recall", "F1", "kappa", "false alarm", "unsure"),
        (*(_virtue(each, interval) for each in found.virtues), macro),
        f"Macro F1 over the virtues with at least {ENOUGH} gold fails: {over}.",
    )


def _virtue(each: VirtueFigures, interval: bool) -> tuple[str, ...]:
    figures = (each.precision, each.recall, each.f1, each.kappa, each.false_alarm)
    shown = (written(figure, interval=interval) for figure in figures)
    return (each.virtue, str(each.tally.n), str(each.tally.positives), *shown, number(each.unsure.value))


def _severity(found: Agreement, interval: bool) -> Section:
    rows = [("all", found.minor, found.major), *((each.virtue, each.minor, each.major) for each in found.virtues)]
    return Section(
        "Recall by severity of the gold fail",
        ("virtue", "minor", "n", "major or critical", "n"),
        tuple(
            (name, written(minor, interval=interval), _count(minor), written(major, interval=interval), _count(major))
            for name, minor, major in rows
        ),
    )


def _pairs(pairs: tuple[Pairs, ...], interval: bool) -> Section:
    return Section(
        "Contrast pairs, on the bad one's virtue",
        ("virtue", "pairs", "right", "good one left alone", "bad one flagged"),
        tuple(
            (
                each.virtue or "all",
                str(each.n),
                *(written(figure, interval=interval) for figure in (each.right, each.good_left, each.bad_caught)),
            )
            for each in pairs
        ),
    )


def _slices(key: str, parts: list[Slice], interval: bool) -> Section:
    return Section(
        f"By {key}, all virtues together",
        (key, "n", "fails", "precision", "recall", "F1", "hold or rewrite, no major fail"),
        tuple(
            (
                shortened(part.value) or "(none)",
                str(part.n),
                str(part.tally.positives),
                *(written(figure, interval=interval) for figure in (part.precision, part.recall, part.f1)),
                written(part.send_back_false_alarm, interval=interval),
            )
            for part in parts
        ),
    )


def shortened(value: str) -> str:
    """Cut a long name in its middle, so that its two ends still tell it from others."""
    return value if len(value) <= 44 else f"{value[:24]}…{value[-19:]}"


def _count(figure: Figure) -> str:
    return "" if figure.of is None else str(figure.of)
