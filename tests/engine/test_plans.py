"""A plan for each language: a draft meets the policies that read it, and no others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from guard import Case, Guard, PolicyError
from guard.assemble import kinds_for, lexicons, pack_at
from guard.domain.hit import Because
from guard.engine.plans import Plans
from guard.view.view import View
from guard.wording.slots import slots_for
from tests.packs import policy, write_pack

ENGLISH = "Please calm down, and thank you for all that you have sent to us so far."
SPANISH = "Cálmese, por favor, y gracias por todo lo que nos ha enviado hasta ahora."
FRENCH = "Calmez-vous, et merci pour tout ce que vous nous avez envoyé jusqu'à maintenant."
GREEK = {"draft": "Ναι, το δέμα είναι εδώ."}


def spanish(id: str = "es/respect/rude", **changes: Any) -> dict[str, Any]:  # noqa: A002 - the field's own name
    """The policy of `tests.packs` in Spanish."""
    clause = {"scope": "sentence", "any": [{"phrase": ["(cálmese|cálmate)"]}]}
    examples = {"bad": [SPANISH], "good": ["Gracias por todo lo que nos ha enviado, lo miro ahora mismo."]}
    made = {"virtue": "respect", "forbid": clause, "examples": examples, "applies_to": {"language": ["es"]}}
    return policy(id, **{**made, **changes})


def both(folder: Path, **settings: Any) -> Path:
    """An English pack that includes a Spanish one."""
    write_pack(folder, policy("respect/rude"), spanish(), includes=["es"], **settings)
    write_pack(folder / "es", language="es")
    return folder


def found(guard: Guard, draft: str, **case: Any) -> list[str]:
    return [finding.policy for finding in guard.check({"draft": draft, **case}).findings]


def test_each_draft_meets_the_policies_of_its_language(tmp_path: Path) -> None:
    guard = Guard(both(tmp_path))
    assert found(guard, ENGLISH) == ["respect/rude"]
    assert found(guard, SPANISH) == ["es/respect/rude"]
    assert found(guard, FRENCH) == []
    assert guard.check({"draft": FRENCH}).virtues["respect"] == "unsure"
    assert guard.check({"draft": SPANISH}).virtues["honesty"] == "unsure"


def test_english_words_in_a_spanish_draft_are_not_read_by_english_rules(tmp_path: Path) -> None:
    draft = "Gracias por todo lo que nos ha enviado, la canción que usted busca es «Calm Down», y es de 2022."
    assert found(Guard(both(tmp_path)), draft.replace("«", "").replace("»", "")) == []


def test_accents_may_be_missing_and_the_span_is_right(tmp_path: Path) -> None:
    (finding,) = Guard(both(tmp_path)).check({"draft": SPANISH.replace("á", "a")}).findings
    assert (finding.evidence, finding.span and tuple(finding.span)) == ("Calmese", (0, 7))


def test_a_draft_too_short_to_tell_is_read_in_the_customers_language(tmp_path: Path) -> None:
    guard = Guard(both(tmp_path))
    asked = [{"role": "customer", "text": "Hola, ¿cuándo me llega el pedido que hice la semana pasada?"}]
    assert found(guard, "Cálmate.", messages=asked) == ["es/respect/rude"]
    assert found(guard, "Cálmate.", facts={"customer": {"language": "es-MX"}}) == ["es/respect/rude"]
    assert found(guard, "Cálmate.") == []
    assert found(guard, "Calm down.", messages=[{"role": "customer", "text": "Ok"}]) == ["respect/rude"]


def test_the_pack_alone_takes_its_own_language_for_unclear_drafts(tmp_path: Path) -> None:
    guard = Guard(both(tmp_path) / "es")
    assert found(guard, "Cálmate.") == ["es/respect/rude"]
    assert guard.check({"draft": ENGLISH}).virtues["respect"] == "unsure"


def test_one_digest_covers_all_packs(tmp_path: Path) -> None:
    folder = both(tmp_path)
    before = Guard(folder).policies_digest
    path = folder / "es/respect/rude.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("severity: major", "severity: minor"), encoding="utf-8")
    assert Guard(folder).policies_digest != before


def test_a_mistake_in_an_included_pack_is_told_at_the_start(tmp_path: Path) -> None:
    folder = both(tmp_path)
    path = folder / "es/respect/rude.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("severity:", "severty:"), encoding="utf-8")
    with pytest.raises(PolicyError, match="use 'severity'"):
        Guard(folder)


def test_a_phrase_that_cannot_be_read_in_any_language_is_told_at_the_start(tmp_path: Path) -> None:
    folder = both(tmp_path)
    path = folder / "es/respect/rude.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("(c", "(nada) (c", 1) + "\n", encoding="utf-8")
    Guard(folder)
    path.write_text(path.read_text(encoding="utf-8").replace("(nada)", "{9}", 1), encoding="utf-8")
    with pytest.raises(PolicyError, match="gap"):
        Guard(folder)


@pytest.mark.parametrize("includes", [["nowhere"], ["."], "es", [7]])
def test_an_include_that_is_no_pack_is_told(tmp_path: Path, includes: Any) -> None:
    with pytest.raises(PolicyError, match=r"pack\.yaml"):
        Guard(write_pack(tmp_path, policy("respect/rude"), includes=includes))


def test_an_included_policy_has_its_language_in_its_id(tmp_path: Path) -> None:
    folder = both(tmp_path)
    path = folder / "es/respect/rude.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("es/respect/rude", "respect/rude"), encoding="utf-8")
    with pytest.raises(PolicyError, match="expected es/respect/rude"):
        Guard(folder / "es")


def test_a_pack_that_extends_brings_the_included_ones_along(tmp_path: Path) -> None:
    both(tmp_path / "base")
    own = write_pack(tmp_path / "own", extends="../base", overlays={"es/respect/rude": {"action": "hold"}})
    assert Guard(own).check({"draft": SPANISH}).decision == "hold"


def test_another_languages_plan_is_made_when_its_first_draft_comes(tmp_path: Path) -> None:
    made: list[int] = []

    def kinds() -> Any:
        made.append(1)
        return kinds_for()

    plans = Plans(pack_at(both(tmp_path), kinds_for()), kinds)
    assert (plans.of("en"), plans.of("fr"), len(made)) == (plans.main, plans.main, 1)
    assert plans.of("es") is plans.of("es") is not plans.main
    assert len(made) == 2


def test_a_language_neutral_policy_stands_in_every_plan_and_covers_no_virtue_alone(tmp_path: Path) -> None:
    loud = policy("respect/loud", forbid={"any": [{"pattern": "!!!"}]}, applies_to={"language": ["any"]})
    guard = Guard(write_pack(tmp_path, policy("respect/rude"), loud))
    assert guard.check({"draft": f"{FRENCH}!!!"}).virtues["respect"] == "fail"
    assert guard.check({"draft": FRENCH}).virtues["respect"] == "unsure"
    alone = Guard(write_pack(tmp_path / "alone", loud))
    assert alone.check({"draft": FRENCH}).virtues["respect"] == "pass"
    assert alone.check(GREEK).virtues["respect"] == "pass"


def test_days_are_said_in_the_drafts_language() -> None:
    because = Because("orders[0].estimated_delivery", "2026-11-27")
    views = [View(Case(draft=draft), lexicons()) for draft in (ENGLISH, SPANISH)]
    days = [slots_for((), "", because, view, None).get("fact.date") for view in views]
    assert days == ["Friday 27 November", "viernes 27 de noviembre"]
