"""Against a live server on this machine, where one is named: the wire, never the judgement.

GUARD_LLM_BASE_URL=http://127.0.0.1:8089/v1 python -m pytest -m local_llm tests/llm/test_local.py
"""

from __future__ import annotations

import json
import os

import pytest

from guard.errors import ModelError
from guard.llm.answers import answers_from
from guard.llm.caller import Caller
from guard.llm.mask import Mask
from guard.llm.openai_client import OpenAIModel
from guard.llm.ports import Papers, Prompt, Question
from guard.llm.prompts import for_judge
from guard.llm.settings import Settings

pytestmark = [pytest.mark.local_llm, pytest.mark.enable_socket]
QUESTIONS = [Question("q0", "Is the draft rude?")]
PROMPT = for_judge(Papers("Calm down."), QUESTIONS, Mask(()))
SECONDS = 600.0


def model(**settings: object) -> OpenAIModel:
    url = os.environ.get("GUARD_LLM_BASE_URL")
    if not url:
        pytest.skip("GUARD_LLM_BASE_URL names no server")
    name = os.environ.get("GUARD_LLM_MODEL", "local")
    return OpenAIModel(Settings.model_validate({"model": name, "base_url": url, **settings}))


def test_an_answer_keeps_to_the_schema_and_counts_its_tokens() -> None:
    answer = model(temperature=0, max_tokens=200).complete(PROMPT, SECONDS)
    assert answers_from(answer.text, QUESTIONS, Mask(())).keys() == {"q0"}
    assert answer.tokens_in > 0
    assert answer.tokens_out > 0


def test_an_answer_that_is_too_long_is_cut_and_refused() -> None:
    short = model(max_tokens=3)
    assert short.complete(PROMPT, SECONDS).cut
    with pytest.raises(ModelError, match="cut off"):
        Caller(short, Settings(model="m", timeout=SECONDS)).call(PROMPT)


def test_a_schema_that_is_none_is_refused_by_the_server() -> None:
    broken = Prompt("Be fair.", "Judge.", "answers", {"type": "no such type"})
    with pytest.raises(ModelError, match="answered 400"):
        model(max_tokens=20).complete(broken, SECONDS)


def test_a_prompt_that_is_too_long_is_refused_by_the_server() -> None:
    with pytest.raises(ModelError, match="answered 400"):
        model(max_tokens=20).complete(
            Prompt("Be fair.", "word " * 20_000, "answers", json.loads('{"type": "object"}')), SECONDS
        )
