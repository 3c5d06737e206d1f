"""`guard init`: writes a starter for the library that a project uses."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from guard.cli.say import put
from guard.errors import Problem, UsageError

_STARTERS = Path(__file__).with_suffix(".yaml")
_NAME = "guarded_bot.py"
_MOST_FILES = 2000
_SKIPPED = frozenset(("node_modules", "site-packages", "__pycache__", "build", "dist", "venv", "env"))
_IMPORT = re.compile(r"^\s*(?:from|import)\s+(\w+)", re.MULTILINE)


def register(subparsers: Any) -> None:
    """Add `init` to the commands.

    Args:
        subparsers: what `ArgumentParser.add_subparsers` returned.
    """
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "init", help="write a starter for the library your bot uses",
        description=f"Looks at what the Python files of a folder import, and writes {_NAME} there: LangChain, "
        "openai-agents, Pydantic AI, litellm, the openai client, or plain Python. A file that is there stays.",
    )  # fmt: skip
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), help="default: this one")
    parser.add_argument("--for", dest="library", choices=tuple(_starters()), help="default: what is found")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Write the starter.

    Raises:
        UsageError: when the folder is not there, or the file is.
    """
    folder: Path = args.folder
    if not folder.is_dir():
        raise UsageError([Problem(str(folder), "a folder", "nothing", "check the path")])
    target = folder / _NAME
    if target.exists():
        raise UsageError([Problem(str(target), "no such file yet", "one", "move it away, or keep it")])
    library = args.library or _found(folder)
    starter = _starters()[library]
    target.write_text(starter["file"], encoding="utf-8")
    put(f"{target}: written for {library.replace('_', '-') if library != 'plain' else 'plain Python'}")
    if starter["extra"]:
        put(f"install: pip install 'reply-guard[{starter['extra']}]'")
    return 0


def _starters() -> dict[str, Any]:
    return yaml.safe_load(_STARTERS.read_text(encoding="utf-8"))


def _found(folder: Path) -> str:
    """Return the first library, in the order of the starters, that some file imports."""
    imported: set[str] = set()
    for path in islice(_files(folder), _MOST_FILES):
        imported.update(_IMPORT.findall(path.read_text(encoding="utf-8", errors="replace")))
    starters = _starters()
    return next((name for name, starter in starters.items() if imported & set(starter["imports"])), "plain")


def _files(folder: Path) -> Iterator[Path]:
    """Yield the Python files of a project; not those of its environments."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name not in _SKIPPED and not path.name.startswith("."):
            yield from _files(path)
        elif path.suffix == ".py" and path.is_file():
            yield path
