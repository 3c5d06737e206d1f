"""The log of looks at the development set.

A set that is looked at often enough stops measuring anything. So every run over `data/dev` leaves a
line in the repository: when, on which commit, and the totals; never a case's id or words.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec

from guard.evals.ledger import Figure
from guard.evals.report import Agreement, Run

LOG = Path("evals/dev_runs.jsonl")


def on_dev(files: Sequence[str]) -> bool:
    """Tell whether any input lies under a folder `data/dev`.

    Example:
        >>> on_dev(["../shared/data/dev/natural.jsonl"]), on_dev(["data/train/natural.jsonl", "-"])
        (True, False)
    """
    return any(_inside_dev(Path(file).resolve()) for file in files if file != "-")


def record(found: Agreement, run: Run, *, start: Path | None = None) -> Path | None:
    """Append one line of totals to `evals/dev_runs.jsonl` of the checkout around `start`.

    Args:
        found: the figures.
        run: what was measured.
        start: where to look for the checkout from; the current folder when None.

    Returns:
        The log's path, or None when there is no checkout with a folder `evals` and nothing was written.
    """
    root = _checkout(start or Path.cwd())
    if root is None or not (root / LOG.parent).is_dir():
        return None
    line = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _commit(root),
        "version": run.version,
        "policies_digest": found.policies_digest,
        "tier": run.tier,
        "rewriting": run.rewriting,
        "files": [_tail(file) for file in run.files],
        "figures": _totals(found),
    }
    path = root / LOG
    with path.open("ab") as log:
        log.write(msgspec.json.encode(line) + b"\n")
    return path


def _totals(found: Agreement) -> dict[str, Any]:
    pairs = found.pairs[0]
    back = found.send_back
    return {
        "cases": found.cases,
        "macro_f1": _value(found.macro_f1),
        "virtues": {
            each.virtue: {
                "precision": _value(each.precision),
                "recall": _value(each.recall),
                "f1": _value(each.f1),
                "kappa": _value(each.kappa),
                "false_alarm": _value(each.false_alarm),
                "unsure": _value(each.unsure),
            }
            for each in found.virtues
        },
        "pairs": {"n": pairs.n, "right": _value(pairs.right)},
        "send_back": {name: _value(getattr(back, name)) for name in ("precision", "recall", "f1")},
        "acted_on_without_major": _value(back.false_alarm),
        "faulty_cases": found.faulty_cases,
    }


def _value(figure: Figure) -> float | None:
    return None if figure.value is None else round(figure.value, 4)


def _inside_dev(path: Path) -> bool:
    folders = path.parts[:-1] if not path.is_dir() else path.parts
    return any(above == "data" and below == "dev" for above, below in pairwise(folders))


def _tail(file: str) -> str:
    """The path from `data` on: the log says nothing of the machine it was made on."""
    parts = Path(file).resolve().parts if file != "-" else ("-",)
    start = len(parts) - 1 - parts[::-1].index("data") if "data" in parts else len(parts) - 1
    return "/".join(parts[start:])


def _checkout(folder: Path) -> Path | None:
    return next((place for place in (folder, *folder.parents) if (place / ".git").exists()), None)


def _commit(root: Path) -> str | None:
    """The short hash, marked when the working tree differs; the log itself does not count."""
    commit = _git(root, "rev-parse", "--short", "HEAD")
    if commit is None:
        return None
    changed = _git(root, "status", "--porcelain", "--", ".", f":(exclude){LOG.as_posix()}")
    return f"{commit}-dirty" if changed else commit


def _git(root: Path, *words: str) -> str | None:
    try:
        done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()
