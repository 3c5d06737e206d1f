"""A case and the place it was read from."""

from __future__ import annotations

from dataclasses import dataclass

from guard.domain.case import Case


@dataclass(frozen=True, slots=True)
class Placed:
    """A case and where it was read.

    Args:
        source: the file as the user named it, or `-`.
        line: counted from 1; in a list of cases, the place in it.
        case: what is judged.
    """

    source: str
    line: int
    case: Case
