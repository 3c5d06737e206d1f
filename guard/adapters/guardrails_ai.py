"""Our policies as a validator of guardrails-ai, usable in any `Guard().use(…)` of that library.

It says what is wrong, where, and how a proven rewrite reads; it relies on nothing that the library
does with that. Whether the library then blocks, fixes or asks again is its `on_fail`: its `fix`
takes our rewrite, which was checked by all policies before.

The library reports usage to its makers unless `~/.guardrailsrc` says `enable_metrics=false`, or the
environment `OTEL_SDK_DISABLED=true`, before it is first imported. This file sets the latter where
nothing is said, for a check of ours must not open a connection.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, cast

from guard.assemble import Guard
from guard.domain.verdict import Finding
from guard.errors import MissingExtraError
from guard.middleware.front import FrontDoor
from guard.middleware.live import Facts, Live, OnError

os.environ.setdefault("OTEL_SDK_DISABLED", "true")

try:
    from guardrails.validators import FailResult, PassResult, ValidationResult, Validator, register_validator
    from guardrails_ai.types import ErrorSpan
except ImportError:
    raise MissingExtraError("guardrails-ai", "guardrails") from None

NAME = "reply-guard/reply"
_ACTS = ("rewrite", "hold")


@register_validator(name=NAME, data_type="string")
class GuardValidator(Validator):
    """Fails a reply that must not go out as it is, with its spans and, where there is one, a proven rewrite.

    The conversation and what is known come with the call: `validate(text, metadata={"messages": […],
    "facts": {…}})`, in the shapes of a case. Without them, honesty says what it cannot check.

    Args:
        guard: the Guard; one with the packaged policies when None.
        facts: what the company's systems know, or a function of the conversation; the call's own come on top.
        channel: `chat`, `email`, ….
        on_error: `closed` fails a reply that cannot be judged at all, `open` passes it.
        on_fail: the library's own setting; it raises where nothing is said.

    Raises:
        UsageError: when a setting is unknown.
    """

    def __init__(
        self,
        guard: FrontDoor | None = None,
        *,
        facts: Facts = None,
        channel: str | None = None,
        on_error: OnError = "closed",
        on_fail: str | Callable[..., Any] | None = None,
    ) -> None:
        super().__init__(on_fail=cast("Any", on_fail))
        self._live = Live(door=guard or Guard(), facts=facts, channel=channel, on_error=on_error)

    def _validate(self, value: Any, metadata: dict[str, Any]) -> ValidationResult:
        """Judge one reply."""
        case = {key: metadata[key] for key in ("messages", "facts", "channel", "conversation") if metadata.get(key)}
        outcome = self._live.reply({**case, "draft": str(value)})
        verdict = outcome.verdict
        told: dict[str, Any] = {"decision": verdict.decision, "virtues": dict(verdict.virtues)}
        if verdict.decision not in _ACTS or outcome.sent == "draft":
            return PassResult(metadata=told)
        acting = [finding for finding in verdict.findings if finding.action in _ACTS and finding.stage == "stable"]
        return FailResult(
            error_message=_message(acting),
            fix_value=outcome.text,
            error_spans=[_span(finding) for finding in acting if finding.span is not None],
            metadata=told,
        )


def _message(findings: list[Finding]) -> str:
    """Return one line a finding: what is wrong, and by which policy."""
    if not findings:
        return "The reply could not be judged, so it is held."
    return "\n".join(f"{finding.message} ({finding.policy})" for finding in findings)


def _span(finding: Finding) -> ErrorSpan:
    span = finding.span
    assert span is not None
    return ErrorSpan(start=span.start, end=span.end, reason=finding.message)
