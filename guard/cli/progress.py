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
    yield from under_bar(rest, done=done)


def under_bar(items: Iterable[T], total: int | None = None, done: int = 0) -> Iterator[T]:
    """Pass items on; under a bar where standard error is a terminal.

    Args:
        items: what passes; it is not read ahead, for that would fill memory.
        total: how many will pass, where that is known.
        done: how many have passed before.
    """
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    of = "" if total is None else f" of {total:,}"
    columns = (TextColumn(f"{{task.completed:,}}{of} cases"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("cases", total=total, completed=done)
        for item in items:
            yield item
            bar.advance(task)
