"""The language a draft is read in, and the wordings of that language."""

from __future__ import annotations

from typing import Any

import pytest

from guard.domain.case import Case, Message
from guard.view.lexicons import Lexicons
from guard.view.passage import Passage
from guard.view.view import View

LEXICONS = Lexicons.packaged()
SPANISH = LEXICONS.of("es")
LONG = "Hola, ¿cuándo me llega el pedido que hice la semana pasada? Lo necesito para el sábado."


def view(draft: str, *said: str, main: str = "en", **facts: Any) -> View:
    messages = tuple(Message(role="customer", text=text) for text in said)
    return View(Case(draft=draft, messages=messages, facts=facts), LEXICONS, main)


@pytest.mark.parametrize(
    ("draft", "said", "tongue"),
    [
        ("Your parcel left our warehouse on Monday and it is on its way to you.", LONG, "en"),
        ("Su pedido salió el lunes y ya está en camino, no se preocupe por nada.", "Where is my order?", "es"),
        ("Mañana.", LONG, "es"),
        ("¡Claro!", "", "es"),
        ("Ok.", "Where is my order, and when will it be here?", "en"),
        ("Ok.", "", "en"),
    ],
)
def test_the_draft_decides_then_the_customer_then_the_main_language(draft: str, said: str, tongue: str) -> None:
    assert view(draft, said).tongue == tongue


def test_the_main_language_is_the_packs() -> None:
    assert view("Ok.", main="es").tongue == "es"


def test_an_account_may_name_the_language() -> None:
    assert view("Ok.", customer={"language": "es-AR"}).tongue == "es"
    assert view("Ok.", customer={"language": "xx"}).tongue == "en"


def test_the_customers_states_are_read_in_the_customers_language() -> None:
    english = "I am so sorry about that, I will look at the order for you right now."
    assert "open_trouble" in view(english, "Hola, el pedido que hice no ha llegado y lo necesito para la boda.").states


def test_claims_are_read_by_the_english_grammar_only() -> None:
    promise = "It'll be with you tomorrow, guaranteed."
    assert view(promise).claims
    before = "El paquete sale hoy de nuestro almacén, con todo lo que nos pidió para usted y para su hija en la caja."
    assert view(f"{before} {before} {before} {promise}").claims == ()


def test_names_are_the_same_in_all_languages() -> None:
    assert SPANISH.acts.names <= LEXICONS.acts.names
    assert SPANISH.told <= LEXICONS.told


def test_the_wordings_of_another_language_are_read_once_and_not_before() -> None:
    fresh = Lexicons.packaged()
    assert fresh.of("es") is fresh.of("es") is not fresh
    assert fresh.of("fr") is fresh


@pytest.mark.parametrize(
    ("act", "text"),
    [
        ("apology", "Lamento lo que pasó."),
        ("formula", "Disculpe las molestias ocasionadas."),
        ("acknowledgement", "Qué bronca, tres horas sin luz."),
        ("thanks", "Con mucho gusto."),
        ("request", "Necesito su número de pedido."),
        ("goodbye", "Que tengas un buen día."),
        ("refusal", "El cambio no es posible ese dia."),
        ("way_on", "Pero puede pedir otra cita."),
        ("boundary", "Le pido que me hable con respeto."),
        ("vague_time", "Lo verán a la brevedad."),
    ],
)
def test_spanish_acts_are_found(act: str, text: str) -> None:
    assert act in SPANISH.acts.read(Passage(text))


@pytest.mark.parametrize(
    ("act", "text"),
    [
        ("apology", "Perdone, no entiendo la pregunta."),
        ("request", "No hace falta que me envíe su número."),
        ("refusal", "No puedo garantizarle la hora."),
        ("refusal", "No hay problema."),
        ("way_on", "No le puedo dar más."),
        ("way_on", "Si tiene alguna otra duda, aquí estoy."),
        ("call", "No le llamaremos, descuide."),
    ],
)
def test_spanish_near_misses_are_not_acts(act: str, text: str) -> None:
    assert act not in SPANISH.acts.read(Passage(text))


@pytest.mark.parametrize(
    "text", ["no me llego el paquete", "Me cobraron dos veces.", "ESTO ES UNA VERGÜENZA", "Estoy muy preocupada"]
)
def test_spanish_trouble_is_trouble(text: str) -> None:
    assert {"upset", "harmed"} & SPANISH.states.read(Passage(text)).keys()


@pytest.mark.parametrize(
    "text",
    [
        "¿Cómo cambio mi dirección?",
        "¿Qué pasa si no llega a tiempo?",
        "¿A qué hora abren?",
        "No estoy molesto, descuide.",
    ],
)
def test_neutral_spanish_is_no_trouble(text: str) -> None:
    assert not {"upset", "harmed", "distress"} & SPANISH.states.read(Passage(text)).keys()
