"""The types of guardrails-ai that we use."""

class ErrorSpan:
    start: int
    end: int
    reason: str
    def __init__(self, *, start: int, end: int, reason: str) -> None: ...
