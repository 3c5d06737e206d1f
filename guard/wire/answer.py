"""Judges a whole answer: every text that a customer would read, each with the tool calls it comes with.

All else stays as the model's server sent it: ids, usage, tool calls, refusals. Beside it, under
`guard`, stand the outcomes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from guard.domain.verdict import Outcome
from guard.formats.verdicts import outcome_to
from guard.middleware.live import is_held
from guard.wire.request import FIELD, Asked, Body, Reply, mapping

HELD = "content_filter"
"""What clients know as the reason for an answer that was kept back."""


def judged(answer: Body, asked: Asked, reply: Reply) -> tuple[Body, tuple[Outcome, ...]]:
    """Return an answer with judged texts, and their outcomes; the answer given is not changed.

    Args:
        answer: a chat completion or a response, as JSON.
        asked: the request.
        reply: judges one case.

    Raises:
        GuardError: what `reply` raises.
    """
    make = _completion if asked.form == "completions" else _response
    body, outcomes = make(answer, asked, reply)
    return {**body, **report(asked, outcomes)}, outcomes


def report(asked: Asked, outcomes: Sequence[Outcome]) -> Body:
    """Return our own field with the outcomes, where they are wanted; else nothing."""
    return {FIELD: list(map(outcome_to, outcomes))} if asked.reports and outcomes else {}


def words(outcome: Outcome) -> str:
    """Return what goes out; empty where nothing does."""
    return outcome.text or ""


def finished(choice: Body, outcome: Outcome) -> Body:
    """Return a choice with the reason for its end that fits what became of its text."""
    return {**choice, "finish_reason": HELD} if is_held(outcome) else choice


def _completion(answer: Body, asked: Asked, reply: Reply) -> tuple[Body, tuple[Outcome, ...]]:
    choices: list[Any] = []
    outcomes: list[Outcome] = []
    for choice in answer.get("choices") or ():
        message = mapping(mapping(choice).get("message"))
        draft = message.get("content")
        if not isinstance(draft, str) or not draft.strip():
            choices.append(choice)
            continue
        outcome = reply(asked.case(draft, message.get("tool_calls") or ()))
        outcomes.append(outcome)
        choices.append(_chosen(choice, message, outcome, draft))
    return {**answer, "choices": choices} if outcomes else answer, tuple(outcomes)


def _chosen(choice: Body, message: Body, outcome: Outcome, draft: str) -> Body:
    """Return a choice with the text that goes out; what speaks of the model's own tokens goes with them."""
    if words(outcome) == draft and not is_held(outcome):
        return choice
    made = finished({**choice, "message": {**message, "content": words(outcome)}}, outcome)
    if made.get("logprobs") is not None:
        made["logprobs"] = None
    return made


def _response(answer: Body, asked: Asked, reply: Reply) -> tuple[Body, tuple[Outcome, ...]]:
    items: list[Any] = []
    outcomes: list[Outcome] = []
    calls = called(answer.get("output") or ())
    for item in answer.get("output") or ():
        draft = said(item)
        if not draft.strip():
            items.append(item)
            continue
        outcome = reply(asked.case(draft, calls))
        outcomes.append(outcome)
        items.append(with_words(item, words(outcome)) if words(outcome) != draft or is_held(outcome) else item)
    if not outcomes:
        return answer, ()
    body = {**answer, "output": items}
    if any(outcome.text is None for outcome in outcomes):  # clients wait for `completed`, which a fallback is
        body |= {"status": "incomplete", "incomplete_details": {"reason": HELD}}
    return body, tuple(outcomes)


def called(output: Sequence[Any]) -> list[Body]:
    """Return the tool calls among the items of a response, as calls that go out with a draft."""
    return [
        {"name": item.get("name"), "arguments": item.get("arguments"), "call_id": item.get("call_id")}
        for item in map(mapping, output)
        if item.get("type") == "function_call"
    ]


def said(item: Any) -> str:
    """Return what an item of a response says to the customer; empty for all that is not a message.

    Example:
        >>> said({"type": "message", "content": [{"type": "output_text", "text": "Hello."}]})
        'Hello.'
    """
    fields = mapping(item)
    if fields.get("type") != "message":
        return ""
    return "\n".join(str(part.get("text", "")) for part in _texts(fields))


def with_words(item: Body, text: str) -> Body:
    """Return a message whose first text is another; further texts are empty, for it stands for all of them."""
    content: list[Any] = []
    left = text
    for part in item.get("content") or ():
        if mapping(part).get("type") == "output_text":
            content.append({**part, "text": left, "annotations": [], "logprobs": []})
            left = ""
        else:
            content.append(part)
    return {**item, "content": content}


def _texts(item: Mapping[str, Any]) -> Iterator[Body]:
    return (part for part in map(mapping, item.get("content") or ()) if part.get("type") == "output_text")
