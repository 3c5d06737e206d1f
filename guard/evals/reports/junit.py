"""A run as JUnit XML: each case a test, so that any CI shows what failed and why.

A reply with a finding that fails it is a failure; one that could not be judged is an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from guard.evals.run.result import Result, Run


def junit(run: Run) -> bytes:
    """Write a run as one `testsuite`.

    Control characters, which XML cannot hold, become question marks.
    """
    failed = sum(_fails(result) != [] for result in run.judged)
    suite = Element(
        "testsuite",
        name=run.header.suite,
        tests=str(len(run.results)),
        failures=str(failed),
        errors=str(len(run.errors)),
    )
    for result in run.results:
        name = result.id if not result.repeat else f"{result.id} ({result.repeat + 1})"
        case = SubElement(suite, "testcase", classname=run.header.suite, name=_plain(name))
        if result.state == "error":
            SubElement(case, "error", message=_plain(result.error or ""))
            continue
        findings = _fails(result)
        if findings:
            message = "; ".join(f"{finding['code']} {finding.get('message', '')}".strip() for finding in findings)
            SubElement(case, "failure", message=_plain(message)).text = _plain(result.draft or "")
    indent(suite)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suite, encoding="utf-8") + b"\n"


def _fails(result: Result) -> list[Mapping[str, Any]]:
    """Return the findings that make a virtue fail."""
    verdict = cast("Mapping[str, Any]", result.verdict or {})
    failed = {virtue for virtue, status in verdict.get("virtues", {}).items() if status == "fail"}
    return [finding for finding in verdict.get("findings", ()) if finding["virtue"] in failed]


def _plain(text: str) -> str:
    return "".join(one if one >= " " or one in "\t\n\r" else "?" for one in text)
