"""A greeting by somebody else's name."""

from __future__ import annotations

import pytest

from guard.detect.misname import MisnameKind, MisnameParams
from guard.domain.case import Case, Message
from guard.domain.clock import Deadline
from guard.domain.hit import Hit
from guard.view.lexicons import Lexicons
from guard.view.view import View

LEXICONS = Lexicons.packaged()
COMPILED = MisnameKind().compile([MisnameParams()])


def hits(customer: str, draft: str, name: str | None = None) -> tuple[Hit, ...]:
    """Return what the kind sees in a reply to one message."""
    facts = {"customer": {"name": name}} if name else {}
    view = View(Case(draft=draft, messages=(Message(role="customer", text=customer),), facts=facts), LEXICONS)
    (found,) = COMPILED.run(view, {}, Deadline(ticks=lambda: 0.0, ends=1.0))
    assert isinstance(found, tuple)
    return found


@pytest.mark.parametrize(
    ("customer", "draft", "name"),
    [
        ("I'd like to drop Saturdays. Gwen", "Hi Wren, noted.", None),
        ("Kind regards,\nHenrike Voss", "Hello Heike, I'm on it.", None),
        ("Is it open?", "Dear Mrs Khan, yes, until six.", "Amina Hassan"),
    ],
)
def test_another_name_is_found(customer: str, draft: str, name: str | None) -> None:
    (hit,) = hits(customer, draft, name)
    assert hit.span is not None
    assert hit.span.of(draft) == hit.values["name"]


@pytest.mark.parametrize(
    ("customer", "draft", "name"),
    [
        ("Is it open?", "Hi Rob, yes.", "Robert Hale"),
        ("Is it open? It's for my sister Mona. Ana", "Hi Mona, yes.", None),
        ("Is it open?", "Hello there, yes.", "Robert Hale"),
        ("Is it open?", "Hi Ana, yes.", None),
        ("Is it open? Ana", "", None),
    ],
)
def test_forms_of_the_name_and_unknown_names_are_not(customer: str, draft: str, name: str | None) -> None:
    assert hits(customer, draft, name) == ()
