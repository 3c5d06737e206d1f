"""Prompts: our words outside of the fences, everybody else's inside."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from guard.llm.fences import Passage, fenced, nonce_for
from guard.llm.mask import Mask
from guard.llm.ports import Papers, Prompt, Question, Remark, Turn
from guard.text.tables import beside

_LONGEST = 60_000
"""Code points of the conversation, and of what is known: what is older, or further down, is left out."""
_ANSWER: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "reason": {"type": "string"},
        "evidence": {"type": "string"},
        "status": {"type": "string", "enum": ["pass", "fail", "na", "unsure"]},
        "confidence": {"type": "number"},
    },
    "required": ["reason", "evidence", "status", "confidence"],
    "additionalProperties": False,
}


@cache
def _words() -> dict[str, str]:
    return beside(__file__, "prompts")


def version() -> str:
    """Return the version of the prompts, with a digest of their words in case somebody forgets to change it."""
    words = json.dumps(_words(), sort_keys=True)
    return f"{_words()['version']}-{hashlib.sha256(words.encode()).hexdigest()[:12]}"


def key_of(*parts: str) -> str:
    """Return the key of what was asked.

    Example:
        >>> key_of("ab", "c") == key_of("a", "bc")
        False
    """
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def passages(papers: Papers, mask: Mask) -> list[Passage]:
    """Return what a case holds, masked, the draft last."""
    turns = [Passage(turn.who, mask.on(turn.text)) for turn in _recent(papers.turns)]
    known = mask.on("\n".join(papers.facts))[:_LONGEST]
    facts = [Passage("known", known)] if known else []
    return [*turns, *facts, Passage("draft", mask.on(papers.draft))]


def for_judge(papers: Papers, questions: Sequence[Question], mask: Mask, nonce: str | None = None) -> Prompt:
    """Return the one prompt for all questions about a draft.

    Args:
        papers: the case.
        questions: in our words; they stand outside of the fences.
        mask: of this call.
        nonce: the number of the fences; drawn when None.
    """
    given = passages(papers, mask)
    nonce = nonce_for(given) if nonce is None else nonce
    asked = "\n\n".join(f"{question.id}: {question.text}" for question in questions)
    return Prompt(
        system=_words()["judge"].replace("{nonce}", nonce),
        user=f"{fenced(given, nonce)}\n\n{_words()['questions']}\n{asked}",
        name="answers",
        schema=_object({question.id: _ANSWER for question in questions}),
    )


def for_writer(
    papers: Papers, remarks: Sequence[Remark], refused: Sequence[str], mask: Mask, nonce: str | None = None
) -> Prompt:
    """Return the prompt for a better reply; what is to be mended quotes the draft, and stands in fences too."""
    given = [*passages(papers, mask), *(Passage("to mend", mask.on(text)) for text in _told(remarks))]
    given += [Passage("refused", mask.on(text)) for text in refused]
    given += [Passage("style", mask.on(text)) for text in papers.style]
    nonce = nonce_for(given) if nonce is None else nonce
    return Prompt(
        system=_words()["writer"].replace("{nonce}", nonce),
        user=fenced(given, nonce),
        name="reply",
        schema=_object({"reply": {"type": "string"}}),
    )


def body_of(prompt: Prompt, model: str) -> dict[str, Any]:
    """Return the body of a request for a chat completion that keeps to a schema.

    Example:
        >>> body_of(Prompt("Be fair.", "Judge.", "answers", {}), "local")["messages"][1]
        {'role': 'user', 'content': 'Judge.'}
    """
    schema = {"name": prompt.name, "schema": dict(prompt.schema), "strict": True}
    return {
        "model": model,
        "messages": [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}],
        "response_format": {"type": "json_schema", "json_schema": schema},
    }


def mask_for(papers: Papers, remarks: Sequence[Remark] = (), *, masking: bool) -> Mask:
    """Return the mask of one call; one that masks nothing where masking is off."""
    if not masking:
        return Mask(())
    return Mask((papers.draft, *(turn.text for turn in papers.turns), *papers.facts, *_told(remarks)), papers.private)


def _told(remarks: Sequence[Remark]) -> list[str]:
    return [f"{remark.message} ({remark.evidence})" if remark.evidence else remark.message for remark in remarks]


def _recent(turns: Sequence[Turn]) -> Iterator[Turn]:
    """Yield the turns, without the oldest where there are too many words."""
    total = sum(len(turn.text) for turn in turns)
    for turn in turns:
        if total <= _LONGEST:
            yield turn
        total -= len(turn.text)


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object", "properties": dict(properties), "required": list(properties), "additionalProperties": False,
    }  # fmt: skip
