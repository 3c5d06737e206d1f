"""Small packs, kinds and clocks for tests: real files in a temporary folder, real objects, no mocks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from guard.detect.kind import Params, Seen, Stage
from guard.domain.clock import Deadline
from guard.domain.hit import Hit, Result
from guard.text.spans import Span
from guard.view.view import View


def policy(id: str, **changes: Any) -> dict[str, Any]:  # noqa: A002 - the field's own name
    """A small policy that is whole; `changes` replace its keys, None removes one."""
    virtue = id.split("/")[0]
    made: dict[str, Any] = {
        "spec": 1, "id": id, "version": "1.0.0", "stage": "stable", "virtue": virtue,
        "title": "A rule for a test", "why": "Because a test needs a rule that is whole.",
        "forbid": {"scope": "sentence", "any": [{"phrase": ["calm down"]}]},
        "severity": "major", "message": "Says {words}.", "action": "flag",
        "examples": {"bad": ["Please calm down."], "good": ["I am on it."]},
    }  # fmt: skip
    made.update(changes)
    return {key: value for key, value in made.items() if value is not None}


def write_pack(folder: Path, *policies: dict[str, Any], **settings: Any) -> Path:
    """Write policies and a `pack.yaml` as a team would have them on disk."""
    for number, one in enumerate(policies):
        path = folder / f"{one['id']}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump({**one, "code": f"TST{number:03}"}, sort_keys=False), encoding="utf-8")
    pack = {"spec": 1, "name": "test", "version": "0.0.1", **settings}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.yaml").write_text(yaml.safe_dump(pack, sort_keys=False), encoding="utf-8")
    return folder


class WordParams(Params):
    """One word."""

    word: str


class WordKind:
    """A kind from outside: finds a word; crashes on the word `boom`, and lets time pass on `slow`."""

    name = "word"
    stage: Stage = "rules"
    params: type[Params] = WordParams

    def __init__(self, clock: HandClock | None = None) -> None:
        self._clock = clock

    def compile(self, params: Sequence[WordParams]) -> _Words:
        return _Words(params, self._clock)


class _Words:
    def __init__(self, params: Sequence[WordParams], clock: HandClock | None) -> None:
        self._params = params
        self._clock = clock

    def run(self, view: View, seen: Seen, clock: Deadline) -> Sequence[Result]:
        if any(wanted.word == "boom" for wanted in self._params):
            raise RuntimeError(f"crashed on {view.text}")
        if self._clock is not None and any(wanted.word == "slow" for wanted in self._params):
            self._clock.seconds += 10
        return [self._find(view, wanted.word) for wanted in self._params]

    def _find(self, view: View, word: str) -> tuple[Hit, ...]:
        at = view.lower.find(word)
        return (Hit(Span(at, at + len(word)), {"words": word}),) if at >= 0 else ()


class HandClock:
    """A clock that moves only when told."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds
