"""JSON of other harnesses: tau2 results, promptfoo tests and results, LangSmith, deepeval and ragas.

Only the wrapping is undone here; the messages inside are OpenAI's or LangChain's and are read as
those everywhere are. What a harness expects of a reply, its criteria and scores, is no label of
ours and is left out; a reward becomes the outcome.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

Raw = Mapping[str, Any]


def unwrapped(value: Any) -> list[dict[str, Any]] | None:
    """Return the conversations in another harness's export; None when it is none that is known.

    Args:
        value: one JSON value: a line, a document, or an entry of its list.

    Example:
        >>> unwrapped({"input": "Where is it?", "actual_output": "On its way."})
        [{'messages': [{'role': 'customer', 'text': 'Where is it?'}], 'draft': 'On its way.'}]
        >>> unwrapped({"draft": "Hi"}) is None
        True
    """
    if not isinstance(value, Mapping):
        return None
    given = cast("Raw", value)
    for form in (_tau2, _promptfoo_results, _promptfoo_tests, _langsmith, _deepeval, _ragas):
        found = form(given)
        if found is not None:
            return found
    return None


def _tau2(value: Raw) -> list[dict[str, Any]] | None:
    """tau2 `results.json`: `simulations`, each with its messages and its reward."""
    if not isinstance(value.get("simulations"), list):
        return None
    info = _mapping(value.get("info"))
    domain = _mapping(info.get("environment_info"))
    policy = domain.get("policy")
    facts = {"policies": [policy], "agent": {"kind": "bot"}} if isinstance(policy, str) else {"agent": {"kind": "bot"}}
    about = {"domain": domain.get("domain_name"), "bot_version": _mapping(info.get("agent_info")).get("llm")}
    return [
        {
            "id": str(run.get("id", place)),
            "messages": run.get("messages", []),
            "facts": facts,
            "meta": {key: said for key, said in {**about, "task": run.get("task_id")}.items() if said is not None},
            "outcome": {"reward": _mapping(run.get("reward_info")).get("reward")},
        }
        for place, run in enumerate(_mappings(value["simulations"]))
    ]


def _promptfoo_tests(value: Raw) -> list[dict[str, Any]] | None:
    """A promptfoo test file: `tests`, each with `vars`; or one of its tests."""
    tests = value.get("tests")
    if isinstance(tests, list):
        return [case for test in _mappings(tests) for case in (_promptfoo_one(test, None),) if case is not None]
    if isinstance(value.get("vars"), Mapping) and "draft" not in value:
        one = _promptfoo_one(value, None)
        return None if one is None else [one]
    return None


def _promptfoo_results(value: Raw) -> list[dict[str, Any]] | None:
    """What promptfoo wrote with `-o results.json`: the output is the draft."""
    results = _mapping(value.get("results")).get("results")
    if not isinstance(results, list):
        return None
    found: list[dict[str, Any]] = []
    for result in _mappings(results):
        case = _promptfoo_one(result, _mapping(result.get("response")).get("output"))
        if case is not None:
            found.append(case)
    return found


def _promptfoo_one(test: Raw, output: Any) -> dict[str, Any] | None:
    said = _mapping(test.get("vars"))
    messages = next((said[key] for key in ("messages", "history", "conversation") if said.get(key) is not None), None)
    if isinstance(messages, str):
        messages = _parsed(messages)
    asked = next(
        (said[key] for key in ("question", "query", "input", "message") if isinstance(said.get(key), str)), None
    )
    if not isinstance(messages, list):
        messages = []
    turned = [_shorthand(message) for message in cast("list[Any]", messages)]
    if asked is not None:
        turned.append({"role": "customer", "text": asked})
    draft = output if isinstance(output, str) else said.get("draft") or said.get("output")
    if not turned and draft is None:
        return None
    return _without_none(
        {"id": test.get("description"), "messages": turned, "draft": draft, "meta": test.get("metadata")}
    )


def _shorthand(message: Any) -> Any:
    """Promptfoo lets `{user: text}` stand for `{role: user, content: text}`."""
    if isinstance(message, Mapping):
        fields = cast("Raw", message)
        if len(fields) == 1:
            role, text = next(iter(fields.items()))
            if isinstance(text, str):
                return {"role": role, "content": text}
        return dict(fields)
    return message


def _langsmith(value: Raw) -> list[dict[str, Any]] | None:
    """A LangSmith example or run: `inputs`, `outputs`, `metadata`."""
    if not isinstance(value.get("inputs"), Mapping):
        return None
    inputs, outputs = _mapping(value["inputs"]), _mapping(value.get("outputs"))
    messages = _messages_of(inputs)
    answered = outputs.get("messages")
    draft: Any = None
    if isinstance(answered, list):
        known = len(messages) if cast("list[Any]", answered)[: len(messages)] == messages else 0
        messages = [*messages, *cast("list[Any]", answered)[known:]]
    else:
        draft = next(
            (outputs[key] for key in ("output", "answer", "response") if isinstance(outputs.get(key), str)), None
        )
    return [_without_none({"id": value.get("id"), "messages": messages, "draft": draft, "meta": value.get("metadata")})]


def _messages_of(inputs: Raw) -> list[Any]:
    messages = inputs.get("messages")
    if isinstance(messages, list):
        return list(cast("list[Any]", messages))
    asked = _first_text(inputs, ("question", "input", "query"))
    return [] if asked is None else [{"role": "customer", "text": asked}]


def _deepeval(value: Raw) -> list[dict[str, Any]] | None:
    """A deepeval golden or test case, of one turn or of several, in either spelling of its keys."""
    about = {"id": value.get("name"), "meta": value.get("additional_metadata") or value.get("additionalMetadata")}
    output = value.get("actual_output") or value.get("actualOutput")
    if isinstance(value.get("turns"), list):
        return [_without_none({**about, "messages": list(value["turns"])})]
    if not (isinstance(value.get("input"), str) and isinstance(output, str)):
        return None
    passages = value.get("retrieval_context") or value.get("retrievalContext") or value.get("context")
    facts = (
        {"sources": [{"text": text} for text in cast("list[Any]", passages)]} if isinstance(passages, list) else None
    )
    asked = [{"role": "customer", "text": value["input"]}]
    return [_without_none({**about, "messages": asked, "draft": output, "facts": facts})]


def _ragas(value: Raw) -> list[dict[str, Any]] | None:
    """A ragas sample: `user_input` is what was asked, or the messages."""
    asked, answer = value.get("user_input"), value.get("response")
    if isinstance(asked, list):
        return [{"messages": list(cast("list[Any]", asked))}]
    if isinstance(asked, str) and isinstance(answer, str):
        return [{"messages": [{"role": "customer", "text": asked}], "draft": answer}]
    return None


def _first_text(value: Raw, keys: Sequence[str]) -> str | None:
    return next((value[key] for key in keys if isinstance(value.get(key), str)), None)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _mapping(value: Any) -> Raw:
    return cast("Raw", value) if isinstance(value, Mapping) else {}


def _mappings(values: Any) -> Iterator[Raw]:
    return (cast("Raw", value) for value in cast("Sequence[Any]", values) if isinstance(value, Mapping))


def _without_none(value: Raw) -> dict[str, Any]:
    return {key: said for key, said in value.items() if said is not None}
