"""What goes together with an outcome, in words, as a table and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import msgspec

from guard.evals.impact.impact import FEWEST, LEAST, Association, Impact
from guard.evals.layout import UNDEFINED, Section, number, written
from guard.evals.tables import markdown_section

COLUMNS = ("virtue", "n", "with a fail", "plain", "adjusted (95 %)", "p", "p (Holm)", "")


def headline(found: Impact) -> Iterator[str]:
    """Say what was looked at, and what came out: one sentence a line."""
    mean = f", on average {found.mean:.2f}" if found.mean is not None else ""
    yield (
        f"{found.conversations:,} conversations with an outcome “{found.outcome}”{mean}; {found.replies:,} replies"
        f" judged; {found.without:,} conversations without it left out."
    )
    if found.conversations < LEAST:
        yield f"Fewer than {LEAST} conversations with this outcome: they say nothing."
        return
    sure = [each for each in found.associations if each.is_more_than_chance]
    if not sure:
        yield "No virtue goes together with the outcome by more than chance. That is not proof that none does."
    for each in sure:
        higher = "higher" if (each.adjusted.value or 0) > 0 else "lower"
        yield (
            f"Conversations whose replies pass {each.virtue} more often have a {higher} outcome:"
            f" {written(each.adjusted)}, p {_p(each.corrected)}."
        )


def section(found: Impact) -> Section:
    """Return the table."""
    return Section(
        f"What goes together with {found.outcome}", COLUMNS, tuple(_row(each) for each in found.associations)
    )


def notes(found: Impact) -> Iterator[str]:
    """Say what a reader must know before quoting a figure."""
    yield (
        "An association, never an effect: a hard case may both spoil the outcome and bring out a poor reply, and an"
        " unhappy customer makes patience harder. Try a change on some conversations before you believe in it."
    )
    yield (
        "n counts conversations in which the virtue was called for; a share of passing replies each. Rank correlation"
        f" (Spearman), plain, and with the number of replies and of words and {', '.join(found.held)} held equal"
        f" ({found.parts:,} parts); p by shuffling outcomes within a part, corrected for all virtues (Holm); intervals"
        " draw whole conversations."
    )
    yield (
        f"Below {LEAST} conversations, or with fewer than {FEWEST} on one side, nothing is said. Verdicts are"
        " a program's and miss things: guard eval agree says how many. What is missed draws a figure toward 0."
    )


def markdown(found: Impact, title: str = "Impact") -> str:
    """Write it as Markdown."""
    lines = [f"# {title}", "", *headline(found)]
    if found.associations:
        lines += markdown_section(section(found))
    return "\n".join([*lines, "", *(f"- {line}" for line in notes(found))]) + "\n"


def as_json(found: Impact) -> bytes:
    """Write it as JSON; what cannot be said is null."""
    document: dict[str, Any] = {**asdict(found), "notes": list(notes(found))}
    for row, each in zip(document["associations"], found.associations, strict=True):
        row["more_than_chance"] = each.is_more_than_chance
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _row(each: Association) -> tuple[str, ...]:
    said = each.silent or ("more than chance" if each.is_more_than_chance else "no more than chance")
    if each.silent:
        return (each.virtue, str(each.n), str(each.failing), *[UNDEFINED] * 4, said)
    return (
        each.virtue, str(each.n), str(each.failing), number(each.plain), written(each.adjusted),
        _p(each.p), _p(each.corrected), said,
    )  # fmt: skip


def _p(value: float | None) -> str:
    if value is None:
        return UNDEFINED
    return "< .001" if value < 0.001 else f"{value:.3f}".replace("0.", ".", 1)
