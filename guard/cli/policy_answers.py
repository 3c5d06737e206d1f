"""Answers to `guard policy new`: each one checked at once, all of them together made into a policy."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, get_args

from guard.assemble import data_folder, kinds_for, pack_at
from guard.cli.policy_checks import choice, example, long_enough, refused, slots, spoken, wording
from guard.domain.virtues import SEVERITIES, VIRTUES, Action
from guard.policy.articles import word_of, words
from guard.policy.loader import PACK_FILE

Answers = dict[str, Any]
"""By question: a text, or a list of texts (examples: of mappings), in the order they were given."""

_CODE = re.compile(r"^code:\s*['\"]?([A-Z]{3})(\d{3})\b", re.MULTILINE)
_SLOTS = ("words", "evidence")
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "virtue": VIRTUES, "severity": SEVERITIES, "action": get_args(Action), "asks": ("forbid", "require"),
    "trait": words(),
}  # fmt: skip
_SHORTEST = {"title": 8, "why": 20, "message": 8}


class Desk:
    """The folder that a new policy goes into: which names and codes are taken there, and what may be said.

    Args:
        into: the folder of the pack; it need not be there yet.

    Raises:
        PolicyError: when a policy that is there cannot be used; better now than after the last question.
    """

    def __init__(self, into: Path) -> None:
        self.into = into
        self._kinds = kinds_for()
        self.is_new = not (into / PACK_FILE).exists() and not any(into.glob("*/*.y*ml"))
        packaged = data_folder("policies", "policies")
        pack = pack_at(None if self.is_new else into, self._kinds)
        self._ids = {policy.id: policy.code for policy in pack.policies}
        self._policies = pack.policies
        self._codes = set(_codes(packaged)) | set(_codes(into))
        settings: Any = pack.settings
        spoken = str(getattr(settings, "language", "en"))
        self.language = spoken if spoken == into.resolve().name else "en"

    def id_of(self, answers: Answers) -> str:
        """Return the id: the path from the packs' folder."""
        own = f"{answers['virtue']}/{answers['slug']}"
        return own if self.language == "en" else f"{self.language}/{own}"

    def path_of(self, answers: Answers) -> Path:
        """Return where the policy's file goes."""
        return self.into / answers["virtue"] / f"{answers['slug']}.yaml"

    def code_for(self, virtue: str) -> str:
        """Return the next free code of a virtue, after the highest that any pack here has used."""
        mine = [p for p in self._policies if p.virtue == virtue and self.language in (*p.applies_to.language, "en")]
        prefixes = Counter(policy.code[:3] for policy in mine)
        prefix = prefixes.most_common(1)[0][0] if prefixes else virtue[:3].upper()
        last = max((int(code[3:]) for code in self._codes if code.startswith(prefix)), default=0)
        return f"{prefix}{last + 1:03}"

    def checked(self, key: str, text: Any, answers: Answers, where: str) -> Any:
        """Return an answer as the policy will hold it.

        Args:
            key: of the question.
            text: what was answered; one of several where the question takes many.
            answers: what is answered already.
            where: leads the problem.

        Raises:
            UsageError: when it cannot be used, saying what was expected.
        """
        if key in ("bad", "good"):
            return example(text, where)
        said = spoken(text, where)
        if key in _CHOICES:
            return choice(said, _CHOICES[key], where)
        if key in ("phrase", "unless"):
            return wording(said, where)
        if key == "when":
            return self._state(said, where)
        if key == "slug":
            return self._slug(said, answers, where)
        if key == "code":
            return self._code(said, where)
        if key == "message":
            absence = answers.get("asks") == "require" and not answers.get("when")
            slots(said, () if absence else _SLOTS, where)
        if key == "title" and "\n" in said:
            raise refused(where, "one line", "several", "say the rest under why")
        return long_enough(said, _SHORTEST.get(key, 1), where)

    def free(self, answers: Answers, where: str) -> None:
        """Refuse a name that is taken.

        Raises:
            UsageError: when the file is there, or a policy of that name is loaded.
        """
        name, path = self.id_of(answers), self.path_of(answers)
        do = "give another slug, or edit that file"
        for taken in (path, path.with_suffix(".yml")):
            if taken.exists():
                raise refused(where, "a name that is free", f"{taken}, which is there", do)
        if name in self._ids:
            do = "give another slug (overlays in pack.yaml change a policy that is loaded)"
            raise refused(where, "a name that is free", f"{name}, which {self._ids[name]} has", do)

    def _slug(self, said: str, answers: Answers, where: str) -> str:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", said):
            near = re.sub(r"[^a-z0-9]+", "-", said.lower()).strip("-")
            do = f"use {near!r}" if near else "such as 'shrugs-it-off'"
            raise refused(where, "small letters and digits, joined by hyphens", repr(said), do)
        if "virtue" in answers:
            self.free({**answers, "slug": said}, where)
        return said

    def _code(self, said: str, where: str) -> str:
        if not re.fullmatch(r"[A-Z]{3}\d{3}", said):
            raise refused(where, "three capitals and three digits", repr(said), "such as 'RES042'")
        if said in self._codes:
            raise refused(where, "a code that was never used", said, "leave it out for the next free one")
        return said

    def _state(self, said: str, where: str) -> str:
        kind = self._kinds["trigger"]
        try:
            kind.compile([kind.params.model_validate(said)])
        except ValueError as error:
            known = str(error.args[1]).removeprefix("one of ").split(", ")
            return choice(said, tuple(known), where)
        return said


