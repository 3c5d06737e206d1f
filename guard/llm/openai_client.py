"""The official openai client, 2.x and 3.x, with any server that speaks its API."""

from __future__ import annotations

import os
from typing import Any

from guard.errors import MissingExtraError, ModelError, Problem, UsageError
from guard.llm.ports import Completion, ModelBusyError, Prompt
from guard.llm.prompts import body_of
from guard.llm.settings import Settings

try:
    import openai
except ImportError:
    raise MissingExtraError("openai", "openai") from None

_LOCAL = ("http://127.0.0.1", "http://localhost", "http://[::1]")
_BUSY = 500


class OpenAIModel:
    """One structured call by the openai client. Tries, waits and counts are the caller's business.

    Args:
        settings: which model, where, and the variable that holds the key.

    Raises:
        UsageError: when the key is not in the environment.
    """

    def __init__(self, settings: Settings) -> None:
        self.name = settings.model
        self._settings = settings
        self._client = openai.OpenAI(api_key=_key(settings), base_url=settings.base_url, max_retries=0)

    def complete(self, prompt: Prompt, seconds: float) -> Completion:
        """Return the answer to a prompt.

        Raises:
            ModelBusyError: when another try may help.
            ModelError: when it will not.
        """
        client: Any = self._client.with_options(timeout=seconds)
        try:
            answer = client.chat.completions.create(**_body(prompt, self._settings))
        except openai.APITimeoutError:
            raise ModelBusyError(f"no answer within {seconds:g} s") from None
        except openai.APIConnectionError:
            raise ModelBusyError("cannot be reached") from None
        except openai.APIStatusError as error:
            raise _refused(error) from None
        except openai.OpenAIError as error:
            raise ModelError(f"the client failed ({type(error).__name__})") from None
        return _completion(answer)


def _body(prompt: Prompt, settings: Settings) -> dict[str, Any]:
    """Return the request, with what the settings want sent."""
    body = body_of(prompt, settings.model)
    if settings.temperature is not None:
        body["temperature"] = settings.temperature
    if settings.max_tokens is not None:
        body["max_completion_tokens"] = settings.max_tokens
    return body


def _key(settings: Settings) -> str:
    """Return the key; a server on this machine needs none.

    Raises:
        UsageError: when there is none.
    """
    key = os.environ.get(settings.key_env)
    if key:
        return key
    if settings.base_url and settings.base_url.startswith(_LOCAL):
        return "none"
    do = f"set it, or name another variable in `key_env`: export {settings.key_env}=…"
    raise UsageError([Problem(f"environment: {settings.key_env}", "the key of the model", "nothing", do)])


def _refused(error: Any) -> ModelError:
    """Say what a server answered, without its words, which may hold ours."""
    status = int(error.status_code)
    if status in (408, 409, 429) or status >= _BUSY:
        after = error.response.headers.get("retry-after", "")
        return ModelBusyError(f"answered {status}", float(after) if after.isdigit() else None)
    return ModelError(f"answered {status}")


def _completion(answer: Any) -> Completion:
    """Read an answer of the client.

    Raises:
        ModelError: when it holds no text.
    """
    choice = answer.choices[0] if getattr(answer, "choices", None) else None
    text = choice.message.content if choice is not None else None
    cut = choice is not None and choice.finish_reason == "length"
    if not text and not cut:
        raise ModelError("answered without a text")
    usage = answer.usage
    return Completion(text or "", usage.prompt_tokens if usage else 0, usage.completion_tokens if usage else 0, cut=cut)
