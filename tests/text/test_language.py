import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.text.folding import fold
from guard.text.language import language

TRAIN = Path(__file__).parents[2].parent / "shared" / "data" / "train"


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("en", "I'm sorry that the parcel is late, Mei."),
        ("es", "Lamento mucho el retraso de su pedido. Ya está en camino y debería llegar el viernes."),
        ("fr", "Je suis désolé pour le retard. Votre colis est en route et devrait arriver vendredi."),
        ("de", "Es tut mir leid, dass Ihr Paket noch nicht angekommen ist."),
        ("it", "Mi dispiace molto per il ritardo. Il suo pacco è in viaggio e dovrebbe arrivare venerdì."),
        ("pt", "Lamento muito o atraso do seu pedido. Ele já está a caminho e deve chegar na sexta."),
        ("nl", "Het spijt me dat uw pakket nog niet is aangekomen."),
        ("hi", "aapka order abhi tak nahi aaya hai, main check kar raha hoon"),
        ("hi", "आपका ऑर्डर भेज दिया गया है"),
        ("ru", "Здравствуйте, ваш заказ уже отправлен."),
        ("uk", "Ваше замовлення вже їде, дякуємо."),
        ("zh", "您好，您的 iPhone 14 订单已经发货了。"),
        ("ja", "ご注文は発送されました。"),
        ("ko", "주문이 발송되었습니다."),
        ("ar", "شكرا لك على انتظارك"),
        ("fa", "سفارش شما ارسال شد، پس لطفا منتظر بمانید"),
        ("he", "תודה רבה על הסבלנות"),
        ("el", "Το δέμα σας έχει σταλεί"),
        ("th", "ขอบคุณที่รอ"),
    ],
)
def test_a_clear_text_shows_its_language(expected: str, text: str) -> None:
    assert language(fold(text).text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ok",
        "Hola",
        "谢谢",
        "María José de la Cruz",
        "Peter van der Berg, Jan de Boer",
        "A-1042",
        "👍👍👍",
    ],
)
def test_a_short_or_unclear_text_has_none(text: str) -> None:
    assert language(text) is None


def test_english_with_a_few_hindi_words_is_not_called_hindi() -> None:
    assert (
        language("I understand. Account opening ke liye form fill karne mein help. Can you please tell me which one?")
        != "hi"
    )


@pytest.mark.skipif(not TRAIN.is_dir(), reason="the shared data are not beside the repository")
@pytest.mark.parametrize("name", ["natural", "contrast"])
def test_no_english_draft_is_taken_for_another_language(name: str) -> None:
    drafts = [json.loads(line)["draft"] for line in (TRAIN / f"{name}.jsonl").read_bytes().splitlines()]
    other = [d for d in drafts if language(fold(d).text) not in ("en", None)]
    assert [d for d in other if " the " in d or " you " in d] == []
    assert len(other) <= 6


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    assert language(text) is None or len(language(text) or "") == 2
