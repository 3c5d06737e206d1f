"""A run as one HTML file that needs nothing else: no network, no fonts, no scripts of others.

What a page shows is escaped before it is put in, customers' words above all; the page's own policy
forbids it to load or send anything. Without scripts everything is still there, only not filtered.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, cast

from guard.domain.virtues import DECISIONS, VIRTUES
from guard.evals.layout import Section, number
from guard.evals.ledger import Figure
from guard.evals.reports.run import headline, sections
from guard.evals.run.gates import Gated
from guard.evals.run.result import Result
from guard.evals.run.scores import Scores
from guard.text.patches import Patch

MOST_CASES = 400
"""Cases that are written out; a file of thousands is slow to open and nobody reads them."""

_HELD = frozenset(("passed", "failed", "inconclusive"))


def html(found: Scores, gates: Sequence[Gated] = ()) -> bytes:
    """Write a run.

    Args:
        found: the run and its figures.
        gates: what its suite asks for, looked at.
    """
    tables = {section.title: tuple(_table(section)) for section in sections(found, gates)}
    gated = tables.pop("Gates", ())
    del tables["Decisions"]  # the bar says the same
    body = [
        *_top(found.run.header.suite, headline(found)),
        *gated,
        *_decisions(found),
        *_chart("Share of replies that fail", {virtue: found.figure("fails", virtue) for virtue in VIRTUES}),
        *(line for table in tables.values() for line in table),
        *_cases([result for result in found.run.judged if _findings(result)]),
    ]
    return page(found.run.header.suite, body)


def page(title: str, body: Iterable[str]) -> bytes:
    """Put a body into a whole document.

    Args:
        title: plain text.
        body: HTML.
    """
    style, script = _file("report.css"), _file("report.js")
    allowed = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'"
    return "\n".join(
        (
            "<!doctype html>",
            '<html lang="en">',
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{allowed}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title>",
            f"<style>{style}</style>",
            "<main>",
            *body,
            "</main>",
            f'<script type="module">{script}</script>',
            "</html>\n",
        )
    ).encode()


def _top(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"<h1>{escape(title)}</h1>"
    yield from (f'<p class="soft">{escape(line)}</p>' for line in lines)


def _decisions(found: Scores) -> Iterator[str]:
    """Draw the decisions as one bar, as wide as there are replies."""
    n = len(found.run.judged)
    if not n:
        return
    said = ", ".join(f"{decision} {found.decisions[decision]:,}" for decision in DECISIONS)
    yield "<h2>Decisions</h2>"
    yield f'<svg viewBox="0 0 800 44" role="img" aria-label="{escape(said)}">'
    at = 0.0
    for decision in DECISIONS:
        width = 800 * found.decisions[decision] / n
        if width:
            yield f'<rect class="{decision}" x="{at:.1f}" y="0" width="{width:.1f}" height="16"/>'
        at += width
    yield f'<text x="0" y="36">{escape(said)}</text>'
    yield "</svg>"


def _chart(title: str, figures: Mapping[str, Figure]) -> Iterator[str]:
    """Draw figures between 0 and the widest end, each with its interval."""
    shown = [(name, figure, figure.value) for name, figure in figures.items() if figure.value is not None]
    if not shown:
        return
    top = max((figure.high if figure.high is not None else value) for _, figure, value in shown) or 1.0
    top, left, right = min(1.0, top * 1.08), 130, 60
    height, wide = 24 * len(shown) + 26, 800 - left - right
    yield f"<h2>{escape(title)}</h2>"
    yield f'<svg viewBox="0 0 800 {height}" role="img" aria-label="{escape(title)}; the table below holds the figures">'
    for share in (0.0, top / 2, top):
        x = left + wide * share / top
        yield f'<line class="axis" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{height - 22}"/>'
        yield f'<text class="soft" x="{x:.1f}" y="{height - 6}" text-anchor="middle">{number(share)}</text>'
    for place, (name, figure, value) in enumerate(shown):
        y = 24 * place + 12
        yield f'<text x="0" y="{y + 4}">{escape(name)}</text>'
        if figure.low is not None and figure.high is not None:
            low, high = (left + wide * min(end, top) / top for end in (figure.low, figure.high))
            yield f'<line class="whisker" x1="{low:.1f}" x2="{high:.1f}" y1="{y}" y2="{y}"/>'
        yield f'<circle class="dot" cx="{left + wide * value / top:.1f}" cy="{y}" r="5"/>'
        yield f'<text class="soft" x="{800 - right + 14}" y="{y + 4}">{number(value)}</text>'
    yield "</svg>"


def _table(section: Section) -> Iterator[str]:
    yield f"<h2>{escape(section.title)}</h2>"
    yield '<div class="scroll"><table>'
    yield f"<tr>{''.join(f'<th scope=col>{escape(name)}</th>' for name in section.columns)}</tr>"
    for row in section.rows:
        yield f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row)}</tr>"
    yield "</table></div>"
    if section.note:
        yield f'<p class="note">{escape(section.note)}</p>'


def _cell(cell: str) -> str:
    return f'<span class="badge {cell}">{cell}</span>' if cell in _HELD else escape(cell.strip())


def _cases(results: Sequence[Result]) -> Iterator[str]:
    """Write the replies that have a finding, the gravest decision first."""
    yield f"<h2>Replies with a finding ({len(results):,})</h2>"
    if not results:
        yield '<p class="soft">None.</p>'
        return
    yield from _filters()
    ranks = {decision: rank for rank, decision in enumerate(reversed(DECISIONS))}
    ordered = sorted(results, key=lambda result: (ranks[_verdict(result)["decision"]], result.place))
    for result in ordered[:MOST_CASES]:
        yield from _case(result)
    if len(ordered) > MOST_CASES:
        yield f'<p class="note">… and {len(ordered) - MOST_CASES:,} more; the log has them all.</p>'


def _filters() -> Iterator[str]:
    yield '<form hidden><label>Search<input type="search" name="words" placeholder="words, code or id"></label>'
    for name, words in (("virtue", VIRTUES), ("decision", DECISIONS)):
        options = "".join(f"<option>{word}</option>" for word in words)
        yield f'<label>{name.capitalize()}<select name="{name}"><option value="">any</option>{options}</select></label>'
    yield '<output class="soft" aria-live="polite"></output></form>'


def _case(result: Result) -> Iterator[str]:
    verdict, draft, findings = _verdict(result), result.draft or "", _findings(result)
    decision = verdict["decision"]
    virtues = " ".join(dict.fromkeys(finding["virtue"] for finding in findings))
    yield f'<article class="{decision}" data-decision="{decision}" data-virtues="{virtues}">'
    again = f" ({result.repeat + 1})" if result.repeat else ""
    yield f'<h3><span class="badge">{decision}</span>{escape(result.id)}{again}<span class="soft">{virtues}</span></h3>'
    if result.asked:
        yield f"<blockquote>{escape(result.asked)}</blockquote>"
    yield f'<p class="words">{_marked(draft, [finding["span"] for finding in findings if finding["span"]])}</p>'
    yield "<ul>"
    for finding in findings:
        about = f"{finding['code']} {finding['severity']}"
        yield f'<li>{escape(finding["message"])} <span class="code">{escape(about)}</span></li>'
    yield "</ul>"
    if verdict.get("rewrite"):
        yield '<p class="soft">Better, and checked again:</p>'
        yield f'<p class="words">{_changed(draft, verdict["rewrite"]["changes"])}</p>'
    yield "</article>"


def _marked(text: str, spans: Iterable[Mapping[str, int]]) -> str:
    """Mark the words that findings point at; where they overlap, once."""
    pieces: list[str] = []
    at = 0
    for start, end in sorted((span["start"], span["end"]) for span in spans):
        if end <= at:
            continue
        begin = max(start, at)
        pieces += (escape(text[at:begin]), "<mark>", escape(text[begin:end]), "</mark>")
        at = end
    return "".join((*pieces, escape(text[at:])))


def _changed(text: str, changes: Iterable[Mapping[str, Any]]) -> str:
    """Show a rewrite as what goes and what comes."""
    pieces: list[str] = []
    at = 0
    for patch in sorted(Patch(change["start"], change["end"], change["text"]) for change in changes):
        pieces.append(escape(text[at : patch.start]))
        if patch.end > patch.start:
            pieces.append(f"<del>{escape(text[patch.start : patch.end])}</del>")
        if patch.text:
            pieces.append(f"<ins>{escape(patch.text)}</ins>")
        at = patch.end
    return "".join((*pieces, escape(text[at:])))


def _verdict(result: Result) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", result.verdict)


def _findings(result: Result) -> Sequence[Mapping[str, Any]]:
    return cast("Sequence[Mapping[str, Any]]", _verdict(result)["findings"])


@cache
def _file(name: str) -> str:
    return (Path(__file__).with_name("page") / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
