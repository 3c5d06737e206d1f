from __future__ import annotations

from dataclasses import fields
from typing import Any, get_args

import pytest

from guard.domain.case import DRAFT_LIMIT, Case, Message, Role
from guard.domain.hit import Because
from guard.domain.verdict import Certainty, Commitment, Fault, Finding, Fix, Grounding, Rewrite, Verdict
from guard.domain.virtues import DECISIONS, SEVERITIES, VIRTUES, Action, Status, Tier
from guard.errors import UsageError
from guard.formats.cases import case_from
from guard.formats.schema import NAMES, schema
from guard.formats.verdicts import verdict_from

PARTS = (Because, Fix, Finding, Rewrite, Commitment, Fault)
CASE, VERDICT = schema("case"), schema("verdict")
jsonschema: Any = pytest.importorskip("jsonschema", reason="jsonschema is in the extra `dev`")


def valid(name: str, value: Any) -> bool:
    return jsonschema.Draft202012Validator(schema(name)).is_valid(value)


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_one_and_its_examples_fit(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))
    assert schema(name)["$id"] == f"urn:reply-guard:schema:{name}"
    assert all(valid(name, example) for example in schema(name)["examples"])


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        (CASE, Case), (CASE["$defs"]["message"], Message), (VERDICT, Verdict),
        *((VERDICT["$defs"][kind.__name__.lower()], kind) for kind in PARTS),
    ],
)  # fmt: skip
def test_fields_are_those_of_the_class_and_each_is_described(part: dict[str, Any], kind: Any) -> None:
    assert set(part["properties"]) == {field.name for field in fields(kind)}
    assert part["title"]
    assert all("description" in field or "$ref" in field for field in part["properties"].values())


def test_closed_lists_are_those_of_the_domain() -> None:
    finding, commitment = VERDICT["$defs"]["finding"]["properties"], VERDICT["$defs"]["commitment"]["properties"]
    pairs: list[tuple[Any, Any]] = [
        (CASE["$defs"]["message"]["properties"]["role"], get_args(Role)),
        (VERDICT["properties"]["decision"], DECISIONS),
        (VERDICT["properties"]["virtues"]["additionalProperties"], get_args(Status)),
        (VERDICT["$defs"]["virtue"], VIRTUES),
        (finding["severity"], SEVERITIES),
        (finding["action"], get_args(Action)),
        (finding["tier"], get_args(Tier)),
        (commitment["certainty"], get_args(Certainty)),
        (commitment["grounding"], get_args(Grounding)),
    ]
    for part, names in pairs:
        assert part["enum"] == list(names)
    assert CASE["properties"]["draft"]["maxLength"] == DRAFT_LIMIT


def test_examples_are_read() -> None:
    assert case_from(CASE["examples"][0]).id == "late-parcel-1"
    assert verdict_from(VERDICT["examples"][0]).decision == "rewrite"


def test_what_is_refused_does_not_fit() -> None:
    for value in ({}, {"draft": " "}, {"draft": 5}, {"draft": "Hi", "messages": [{"role": "user"}]}):
        assert not valid("case", value)
        with pytest.raises(UsageError):
            case_from(value)


def test_an_unknown_schema_is_the_callers_mistake() -> None:
    with pytest.raises(UsageError, match="one of case, verdict, promises"):
        schema("polcy")
