"""What we and our tests use of openai-agents, which lives in an environment of its own."""

from collections.abc import AsyncIterator
from typing import Any

class OpenAIProvider:
    def __init__(self, *, openai_client: Any = ..., use_responses: bool | None = ...) -> None: ...

class Agent:
    def __init__(self, *, name: str, instructions: str, model: str) -> None: ...

class RunConfig:
    def __init__(self, *, model_provider: OpenAIProvider, tracing_disabled: bool) -> None: ...

class RunResult:
    final_output: Any

class RunResultStreaming:
    def stream_events(self) -> AsyncIterator[Any]: ...

class Runner:
    @staticmethod
    async def run(agent: Agent, input: str, *, run_config: RunConfig) -> RunResult: ...
    @staticmethod
    def run_streamed(agent: Agent, input: str, *, run_config: RunConfig) -> RunResultStreaming: ...
