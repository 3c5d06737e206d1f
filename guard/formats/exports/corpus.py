"""A ConvoKit corpus: a folder with `utterances.jsonl` and `speakers.json`, read without its library.

Who is an agent is told by the speakers' own `meta` (a word for a role in `role`, `type` or the like,
or `is_agent`); a speaker that nothing is told of is a customer where they began the conversation.
Source of the format: the ConvoKit documentation, "the Corpus object, data format".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, cast

from guard.errors import Problem, UsageError
from guard.formats.exports.spreadsheet import role_of
from guard.formats.sources import values

Raw = Mapping[str, Any]


def is_corpus(path: Path) -> bool:
    """Tell whether a folder is a corpus."""
    return (path / "utterances.jsonl").is_file()


def conversations(path: Path) -> Iterator[tuple[int, dict[str, Any] | UsageError]]:
    """Read the conversations of a corpus, each with the line on which it begins.

    Args:
        path: the folder.

    Raises:
        UsageError: when a file of it cannot be read.
    """
    roles = _roles(path)
    found: dict[str, tuple[int, list[Raw]]] = {}
    with (path / "utterances.jsonl").open("rb") as stream:
        for line, _, value in values(stream, str(path / "utterances.jsonl"), "lines"):
            if isinstance(value, UsageError):
                yield line, value
                continue
            said = cast("Raw", value)
            name = str(said.get("conversation_id") or said.get("root") or said.get("id"))
            found.setdefault(name, (line, []))[1].append(said)
    for name, (line, utterances) in found.items():
        yield line, _talk(name, utterances, roles)


def _talk(name: str, utterances: list[Raw], roles: Mapping[str, str]) -> dict[str, Any]:
    ordered = sorted(utterances, key=partial(_when, utterances))
    first = _speaker(ordered[0])
    return {
        "id": name,
        "conversation": name,
        "messages": [
            {
                "role": roles.get(_speaker(said)) or ("customer" if _speaker(said) == first else "agent"),
                "text": str(said.get("text") or ""),
                **({"at": said["timestamp"]} if isinstance(said.get("timestamp"), (int, float)) else {}),
            }
            for said in ordered
        ],
    }


def _when(utterances: list[Raw], said: Raw) -> tuple[float, int]:
    at = said.get("timestamp")
    return (float(at) if isinstance(at, (int, float)) else 0.0, utterances.index(said))


def _speaker(said: Raw) -> str:
    return str(said.get("speaker") or said.get("user") or "")


def _roles(path: Path) -> dict[str, str]:
    """Return the role of each speaker that the corpus tells it of."""
    file = path / "speakers.json"
    if not file.is_file():
        return {}
    try:
        speakers = cast("Raw", json.loads(file.read_bytes()))
    except (OSError, ValueError) as error:
        problem = Problem(str(file), "a JSON object of speakers", type(error).__name__, "mend or remove the file")
        raise UsageError([problem]) from None
    told = ((name, _role(cast("Raw", speaker))) for name, speaker in speakers.items() if isinstance(speaker, Mapping))
    return {name: role for name, role in told if role}


def _role(speaker: Raw) -> str | None:
    """Return the role that a speaker's `meta` tells: a word for one, or a flag."""
    meta: Raw = speaker.get("meta", speaker)
    word = next((role for said in meta.values() if isinstance(said, str) and (role := role_of(said))), None)
    if word:
        return word
    flag = next((meta[key] for key in ("is_agent", "is-agent", "agent") if isinstance(meta.get(key), bool)), None)
    return None if flag is None else "agent" if flag else "customer"
