from guard.text.elements import marked, ties
from guard.text.layers import without
from guard.text.tags import cuts, tags


def zones_of(text: str) -> list[tuple[str, str]]:
    found = tags(text)
    return [(zone.kind, zone.span.of(text)) for zone in marked(found, without(text, cuts(text, found)))]


def test_an_element_that_is_cut_off_runs_to_where_an_outer_one_closes() -> None:
    assert zones_of("<div><blockquote>a</div>b") == [("quoted_mail", "a")]
    assert zones_of("<p>a</p><blockquote>b") == [("quoted_mail", "b")]


def test_a_blockquote_deep_inside_leaves_its_frame_to_the_writer() -> None:
    text = '<div class="gmail_quote"><div><div><blockquote>a</blockquote></div></div>b</div>'
    assert zones_of(text) == [("quoted_mail", "a")]


def test_only_the_innermost_of_tables_is_one_of_data() -> None:
    inner = "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    assert zones_of(f"<table><tr><td>x</td><td>{inner}</td></tr></table>") == [("table", inner[7:-8])]


def test_tags_that_cross_are_tied_only_where_they_close_in_order() -> None:
    text = "<b>a<i>b</b>c</i>"
    assert [(tie.opening.of(text), tie.closing.of(text)) for tie in ties(tags(text))] == [("<b>", "</b>")]
