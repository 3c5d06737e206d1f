"""The OpenAI Agents SDK, guarded: a provider of models whose replies are judged before anybody reads them.

The SDK's own output guardrails can stop a run and not change a reply, they see no tool calls, and a
streamed reply has been read in full before they speak. So the guard stands where the words come
from, in the client: `Runner.run(agent, …, run_config=RunConfig(model_provider=guarded(AsyncOpenAI())))`.

The SDK traces runs to its makers unless `OPENAI_AGENTS_DISABLE_TRACING=1`; that is left to you.
"""

from __future__ import annotations

from typing import Any, Unpack

from guard.adapters.openai import guarded as guarded_client
from guard.errors import MissingExtraError
from guard.middleware.front import FrontDoor
from guard.middleware.live import Settings

try:
    from agents import OpenAIProvider
except ImportError:
    raise MissingExtraError("openai-agents", "agents") from None


def guarded(
    client: Any, guard: FrontDoor | None = None, *, use_responses: bool | None = None, **settings: Unpack[Settings]
) -> OpenAIProvider:
    """Return a provider whose models are reached through a guarded client.

    Args:
        client: an `AsyncOpenAI`.
        guard: the Guard; one with the packaged policies when None.
        use_responses: the SDK's own choice between its two interfaces; its default when None.
        settings: those of `guard.middleware.live.Live`.

    Raises:
        UsageError: when `client` is no such client, or a setting is unknown.
    """
    return OpenAIProvider(openai_client=guarded_client(client, guard, **settings), use_responses=use_responses)
