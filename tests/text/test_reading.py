import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.text.reading import read
from guard.text.spans import Span
from guard.text.zones import zones

PIECES = [
    *("<p>", "</p>", "<b>", "</b>", "<br>", "<blockquote>", "</blockquote>", '<div class="gmail_quote">', "</div>"),
    *("<table><tr><td>", "</td><td>", "</td></tr></table>", "<pre>", "</pre>", "<code>", "</code>", "<!-- x -->"),
    *(
        "&nbsp;",
        "&#8217;",
        "&amp;",
        "&lt;b&gt;",
        "**",
        "*",
        "_",
        "[a](/b)",
        "![c](/d)",
        "`",
        "```\n",
        "> ",
        "| a | b |\n",
    ),
    *(
        "It is late. ",
        "can’t ",
        "re\u200bfund ",
        "ﬁne",
        "e\u0301",
        "\n",
        "\r\n",
        " ",
        "\t",
        '"a b"',
        "Kind regards,\nAda",
    ),
]
MIXED = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
HOSTILE = [
    *("<", "<a ", "<b>", "</b>", "<!--", "<style>"),
    *("<a \"", "<div><p>", "<blockquote>", "<table><tr><td>a", "&", "&#", "&amp;"),
    *(">", "> \n", "*", "**a ", "***a ", "_a ", "["),
    *("[a](", "](http://a", "![a](/b)", "`a\n", "```\n", "|", "-|\n", "a\t\n"),
    *("a  bb  c\n", "\"a ", "'a ", "On 1 a\n", "(a@b) wrote:\n"),
    *("From: a\nTo: b\n", "--\n", "Best,\nAda\n", "1 1 1 1", "Aa "),
    *("this email and any\n", "you said:\n", "you said:\na\n\n", "a napisał ", "e\u0301<b>", "<b>\u200b"),
]  # fmt: skip


@given(MIXED | st.text())
def test_every_span_leads_into_the_original_and_back(text: str) -> None:
    folded = read(text).folded
    assert folded.original == text
    assert len(folded.lower) == len(folded.text)
    before = 0
    for at in range(len(folded.text)):
        origin = folded.origin(Span(at, at + 1))
        assert before <= origin.start < origin.end <= len(text)
        assert folded.inward(origin).holds(Span(at, at + 1))
        before = origin.start
        made_from = origin.of(text)
        if len(made_from) == 1 and made_from.isascii() and made_from.isalnum():
            assert folded.text[at] == made_from


@given(MIXED | st.text())
def test_zones_of_marked_up_text_lie_in_order_apart_and_inside(text: str) -> None:
    reading = read(text)
    at = 0
    for zone in zones(reading.folded.text, reading.marked):
        assert at <= zone.span.start < zone.span.end <= len(reading.folded.text)
        assert zone.span.of(reading.folded.text).strip()
        at = zone.span.end


@given(MIXED)
def test_ties_stand_in_the_original_in_order(text: str) -> None:
    for tie in read(text).ties:
        assert 0 <= tie.opening.start < tie.opening.end <= tie.closing.start < tie.closing.end <= len(text)


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_longest_hostile_text_is_read_to_its_end(piece: str) -> None:
    text = (piece * 20_000)[:19_960] + '</b><br><br> *a* "b c"\n> d'
    reading = read(text)
    assert all(zone.span.end <= len(reading.folded.text) for zone in zones(reading.folded.text, reading.marked))
    assert reading.folded.origin(Span(0, len(reading.folded.text))).end == len(text)


@given(st.text(alphabet="abc XYZ '\".,!?-\n()0123456789$%"))
def test_plain_text_is_read_as_it_is(text: str) -> None:
    folded = read(text).folded
    assert folded.text is text
    assert folded.blocks == ()


def test_a_phrase_split_by_markup_is_whole_and_leads_back() -> None:
    for text in ("I <b>can&#8217;t</b> help.", "I **can’t** help."):
        folded = read(f"{text}<br><br>").folded
        at = folded.text.index("can't help")
        assert folded.origin(Span(at, at + 5)).of(folded.original).startswith("can")
        assert folded.origin(Span(at, at + 10)).of(folded.original).endswith("help")


def kinds(text: str) -> list[tuple[str, str]]:
    reading = read(text)
    return [(zone.kind, zone.span.of(reading.folded.text)) for zone in zones(reading.folded.text, reading.marked)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>Ok.</p><blockquote>You lie.<br>a</blockquote>", [("quoted_mail", "You lie.\na")]),
        (
            '<div>Ok.</div><div class="gmail_quote"><div class="gmail_attr">Mei said</div><blockquote>No.</blockquote>'
            "<div>Soon.</div></div>",
            [("quoted_mail", "Mei said"), ("quoted_mail", "No.")],
        ),
        ('<div>Ok.</div><div class="gmail_quote">fwd<br>No.</div>', [("quoted_mail", "fwd\nNo.")]),
        ('<p>Ok.</p><hr><div id="divRplyFwdMsg"><b>From:</b> a</div><div>No.</div>',
         [("quoted_mail", "From: a\n\nNo.")]),
        ("<p>Ok.</p><b>From:</b> a<br><b>Sent:</b> b<br><b>Subject:</b> c<p>No.</p>",
         [("quoted_mail", "From: a\nSent: b\nSubject: c\nNo.")]),
        ("<p>Run <code>rm x</code></p><pre>a\nb</pre>", [("code", "rm x"), ("code", "a\nb")]),
        ('<p>Ok.</p><div class="gmail_signature">Ada<br>ACME</div>', [("signature", "Ada\nACME")]),
        ("<p>You said <q>it is late</q>.</p>", [("quotation", "it is late")]),
        ("<table><tr><th>Item</th><th>Due</th></tr><tr><td>Mug</td><td>tomorrow</td></tr></table>",
         [("table", "Item\tDue\n\n\tMug\ttomorrow")]),
    ],
)  # fmt: skip
def test_elements_say_whose_words_they_hold(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


def test_a_table_that_lays_out_the_mail_holds_the_writers_words() -> None:
    words = "I am sorry about the wait, and it will be with you tomorrow. " * 4
    assert kinds(f"<table><tr><td>x</td><td>{words}</td></tr><tr><td>a</td><td>b</td></tr></table>") == []
    assert kinds("<table><tr><td><p>Sorry.</p></td></tr></table>") == []
    assert kinds("<table><tr><td>Sorry.</td></tr><tr><td>It is late.</td></tr></table>") == []
