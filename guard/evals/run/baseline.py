"""Baselines: a run that was looked at and found good, kept beside its suite.

A baseline holds no words of anybody: ids, decisions, statuses, codes and labels are what a
comparison needs, so it can be committed.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import msgspec

from guard.errors import Problem, UsageError
from guard.evals.run.log import unwritable
from guard.evals.run.result import Result, Run

_OF_A_FINDING = ("code", "virtue", "severity")


def bless(run: Run, path: Path) -> None:
    """Write a run as the baseline, in the place of an older one; at no moment is there half a file.

    Raises:
        UsageError: when the run is not whole: what is missing would never be compared.
        StoreError: when the file cannot be written.
    """
    if not run.whole:
        got = f"{len(run.results):,} of {run.header.cases:,}"
        raise UsageError([Problem(run.header.suite, "a whole run", got, "start `guard eval run` again to finish it")])
    lines = [asdict(run.header), *(asdict(_without_words(result)) for result in run.results)]
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))
        beside.replace(path)
    except OSError as error:
        raise unwritable(path, error) from None


def _without_words(result: Result) -> Result:
    labels = result.labels and {
        "na": result.labels.get("na", []),
        "unsure": result.labels.get("unsure", []),
        "fails": [_kept(fail, ("virtue", "severity")) for fail in result.labels.get("fails", [])],
    }
    verdict = result.verdict
    slim = verdict and {
        "decision": verdict["decision"],
        "virtues": verdict["virtues"],
        "findings": [_kept(finding, _OF_A_FINDING) for finding in verdict["findings"]],
    }
    return replace(result, asked="", draft=None, labels=labels, verdict=slim, error=result.error and "an error")


def _kept(value: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: value[key] for key in keys if key in value}
