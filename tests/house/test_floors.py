"""The house stands as design says: floors, sizes, faces and words are facts, not intentions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import guard

HOUSE = Path(guard.__file__).parent
FLOORS = {
    "errors": 1, "text": 1,
    "domain": 2, "llm": 2, "learned": 2,
    "policy": 3, "claims": 3, "formats": 3,
    "view": 4, "detect": 5, "wording": 5, "promises": 5, "engine": 6, "rewrite": 7, "middleware": 8, "assemble": 9,
    "wire": 9,
    "adapters": 10, "review": 10, "evals": 10,
    "service": 11,
    "cli": 12, "__init__": 12, "__main__": 13,
}  # fmt: skip
HEAVY = frozenset(
    (
        "openai",
        "langchain",
        "langchain_core",
        "guardrails",
        "litellm",
        "agents",
        "starlette",
        "httpx",
        "torch",
        "onnxruntime",
    )
)
BARRED_NAMES = frozenset(("utils", "util", "helpers", "common", "core", "manager", "misc", "base"))
MODULES = sorted(HOUSE.rglob("*.py"))


def room(path: Path) -> str:
    relative = path.relative_to(HOUSE)
    return relative.parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Every module a file names in an import, wherever the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            yield node.lineno, node.module or ""


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_a_room_imports_only_rooms_on_lower_floors(path: Path) -> None:
    here = room(path)
    for line, module in imported(path):
        if not module.startswith("guard"):
            continue
        parts = module.split(".")
        if len(parts) == 1:
            assert here == "__main__", f"{path}:{line}: `from guard import` inside the house"
            continue
        there = parts[1]
        assert there == here or FLOORS[there] < FLOORS[here], (
            f"{path}:{line}: {here} (floor {FLOORS[here]}) imports {there}"
        )


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_no_import_hides_a_circle(path: Path) -> None:
    assert "TYPE_CHECKING" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_a_file_stays_within_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_a_function_stays_short(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = [n for n in node.body if not (isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant))]
            lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
            assert lines <= 40, f"{path}:{node.lineno}: {node.name} has {lines} lines"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_vendor_libraries_stay_in_adapters_and_llm(path: Path) -> None:
    if room(path) not in ("adapters", "llm", "service"):
        assert not HEAVY & {module.split(".")[0] for _, module in imported(path)}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_a_name_says_what_a_file_is(path: Path) -> None:
    assert path.stem not in BARRED_NAMES


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_public_functions_say_what_they_do(path: Path) -> None:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{path}:{node.lineno}: {node.name} has no docstring"


def test_detectors_and_policies_do_not_know_each_other() -> None:
    for path in MODULES:
        modules = {module for _, module in imported(path)}
        if room(path) == "detect":
            assert not any(module.startswith("guard.policy") for module in modules), path
        if room(path) == "policy":
            assert not any(module.startswith("guard.detect") for module in modules), path


def test_labels_outcomes_and_meta_are_out_of_sight_of_every_check() -> None:
    for path in MODULES:
        if room(path) in ("claims", "view", "detect", "rewrite"):
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"\.(labels|outcome|meta)\b", text), path


def test_the_public_face_is_what_it_says() -> None:
    assert sorted(guard.__all__) == guard.__all__
    for name in guard.__all__:
        assert getattr(guard, name) is not None


def test_detector_modules_open_with_the_four_headings() -> None:
    for path in (HOUSE / "detect").glob("*.py"):
        if path.stem in ("__init__", "kind", "anchors", "catalogue"):
            continue
        doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        for heading in ("Finds:", "Why it matters:", "Example:", "Known misses:"):
            assert heading in doc, f"{path} lacks {heading!r}"


def test_no_two_files_need_each_other() -> None:
    needs = {name(path): {m for _, m in imported(path)} for path in MODULES}
    settled: set[str] = set()
    while True:
        ready = {
            one for one, wanted in needs.items() if one not in settled and not (wanted & needs.keys()) - settled - {one}
        }
        if not ready:
            break
        settled |= ready
    assert set(needs) == settled, f"a circle among {sorted(set(needs) - settled)}"


def name(path: Path) -> str:
    parts = path.relative_to(HOUSE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
