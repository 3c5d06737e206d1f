"""What the tests use of guardrails-ai, which lives in an environment of its own."""

from typing import Any

class Guard:
    def use(self, validator: Any) -> Guard: ...
    def validate(self, llm_output: str, *, metadata: dict[str, Any] | None = ...) -> Any: ...
