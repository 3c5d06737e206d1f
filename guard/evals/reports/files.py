"""A run in the forms that are kept or sent on: JSON, Markdown, JUnit, CSV and HTML."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, cast

import msgspec

from guard.domain.virtues import VIRTUES
from guard.evals.ledger import Figure
from guard.evals.reports.html import html
from guard.evals.reports.junit import junit
from guard.evals.reports.run import headline, sections
from guard.evals.run.gates import Gated, said
from guard.evals.run.scores import Scores
from guard.evals.tables import markdown_section


def write(form: str, found: Scores, gates: Sequence[Gated]) -> bytes:
    """Write a run.

    Args:
        form: one of `FORMS`.
        found: the run and its figures.
        gates: what its suite asks for.
    """
    return _WRITERS[form](found, gates)


def _markdown(found: Scores, gates: Sequence[Gated]) -> bytes:
    lines = [f"# {found.run.header.suite}", "", *headline(found)]
    for section in sections(found, gates):
        lines += markdown_section(section)
    return ("\n".join(lines) + "\n").encode()


def _json(found: Scores, gates: Sequence[Gated]) -> bytes:
    virtues = {
        virtue: {
            **asdict(found.counts[virtue]),
            "fails": _figure(found.figure("fails", virtue)),
            **({name: _figure(found.figure(name, virtue)) for name in ("precision", "recall", "f1", "false_alarm")}
               if found.labelled else {}),
        }
        for virtue in VIRTUES
    }  # fmt: skip
    document: dict[str, Any] = {
        "run": asdict(found.run.header),
        "results": len(found.run.results),
        "errors": [{"id": result.id, "error": result.error} for result in found.run.errors],
        "labelled": found.labelled,
        "decisions": dict(found.decisions),
        "acted": _figure(found.figure("acted")),
        "virtues": virtues,
        "gates": [{"gate": said(each.gate), "held": each.held, "found": _figure(each.figure)} for each in gates],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _junit(found: Scores, _: Sequence[Gated]) -> bytes:
    return junit(found.run)


def _csv(found: Scores, _: Sequence[Gated]) -> bytes:
    """Write a line a result; what a spreadsheet would take for a formula gets an apostrophe before it."""
    keys = list(dict.fromkeys(key for result in found.run.results for key in result.slices))
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(["id", "repeat", "state", "decision", *VIRTUES, "codes", *keys, "draft", "error"])
    for result in found.run.results:
        verdict = cast("Mapping[str, Any]", result.verdict or {})
        virtues = verdict.get("virtues", {})
        codes = " ".join(dict.fromkeys(finding["code"] for finding in verdict.get("findings", ())))
        rows.writerow(
            _safe(cell)
            for cell in (
                result.id, result.repeat, result.state, verdict.get("decision", ""),
                *(virtues.get(virtue, "") for virtue in VIRTUES), codes,
                *(result.slices.get(key, "") for key in keys), result.draft or "", result.error or "",
            )
        )  # fmt: skip
    return out.getvalue().encode()


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _figure(figure: Figure) -> dict[str, float | int | None]:
    return {"value": figure.value, "low": figure.low, "high": figure.high, "n": figure.of}


_WRITERS: Mapping[str, Callable[[Scores, Sequence[Gated]], bytes]] = {
    "markdown": _markdown, "json": _json, "junit": _junit, "csv": _csv, "html": html
}  # fmt: skip

FORMS = tuple(_WRITERS)
