"""What a run will do, settled before its first result: the cases, the header, the place of the log."""

from __future__ import annotations

import hashlib
import platform
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import msgspec

from guard.assemble import built_in_heads, kinds_for, pack_at
from guard.domain.case import Case
from guard.evals.run.drafts import writer_for
from guard.evals.run.result import Header
from guard.evals.suite.cases import cases_of
from guard.evals.suite.reading import Loaded
from guard.evals.suite.spec import beside

_LIBRARIES = ("reply-guard", "google-re2", "sentencex", "numpy")


@dataclass(frozen=True, slots=True)
class Order:
    """One thing to do: this case, written and judged for the so-manieth time."""

    place: int
    repeat: int
    case: Case

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from the others of its run."""
        return self.case.id, self.repeat


@dataclass(frozen=True, slots=True)
class Plan:
    """A run that can begin.

    Args:
        loaded: the suite.
        header: the first line of its log.
        orders: everything there is to do, in order.
        policies: the folder of policies; the packaged ones when None.
    """

    loaded: Loaded
    header: Header
    orders: tuple[Order, ...]
    policies: Path | None

    def log_under(self, folder: Path) -> Path:
        """Return where the log stands unless another place is asked for: one file a fingerprint."""
        return folder / f"{self.header.suite}-{self.header.fingerprint[7:15]}.jsonl"


def plan(loaded: Loaded) -> Plan:
    """Read everything that a run needs, so that whatever is wrong is told before anything is judged.

    Raises:
        UsageError: when a case, a policy or the bot under test cannot be used.
        PolicyError: when a policy file has a mistake.
    """
    suite = loaded.suite
    cases = cases_of(loaded)
    writer_for(suite.against)
    policies = beside(loaded.path, suite.policies) if suite.policies else None
    digest = pack_at(policies, kinds_for(suite.tier), built_in_heads()).digest
    orders = tuple(Order(place, repeat, case) for place, case in enumerate(cases) for repeat in range(suite.repeats))
    return Plan(loaded, _header(loaded, len(orders), digest), orders, policies)


def _header(loaded: Loaded, cases: int, policies: str) -> Header:
    inputs = {str(file): _digest(file) for files in loaded.sources for file in files}
    versions = {"python": platform.python_version(), **dict(_versions())}
    revision = _revision(loaded.path)
    settings: dict[str, Any] = loaded.suite.model_dump(mode="json", exclude={"about", "gates", "regression"})
    decides = [settings, sorted(inputs.values()), versions, revision, policies]
    return Header(
        suite=loaded.suite.name,
        about=loaded.suite.about,
        fingerprint=f"sha256:{hashlib.sha256(msgspec.json.encode(decides)).hexdigest()}",
        cases=cases,
        policies=policies,
        settings=settings,
        inputs={Path(name).name: digest for name, digest in inputs.items()},
        versions=versions,
        revision=revision,
        started=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"


def _versions() -> Iterator[tuple[str, str]]:
    for name in _LIBRARIES:
        try:
            yield name, metadata.version(name)
        except metadata.PackageNotFoundError:
            continue


def _revision(path: Path) -> str | None:
    """Return the commit of the repository in which the suite stands, marked where the tree differs."""
    try:
        done = subprocess.run(
            ["git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"],
            cwd=path.resolve().parent, capture_output=True, text=True, timeout=20, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip() or None
