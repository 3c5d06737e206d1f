"""litellm's proxy, guarded: a guardrail that judges what its models say, whole and streamed.

In its `config.yaml`: `litellm_settings: {callbacks: [my_guard.guardrail]}`, with
`guardrail = GuardGuardrail(facts=…)` in `my_guard.py`. It reads chat completions; its other interfaces
pass, so put `guard proxy` in front of those. litellm calls no such guardrail for `litellm.completion`
in code: there, give `api_base` the address of `guard proxy`.

Set `LITELLM_LOCAL_MODEL_COST_MAP=True` where nothing may be fetched when litellm is imported.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any, Unpack

import msgspec

from guard.assemble import Guard
from guard.errors import MissingExtraError
from guard.middleware.front import FrontDoor
from guard.middleware.live import Live, Settings
from guard.wire.answer import judged
from guard.wire.completions import CompletionStream
from guard.wire.request import FIELD, Asked, asked

try:
    from litellm.integrations.custom_guardrail import CustomGuardrail
    from litellm.types.guardrails import GuardrailEventHooks
    from litellm.types.utils import ModelResponse, ModelResponseStream
except ImportError:
    raise MissingExtraError("litellm", "litellm") from None

_READ = ("messages", "tools", "functions", "response_format", "modalities", "stream", FIELD)


class GuardGuardrail(CustomGuardrail):
    """Judges each reply before litellm hands it on.

    Args:
        guard: the Guard; one with the packaged policies when None.
        settings: those of `guard.middleware.live.Live`.

    Raises:
        UsageError: when a setting is unknown.
    """

    def __init__(self, guard: FrontDoor | None = None, **settings: Unpack[Settings]) -> None:
        super().__init__(
            guardrail_name="reply-guard", event_hook=GuardrailEventHooks.post_call, default_on=True
        )  # fmt: skip
        self._live = Live(door=guard or Guard(), **settings)

    async def async_post_call_success_hook(self, data: dict[str, Any], user_api_key_dict: Any, response: Any) -> Any:  # noqa: ARG002
        """Put judged words into a whole answer.

        Raises:
            ReplyHeldError: when a reply is held and the setting is to raise.
        """
        question = _question(data)
        if question is None or not isinstance(response, ModelResponse):
            return response
        made, outcomes = await asyncio.to_thread(judged, response.model_dump(), question, self._live.reply)
        if outcomes:
            choices: list[Any] = list(response.choices)
            for choice, new in zip(choices, made["choices"], strict=True):
                choice.message.content = new["message"]["content"]
                choice.finish_reason = new["finish_reason"]
        return response

    async def async_post_call_streaming_iterator_hook(
        self,
        user_api_key_dict: Any,  # noqa: ARG002 - litellm gives all by name
        response: Any,
        request_data: dict[str, Any],
    ) -> AsyncIterator[Any]:
        """Yield the chunks of an answer, with the words that may leave.

        Raises:
            ReplyHeldError: when a reply is held and the setting is to raise.
        """
        question = _question(request_data)
        stream = None if question is None else CompletionStream(question, self._live)
        async for chunk in response:
            if stream is None or not isinstance(chunk, ModelResponseStream):
                yield chunk
                continue
            for made in await _made(stream, chunk.model_dump()):
                yield ModelResponseStream(**made)
        if stream is not None:
            for made in await asyncio.to_thread(lambda: list(stream.ended())):
                yield ModelResponseStream(**made)


async def _made(stream: CompletionStream, data: dict[str, Any]) -> list[dict[str, Any]]:
    """Do the work of a chunk, off the loop where it brings a judgement."""
    if stream.decides(data):
        return await asyncio.to_thread(lambda: list(stream.event(data)))
    return list(stream.event(data))


def _question(data: Mapping[str, Any]) -> Asked | None:
    """Read what was asked; None when the answer is not a reply to a customer."""
    body = {name: data[name] for name in _READ if data.get(name) is not None}
    if "messages" not in body:
        return None
    return asked("/chat/completions", msgspec.json.encode(body, enc_hook=str), reports=False)[0]
