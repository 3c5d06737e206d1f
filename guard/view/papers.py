"""The papers of a case: what a language model may read, and nothing else.

They are made of the view, from which labels, outcomes and meta cannot be reached. What test data carry
for the grader is taken out of tool messages too, since a tool's answer is JSON like any other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from guard.domain.case import Message
from guard.domain.facts import HIDDEN_KEYS
from guard.domain.loose import loads
from guard.llm.ports import Papers, Turn
from guard.view.view import View

_PERSON = ("facts.customer", "facts.account", "facts.user")
_PRIVATE = frozenset(
    ("name", "first_name", "last_name", "full_name", "email", "phone", "address", "street", "birthday", "date_of_birth")
)
_DEEPEST = 40


def papers_of(view: View, style: Sequence[str] = ()) -> Papers:
    """Return the papers of a case.

    Args:
        view: of the draft.
        style: how the brand speaks, for a writer.

    Example:
        >>> from guard.domain.case import Case, Message
        >>> from guard.view.lexicons import Lexicons
        >>> case = Case(draft="Soon.", messages=(Message(role="customer", text="When?"),), labels={"na": []})
        >>> papers_of(View(case, Lexicons.packaged())).turns
        (Turn(who='customer', text='When?'),)
    """
    known = [fact for fact in view.facts.facts if fact.path.startswith("facts.")]
    private = dict.fromkeys(
        part
        for fact in known
        if fact.path.startswith(_PERSON) and fact.key in _PRIVATE and isinstance(fact.value, str)
        for part in (fact.value, *(fact.value.split() if "name" in fact.key else ()))
    )
    return Papers(
        draft=view.folded.original,
        turns=tuple(_turns(view)),
        facts=tuple(f"{fact.path.removeprefix('facts.')} = {fact.value}" for fact in known),
        style=tuple(style),
        private=tuple(private),
    )


def _turns(view: View) -> Iterator[Turn]:
    """Yield the messages, and the calls that go out with the draft, which are a tool's words too."""
    for _, message in view.messages:
        text = _shown(message) if message.role == "tool" else message.text
        who = f"tool {message.kind}" if message.role == "tool" and message.kind else message.role
        yield Turn(who, text)
    for call in view.trace:
        if call.at is None and call.result_at is None:
            yield Turn("call sent with the draft", f"{call.name}({_written(call.arguments)})")


def _shown(message: Message) -> str:
    """Return a tool's message without what is hidden."""
    text = message.text
    if not any(key in text for key in HIDDEN_KEYS):
        return f"{message.name}: {text}" if message.name and message.kind == "result" else text
    start = min((at for at in (text.find("{"), text.find("[")) if at >= 0), default=len(text))
    value = loads(text[start:].rstrip(" )"))
    if not isinstance(value, (dict, list)):
        return "(left out)"
    return f"{message.name or 'tool'}: {_written(value)}"


def _written(value: Any) -> str:
    """Return a JSON value as text, without what is hidden."""
    return json.dumps(_pruned(value, 0), ensure_ascii=False, default=str)


def _pruned(value: Any, depth: int) -> Any:
    if depth >= _DEEPEST:
        return None
    if isinstance(value, Mapping):
        pairs = cast("Mapping[Any, Any]", value).items()
        return {key: _pruned(inner, depth + 1) for key, inner in pairs if key not in HIDDEN_KEYS}
    if isinstance(value, (list, tuple)):
        return [_pruned(inner, depth + 1) for inner in cast("Sequence[Any]", value)]
    return value
