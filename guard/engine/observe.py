"""Running the kinds of a plan on a view: stages in order, a clock between them, crashes caught."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from guard.detect.kind import Seen
from guard.domain.clock import Deadline
from guard.domain.hit import Absent, Deferred, Failure, Hits, Result, Ruled, Scored
from guard.engine.plan import Plan, Ref, Step
from guard.errors import DetectorError
from guard.view.view import View


class Observed:
    """What was found, by condition; hits that were deferred are looked for when they are asked after.

    Args:
        results: of the conditions that found something, or may have, or could not run.
        absent: the conditions whose model is not part of the set-up.
        scored: what learned scores say, hits or not.
    """

    def __init__(
        self,
        results: dict[Ref, Result],
        absent: frozenset[Ref] = frozenset(),
        scored: Mapping[Ref, Scored] | None = None,
    ) -> None:
        self._results = results
        self._has_failed = any(isinstance(result, Failure) for result in results.values())
        self.absent = absent
        self.scored = scored or {}

    def refs(self) -> Iterable[Ref]:
        """Return the conditions that have, or may have, something to say."""
        return self._results.keys()

    def hits(self, ref: Ref) -> Hits:
        """Return a condition's hits; none where it could not run. A late crash becomes its failure."""
        result = self._results.get(ref, ())
        if isinstance(result, tuple):
            return result
        if isinstance(result, Deferred):
            try:
                found = self._results[ref] = result.find()
                return found
            except Exception as error:  # as in its turn: a check must never take the reply down with it
                self._results[ref] = Failure("crash", f"{ref.kind}: {type(error).__name__}")
                self._has_failed = True
        return ()

    def failure(self, ref: Ref) -> Failure | None:
        """Return a condition's failure, as far as it is known yet."""
        result = self._results.get(ref) if self._has_failed else None
        return result if isinstance(result, Failure) else None

    def ruled(self, ref: Ref) -> Ruled | None:
        """Return a judge's word on a condition, where it gave one and saw no fault."""
        result = self._results.get(ref)
        return result if isinstance(result, Ruled) else None

    @property
    def has_failed(self) -> bool:
        """Whether any condition could not run, as far as it is known yet: hardly ever."""
        return self._has_failed


def observe(plan: Plan, view: View, clock: Deadline, *, strict: bool = False, asking: bool = True) -> Observed:
    """Run every kind once; those that ask a language model only if `asking`.

    A kind that crashes, or whose turn comes after the deadline, gives a `Failure` for each of its
    conditions; the others are not touched by it.

    Raises:
        DetectorError: with `strict`, when a kind crashes or time runs out.
    """
    results: dict[Ref, Result] = {}
    seen: dict[str, Sequence[Result]] = {}
    absent: set[Ref] = set()
    scored: dict[Ref, Scored] = {}
    for step in plan.steps:
        found = _turn(step, view, seen, clock) if asking or step.stage != "judge" else [Absent()] * step.count
        if strict:
            _raise_failures(step, found)
        seen[step.name] = found
        for at, result in [row for row in enumerate(found) if row[1]]:  # nearly all are empty
            ref = Ref(step.name, at)
            if isinstance(result, Absent):
                absent.add(ref)
                continue
            if isinstance(result, Scored):
                scored[ref] = result
            hits = result.hits if isinstance(result, Scored) else result
            if hits:
                results[ref] = hits
    return Observed(results, frozenset(absent), scored)


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
    missing = next((result.missing for result in results if isinstance(result, Scored) and result.missing), None)
    if missing is not None:
        raise DetectorError(f"{step.name}: no model ({missing})")
