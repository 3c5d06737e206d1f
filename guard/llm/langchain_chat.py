"""Any chat model of LangChain: `init_chat_model("provider:model")`, with its structured output.

Our calls are nobody's stream. They run in a context of their own, so that no callback of the caller's
run hears of them, and carry langgraph's tag for models whose tokens are not for the stream of messages.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as OutOfTime
from contextvars import Context
from typing import Any, cast

from guard.errors import MissingExtraError, ModelError, UsageError
from guard.llm.ports import Completion, ModelBusyError, Prompt
from guard.llm.settings import Settings

try:
    from langchain.chat_models import init_chat_model
    from langchain_core.messages import HumanMessage, SystemMessage
except ImportError:
    raise MissingExtraError("langchain", "langchain") from None

TAGS = ("nostream", "guard:off")
_BUSY = ("timeout", "ratelimit", "connection", "overloaded", "unavailable", "internalserver")


class LangChainModel:
    """One structured call by a chat model of LangChain.

    Args:
        settings: `model` is `provider:name`.
        model: a chat model of one's own, in the place of the one that the settings name.

    Raises:
        UsageError: when the provider's package is missing or the model cannot be made.
    """

    def __init__(self, settings: Settings, model: Any = None) -> None:
        self.name = settings.model
        self._model = model if model is not None else _made(settings)
        self._threads = ThreadPoolExecutor(max_workers=8, thread_name_prefix="guard-model")

    def complete(self, prompt: Prompt, seconds: float) -> Completion:
        """Return the answer to a prompt.

        Raises:
            ModelBusyError: when another try may help.
            ModelError: when it will not.
        """
        schema = {"title": prompt.name, "description": "The answer.", **prompt.schema}
        said = [SystemMessage(prompt.system), HumanMessage(prompt.user)]
        try:
            bound = self._model.with_structured_output(schema, method="json_schema", include_raw=True)
            quiet = bound.with_config(tags=list(TAGS))
            answer = self._threads.submit(Context().run, quiet.invoke, said).result(timeout=seconds)
        except OutOfTime:
            raise ModelBusyError(f"no answer within {seconds:g} s") from None
        except NotImplementedError:
            raise ModelError("the chat model has no structured output") from None
        except Exception as error:  # every provider has errors of its own
            kind = type(error).__name__
            failed = ModelBusyError if any(name in kind.lower() for name in _BUSY) else ModelError
            raise failed(f"the chat model failed ({kind})") from None
        return _completion(answer)


def _made(settings: Settings) -> Any:
    """Make the chat model that the settings name; its key is the provider's own variable of the environment."""
    named = {
        "base_url": settings.base_url, "temperature": settings.temperature, "max_tokens": settings.max_tokens,
    }  # fmt: skip
    given: dict[str, Any] = {name: value for name, value in named.items() if value is not None}
    try:
        make: Any = init_chat_model
        return make(settings.model, max_retries=0, timeout=settings.timeout, **given)
    except ImportError as error:
        raise UsageError(f"llm.model: {error}") from None
    except Exception as error:
        got = f"{settings.model!r} ({type(error).__name__})"
        raise UsageError(
            f"llm.model: expected `provider:model` with its key in the environment; got {got}; change it"
        ) from None


def _completion(answer: Any) -> Completion:
    """Read a structured answer; one that a model left out is None, and no error of LangChain's.

    Raises:
        ModelError: when there is no answer, or it could not be read.
    """
    given: dict[str, Any] = cast("dict[str, Any]", answer) if isinstance(answer, dict) else {"parsed": answer}
    raw: Any = given.get("raw")
    usage: dict[str, Any] = getattr(raw, "usage_metadata", None) or {}
    ends: dict[str, Any] = getattr(raw, "response_metadata", None) or {}
    parsed: Any = given.get("parsed")
    cut = ends.get("finish_reason") == "length"
    if parsed is None and not cut:
        raise ModelError("answered without a value")
    tokens = int(usage.get("input_tokens", 0)), int(usage.get("output_tokens", 0))
    return Completion(json.dumps(parsed, ensure_ascii=False), *tokens, cut=cut)
