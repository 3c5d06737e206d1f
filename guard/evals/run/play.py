"""Plays a plan: writes and judges every draft that has no result yet, on one core or on several."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

from guard.assemble import Guard
from guard.domain.case import Case
from guard.domain.verdict import Verdict
from guard.errors import ModelError, UsageError
from guard.evals.agree import blind
from guard.evals.run.drafts import NoDraftError, Writer, writer_for
from guard.evals.run.log import Log
from guard.evals.run.plan import Order, Plan
from guard.evals.run.result import Result
from guard.evals.suite.spec import Suite
from guard.formats.verdicts import verdict_to

_AT_ONCE = 8
"""Cases that are handed to a worker together: few enough that a kill costs little."""

_ASKED = 600

_DEADLINE_MS = 60_000.0
"""Nobody waits for a verdict here, and a busy machine must not change one."""


def play(plan: Plan, out: Path, *, jobs: int = 1) -> Iterator[Result]:
    """Judge what has no result in the log yet; every result is in the log before it is given.

    Args:
        plan: what to do.
        out: the log, new or begun.
        jobs: how many processes judge.

    Raises:
        ModelError: when a worker died; the log stands, and the same command goes on from there.
        UsageError, StoreError: as `Log`.
    """
    with Log(out, plan.header) as log:
        left = [order for order in plan.orders if order.key not in log.done]
        results = _alone(plan, left) if jobs == 1 or len(left) < 2 else _together(plan, left, jobs)
        for result in results:
            log.add(result)
            yield result


class Desk:
    """Where one process writes and judges drafts.

    Args:
        suite: whose settings hold.
        policies: the folder of policies; the packaged ones when None.
    """

    def __init__(self, suite: Suite, policies: Path | None) -> None:
        self._writer: Writer = writer_for(suite.against)
        self._slices: Sequence[str] = suite.slices
        self._guard = Guard(policies=policies, tier=suite.tier, rewriting=suite.rewriting, deadline_ms=_DEADLINE_MS)

    def write(self, case: Case) -> Case:
        """Return the case with the draft that is to be judged.

        Raises:
            NoDraftError: when the bot under test wrote none.
        """
        return self._writer(case)

    def check(self, case: Case) -> Verdict:
        """Judge a case, without its labels and with all the time it takes."""
        return self._guard.check(blind(case))

    def judge(self, order: Order) -> Result:
        """Return the result of one case; whatever keeps it from being judged is an error in its place."""
        try:
            case = self.write(order.case)
            verdict = verdict_to(self.check(case))
        except (NoDraftError, UsageError) as error:
            return self._result(order, order.case, error=str(error))
        verdict.pop("took_ms")
        return self._result(order, case, verdict=verdict)

    def _result(
        self, order: Order, case: Case, *, verdict: dict[str, object] | None = None, error: str | None = None
    ) -> Result:
        return Result(
            id=case.id,
            place=order.place,
            repeat=order.repeat,
            state="error" if verdict is None else "judged",
            conversation=case.conversation,
            group=case.group,
            slices={key: _value(case, key) for key in self._slices},
            asked=_asked(case),
            draft=case.draft if verdict is not None else None,
            verdict=verdict,
            labels=case.labels,
            error=error,
        )


def _alone(plan: Plan, orders: Sequence[Order]) -> Iterator[Result]:
    desk = Desk(plan.loaded.suite, plan.policies)
    return (desk.judge(order) for order in orders)


_desk: list[Desk] = []
"""The desk of a worker process, set up once."""


def _sit_down(suite: Suite, policies: Path | None) -> None:
    _desk.append(Desk(suite, policies))


def _judge_some(orders: Sequence[Order]) -> list[Result]:
    return [_desk[0].judge(order) for order in orders]


def _together(plan: Plan, orders: Sequence[Order], jobs: int) -> Iterator[Result]:
    """Hand batches to workers, a few ahead of what has come back, so that memory stays the same for any length."""
    batches = [orders[start : start + _AT_ONCE] for start in range(0, len(orders), _AT_ONCE)]
    pending: deque[Future[list[Result]]] = deque()
    pool = ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), initializer=_sit_down, initargs=(plan.loaded.suite, plan.policies)
    )
    try:
        for batch in batches:
            pending.append(pool.submit(_judge_some, batch))
            if len(pending) > 2 * jobs:
                yield from pending.popleft().result()
        while pending:
            yield from pending.popleft().result()
    except BrokenProcessPool:
        raise ModelError("a worker process died; run the same command again to go on from where it stopped") from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _value(case: Case, key: str) -> str:
    value = case.channel if key == "channel" else case.meta.get(key.removeprefix("meta."))
    return "" if value is None else str(value)


def _asked(case: Case) -> str:
    """Return what the customer said last."""
    said = next((message.text for message in reversed(case.messages) if message.role == "customer"), "")
    return said if len(said) <= _ASKED else f"{said[:_ASKED]}…"
