"""The model's server that the adapters stand in front of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.adapters.upstream import Upstream, serving


@pytest.fixture(scope="module")
def served() -> Iterator[Upstream]:
    with serving() as upstream:
        yield upstream


@pytest.fixture
def upstream(served: Upstream) -> Upstream:
    served.text, served.calls, served.texts, served.status, served.stops_after = "", (), (), 200, None
    served.requests.clear()
    return served
