import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.text.layers import without
from guard.text.tags import cuts, tags

PIECES = [
    *(
        "<p>",
        "</p>",
        '<b class="a>b">',
        "</b>",
        "<br>",
        "<br/>",
        "<!-- note -->",
        "<!--",
        "<style>",
        "</style>",
        "<td>",
    ),
    *(
        "&nbsp;",
        "&amp;",
        "&#8217;",
        "&",
        ";",
        "<",
        ">",
        "<your name>",
        '"',
        "'",
        "a",
        " ",
        "\n",
        "`",
        "<pre>",
        "</pre>",
    ),
]


def shown(text: str) -> str:
    return without(text, cuts(text, tags(text))).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>It is <b>late</b>&nbsp;&#8211; sorry.</p>", "\nIt is late\u00a0– sorry.\n"),
        ("Hi,<br>it is late.<BR />Bye", "Hi,\nit is late.\nBye"),
        ("<div>one\n   two</div>", "\none    two\n"),
        ("<pre>one\ntwo</pre>", "\none\ntwo\n"),
        ('<p title="a > b">x &lt;b&gt; &amp; y</p>', "\nx <b> & y\n"),
        ("<p>a<!-- <b>no</b> --><style>p {a: b}</style><script>x('</p>')</script>b</p>", "\nab\n"),
        ("<p>Dear <your name>, order <order-id></p>", "\nDear <your name>, order <order-id>\n"),
        ("<p>a<o:p></o:p></p>", "\na\n"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "\n\n\ta\tb\n\n"),
        ("<p>100 &euro; &unknown; AT&T; &#0;</p>", "\n100 € &unknown; AT&T; \ufffd\n"),
    ],
)
def test_html_is_read_as_a_reader_sees_it(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("if a < b and c > d", "if a <b and c> d", "Dear <your name>, <title> <address>", "<order-id>7</order-id>"),
        *(
            "Hello <name>, see <link>",
            "a <br> alone",
            "I'm sorry &amp; late",
            "Use `<b>` and `</b>` here",
            "<3 <3",
            "<<a>>",
        ),
        *("```\n<p>a</p>\n```", "<thinking>no</thinking>", "Press <Enter>, then <Esc>."),
    ],
)
def test_what_is_not_html_stays_as_it_is(text: str) -> None:
    assert tags(text) == ()


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_tags_and_cuts_are_in_order_and_apart(text: str) -> None:
    found = tags(text)
    at = 0
    for tag in found:
        assert at <= tag.span.start < tag.span.end <= len(text)
        at = tag.span.end
    at = 0
    for cut in cuts(text, found):
        assert at <= cut.start < cut.end <= len(text)
        at = cut.end


@given(st.text())
def test_text_without_an_angle_is_never_html(text: str) -> None:
    assert tags(text.replace("<", "")) == ()
