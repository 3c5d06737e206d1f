"""A few words of a reply, short, with the ones that are meant marked and the customer's data hidden."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guard.evals.coaching.masking import masks
from guard.text.patches import Patch, apply
from guard.text.spans import Span, merge

WIDTH = 220
_LEAD = 70


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a quote, and whether they are the ones that are meant."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """What was said.

    Args:
        id: of the reply.
        customer: what the customer had said, short; empty where nobody had.
        pieces: the reply's words, in order.
    """

    id: str
    customer: str
    pieces: tuple[Piece, ...]

    @property
    def plain(self) -> str:
        """The words, with `**` around those that are meant."""
        return "".join(f"**{piece.text}**" if piece.marked else piece.text for piece in self.pieces)


def pieces(text: str, spans: Iterable[Span], names: Iterable[str] = (), width: int = WIDTH) -> tuple[Piece, ...]:
    """Cut a reply down to what is meant and a little around it.

    Args:
        text: the reply.
        spans: code points of what is meant; none for an absence.
        names: to hide.
        width: characters at most, or little more.

    Example:
        >>> pieces("Hi. Calm down, please.", [Span(4, 13)])
        (Piece(text='Hi. ', marked=False), Piece(text='Calm down', marked=True), Piece(text=', please.', marked=False))
    """
    hidden = masks(text, names)
    whole = apply(text, hidden)
    moved = _joined(whole, merge(_moved(span, hidden) for span in spans if span.end > span.start))
    start, end = _window(whole, moved, width)
    found = [Piece("… ")] if start else []
    at = start
    for span in moved:
        if span.start >= end:
            break
        found += [Piece(whole[at : span.start]), Piece(whole[span.start : min(span.end, end)], marked=True)]
        at = min(span.end, end)
    found += [Piece(whole[at:end]), Piece(" …" if end < len(whole) else "")]
    return tuple(Piece(_flat(piece.text), piece.marked) for piece in found if piece.text)


def short(text: str, names: Iterable[str] = (), width: int = 130) -> str:
    """Return the end of what a customer said, which is what the reply answers.

    Example:
        >>> short("Where is it? I am at mei@example.com")
        'Where is it? I am at [e-mail]'
    """
    flat = _flat(apply(text, masks(text, names))).strip()
    if len(flat) <= width:
        return flat
    cut = flat.find(" ", len(flat) - width)
    return f"… {flat[cut + 1 :]}" if cut >= 0 else f"…{flat[-width:]}"


def _moved(span: Span, hidden: Sequence[Patch]) -> Span:
    """Return where a span stands once things are hidden; it grows over what it holds part of."""
    start, end, shift_start, shift_end = span.start, span.end, 0, 0
    for patch in hidden:
        change = len(patch.text) - (patch.end - patch.start)
        if patch.end <= span.start:
            shift_start += change
            shift_end += change
        elif patch.start < span.end:
            start, end = min(start, patch.start), max(end, patch.end)
            shift_end += change
    return Span(start + shift_start, end + shift_end)


def _joined(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join spans with nothing but spaces and marks between them."""
    joined: list[Span] = []
    for span in spans:
        if joined and not any(char.isalnum() for char in text[joined[-1].end : span.start]):
            joined.append(Span(joined.pop().start, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def _window(text: str, spans: Sequence[Span], width: int) -> tuple[int, int]:
    """Return which part of a text is shown, at word edges."""
    if len(text) <= width:
        return 0, len(text)
    first = spans[0] if spans else Span(0, 0)
    start = max(0, min(first.start - _LEAD, len(text) - width))
    if start:
        start = text.find(" ", start, max(first.start, start + 1)) + 1 or start
    end = min(len(text), start + width)
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + width // 2)
    return start, end


def _flat(text: str) -> str:
    lead, tail = " " * text[:1].isspace(), " " * text[-1:].isspace()
    inner = " ".join(text.split())
    return f"{lead}{inner}{tail}" if inner else lead or tail
