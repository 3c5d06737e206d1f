"""A verdict as a person likes to read it: what is wrong, where, why, and better words.

Colour and underlines on a terminal only; elsewhere the same with `^^^^` under the words, and
`[-out-]{+in+}` for a change.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from guard.cli.layout import carets, lines, marked, shown
from guard.cli.placed import Placed
from guard.domain.verdict import Finding, Verdict
from guard.domain.virtues import DECISIONS
from guard.text.patches import Patch
from guard.text.spans import Span

PLAIN_WIDTH = 100
WIDEST = 110

_DECISION = {"send": "bold green", "flag": "bold yellow", "rewrite": "bold cyan", "hold": "bold red"}
_SEVERITY = {"minor": "yellow", "major": "red", "critical": "bold red"}
_SIGNS = {"same": ("", ""), "out": ("[-", "-]"), "in": ("{+", "+}")}
_STYLES = {"same": "", "out": "red strike", "in": "green"}
_SAID = {
    "send": "nothing to do",
    "flag": "may go out; worth a look",
    "rewrite": "a better text was found and checked again",
    "hold": "should not go out as it is",
}


class Reading:
    """Shows verdicts one after the other.

    Args:
        notes: how many findings are shown at once.
        drafts: whether a draft is shown even when nothing is wrong with it.
        console: where; standard output when None.
    """

    def __init__(self, notes: int = 3, *, drafts: bool = False, console: Console | None = None) -> None:
        self._console = console or _console()
        self._coloured = self._console.is_terminal and not self._console.no_color
        self._width = min(self._console.width, WIDEST) - 4
        self._notes = notes
        self._drafts = drafts
        self._decisions: Counter[str] = Counter()
        self._faults = 0

    def put(self, placed: Placed, verdict: Verdict, /) -> None:
        """Show one verdict; of a clean reply one line."""
        self._decisions[verdict.decision] += 1
        self._faults += bool(verdict.faults)
        self._head(verdict)
        if verdict.findings or self._drafts:
            self._draft(placed.case.draft, verdict.findings[: self._notes])
        if verdict.findings:
            for finding in verdict.findings[: self._notes]:
                self._finding(finding)
            self._more(verdict)
        if verdict.rewrite is not None:
            self._rewrite(placed.case.draft, verdict.rewrite.changes)
        unsure = [virtue for virtue, status in verdict.virtues.items() if status == "unsure"]
        if unsure:
            self._console.print()
            self._prose(f"not sure about: {', '.join(unsure)}", "dim", indent=0)
        for fault in verdict.faults:
            self._row(
                Text(f"could not run: {fault.policy} ({fault.reason}: {fault.detail}); did: {fault.did}", "magenta")
            )
        if verdict.findings or verdict.faults or self._drafts:
            self._console.print()

    def close(self) -> str:
        """Return the counts, when there was more than one case."""
        total = self._decisions.total()
        if total < 2:
            return ""
        counts = ", ".join(f"{self._decisions[name]:,} {name}" for name in DECISIONS if self._decisions[name])
        faults = f"; {self._faults:,} with a check that could not run" if self._faults else ""
        return f"{total:,} replies: {counts}{faults}"

    def title(self, text: str, under: str = "") -> None:
        """Show a heading, and under it where the case comes from."""
        self._print(Text(shown(text), "bold"))
        if under:
            self._print(Text(shown(under), "dim"))

    def said(self, who: str, text: str, style: str = "") -> None:
        """Show what somebody said before the draft."""
        for number, line in enumerate(lines(text, self._width - 10)):
            label = Text(f"{who if number == 0 else '':>10}  ", "dim")
            self._print(label + Text(shown(line.of(text)), style))

    def gap(self) -> None:
        """Leave a line free."""
        self._console.print()

    def _head(self, verdict: Verdict) -> None:
        """Show the decision."""
        decision = (verdict.decision.upper(), _DECISION[verdict.decision])
        self._print(
            Text.assemble(decision, (f"  {shown(verdict.id)}", "bold"), (f"  {_SAID[verdict.decision]}", "dim"))
        )

    def _draft(self, draft: str, findings: Sequence[Finding]) -> None:
        """Show the draft with the words that are meant."""
        spans = [finding.span for finding in findings if finding.span is not None]
        self._console.print()
        for line in lines(draft, self._width):
            self._row(self._underlined(draft, line, findings))
            if not self._coloured and (signs := carets(draft, line, spans)):
                self._row(Text(signs))
        self._console.print()

    def _underlined(self, draft: str, line: Span, findings: Sequence[Finding]) -> Text:
        """Return one line with the words underlined that findings point at."""
        text = Text(shown(line.of(draft)))
        for finding in reversed(findings):
            if finding.span is not None and finding.span.overlaps(line):
                start, end = finding.span.start - line.start, finding.span.end - line.start
                text.stylize(f"underline {_SEVERITY[finding.severity]}", max(0, start), min(len(text), end))
        return text

    def _finding(self, finding: Finding) -> None:
        """Show one finding: what, why, and better words."""
        style = _SEVERITY[finding.severity]
        preview = " · preview" if finding.stage == "preview" else ""
        head = Text.assemble(
            ("● " if self._coloured else "* ", style),
            (finding.virtue, "bold"),
            (f" · {finding.severity}", style),
            (f" · {finding.code} {finding.policy}{preview}", "dim"),
        )
        self._row(head)
        self._prose(finding.message)
        if finding.because is not None and finding.because.where not in finding.message:
            self._prose(f"because of {finding.because.where}: {finding.because.value}", "dim")
        if finding.fix is not None:
            self._prose(f"try: {finding.fix.text}" if finding.fix.text else "try: leave it out", "green")

    def _more(self, verdict: Verdict) -> None:
        """Say how many findings are not shown."""
        hidden = len(verdict.findings) - self._notes
        if hidden > 0:
            self._row(Text(f"+{hidden} more (--format json shows all)", "dim"))

    def _rewrite(self, draft: str, changes: Iterable[Patch]) -> None:
        """Show the better text as a change of the draft, by words."""
        self._console.print()
        self._row(Text("better, and checked again:", "bold"))
        styled, before = Text(), ""
        for sort, piece in marked(draft, changes):
            if self._coloured and before == "out" and sort == "in" and piece[0].isalnum():
                styled.append(" ")
            opening, closing = ("", "") if self._coloured else _SIGNS[sort]
            styled.append(f"{opening}{shown(piece)}{closing}", _STYLES[sort])
            before = sort
        for line in lines(styled.plain, self._width):
            self._row(styled[line.start : line.end])

    def _prose(self, text: str, style: str = "", indent: int = 2) -> None:
        """Show a sentence below a finding."""
        for line in lines(text, self._width - indent):
            self._row(Text(" " * indent) + Text(shown(line.of(text)), style))

    def _row(self, text: Text) -> None:
        """Show one line, a little to the right."""
        self._print(Text("  ") + text)

    def _print(self, text: Text) -> None:
        """Write a line as it is: nothing in it is markup."""
        self._console.print(text, soft_wrap=True, highlight=False, markup=False, emoji=False)


def _console() -> Console:
    """Return a console on standard output, wide enough for a file, as wide as a terminal."""
    return Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH, soft_wrap=True)
