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


@pytest.mark.parametrize(
    "text",
    [
        "donde esta mi pedido, lo compre hace dos semanas",
        "DONDE ESTA MI PEDIDO, LLEVO DOS SEMANAS ESPERANDO",
        "Hola, el pedido A-1042 (ana@example.com, https://example.com/the/and/you) todavía no ha llegado.",
    ],
)
def test_spanish_is_told_without_marks_in_capitals_and_among_addresses(text: str) -> None:
    assert language(text) == "es"


def test_german_is_told_when_its_letters_are_spelt_out() -> None:
    assert language("ich moechte wissen, wann mein paket fuer die schwester kommt") == "de"


@pytest.mark.parametrize(
    "text",
    [
        "korma, pilau, naan, bhaji, raita",
        "Maria de la Cruz, Juan de los Santos, Pedro de la Vega",
        "sudo apt-get install libfoo-dev && ./configure --prefix=/usr/local",
        "REF-20391-DE / DPD 0123 4567 8901 23",
        "drwxr-xr-x root mailserver 4096 maillog httpdlog",
    ],
)
def test_dishes_names_code_and_numbers_are_no_language(text: str) -> None:
    assert language(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "ok gracias, my order is late",
        "Merci! Could you tell me when the new one is leaving?",
        "24 hrs! u said dat, u did dat",
        "I understand. Account opening ke liye form fill karne mein help. Can you please tell me which one?",
        "im just reinistallinig",
        "Everyone likes a banana.",
    ],
)
def test_english_with_foreign_words_is_english_or_open(text: str) -> None:
    assert language(text) in ("en", None)


@pytest.mark.parametrize(
    "text", ["Skriv i dette felt for at filtrere listen.", "Is het waar dat we over een uur in de stad zijn?"]
)
def test_small_words_that_english_shares_are_not_enough(text: str) -> None:
    assert language(text) in ("da", "no", "nl")


def test_one_foreign_name_does_not_turn_a_russian_text() -> None:
    text = (
        "Ваш заказ отправлен сегодня утром со склада в Киеве (Київ) и придёт к вам не позднее вечера пятницы, спасибо."
    )
    assert language(text) == "ru"


@pytest.mark.skipif(not TRAIN.is_dir(), reason="the shared data are not beside the repository")
@pytest.mark.parametrize("name", ["natural", "contrast"])
def test_no_english_draft_is_taken_for_another_language(name: str) -> None:
    drafts = [json.loads(line)["draft"] for line in (TRAIN / f"{name}.jsonl").read_bytes().splitlines()]
    other = {draft for draft in drafts if language(fold(draft).text) not in ("en", "hi", None)}
    assert {draft for draft in other if not {"Guten", "Vielen"} & set(draft.split())} == set()


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    assert language(text) is None or len(language(text) or "") == 2
