"""What we use of litellm, which lives in an environment of its own."""

from typing import Any

class CustomGuardrail:
    def __init__(self, *, guardrail_name: str, event_hook: Any, default_on: bool) -> None: ...
