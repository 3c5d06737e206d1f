"""For pytest: a fixture that checks a reply, and suites of which each case is a test.

    def test_the_bot_promises_nothing(guard_check):
        assert guard_check(my_bot("Where is my parcel?")).decision == "send"

    @pytest.mark.guard_suite("suites/desk.yaml")
    def test_desk(guard_case, guard_verdict):
        assert guard_verdict.decision != "hold", guard_case.draft

Nothing of Reply Guard is loaded before a test asks for it, so that other tests start as fast as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

_MARK = "guard_suite"


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known, for those who run with `--strict-markers`."""
    config.addinivalue_line("markers", f"{_MARK}(path): run once for each case of a Reply Guard suite (YAML)")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a marked test each case of its suite, by the case's id.

    A bot under test that writes no draft fails the test of its case, and says why.
    """
    mark = metafunc.definition.get_closest_marker(_MARK)
    if mark is None or "guard_case" not in metafunc.fixturenames:
        return
    from guard.evals.suite.cases import cases_of
    from guard.evals.suite.reading import load_suite

    path = Path(metafunc.config.rootpath, *mark.args)
    loaded = load_suite(path)
    cases = [pytest.param((path, case), id=case.id) for case in cases_of(loaded)]
    metafunc.parametrize("guard_case", cases, indirect=True)


@pytest.fixture
def guard_case(request: pytest.FixtureRequest) -> Any:
    """Return one case of the suite, with the draft that its bot wrote where the suite names one."""
    if not hasattr(request, "param"):
        pytest.fail("guard_case needs @pytest.mark.guard_suite(PATH) on the test")
    from guard.evals.run.drafts import NoDraftError

    path, case = request.param
    try:
        return _desk(path).write(case)
    except NoDraftError as error:
        pytest.fail(f"{case.id}: no draft: {error}")


@pytest.fixture
def guard_verdict(request: pytest.FixtureRequest, guard_case: Any) -> Any:
    """Return the verdict on that case, by the policies of its suite."""
    path, _ = request.node.callspec.params["guard_case"]
    return _desk(path).check(guard_case)


@pytest.fixture(scope="session")
def guard_check() -> Callable[..., Any]:
    """Return `check(draft, messages=(), facts=None)`, which gives the verdict of the packaged policies."""
    from guard.assemble import Guard

    guard = Guard()

    def check(draft: str, messages: Sequence[Any] = (), facts: Mapping[str, Any] | None = None) -> Any:
        return guard.check({"draft": draft, "messages": list(messages), "facts": facts or {}})

    return check


@cache
def _desk(path: Path) -> Any:
    """Return where the cases of a suite are written and judged, once a session."""
    from guard.evals.run.play import Desk
    from guard.evals.suite.reading import load_suite
    from guard.evals.suite.spec import beside

    loaded = load_suite(path)
    return Desk(loaded.suite, beside(path, loaded.suite.policies) if loaded.suite.policies else None)
