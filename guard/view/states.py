"""The state of the conversation: what the customer's open messages call for.

A state is a name with hits: `open_trouble`, `distress`, `question_open`, `gave_something`,
`constraint`, `abuse`, `closing`, `repeated_contact` … Most are wordings of `states.yaml` looked
for in the open messages, or of `constraints.yaml` looked for in all that the customer wrote; the
rest follow from the shape of the conversation, or are families of others, and stand here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from guard.domain.case import Message
from guard.domain.hit import Because, Hit, Hits
from guard.text.spans import Span
from guard.view.lexicon import Lexicon
from guard.view.passage import Passage

Indexed = tuple[int, Message, Passage]
"""A message with its place in `case.messages` and its text made ready."""


def worded(lexicon: Lexicon, messages: Sequence[Indexed]) -> dict[str, Hits]:
    """Return the states that the customer's own words tell of.

    Each hit carries `words` (what was said) and `sentence` (where it was said).
    """
    found: dict[str, Hits] = {}
    for index, _, passage in messages:
        for name, spans in lexicon.read(passage).items():
            found[name] = (*found.get(name, ()), *(_told(index, span, passage) for span in spans))
    return found


FAMILIES: Mapping[str, tuple[str, ...]] = {
    "open_trouble": ("upset", "harmed", "distress"),
    "gave_something": ("thanked", "praise", "idea", "loyalty", "patience"),
    "constraint": (
        "no_calls",
        "no_transfer",
        "no_website",
        "no_printer",
        "no_app",
        "plain_words",
        "blind",
        "wheelchair",
        "meatless",
        "nut_allergy",
        "small_budget",
        "one_at_a_time",
    ),
}
"""States that are there when one of their members is."""


def families(found: Mapping[str, Hits]) -> dict[str, Hits]:
    """Return the families of the states that were found, each with the hits of its members.

    Example:
        >>> sorted(families({"upset": (Hit(),)}))
        ['open_trouble']
    """
    joined = {
        name: tuple(hit for member in members for hit in found.get(member, ())) for name, members in FAMILIES.items()
    }
    return {name: hits for name, hits in joined.items() if hits}


def _told(index: int, span: Span, passage: Passage) -> Hit:
    """Make the hit for one wording of one message."""
    at = passage.sentence_at(span.start)
    sentence = passage.sentences[at].of(passage.text) if at is not None else span.of(passage.text)
    return Hit(
        values={"words": span.of(passage.text), "sentence": sentence},
        because=Because(f"messages[{index}]", span.of(passage.text)),
    )


def shaped(messages: Sequence[tuple[int, Message]], opened: Sequence[Indexed]) -> dict[str, Hits]:
    """Return the states that follow from who spoke, and how."""
    return {name: hits for name, ask in SHAPES.items() if (hits := ask(messages, opened))}


def _customer_spoke(messages: Sequence[tuple[int, Message]], _opened: Sequence[Indexed]) -> Hits:
    """There is at least one message of the customer."""
    return next(((Hit(because=Because(f"messages[{i}]", "")),) for i, m in messages if m.role == "customer"), ())


def _open_message(_messages: Sequence[tuple[int, Message]], opened: Sequence[Indexed]) -> Hits:
    """The customer said something that the agent has not answered yet."""
    return tuple(Hit(because=Because(f"messages[{index}]", "")) for index, _, _ in opened)


def _question_open(_messages: Sequence[tuple[int, Message]], opened: Sequence[Indexed]) -> Hits:
    """An open message holds a question mark outside links."""
    return tuple(
        Hit(values={"sentence": span.of(passage.text)}, because=Because(f"messages[{index}]", span.of(passage.text)))
        for index, _, passage in opened
        if "?" in passage.text
        for span in passage.sentences
        if passage.text[span.end - 1] == "?"
    )


def _first_reply(messages: Sequence[tuple[int, Message]], _opened: Sequence[Indexed]) -> Hits:
    """The agent has not spoken yet."""
    return () if any(m.role == "agent" for _, m in messages) else (Hit(),)


def _used_tools(messages: Sequence[tuple[int, Message]], _opened: Sequence[Indexed]) -> Hits:
    """Tools were called before the draft, so claims of action can be seen."""
    return next(((Hit(because=Because(f"messages[{i}]", m.name or "")),) for i, m in messages if m.role == "tool"), ())


SHAPES: Mapping[str, Callable[[Sequence[tuple[int, Message]], Sequence[Indexed]], Hits]] = {
    "customer_spoke": _customer_spoke,
    "open_message": _open_message,
    "question_open": _question_open,
    "first_reply": _first_reply,
    "used_tools": _used_tools,
}
