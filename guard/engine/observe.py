"""Running the kinds of a plan on a view: stages in order, a clock between them, crashes caught."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from guard.detect.kind import Seen
from guard.domain.clock import Deadline
from guard.domain.hit import Absent, Failure, Result
from guard.engine.plan import Plan, Ref, Step
from guard.errors import DetectorError
from guard.view.view import View

Observed = Mapping[Ref, Result]
"""What was found, by condition; conditions that found nothing are left out."""


def observe(plan: Plan, view: View, clock: Deadline, *, strict: bool = False) -> Observed:
    """Run every kind once.

    A kind that crashes, or whose turn comes after the deadline, gives a `Failure` for each of its
    conditions; the others are not touched by it.

    Raises:
        DetectorError: with `strict`, when a kind crashes or time runs out.
    """
    observed: dict[Ref, Result] = {}
    seen: dict[str, Sequence[Result]] = {}
    for step in plan.steps:
        results = _turn(step, view, seen, clock)
        if strict:
            _raise_failures(step, results)
        seen[step.name] = results
        for index, result in enumerate(results):
            if result and not isinstance(result, Absent):
                observed[Ref(step.name, index)] = result
    return observed


def _turn(step: Step, view: View, seen: Seen, clock: Deadline) -> Sequence[Result]:
    """Give one kind its turn."""
    if clock.passed():
        return [Failure("timeout", f"{step.name}: no time left before its turn")] * step.count
    try:
        results = step.compiled.run(view, seen, clock)
    except Exception as error:  # a check must never take the reply down with it
        return [Failure("crash", f"{step.name}: {type(error).__name__}")] * step.count
    if len(results) != step.count:
        return [Failure("crash", f"{step.name}: {len(results)} results for {step.count} conditions")] * step.count
    return results


def _raise_failures(step: Step, results: Sequence[Result]) -> None:
    """Raise the first failure of a kind."""
    failed = next((result for result in results if isinstance(result, Failure)), None)
    if failed is not None:
        raise DetectorError(f"{step.name}: {failed.reason} ({failed.detail})")
