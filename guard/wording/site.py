"""The place in a draft that is to be mended, and small edits of it that keep the rest byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from guard.domain.hit import Hit
from guard.text.patches import Patch
from guard.text.spans import Span
from guard.view.view import View
from guard.wording.tables import pattern

_ENDS = ".!?…"
_MACHINE = ("{", "[{", "<?")
"""How a draft begins that no person reads as it is; no sentence belongs before or behind it."""
_LONGEST_NAME = 4
JOINED = "\ufe0f\u200d"
"""What belongs to the emoji before it."""
_AFTER_OPENING = re.compile(
    r"\s*(?:[,;:]|(?<=[,;:]))\s+(?:(?:so|and|but)\s+)?(?:(?:please|so|now|then|ok|okay|anyway)\s*[,:]\s+)?(\w)",
    re.IGNORECASE,
)
_COMMA = re.compile(r"\s*,\s+")
_BEFORE_ASIDE = re.compile(r"(?:[,;:–—-]|\b(?:but|and|so|well|because))\s*$", re.IGNORECASE)
_FEWEST_WORDS = 3
"""Words that a sentence keeps at least when its opening is taken away."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where a finding stands.

    Args:
        view: of the draft.
        span: code points of `view.text`; None for an absence.
        hits: what carries the finding.
        others: where other findings of the draft stand.
    """

    view: View
    span: Span | None
    hits: tuple[Hit, ...] = ()
    others: tuple[Span, ...] = ()

    @property
    def sentence(self) -> Span | None:
        """The sentence, or the sentences, in which the finding stands."""
        if self.span is None:
            return None
        return widened(self.span, self.view)


def inner(span: Span, text: str) -> Span:
    """Leave out the end of the sentence before, which a pattern may have taken in with the words it found."""
    said = span.of(text)
    start = len(said) - len(said.lstrip(_ENDS + ",;: \n\t"))
    return Span(span.start + start, span.end) if start < len(said.rstrip()) else span


def widened(span: Span, view: View) -> Span:
    """Widen a span of `view.text` to the sentence that holds its start, and to its own end."""
    at = view.sentence_at(span.start)
    if at is None:
        return span
    sentence = view.sentences[at]
    return Span(min(sentence.start, span.start), max(sentence.end, span.end))


def patched(span: Span, text: str, view: View) -> Patch:
    """Make a patch of the draft as it arrived from a place in the folded one."""
    place = view.origin(span)
    return Patch(place.start, place.end, text)


def insertion(text: str, at: Literal["opening", "closing"], view: View) -> Patch | None:
    """Put a sentence after the greeting, or before the sign-off, on the line that is there.

    Returns:
        The patch; None where the draft has no sentence of the writer's own.
    """
    greeting = next((zone.span for zone in view.zones if zone.kind == "greeting"), None)
    signoff = next((zone.span for zone in view.zones if zone.kind == "signoff"), None)
    body = [s for s in view.sentences if not _within(s, greeting) and not _within(s, signoff)]
    draft = view.folded.original
    if not body or draft.lstrip().startswith(_MACHINE):
        return None
    if at == "opening":
        start = view.origin(body[0]).start
        if greeting is not None and body[0].start < greeting.end < body[0].end:
            return _behind(greeting, text, view)
        if greeting is not None and greeting.of(view.text).endswith(","):  # "Hi Mei," on its line, then a small letter
            return Patch(start, start + 1, f"{text} {draft[start].upper()}")
        return Patch(start, start, f"{text} ")
    end = view.origin(_last_of(body, view)).end
    while end < len(draft) and draft[end] in JOINED:
        end += 1
    # A word needs a full stop before the next sentence begins; a mark or an emoji does not.
    gap = ". " if draft[end - 1].isalnum() else " "
    return Patch(end, end, f"{gap}{text}")


def _last_of(body: Sequence[Span], view: View) -> Span:
    """Return the last sentence before those that only close the reply; the last where all do."""
    last = len(body)
    while last > 1 and (
        pattern("site", "closings").match(body[last - 1].of(view.lower)) or _is_name(body[last - 1], view)
    ):
        last -= 1
    return body[last - 1]


def _is_name(sentence: Span, view: View) -> bool:
    """Tell whether a sentence is a name on a line of its own, as under a letter."""
    words = sentence.of(view.text).split()
    alone = view.text[: sentence.start].rstrip(" ").endswith("\n")
    return alone and len(words) <= _LONGEST_NAME and words[0][0].isupper() and words[-1][0].isupper()


def _behind(greeting: Span, text: str, view: View) -> Patch | None:
    """Put a sentence behind a greeting that shares its line with the answer, which then begins anew."""
    place = view.origin(greeting)
    rest = re.match(r"[,!.]?\s+(\w)", view.folded.original[place.end :])
    if rest is None:
        return None
    mark = view.folded.original[place.end - 1 : place.end + 1].strip()
    gap = "" if any(sign in mark for sign in ",!.") else ","
    return Patch(place.end, place.end + rest.end(), f"{gap}{rest[0][:-1].rstrip()} {text} {rest[1].upper()}")


def removal(hit: Span, over: Literal["sentence", "span"], view: View) -> Patch:
    """Take a sentence or a span away; of a sentence whose rest can stand, only the opening that is at fault.

    Args:
        hit: code points of `view.text`.
        over: how much goes.
        view: of the draft.
    """
    draft = view.folded.original
    found = view.origin(hit)
    if over == "span":
        return _without(found, draft)
    sentence = view.origin(widened(hit, view))
    return _opening(found, sentence, draft) or _aside(found, sentence, draft) or _without(sentence, draft)


def _opening(hit: Span, sentence: Span, draft: str) -> Patch | None:
    """Take away only the opening of a sentence whose rest can stand, as in "As I said, it is here"."""
    if hit.start != sentence.start:
        return None
    rest = _AFTER_OPENING.match(draft, hit.end, sentence.end)
    if rest is None or len(draft[rest.end() - 1 : sentence.end].split()) < _FEWEST_WORDS:
        return None
    return Patch(sentence.start, rest.end(), rest[1].upper())


def _aside(hit: Span, sentence: Span, draft: str) -> Patch | None:
    """Take away only an aside inside a sentence, as in "but, as I said, it is here"."""
    rest = _COMMA.match(draft, hit.end, sentence.end)
    if (
        rest is None
        or not pattern("site", "asides").match(hit.of(draft))
        or _BEFORE_ASIDE.search(draft[sentence.start : hit.start]) is None
    ):
        return None
    return Patch(hit.start, rest.end(), "")


def _without(span: Span, draft: str) -> Patch:
    """Take a span away together with the space that would be left double."""
    start, end = span
    if end < len(draft) and draft[end] == " " and (start == 0 or draft[start - 1] in " \n"):
        end += 1
    elif start and draft[start - 1] == " " and (end == len(draft) or draft[end] in " \n.,;:!?"):
        start -= 1
    return Patch(start, end, "")


def without(spans: Iterable[Span], view: View) -> tuple[Patch, ...]:
    """Take several spans of `view.text` away."""
    return tuple(_without(view.origin(span), view.folded.original) for span in spans)


def _within(sentence: Span, zone: Span | None) -> bool:
    """Tell whether a sentence lies in a zone."""
    return zone is not None and zone.holds(sentence)


def insertion_point(sentence: Span, text: str, view: View) -> Patch:
    """Put words before the mark that ends a sentence."""
    end = sentence.end
    while end > sentence.start and view.text[end - 1] in _ENDS + ":":
        end -= 1
    place = view.origin(Span(end - 1, end)).end
    return Patch(place, place, text)
