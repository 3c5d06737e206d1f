"""A policy in words: what it asks and why, for a person who reads a finding and wants to know more.

The text is plain Markdown, so that the terminal and the documentation show the same one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from guard.domain.virtues import SEVERITIES
from guard.policy.spec import AnyPolicy, Condition, Example, Fix, Recast


def explained(policy: AnyPolicy, file: str = "") -> str:
    """Say everything about a policy, as Markdown.

    Args:
        policy: the one to explain.
        file: where it is written down.
    """
    parts = [
        f"# {policy.title}",
        f"`{policy.id}` · {policy.code} · version {policy.version} · {policy.stage} · {policy.virtue}",
        policy.why,
        _looked_for(policy),
        _what_happens(policy),
        _mended(policy.fix) if policy.fix is not None else "",
        _examples("Caught", policy.examples.bad),
        _examples("Left alone", policy.examples.good),
        _examples("Known misses", policy.examples.todo),
        f"File: {file}" if file else "",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _looked_for(policy: AnyPolicy) -> str:
    """Say in which replies, when, and what the policy looks for."""
    meant = policy.applies_to
    places = f"channel {', '.join(meant.channel)}, language {', '.join(meant.language)}"
    who = f"replies by {' or '.join(meant.author)}, {places}"
    lines = ["## What it looks for", f"In {who}."]
    if policy.when is not None:
        lines += ["", "Only when the conversation shows:", *_clause(policy.when)]
    clause: Any = policy.forbid or policy.require
    where = {"sentence": "one sentence", "reply": "the reply", "opening": "the opening", "closing": "the closing"}
    said = "must not stand" if policy.forbid is not None else "must stand"
    lines += ["", f"In {where[clause.scope]} there {said}:", *_clause(clause)]
    return "\n".join(lines)


def _clause(clause: Any) -> Iterator[str]:
    """Say a clause as list items."""
    for name, words in (("any", "any of"), ("all", "and all of"), ("unless", "unless there is")):
        conditions: Sequence[Condition] = getattr(clause, name)
        if conditions:
            yield f"- {words}"
            yield from (f"  - {condition(one)}" for one in conditions)


def condition(one: Condition) -> str:
    """Say one condition on one line: its kind, then what it asks that is not the default.

    Args:
        one: of any kind.
    """
    kind, params = one.chosen()
    asked = params.model_dump(mode="json", exclude_defaults=True)
    said = "; ".join(f"{name.replace('_', ' ')} {_value(value)}" for name, value in asked.items())
    return f"{kind}: {said}" if said else kind


def _value(value: Any) -> str:
    """Say a parameter's value."""
    if isinstance(value, list):
        return " | ".join(map(str, value))  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return str(value)


def _what_happens(policy: AnyPolicy) -> str:
    """Say how grave a finding is and what follows from it."""
    severity: Any = policy.severity
    lines = ["## What happens", f"Severity {severity.default}."]
    graver = [(level, getattr(severity, level)) for level in SEVERITIES if getattr(severity, level) is not None]
    lines += [f"{level.capitalize()} where {condition(one)}." for level, one in graver]
    lines.append(_action(policy))
    lines.append(f"The message: {policy.message}")
    return "\n".join(lines)


def _action(policy: AnyPolicy) -> str:
    """Say what a finding does to the reply."""
    if policy.stage == "preview":
        return "A preview: it is reported and never acts."
    if policy.action == "rewrite":
        return f"The reply is rewritten; when no rewrite can be proven: {policy.unfixed(policy.severity.default)}."
    return "The reply is held." if policy.action == "hold" else "The reply is flagged and may go out."


_RECASTS: Mapping[Recast, str] = {
    "not-promised": "the sentence says that it cannot be promised",
    "not-yet": "the sentence says that it is not done yet",
    "not-confirmed": "the sentence says that it cannot be confirmed yet",
    "please": "a bare request becomes polite",
    "calm-case": "capitals become ordinary letters; acronyms and names keep theirs",
    "calm-marks": "exclamation marks become full stops, and cheerful emoji go",
    "first-only": "of wordings that pile up, the first stays",
    "without-words": "the flagged words are left out where the sentence stands without them",
    "known-amount": "the amount becomes the one that the sources hold, where they hold just one",
    "left-out": "the sentence is left out where the rest of the reply goes on by itself",
    "filled": "the blank is filled from the facts, else left out with the words that led to it",
}


def _mended(fix: Fix) -> str:
    """Say how a finding is mended."""
    safety = {
        "safe": "changes no claim", "checked": "changes a claim and is proven", "suggest": "shown, never applied"
    }  # fmt: skip
    lines = [f"## How it is mended ({fix.safety}: {safety[fix.safety]})"]
    return "\n".join((*lines, *(f"- {way}" for way in ways(fix))))


def ways(fix: Fix) -> Iterator[str]:
    """Say each way in which a finding is mended, in the order in which they are tried.

    Args:
        fix: of a policy.

    Example:
        >>> list(ways(Fix(safety="safe", remove=True)))
        ['the sentence is taken out']
    """
    yield from (_RECASTS[way] for way in fix.recast)
    if fix.remove:
        yield f"the {fix.over} is taken out"
    yield from (f"in place of the {fix.over}: {text}" for text in fix.replace)
    yield from (f"at the {fix.at}: {text}" for text in fix.insert)
    if fix.otherwise:
        yield f"else: {fix.otherwise}"


def _examples(title: str, examples: Sequence[Example]) -> str:
    """List examples, each with the customer's words where there are some."""
    if not examples:
        return ""
    lines = [f"## {title}"]
    for example in examples:
        before = f"(customer: {example.customer}) " if example.customer else ""
        lines.append(f"- {before}{' '.join(example.text.split())}")
    return "\n".join(lines)
