"""The description is true: it validates, and so does what is asked and answered by it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from jsonschema import Draft202012Validator
from starlette.exceptions import HTTPException
from starlette.requests import Request

from guard.formats.schema import schema
from guard.formats.verdicts import outcome_to, verdict_to
from guard.service.examples import examples, listed
from guard.service.openapi import description
from guard.service.refusals import strayed, told
from guard.service.service import service
from tests.service.serving import SHARED


def validator(name: str) -> Any:
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": description()["components"]})


def references(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in cast("Mapping[str, Any]", value).items():
            if key == "$ref":
                yield inner
            else:
                yield from references(inner)
    elif isinstance(value, list):
        for inner in cast("list[Any]", value):
            yield from references(inner)


def test_every_reference_leads_somewhere() -> None:
    found = set(references(description()))
    assert "#/components/schemas/Verdict" in found
    for reference in found:
        place: Any = description()
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]


def test_a_case_and_a_verdict_are_those_of_the_schemas() -> None:
    schemas = description()["components"]["schemas"]
    for name in ("case", "verdict"):
        ours = schema(name)
        assert list(schemas[ours["title"]]["properties"]) == list(ours["properties"])
        for example in ours["examples"]:
            validator(ours["title"]).validate(example)


def test_what_is_answered_validates() -> None:
    for case in examples().values():
        validator("Case").validate(case)
        validator("Verdict").validate(verdict_to(SHARED.check(case)))
        validator("Outcome").validate(outcome_to(SHARED.reply(case)))
    for one in listed():
        validator("Example").validate(one)


def test_a_refusal_validates() -> None:
    request = Request({"type": "http", "method": "GET", "path": "/", "headers": []})
    answer = strayed(request, HTTPException(405, headers={"Allow": "POST"}))
    validator("Refusal").validate(json.loads(bytes(answer.body)))
    validator("Refusal").validate(told(422, []))


def test_every_address_of_the_api_is_described_and_none_besides() -> None:
    routes: list[Any] = service(SHARED).routes
    served = {
        (route.path, method.lower())
        for route in routes
        if route.path.startswith(("/v1/", "/health"))
        for method in route.methods - {"HEAD"}
    }
    described = {(path, method) for path, ways in description()["paths"].items() for method in ways}
    assert served == described
