"""Pydantic AI, guarded: a provider of models whose replies are judged before anybody reads them.

An output validator sees no stream and no tool calls, and asks the model again. The guard stands where
the words come from, in the client: `Agent(OpenAIChatModel("gpt-5", provider=guarded(AsyncOpenAI())))`.
What is bound to a schema passes untouched.
"""

from __future__ import annotations

from typing import Any, Unpack

from guard.adapters.openai import guarded as guarded_client
from guard.errors import MissingExtraError
from guard.middleware.front import FrontDoor
from guard.middleware.live import Settings

try:
    from pydantic_ai.providers.openai import OpenAIProvider
except ImportError:
    raise MissingExtraError("pydantic-ai-slim[openai]", "pydantic-ai") from None


def guarded(client: Any, guard: FrontDoor | None = None, **settings: Unpack[Settings]) -> OpenAIProvider:
    """Return a provider whose models are reached through a guarded client.

    Args:
        client: an `AsyncOpenAI`, also one that speaks with another company's server.
        guard: the Guard; one with the packaged policies when None.
        settings: those of `guard.middleware.live.Live`.

    Raises:
        UsageError: when `client` is no such client, or a setting is unknown.
    """
    return OpenAIProvider(openai_client=guarded_client(client, guard, **settings))
