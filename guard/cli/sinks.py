"""Where verdicts go: JSON lines, one JSON document, annotations of a build, or text for a person."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Protocol

import msgspec

from guard.cli.placed import Placed
from guard.domain.verdict import Fault, Finding, Verdict
from guard.formats.verdicts import to_json

FORMATS = ("text", "json", "jsonl", "github")


class Sink(Protocol):
    """Takes verdicts in order."""

    def put(self, placed: Placed, verdict: Verdict, /) -> None:
        """Write one verdict."""
        ...

    def close(self) -> str:
        """Write what is still owed; return a summary for standard error, or nothing."""
        ...


def sink_for(form: str, *, notes: int, drafts: bool = False) -> Sink:
    """Return the sink for a format.

    Args:
        form: one of `FORMATS`.
        notes: how many findings a person sees at once.
        drafts: whether a person sees a draft even when nothing is wrong with it.
    """
    if form == "jsonl":
        return Lines()
    if form == "json":
        return Document()
    if form == "github":
        return Annotations()
    from guard.cli.show import Reading

    return Reading(notes, drafts=drafts)


class Lines:
    """One verdict a line."""

    def put(self, _: Placed, verdict: Verdict, /) -> None:
        """Write one verdict."""
        sys.stdout.buffer.write(to_json(verdict) + b"\n")

    def close(self) -> str:
        """Return no summary."""
        sys.stdout.buffer.flush()
        return ""


class Document:
    """One verdict alone, several as an array; none is held longer than until the next one."""

    def __init__(self) -> None:
        self._waiting: bytes | None = None
        self._several = False

    def put(self, _: Placed, verdict: Verdict, /) -> None:
        """Write the verdict before this one, now that it is known not to stand alone."""
        if self._waiting is not None:
            sys.stdout.buffer.write((b",\n" if self._several else b"[\n") + self._waiting)
            self._several = True
        self._waiting = msgspec.json.format(to_json(verdict), indent=2)

    def close(self) -> str:
        """Write the last verdict; of no case at all, an empty array."""
        last = self._waiting or b"[]"
        sys.stdout.buffer.write(b",\n" + last + b"\n]\n" if self._several else last + b"\n")
        sys.stdout.buffer.flush()
        return ""


class Annotations:
    """Workflow commands, which a build shows beside the line of the file."""

    def put(self, placed: Placed, verdict: Verdict, /) -> None:
        """Write an annotation for each finding and each fault."""
        acts = verdict.decision in ("rewrite", "hold")
        for finding in verdict.findings:
            level = "error" if acts and finding.action != "flag" and finding.stage == "stable" else "warning"
            text = f"{verdict.id}: {finding.message}"
            if finding.fix is not None and finding.fix.text:
                text += f"\nSuggestion: {finding.fix.text}"
            self._write(level, placed, finding, f"{finding.code} {finding.policy} ({finding.severity})", text)
        for fault in verdict.faults:
            self._write("warning", placed, fault, f"{fault.policy} could not run", f"{fault.reason}: {fault.detail}")

    def close(self) -> str:
        """Return no summary."""
        sys.stdout.buffer.flush()
        return ""

    def _write(self, level: str, placed: Placed, what: Finding | Fault, title: str, text: str) -> None:
        """Write one command; a plain text is annotated at the finding's own line."""
        line, column = placed.line, 1
        if isinstance(what, Finding) and what.span is not None and _is_plain(placed.source):
            before = placed.case.draft[: what.span.start]
            line, column = before.count("\n") + 1, what.span.start - before.rfind("\n")
        file = "<stdin>" if placed.source == "-" else placed.source
        properties = f"file={_property(file)},line={line},col={column},title={_property(title)}"
        sys.stdout.buffer.write(f"::{level} {properties}::{_escaped(text)}\n".encode())


def _is_plain(source: str) -> bool:
    """Tell whether a source is the draft itself; standard input may hold anything."""
    return source != "-" and Path(source).suffix.lower() not in (".jsonl", ".ndjson", ".json")


def _escaped(text: str) -> str:
    """Escape what ends a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape what ends a property of a workflow command."""
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
