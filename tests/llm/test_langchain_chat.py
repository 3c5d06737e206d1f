"""LangChain's chat models as judges: structured, quiet, and never part of somebody else's run."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda
from pydantic import Field

from guard.errors import ModelError, UsageError
from guard.llm.langchain_chat import TAGS, LangChainModel
from guard.llm.ports import ModelBusyError, Prompt
from guard.llm.settings import Settings

PROMPT = Prompt("Be fair.", "Judge.", "answers", {"type": "object", "properties": {}})
SETTINGS = Settings(model="fake:model")
USAGE: Any = {"input_tokens": 7, "output_tokens": 3, "total_tokens": 10}


class Scripted(BaseChatModel):
    """Gives one value, or raises one error, as a provider's structured output would."""

    value: Any = None
    error: Any = None
    ends: str = "stop"
    waits: Any = None
    tags_seen: list[Any] = Field(default_factory=list[Any])

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=AIMessage("{}"))])

    def with_structured_output(self, schema: Any, *, include_raw: bool = False, **_: Any) -> Runnable[Any, Any]:
        def answer(given: Any, config: RunnableConfig) -> Any:
            self.tags_seen.append(config.get("tags"))
            if self.waits is not None:
                self.waits.wait(10)
            if self.error is not None:
                raise self.error
            self.invoke(given, config)
            raw = AIMessage("{}", usage_metadata=USAGE, response_metadata={"finish_reason": self.ends})
            return {"raw": raw, "parsed": self.value, "parsing_error": None}

        return RunnableLambda(answer)


def test_a_value_comes_back_as_json_with_its_tokens() -> None:
    answer = LangChainModel(SETTINGS, Scripted(value={"q0": 1})).complete(PROMPT, 5)
    assert (answer.text, answer.tokens_in, answer.tokens_out) == ('{"q0": 1}', 7, 3)


def test_a_model_that_gives_none_is_an_error_and_no_answer() -> None:
    with pytest.raises(ModelError, match="without a value"):
        LangChainModel(SETTINGS, Scripted(value=None)).complete(PROMPT, 5)


def test_an_answer_that_was_cut_is_told_as_such() -> None:
    assert LangChainModel(SETTINGS, Scripted(value=None, ends="length")).complete(PROMPT, 5).cut


class RateLimitError(Exception):
    """As providers name it."""


@pytest.mark.parametrize(
    ("error", "kind"), [(RateLimitError("words"), ModelBusyError), (ValueError("words"), ModelError)]
)
def test_a_providers_error_is_sorted_and_its_words_stay_out(error: Exception, kind: type[ModelError]) -> None:
    with pytest.raises(ModelError) as caught:
        LangChainModel(SETTINGS, Scripted(error=error)).complete(PROMPT, 5)
    assert type(caught.value) is kind
    assert "words" not in str(caught.value)


def test_a_model_that_takes_too_long_is_left() -> None:
    waits = threading.Event()
    with pytest.raises(ModelBusyError, match="no answer within"):
        LangChainModel(SETTINGS, Scripted(value={}, waits=waits)).complete(PROMPT, 0.05)
    waits.set()


class Ear(BaseCallbackHandler):
    """Hears whatever a run's callbacks are told."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def on_chat_model_start(self, *_: Any, **__: Any) -> None:
        self.heard.append("model")

    def on_chain_start(self, serialized: Any, inputs: Any, **__: Any) -> None:
        self.heard.append(str(inputs))


def test_a_callers_run_hears_nothing_of_our_calls() -> None:
    ear, scripted = Ear(), Scripted(value={"q0": 1}, tags_seen=[])
    model = LangChainModel(SETTINGS, scripted)

    def asked(_: str) -> str:
        return model.complete(PROMPT, 5).text

    outer: Any = RunnableLambda(asked)
    outer.invoke("outer", {"callbacks": [ear]})
    assert ear.heard == ["outer"]
    assert [set(tags) for tags in scripted.tags_seen] == [set(TAGS)]


def test_a_model_that_cannot_be_made_is_the_users_to_mend() -> None:
    with pytest.raises(UsageError, match="expected `provider:model`"):
        LangChainModel(Settings(model="no-such-provider:none"))
