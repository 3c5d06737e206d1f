from typing import Any

import pytest

from guard.detect.language import LanguageKind, LanguageParams
from guard.domain.clock import Deadline
from guard.formats.cases import case_from
from guard.view.view import Lexicons, View

ENGLISH = "Your order left our warehouse this morning, and you will have it soon."
SPANISH = "Su pedido salió esta mañana del almacén y lo recibirá muy pronto."


def hits(draft: str, *customer: str) -> list[dict[str, Any]]:
    case = {"draft": draft, "messages": [{"role": "customer", "text": text} for text in customer]}
    view = View(case_from(case, "a"), Lexicons.packaged())
    compiled = LanguageKind().compile([LanguageParams(other_than="customer")])
    (found,) = compiled.run(view, {}, Deadline(ticks=lambda: 0.0, ends=1.0))
    assert isinstance(found, tuple)
    return [dict(hit.values) for hit in found]


def test_an_answer_in_another_language_is_seen() -> None:
    assert hits(ENGLISH, "¿Dónde está mi pedido? Llevo dos semanas esperando.") == [
        {"language": "en", "customer_language": "es"}
    ]


@pytest.mark.parametrize(
    "customer",
    [
        ("Hola",),
        ("Where is my order? It is two weeks late.", "¿Dónde está mi pedido? Llevo dos semanas esperando."),
        ("Mi inglés no es muy bueno, pero lo intento. Where is my order? I have been waiting.",),
        ("¿Dónde está mi pedido? Puede contestar en inglés, mi hija lo lee.",),
        ("bhai mera order abhi tak nahi aaya hai, kab tak milega",),
    ],
)
def test_who_is_unclear_mixes_or_asks_for_the_language_is_answered_well(customer: tuple[str, ...]) -> None:
    assert hits(ENGLISH, *customer) == []


def test_neighbours_read_each_other() -> None:
    danish = "Jeg har ventet i tre uger på min pakke, og der er ikke nogen der svarer mig."
    assert hits("Vi beklager at du har måttet vente. Pakken er hos oss, og den blir sendt i dag.", danish) == []


def test_quoted_mail_and_code_are_not_the_writers_language() -> None:
    quoted = "\n> Your order could not be delivered because the address was not complete.\n`you and the order`"
    assert hits(SPANISH, "¿Qué significa esto? No lo entiendo y nadie me contesta." + quoted) == []
    assert hits(SPANISH + quoted * 3, "¿Dónde está mi pedido? Llevo dos semanas esperando.") == []
