"""Finds deeds that are told without "I have …ed": by what they leave, by their name, or in a word or two.

"Consider it done", "your refund went through", "the £38 is back on your card", "✓ Refund issued".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from guard.claims.clauses import Layout
from guard.claims.shadow import Pattern, compiled
from guard.claims.tables import either, spell, table, words
from guard.text.spans import Span

Told = tuple[Span, str, str, bool]
"""(the words, the family of the deed, the word for it or an empty text, whether only a denial makes a claim of it)."""
_AFTER = re.compile(r"^(?:\*{0,2}(?:[.!,;)(]|\s*(?:$|\n|[-–—]\s))|\s+(?:and|for|to|on|from|with|as|by)\b)")
_MARKS = "?*-#>+"
_REACH = 90


@dataclass(frozen=True, slots=True)
class Row:
    """One way to tell of a deed."""

    family: str
    loose: bool
    pattern: Pattern


@cache
def _anchors() -> tuple[Pattern, tuple[str, ...]]:
    """Return the pattern of what must stand in a text for any row to be worth a search, and the name of each group."""
    rows = cast(dict[str, list[str]], table("settled")["anchors"])
    return compiled("|".join(rf"\b({either(said, {})})\b" for said in rows.values())), tuple(rows)


@cache
def _rows(anchor: str) -> tuple[Row, ...]:
    return tuple(made for made, after in _every() if anchor in after)


@cache
def _every() -> tuple[tuple[Row, tuple[str, ...]], ...]:
    """Return each row with the anchors one of which must be there; made once, so that a row is one object."""
    known = words("settled")
    return tuple(
        (Row(str(row["family"]), "loose" in row, compiled(either(row["said"], known))), tuple(row["after"]))
        for row in cast(list[Mapping[str, Any]], table("settled")["rows"])
    )


@cache
def _terse() -> Pattern:
    nouns, deeds = (f"(?:{'|'.join(cast(list[str], table('settled')[key]))})" for key in ("nouns", "terse"))
    lead = r"(?:^|\n|[.!?:]\s)[\s?*#>+-]*(?:[0-9]{1,2}[.)]\s)?"
    small = r"(?:(?:your|the|a|an|new|full|both|all|my|our|and|[0-9]+|checked|free|return|travel|economy|original) )*"
    return compiled(rf"{lead}{small}(?:[\w$\x01\x02\x03.,#-]+ ){{0,2}}?{nouns}\*{{0,2}} ({deeds})\b|{lead}({deeds})\b")


@cache
def _leaning() -> frozenset[str]:
    return frozenset(cast(list[str], table("settled")["leaning"]))


@cache
def _asking() -> re.Pattern[str]:
    return re.compile(spell(cast(str, table("settled")["asking"]), {}))


def settled(low: bytes, layout: Layout, verbs: Mapping[str, str]) -> Iterator[Told]:
    """Yield each deed that is told by its outcome, or in a line without a verb.

    Args:
        low: the shadow of the text.
        layout: its sentences.
        verbs: each word for a deed, with its family.

    Example:
        >>> said = "your refund went through."
        >>> [(family, loose) for _, family, _, loose in settled(said.encode(), Layout(said, (Span(0, len(said)),)), {})]
        [('refund', False)]
    """
    pattern, names = _anchors()
    near = {names[(match.lastindex or 1) - 1] for match in pattern.finditer(low)}
    for row in dict.fromkeys(row for name in sorted(near) for row in _rows(name)):
        for match in row.pattern.finditer(low):
            start, end = match.span()
            start += len(low[start:end]) - len(low[start:end].lstrip(b".!? \t\r\n"))
            yield Span(start, end), row.family, "", row.loose
    for match in _terse().finditer(low):
        yield from _line(low, layout, match.span(1), match.span(2), match.span()[0], verbs)


def _line(
    low: bytes, layout: Layout, named: tuple[int, int], bare: tuple[int, int], opens: int, verbs: Mapping[str, str]
) -> Iterator[Told]:
    """Yield the deed of a line without a verb; a bare word must be able to stand for itself."""
    start, end = named if named[0] >= 0 else bare
    said = low[start:end].decode()
    if said not in verbs or not _AFTER.search(layout.lower[end : end + 12]):
        return
    if named[0] < 0 and (said in _leaning() or not low[end : end + 1].strip(b" \n")):
        return
    if _asking().search(layout.lower):
        return
    opens += len(low[opens:start]) - len(low[opens:start].lstrip(b".!?: \t\r\n*#>+-"))
    yield Span(min(opens, start), end), verbs[said], said, False
