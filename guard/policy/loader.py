"""From a folder of YAML files to a pack: every mistake of every file at once, each in its place."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from guard.errors import PolicyError, Problem
from guard.policy import marked
from guard.policy.marked import Marked
from guard.policy.pack import PackFile
from guard.policy.spec import AnyPolicy, Condition, Kinds, Policy, policy_model
from guard.policy.telling import validated

PACK_FILE = "pack.yaml"

_INHERITED = frozenset(("silences", "priority", "acts", "notes"))
"""Settings that belong to the policies rather than to a team, and come with them."""


@dataclass(frozen=True, slots=True)
class Pack:
    """Policies made ready to be planned.

    Args:
        policies: in order of their id.
        settings: what `pack.yaml` says, overlays of the pack it extends already applied.
        digest: `sha256:` over everything that can change a verdict.
        folder: where it was read.
        sources: the file of each policy by id and `pack.yaml` under "", for messages that show the place.
    """

    policies: tuple[AnyPolicy, ...]
    settings: PackFile[Any]
    digest: str
    folder: Path
    sources: Mapping[str, Marked]


def load_pack(folder: Path, kinds: Kinds, packaged: Path) -> Pack:
    """Read the pack in `folder`.

    Args:
        folder: holds `pack.yaml` and `<virtue>/<slug>.yaml`.
        kinds: which kinds of condition there are, with their parameter models.
        packaged: the pack that ships with Reply Guard, for `extends: packaged`.

    Raises:
        PolicyError: with all problems of all files.
    """
    if not folder.is_dir():
        raise PolicyError(
            [Problem(str(folder), "a folder of policies", "no such folder", "give --policies an existing folder")]
        )
    problems: list[Problem] = []
    raw = _raw(folder, packaged, problems, ())
    model = policy_model(kinds)
    settings = _settings(raw.pack, model, problems)
    policies: list[AnyPolicy] = []
    for file in raw.files:
        policy = validated(model, file, problems)
        if policy is not None:
            policies.append(policy)
            problems += _misplaced(file, policy, raw.ids[file.name])
    problems += _doubles(raw.files, policies)
    problems += _unknown_policies(settings, raw.pack, policies) if settings is not None and not problems else ()
    if problems or settings is None:
        raise PolicyError(problems)
    ordered = tuple(sorted(policies, key=lambda policy: policy.id))
    sources = {"": raw.pack, **{_id(file): file for file in raw.files}}
    return Pack(ordered, settings, _digest(ordered, settings), folder, sources)


@dataclass(frozen=True, slots=True)
class _Raw:
    """YAML that is read and not yet validated; `ids` are what the files' paths say."""

    files: tuple[Marked, ...]
    pack: Marked
    ids: Mapping[str, str]


def _raw(folder: Path, packaged: Path, problems: list[Problem], seen: tuple[Path, ...]) -> _Raw:
    """Read a folder, and below it the packs it extends and includes; its own files replace those of the same id."""
    pack_path = folder / PACK_FILE
    empty = Marked(str(pack_path), "", {"name": folder.name, "version": "0.0.0"})
    pack = (_load(pack_path, problems) if pack_path.is_file() else None) or empty
    paths = sorted(path for path in folder.glob("*/*.y*ml") if path.name != PACK_FILE)
    files = [file for path in paths if (file := _load(path, problems)) is not None]
    prefix = f"{folder.name}/" if _mapping(pack.value).get("language") == folder.resolve().name else ""
    ids = {str(path): f"{prefix}{path.parent.name}/{path.stem}" for path in paths}
    for key, base in _others(folder, pack, packaged, problems, (*seen, folder.resolve())):
        if key == "extends":
            pack = _inheriting(pack, base.pack)
        own = {_id(file) for file in files}
        files += (file for file in base.files if _id(file) not in own)
        ids |= base.ids
    overlays = _mapping(_mapping(pack.value).get("overlays"))
    return _Raw(tuple(_overlaid(file, overlays.get(_id(file))) for file in files), pack, ids)


def _others(
    folder: Path, pack: Marked, packaged: Path, problems: list[Problem], seen: tuple[Path, ...]
) -> Iterator[tuple[str, _Raw]]:
    """Read the packs of other languages that a pack includes, then the one it extends, each with that key."""
    settings = _mapping(pack.value)
    included = settings.get("includes")
    wanted: list[tuple[tuple[str | int, ...], Any]] = [
        *(
            (("includes", i), name)
            for i, name in enumerate(cast(list[Any], included) if isinstance(included, list) else ())
        ),
        (("extends",), settings.get("extends")),
    ]
    for path, name in wanted:
        if not isinstance(name, str):
            continue  # none, or something that the model will complain about
        other = packaged if (path, name) == (("extends",), "packaged") else (folder / name).resolve()
        if other.resolve() in seen or not other.is_dir():
            what = "`packaged` or another folder of policies" if path == ("extends",) else "another folder of policies"
            problems.append(pack.problem(path, what, repr(name), "mend the path"))
        else:
            yield str(path[0]), _raw(other, packaged, problems, seen)


