"""What we use of guardrails-ai's validators."""

from collections.abc import Callable
from typing import Any, TypeVar

from guardrails_ai.types import ErrorSpan

_Kind = TypeVar("_Kind", bound=type)

class ValidationResult: ...

class PassResult(ValidationResult):
    def __init__(self, *, metadata: dict[str, Any] | None = ...) -> None: ...

class FailResult(ValidationResult):
    def __init__(
        self,
        *,
        error_message: str,
        fix_value: Any = ...,
        error_spans: list[ErrorSpan] | None = ...,
        metadata: dict[str, Any] | None = ...,
    ) -> None: ...

class Validator:
    def __init__(self, on_fail: Any = ..., **kwargs: Any) -> None: ...

def register_validator(name: str, data_type: str | list[str]) -> Callable[[_Kind], _Kind]: ...
