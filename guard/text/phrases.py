"""The small language in which policies name wordings, and how it becomes patterns.

A phrase is a row of words, lower case, contractions written out as they are said (`i've`).
`guarante*` is a stem; `(my|our) fault` offers choices; `so? sorry` makes a word optional,
`(very much)? sorry` a group; `<cannot>` stands for a list in `phrases.yaml` (`<no_puedo>` for one in the
table of its language, `phrases.es.yaml`); `{3}` lets up to three other words stand between. Accents are
written and not looked at. A phrase without gaps is one anchor; a phrase with gaps is several, whose distance is
tested on token positions, because gaps inside a big pattern set blow up its automaton
(98 ms measured on 400 patterns with wide gaps, against 9 µs without).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from guard.text.accents import bare
from guard.text.spans import Span
from guard.text.tables import table
from guard.text.tokens import Tokens

WIDEST_GAP = 6
LONGEST_PHRASE = 400

_TABLES = ("phrases", "phrases.es")
"""Where `<names>` are looked up, in order. Names are of the table's language, so that no two tables share one."""

_PIECE = re.compile(r"\{(?P<gap>\d+)\}|\((?P<group>[^()]*)\)(?P<group_optional>\??)|(?P<word>[^\s(){}]+)")
_MACRO = re.compile(r"<([a-z_]+)>")
_PLAIN = re.compile(r"[a-z0-9]+(?: +[a-z0-9]+)*")
"""A phrase of words and nothing else, as most are."""
_WORDED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_*]")
_BETWEEN = r"[\s,'\x22-]+"
_BULKY = 160
"""Characters from which a list of choices gets an anchor of its own."""

_LETTERS = r"[a-z0-9_'\x{80}-\x{10ffff}]*"
"""Any ending: of lower-case text, so that ASCII and *beyond ASCII* will do. Naming Unicode's classes
would make the automaton of a thousand phrases ten times as large."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase made ready: RE2 anchors in order, and the widest gap before each one after the first.

    Example:
        >>> parse("sorry {3} feel that way").gaps
        (3,)
    """

    anchors: tuple[str, ...]
    gaps: tuple[int, ...]


def parse(phrase: str) -> Phrase:
    r"""Read one phrase.

    Raises:
        ValueError: with what was expected, when the phrase is not in the language.

    Example:
        >>> parse("guarante*").anchors
        ("\\bguarante[a-z0-9_'\\x{80}-\\x{10ffff}]*",)
    """
    if not phrase.strip() or len(phrase) > LONGEST_PHRASE:
        raise ValueError(f"a phrase of 1 to {LONGEST_PHRASE} characters")
    if _PLAIN.fullmatch(phrase):
        return Phrase((rf"\b{_BETWEEN.join(phrase.split())}\b",), ())
    anchors: list[list[Element]] = [[]]
    gaps: list[int] = []
    at = 0
    text = bare(_MACRO.sub(_expanded, phrase.lower().strip()))
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        piece = _PIECE.match(text, at)
        if piece is None:
            raise ValueError("words, stems*, (choices|of words), optional? words and gaps {1} to {6}")
        at = piece.end()
        if piece["gap"]:
            if not 1 <= int(piece["gap"]) <= WIDEST_GAP or not anchors[-1]:
                raise ValueError(f"a gap {{1}} to {{{WIDEST_GAP}}} between two words")
            gaps.append(int(piece["gap"]))
            anchors.append([])
        else:
            anchors[-1].append(_element(piece))
    if not all(map(_is_needed, anchors)):
        raise ValueError("at least one word that is not optional on each side of a gap")
    parts, distances = _apart(anchors, gaps)
    return Phrase(tuple(_anchor(part) for part in parts), tuple(distances))


Element = tuple[str, bool]
"""A word or a group as a pattern, and whether it may be left out."""


def _is_needed(anchor: Sequence[Element]) -> bool:
    """Tell whether an anchor has a word that may not be left out."""
    return any(not optional for _, optional in anchor)


def _apart(anchors: Sequence[Sequence[Element]], gaps: Sequence[int]) -> tuple[list[Sequence[Element]], list[int]]:
    """Give each long list of choices an anchor of its own, with no word between it and its neighbours.

    Many phrases share the same lists; as anchors of their own these are compiled once.
    """
    made: list[Sequence[Element]] = []
    distances: list[int] = []
    for anchor, gap in zip(anchors, (None, *gaps), strict=True):
        parts = [part for part in _parts(anchor) if _is_needed(part)]
        made += parts
        distances += ([] if gap is None else [gap]) + [0] * (len(parts) - 1)
    return made, distances


