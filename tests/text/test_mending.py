from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.text.mending import cuts, mended
from guard.text.patches import Patch, apply
from guard.text.reading import read
from guard.text.spans import Span

INLINE = st.recursive(
    st.sampled_from(["It is late. ", "Sorry. ", "a", " ", "5 &lt; 6. "]),
    lambda inner: st.tuples(st.sampled_from(["b", "i", "em", "span"]), st.lists(inner, max_size=3)).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"
    ),
    max_leaves=6,
)
MAILS = st.lists(
    st.lists(INLINE, min_size=1, max_size=4).map(lambda parts: f"<p>{''.join(parts)}</p>"), min_size=1, max_size=3
)


class Strict(HTMLParser):
    """Fails on a tag that closes nothing, or closes what was not opened last."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def words(text: str) -> str:
    parser = Strict()
    parser.feed(text)
    parser.close()
    assert not parser.stack
    return parser.words


def edited(text: str, taken: str, new: str) -> str:
    at = text.index(taken)
    return apply(text, [mended(Patch(at, at + len(taken), new), read(text))])


@pytest.mark.parametrize(
    ("text", "taken", "new", "expected"),
    [
        ("<p><b>It is</b> late. Sorry.</p>", "It is</b> late.", "Soon.", "<p>Soon. Sorry.</p>"),
        ("<p>Sorry. It is <b>late</b></p>", "It is <b>late", "Soon", "<p>Sorry. Soon</p>"),
        ("<p><b>Sorry. It is</b> late.</p>", "It is</b> late.", "Soon.", "<p><b>Sorry. </b>Soon.</p>"),
        ("<p>It <b>is late. Sorry.</b></p>", "It <b>is late.", "Soon.", "<p>Soon.<b> Sorry.</b></p>"),
        ("<p>a</p><p><b>It is late.</b></p><p>b</p>", "It is late.", "", "<p>a</p><p>b</p>"),
        ("<div>a<br><b>late</b></div>", "late", "5 < 6 & up", "<div>a<br><b>5 &lt; 6 &amp; up</b></div>"),
        ("Hi. **It is** late.", "It is** late.", "R&D.", "Hi. R&D."),
        ("**Hi. It is** late.", "It is** late.", "Soon.", "**Hi. **Soon."),
        ("<p>a [b](/c)<br></p>", "b](/c", "d", "<p>a d<br></p>"),
    ],
)
def test_a_pair_is_taken_whole_or_kept_whole(text: str, taken: str, new: str, expected: str) -> None:
    assert edited(text, taken, new) == expected


@pytest.mark.parametrize(
    ("text", "at", "new", "expected"),
    [
        ("<p><b>Late.</b> Bye</p>", 6, "Sorry. ", "<p>Sorry. <b>Late.</b> Bye</p>"),
        ("<p>Hi. <b>Late.</b></p>", 15, " Sorry.", "<p>Hi. <b>Late.</b> Sorry.</p>"),
        ("**Late.** Bye", 7, " Sorry.", "**Late.** Sorry. Bye"),
    ],
)
def test_an_inserted_sentence_stands_outside_its_neighbours_dress(text: str, at: int, new: str, expected: str) -> None:
    assert apply(text, [mended(Patch(at, at, new), read(text))]) == expected


@pytest.mark.parametrize(
    ("taken", "new", "expected"),
    [
        ("1. **Chairs:** It is late.", "Soon.", "Hi\n1. **Chairs:** Soon.\n   - Feet: a\nBye"),
        ("- Feet: a", "b", "Hi\n1. **Chairs:** It is late.\n   - b\nBye"),
        ("- Feet: a", "", "Hi\n1. **Chairs:** It is late.\nBye"),
        ("It is late.", "", "Hi\n1. **Chairs:** \n   - Feet: a\nBye"),
    ],
)
def test_a_list_keeps_its_marks_beside_new_words_and_loses_its_line_with_the_old(
    taken: str, new: str, expected: str
) -> None:
    assert edited("Hi\n1. **Chairs:** It is late.\n   - Feet: a\nBye", taken, new) == expected


def test_a_patch_of_plain_text_stays_as_it_is() -> None:
    patch = Patch(0, 5, "5 < 6 & up")
    assert mended(patch, read("It is late.")) == patch
    assert not cuts(patch, read("It is late."))


def test_a_patch_that_halves_a_pair_is_told() -> None:
    reading = read("<p>It is <b>late</b>.</p>")
    assert cuts(Patch(3, 13, ""), reading)
    assert cuts(Patch(10, 16, ""), reading)
    assert not cuts(Patch(3, 21, ""), reading)
    assert not cuts(Patch(12, 16, ""), reading)


@given(MAILS.map("".join), st.data(), st.sampled_from(["", "New & kind."]))
def test_a_mended_patch_leaves_wellformed_html_and_all_other_words(text: str, data: st.DataObject, new: str) -> None:
    reading = read(text)
    folded = reading.folded
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(folded.text))] * 2)))
    span = folded.origin(Span(start, end))
    patch = mended(Patch(*span, new), reading)
    after = words(apply(text, [patch]))
    assert not cuts(patch._replace(text=""), reading) or patch.text
    kept = folded.text[:start] + new + folded.text[end:]
    assert after.split() == kept.split() or "".join(after.split()) == "".join(kept.split())