def composed(answers: Answers, desk: Desk) -> dict[str, Any]:
    """Return the policy that all answers make, in the order of keys in which policies are written.

    Args:
        answers: to every question that applies.
        desk: whose names and codes it takes.
    """
    asks = answers.get("asks", "forbid")
    clause: dict[str, Any] = {"scope": "sentence" if asks == "forbid" else "reply"}
    clause["any"] = [{"phrase": answers["phrase"]}]
    if answers.get("unless"):
        clause["unless"] = [{"phrase": answers["unless"]}]
    way = "replace" if asks == "forbid" else "insert"
    value: dict[str, Any] = {
        "spec": 1, "id": desk.id_of(answers), "code": answers["code"], "version": "1.0.0", "stage": "preview",
        "virtue": answers["virtue"], "traits": answers["trait"], "title": answers["title"], "why": answers["why"],
        "applies_to": {"language": [desk.language]} if desk.language != "en" else None,
        "when": {"any": [{"trigger": answers["when"]}]} if answers.get("when") else None,
        asks: clause, "severity": answers["severity"], "message": answers["message"],
        "fix": {"safety": "safe", way: answers["instead"]} if "instead" in answers else None,
        "action": answers["action"],
        "examples": {sort: [_short(example) for example in answers[sort]] for sort in ("bad", "good")},
    }  # fmt: skip
    return {key: part for key, part in value.items() if part is not None}


def default_message(answers: Answers) -> str:
    """Return the message that a policy has when none is given: what was found, and what is wrong with it."""
    title = answers["title"].replace("{", "(").replace("}", ")").rstrip(".")
    return f"{title}." if answers.get("asks") == "require" else f"{title}: “{{words}}”."


def default_trait(answers: Answers) -> list[str]:
    """Return the articles' word for the virtue."""
    return [word_of(answers["virtue"])]


def _short(example: Mapping[str, Any]) -> Any:
    """Write an example that is a reply alone as a plain text."""
    return example["text"] if set(example) == {"text"} else dict(example)


def _codes(folder: Path) -> Iterable[str]:
    """Yield every code in a folder, of packs of other languages and of deprecated policies too."""
    for path in sorted(folder.rglob("*.y*ml")):
        for prefix, number in _CODE.findall(path.read_text(encoding="utf-8", errors="replace")):
            yield prefix + number