def _inheriting(pack: Marked, base: Marked) -> Marked:
    """Return a pack with what it does not set itself and the pack that it extends does."""
    inherited = {key: value for key, value in _mapping(base.value).items() if key in _INHERITED}
    return replace(pack, value={**inherited, **_mapping(pack.value)})


def _load(path: Path, problems: list[Problem]) -> Marked | None:
    """Read one file, or note why it cannot be read."""
    try:
        return marked.load(str(path), path.read_text(encoding="utf-8"))
    except PolicyError as error:
        problems += error.problems
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(str(path), "a readable UTF-8 file", type(error).__name__, "save it as UTF-8"))
    return None


def _id(file: Marked) -> str:
    """Return the id a file claims."""
    return str(_mapping(file.value).get("id", ""))


def _mapping(value: Any) -> Mapping[str, Any]:
    """Return a value that is a mapping, else an empty one: what is wrong with it is told by the model."""
    return cast(Mapping[str, Any], value) if isinstance(value, dict) else {}


def _overlaid(file: Marked, overlay: Mapping[str, Any] | None) -> Marked:
    """Apply a pack's overlay: whole keys are replaced, `phrase+` and `phrase-` change the phrases."""
    if not overlay:
        return file
    value = json.loads(json.dumps(file.value))
    for key, wanted in overlay.items():
        if key in ("phrase+", "phrase-"):
            for phrases in _phrases(value):
                phrases[:] = [p for p in phrases if p not in wanted] if key == "phrase-" else [*phrases, *wanted]
                break
        else:
            value[key] = wanted
    return Marked(file.name, file.text, value)


def _phrases(policy: Mapping[str, Any]) -> Iterator[list[str]]:
    """Yield the phrase lists of a policy's clause, as they can be changed in place."""
    clause: Mapping[str, Any] = policy.get("forbid") or policy.get("require") or {}
    conditions: Sequence[Mapping[str, Any]] = [*clause.get("any", ()), *clause.get("all", ())]
    for condition in conditions:
        if isinstance(condition.get("phrase"), list):
            yield condition["phrase"]


def _settings(pack: Marked, model: type[Policy[Any]], problems: list[Problem]) -> PackFile[Any] | None:
    """Validate `pack.yaml` with the kinds of condition that the policies may use."""
    condition = cast(type[Condition], model.__pydantic_generic_metadata__["args"][0])
    return validated(PackFile[condition], pack, problems)


def _misplaced(file: Marked, policy: AnyPolicy, path: str) -> Iterator[Problem]:
    """The id is the path, so that a policy is found where its name says."""
    if path != policy.id:
        yield file.problem(("id",), f"{path}, the file's own path", repr(policy.id), "rename one of them")


def _doubles(files: Sequence[Marked], policies: Sequence[AnyPolicy]) -> Iterator[Problem]:
    """A code stands for one policy, for ever."""
    names = {_id(file): file for file in files}
    first: dict[str, AnyPolicy] = {}
    for policy in policies:
        if policy.code in first:
            file = names[policy.id]
            got = f"{policy.code}, which {first[policy.code].id} has"
            yield file.problem(("code",), "a code of its own", got, "take the next free one")
        first.setdefault(policy.code, policy)


def _unknown_policies(settings: PackFile[Any], pack: Marked, policies: Sequence[AnyPolicy]) -> Iterator[Problem]:
    """Overlays, waivers and silences must name something that is loaded."""
    ids = {policy.id for policy in policies}
    named = ids | {policy.virtue for policy in policies} | {trait for policy in policies for trait in policy.traits}
    wanted: list[tuple[tuple[str | int, ...], str, set[str]]] = [
        *((("overlays", name), name, ids) for name in settings.overlays),
        *((("waivers", i, "policy"), waiver.policy, ids) for i, waiver in enumerate(settings.waivers)),
        *((("silences", i, "mute"), name, named) for i, s in enumerate(settings.silences) for name in s.mute),
    ]
    for path, name, known in wanted:
        if name not in known:
            close = difflib.get_close_matches(name, sorted(known), n=1)
            yield pack.problem(
                path, "a loaded policy" if known is ids else "a loaded policy, virtue or trait", repr(name),
                f"use {close[0]!r}" if close else "see guard policy list",
            )  # fmt: skip


def _digest(policies: Sequence[AnyPolicy], settings: PackFile[Any]) -> str:
    """Hash what can change a verdict; the same pack has the same digest on every machine."""
    silent = {"examples", "precision", "why", "title"}
    canonical = [policy.model_dump(mode="json", exclude=silent) for policy in policies]
    text = json.dumps([canonical, settings.model_dump(mode="json")], sort_keys=True, ensure_ascii=False)
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
