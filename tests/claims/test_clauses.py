from __future__ import annotations

from guard.claims.clauses import Layout, clauses
from guard.text.spans import Span


def test_clauses_cover_their_sentence_without_gaps() -> None:
    text = "i've sent it, so it will come; if not, write to us and we'll look."
    parts = clauses(text, Span(0, len(text)))
    assert "".join(part.of(text) for part in parts) == text


def test_a_place_between_sentences_has_no_clause() -> None:
    layout = Layout("one.   two.", (Span(0, 4), Span(7, 11)))
    assert layout.number(5) is None
    assert layout.clause(5) == Span(5, 5)
