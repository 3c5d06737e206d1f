"""Who writes the drafts of a run: the record, a Python function, or a command.

A bot that crashes, says nothing or takes too long is an error in the run's log, never a bad reply.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLongError
from dataclasses import asdict, replace
from importlib import import_module
from typing import Any, cast

import msgspec

from guard.domain.case import Case
from guard.errors import Problem, UsageError
from guard.evals.suite.spec import Against

Bot = Callable[[dict[str, Any]], Any]
Writer = Callable[[Case], Case]


class NoDraftError(Exception):
    """The bot under test wrote nothing that could be judged; says why."""


def writer_for(against: Against | None) -> Writer:
    """Return what puts a draft into a case.

    Raises:
        UsageError: when there is no such function.
    """
    if against is None:
        return _recorded
    if against.python is not None:
        return _asked(_function(against.python), against.seconds)
    return _asked(_command(str(against.command), against.seconds), against.seconds + 1)


def shown_to(case: Case) -> dict[str, Any]:
    """Return what a bot under test may see: the case without its draft, labels and outcome.

    Example:
        >>> sorted(shown_to(Case(id="a", draft="Hi", channel="chat", labels={"fails": []})))
        ['channel', 'conversation', 'facts', 'id', 'messages', 'meta', 'turn']
    """
    hidden = ("draft", "draft_calls", "labels", "outcome", "group")
    return {key: value for key, value in asdict(case).items() if key not in hidden}


def _recorded(case: Case) -> Case:
    return case


def _asked(bot: Bot, seconds: float) -> Writer:
    """Ask the bot in a thread of its own, for a function cannot be stopped from outside."""

    def ask(case: Case) -> Case:
        pool = ThreadPoolExecutor(1)
        try:
            answer = pool.submit(bot, shown_to(case)).result(timeout=seconds)
        except TookTooLongError:
            raise NoDraftError(f"no draft within {seconds:g} seconds") from None
        except NoDraftError:
            raise
        except Exception as error:
            raise NoDraftError(f"the bot raised {type(error).__name__}: {error}") from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
        return _with(case, answer)

    return ask


def _with(case: Case, answer: Any) -> Case:
    """Put an answer into a case: a string, or a dict with `draft` and perhaps `draft_calls` and `facts`."""
    given = cast("dict[str, Any]", answer) if isinstance(answer, dict) else {"draft": answer}
    draft = given.get("draft")
    if not isinstance(draft, str) or not draft.strip():
        raise NoDraftError(f"expected a draft, a string that is not empty; got {type(draft).__name__}")
    calls = tuple(given.get("draft_calls") or ())
    facts = {**case.facts, **given.get("facts", {})}
    return replace(case, draft=draft, draft_calls=calls, facts=facts, labels=None)


def _function(name: str) -> Bot:
    module, _, function = name.partition(":")
    try:
        found = getattr(import_module(module), function)
    except (ImportError, AttributeError) as error:
        do = "check the name, and that it can be imported from here"
        raise UsageError([Problem("against.python", "module:function", f"{name!r} ({error})", do)]) from None
    return cast(Bot, found)


def _command(line: str, seconds: float) -> Bot:
    def run(case: dict[str, Any]) -> str:
        try:
            done = subprocess.run(
                line, shell=True, input=msgspec.json.encode(case), capture_output=True, timeout=seconds, check=False
            )
        except subprocess.TimeoutExpired:
            raise NoDraftError(f"no draft within {seconds:g} seconds") from None
        if done.returncode:
            raise NoDraftError(f"the command ended with {done.returncode}: {_last(done.stderr)}")
        return done.stdout.decode("utf-8", "replace").strip()

    return run


def _last(output: bytes) -> str:
    lines = output.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:200] if lines else "it said nothing"