def _parts(anchor: Sequence[Element]) -> list[list[Element]]:
    """Split an anchor before and after each long list that is needed."""
    parts: list[list[Element]] = [[]]
    for element in anchor:
        alone = not element[1] and len(element[0]) > _BULKY
        if alone or (parts[-1] and len(parts[-1][0][0]) > _BULKY and not parts[-1][0][1]):
            parts.append([])
        parts[-1].append(element)
    return parts


@cache
def _macros(name: str) -> Mapping[str, Sequence[str]]:
    """Read the lists behind `<names>` from one table."""
    return cast(Mapping[str, Sequence[str]], table(name)["macros"])


def _expanded(match: re.Match[str]) -> str:
    """Write a `<name>` as the choices it stands for; tables of other languages are read when a name needs them."""
    choices = next((lists[match[1]] for lists in map(_macros, _TABLES) if match[1] in lists), None)
    if choices is None:
        raise ValueError(f"one of <{'>, <'.join(sorted(name for table in _TABLES for name in _macros(table)))}>")
    return f"({'|'.join(choices)})"


def _element(piece: re.Match[str]) -> Element:
    """Turn a word or a group of choices into a pattern, and tell whether it may be left out."""
    if piece["word"]:
        word = piece["word"]
        return (_word(word[:-1]), True) if word.endswith("?") and len(word) > 1 else (_word(word), False)
    return _group(piece["group"]), bool(piece["group_optional"])


@cache
def _group(choices: str) -> str:
    """Turn choices into one pattern, longest first, so that the longest that fits is taken."""
    patterns = [pattern for pattern in map(_choice, choices.split("|")) if pattern]
    if not patterns:
        raise ValueError("at least one choice inside ( )")
    return f"(?:{'|'.join(sorted(patterns, key=len, reverse=True))})"


@cache
def _choice(choice: str) -> str:
    """Turn one choice, of one word or several, into a pattern; the same ones stand in many groups."""
    return _BETWEEN.join(map(_word, choice.split()))


@cache
def _word(word: str) -> str:
    """Escape one word; a trailing `*` lets any ending follow."""
    if word.isalnum():
        return word
    stem = word.endswith("*") and len(word) > 1
    plain = word[:-1] if stem else word
    if "*" in plain:
        raise ValueError("`*` at the end of a word only")
    if "{" in plain or "}" in plain:
        raise ValueError("gaps outside ( ) only")
    return re.escape(plain).replace("\\'", "'") + (_LETTERS if stem else "")


def _anchor(elements: Sequence[Element]) -> str:
    """Join elements with the space between words; an optional one brings its own space along."""
    pattern = ""
    first_needed = next(i for i, (_, optional) in enumerate(elements) if not optional)
    for i, (element, optional) in enumerate(elements):
        if i < first_needed:
            pattern += f"(?:{element}{_BETWEEN})?"
        elif i == first_needed:
            pattern += element
        else:
            pattern += f"(?:{_BETWEEN}{element})?" if optional else f"{_BETWEEN}{element}"
    return _edge(pattern, elements[0][0], opening=True) + pattern + _edge(pattern, elements[-1][0], opening=False)


def _edge(pattern: str, element: str, *, opening: bool) -> str:
    """Return a word boundary where the phrase begins or ends with an ASCII word character."""
    if pattern.endswith(_LETTERS) and not opening:
        return ""
    return r"\b" if _is_worded(element, opening=opening) else ""


@cache
def _is_worded(element: str, *, opening: bool) -> bool:
    """Tell whether every choice of an element begins, or ends, with an ASCII word character."""
    sides = filter(None, element.removeprefix("(?:").replace(")", "|").split("|"))
    edges = {side[0] if opening else side[-1] for side in sides}
    return bool(edges) and edges <= _WORDED


def chain(rows: Sequence[Sequence[Span]], gaps: Sequence[int], tokens: Tokens) -> tuple[Span, ...]:
    """Join the places of a phrase's anchors where they follow each other closely enough.

    Args:
        rows: for each anchor, where it stands, in order of start.
        gaps: the most words allowed before the second anchor, the third, …
        tokens: the tokens of the same text.

    Returns:
        Spans from the first anchor's start to the last one's end, one for each first anchor.
    """
    reached = list(rows[0])
    for row, gap in zip(rows[1:], gaps, strict=True):
        joined: list[Span] = []
        for left in reached:
            right = next((span for span in row if span.start >= left.end), None)
            if right is not None and len(tokens.between(left.end, right.start)) <= gap:
                joined.append(Span(left.start, right.end))
        reached = joined
    return tuple(reached)
