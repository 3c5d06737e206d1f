from __future__ import annotations

import json
from dataclasses import fields
from importlib import import_module
from typing import Any, get_args

from guard.domain.promise import STATES, Promise, State
from guard.domain.verdict import Commitment
from guard.formats.promises import ledger_to, promise_to
from guard.formats.schema import schema
from tests.formats.promising import promise

SCHEMA = schema("promises")
jsonschema: Any = import_module("jsonschema")


def test_a_ledger_is_as_its_schema_says() -> None:
    value = ledger_to([promise(), promise(due=None, shown=None, customer=None, state="kept", late=True)])
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(value)))
    assert value["counts"] == {"overdue": 1, "broken": 0, "open": 0, "kept": 1, "replaced": 0, "withdrawn": 0}


def test_every_field_of_a_promise_and_of_its_commitment_is_there_and_described() -> None:
    described = SCHEMA["$defs"]["promise"]
    names = {field.name for kind in (Promise, Commitment) for field in fields(kind)} - {"commitment"}
    assert set(promise_to(promise())) == set(described["properties"]) == set(described["required"]) == names


def test_states_are_those_of_the_domain() -> None:
    assert SCHEMA["$defs"]["state"]["enum"] == list(STATES) == list(get_args(State))
