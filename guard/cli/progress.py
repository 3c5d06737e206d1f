"""A count of cases on standard error, for long work whose output goes elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 1.0
"""Seconds before a bar is worth looking at."""


def counted(items: Iterable[T]) -> Iterator[T]:
    """Pass items on, and show how many went by.

    Only where standard error is a terminal and standard output is not: else the verdicts
    themselves show that something is going on, or nobody looks.
    """
    if sys.stderr.isatty() and not sys.stdout.isatty():
        return _shown(items)
    return iter(items)


def _shown(items: Iterable[T]) -> Iterator[T]:
    """Pass items on; after a second, under a bar."""
    began = time.monotonic()
    rest = iter(items)
    done = 0
    for item in rest:
        yield item
        done += 1
        if time.monotonic() - began >= PATIENCE:
            break
    else:
        return
    yield from _under_bar(rest, done)


def _under_bar(rest: Iterator[T], done: int) -> Iterator[T]:
    """Pass the rest on under a bar. Its end is unknown, for reading ahead would fill memory."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.completed:,} cases"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("cases", total=None, completed=done)
        for item in rest:
            yield item
            bar.advance(task)
