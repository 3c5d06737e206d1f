import pytest

from guard.text.mail import quoted_mail


def quoted(text: str) -> list[str]:
    return [span.of(text) for span in quoted_mail(text)]


HEADERS = [
    "On Mon, Nov 2, 2026 at 10:02 AM Mei Lin <mei@example.com> wrote:",
    "On Mon, Nov 2, 2026 at 10:02 AM Mei Lin <mei@example.com>\nwrote:",
    "Mei Lin <mei@example.com> wrote:",
    "Am 02.11.2026 um 10:02 schrieb Mei Lin <mei@example.com>:",
    "Mei Lin <mei@example.com> schrieb am Mo., 2. Nov. 2026, 10:02:",
    "Le lun. 2 nov. 2026 à 10:02, Mei Lin <mei@example.com> a écrit :",
    "El lun, 2 nov 2026 a las 10:02, Mei Lin (<mei@example.com>) escribió:",
    "Il giorno lun 2 nov 2026 alle ore 10:02 Mei Lin <mei@example.com> ha scritto:",
    "Em seg., 2 de nov. de 2026 às 10:02, Mei Lin <mei@example.com> escreveu:",
    "Op ma 2 nov 2026 om 10:02 schreef Mei Lin <mei@example.com>:",
    "Den mån 2 nov. 2026 kl 10:02 skrev Mei Lin <mei@example.com>:",
    "pon., 2 lis 2026 o 10:02 Mei Lin <mei@example.com> napisał(a):",
    "-----Original Message-----",
    "---------- Forwarded message ---------",
    "-----Ursprüngliche Nachricht-----",
    "Begin forwarded message:",
    "From: Mei Lin <mei@example.com>\nSent: Monday, 2 November 2026 10:02\nTo: Support\nSubject: Late",
    "Von: Mei Lin\nGesendet: Montag\nAn: Support\nBetreff: Wo ist es?",
    "De : Mei Lin\nEnvoyé : lundi\nÀ : Support\nObjet : Colis",
    "De: Mei Lin\nEnviado: lunes\nPara: Soporte\nAsunto: Paquete",
]


@pytest.mark.parametrize("header", HEADERS)
def test_all_below_the_header_of_a_mail_program_is_quoted(header: str) -> None:
    assert quoted(f"It is late.\n\n{header}\n\nYou promised.\nTwice.\n") == [f"{header}\n\nYou promised.\nTwice."]


@pytest.mark.parametrize("header", HEADERS)
def test_between_marked_lines_the_writer_answers(header: str) -> None:
    text = f"{header}\n> Where?\n>> earlier\n\nOn its way.\n\n> When?\nSoon."
    assert quoted(text) == [*quoted(f"{header}\n> x")[:1], "> Where?\n>> earlier", "> When?"]
    assert "On its way." not in "".join(quoted(text))


def test_marked_lines_deep_in_an_earlier_mail_are_no_answer() -> None:
    text = "Ok.\n-----Original Message-----\nFrom: a@b.c\n\nLate again.\n> Sorry.\nAnd again."
    assert quoted(text) == [text[4:]]


@pytest.mark.parametrize(
    "text",
    [
        "Your journey:\nFrom: London\nTo: Paris\nDate: 2 November\n\nHave a good trip.",
        "On 2 November you wrote:\n\nit is late\n\nSorry.",
        "As I wrote:\nit is late.",
        "On reflection, here is what I wrote:\nit is late.",
        "Sorry.\n---\nIt is late.",
        "> Note: it is late.\n\nBye",
        "a > b, and 5 > 3\nso there",
    ],
)
def test_what_only_looks_like_a_header_is_the_writers(text: str) -> None:
    assert quoted(text) == []
