"""Standard error for whatever is not a verdict, standard output for what was asked for."""

from __future__ import annotations

import sys


def say(line: str) -> None:
    """Write one line to standard error."""
    sys.stderr.write(f"{line}\n")


def put(line: str) -> None:
    """Write one line to standard output."""
    sys.stdout.write(f"{line}\n")
