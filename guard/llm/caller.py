"""Calls a model as a careful caller does: in time, not too often, again where that may help, and counted."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from guard.errors import ModelError
from guard.llm.account import Account, Usage
from guard.llm.patience import Breaker, Pace, Ticks
from guard.llm.ports import Completion, Model, ModelBusyError, Prompt
from guard.llm.settings import Settings

_FIRST_WAIT = 0.5
_LONGEST_WAIT = 20.0


class Caller:
    """Stands between whoever asks and the model. Safe to share between threads.

    Args:
        model: one structured call.
        settings: time-outs, tries, rate, prices.
        ticks: the clock.
        sleep: waits for so many seconds.
        chance: a number in [0, 1), which spreads the tries of several callers.
    """

    def __init__(
        self,
        model: Model,
        settings: Settings,
        *,
        ticks: Ticks = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._model = model
        self._settings = settings
        self._sleep = sleep
        self._chance = chance
        self._pace = Pace(settings.per_minute, ticks)
        self._breaker = Breaker(settings.failures, settings.rest, ticks)
        self.account = Account(settings.price_in, settings.price_out)

    @property
    def name(self) -> str:
        """Which model it is."""
        return self._model.name

    @property
    def usage(self) -> Usage:
        """What was asked so far."""
        return self.account.usage

    def call(self, prompt: Prompt) -> Completion:
        """Return the answer to a prompt.

        Raises:
            ModelError: when there is none: the budget is used up, the breaker is open, or every try failed.
        """
        spent, budget = self.account.usage.cost, self._settings.budget
        if budget is not None and spent >= budget:
            raise ModelError(f"the budget of {budget:g} is used up")
        self._breaker.enter()
        try:
            completion = self._tried(prompt)
        except ModelError:
            self._breaker.failed()
            raise
        self._breaker.succeeded()
        return completion

    def _tried(self, prompt: Prompt) -> Completion:
        """Try until it is answered, or trying makes no sense."""
        for number in range(self._settings.retries + 1):
            waiting = self._pace.wait()
            if waiting > self._settings.timeout:
                raise ModelError(f"no turn within {self._settings.timeout:g} s ({self._settings.per_minute} a minute)")
            self._sleep(waiting)
            try:
                completion = self._model.complete(prompt, self._settings.timeout)
            except ModelBusyError as error:
                self.account.failed()
                if number == self._settings.retries:
                    raise
                self._sleep(self._pause(number, error.after))
            except ModelError:
                self.account.failed()
                raise
            else:
                self.account.answered(completion)
                return _whole(completion)
        raise AssertionError("unreachable")

    def _pause(self, number: int, after: float | None) -> float:
        """Return how long to wait before the next try: what the server asks for, else longer each time, with jitter."""
        if after is not None:
            return min(after, _LONGEST_WAIT) + self._chance() * _FIRST_WAIT
        return min(_FIRST_WAIT * 2**number, _LONGEST_WAIT) * (0.5 + self._chance())


def _whole(completion: Completion) -> Completion:
    """Refuse an answer that was cut off: half a JSON value says nothing.

    Raises:
        ModelError: when it was.
    """
    if completion.cut:
        raise ModelError("the answer was cut off for its length")
    return completion
