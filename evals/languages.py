"""How well the language of a text is told, by language, against what is known and against lingua.

    python -m evals.languages                                    # the sentences of our own
    python -m evals.languages WHEEL… [--a-language 200] [--seed 1]   # and catalogues of packages
    pip install -e '.[lingua]' && python -m evals.languages --lingua  # and beside another detector

A text that is left open counts as missed. Prints a table a source and the pairs that are taken for each
other; then what the table costs on disk, in loading and in time, as ratios, for machines differ.
"""

from __future__ import annotations

import argparse
import importlib
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import yaml

from evals.catalogues import texts
from evals.training.languages import RECIPE
from guard.text import language as detector
from guard.text.folding import fold
from guard.text.language import language
from guard.text.sentences import sentences

SCRIPT_ALONE = ("el", "he", "zh", "ja", "ko", "th", "bn")
SUITE = Path(__file__).parent / "suites/languages/sentences.yaml"
KNOWN = [*(name for script in RECIPE["scripts"].values() for name in script), *SCRIPT_ALONE]

Detect = Callable[[str], str | None]
Material = Mapping[str, Sequence[str]]


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="How well the language of a text is told.")
    parser.add_argument("wheels", nargs="*", type=Path, help="wheels with translation catalogues")
    parser.add_argument("--a-language", type=int, default=200, help="texts drawn from the catalogues a language")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lingua", action="store_true", help="compare with lingua (the extra `lingua`)")
    args = parser.parse_args(argv)
    oracle = lingua() if args.lingua else None
    material = {"our sentences": suite()}
    if args.wheels:
        material["catalogues"] = drawn(texts(args.wheels), args.a_language, args.seed)
    for name, rows in material.items():
        print(f"{name}\n{'':10}{'texts':>7}{'right':>8}{'open':>7}{'lingua':>8}{'agree':>8}")
        report(rows, oracle)
    cost([text for rows in material.values() for row in rows.values() for text in row])
    return 0


def suite() -> Material:
    """Return the sentences of our own by language."""
    return cast(Material, yaml.safe_load(SUITE.read_text(encoding="utf-8")))


def drawn(rows: Material, size: int, seed: int) -> Material:
    """Draw as many texts of each known language."""
    chance = random.Random(seed)
    return {name: chance.sample(rows[name], min(size, len(rows[name]))) for name in KNOWN if name in rows}


def ours(text: str) -> str | None:
    """Return what the guard says, which reads folded text."""
    return language(fold(text).text)


def lingua() -> Detect:
    """Return lingua as a detector of the same languages; Norwegian is one here and two there."""
    library: Any = importlib.import_module("lingua")
    codes = {name: "NB" if name == "no" else name.upper() for name in (*KNOWN, "sr")}
    names = [getattr(library.IsoCode639_1, code) for code in codes.values() if hasattr(library.IsoCode639_1, code)]
    built = library.LanguageDetectorBuilder.from_iso_codes_639_1(*names).build()

    def detect(text: str) -> str | None:
        found = built.detect_language_of(text)
        name = found.iso_code_639_1.name.lower() if found else None
        return "no" if name == "nb" else name

    return detect


def report(rows: Material, oracle: Detect | None) -> None:
    """Print one line a language, the total and the confusions."""
    total: Counter[str] = Counter()
    taken: Counter[tuple[str, str | None]] = Counter()
    for name, row in rows.items():
        wanted = name.split("-")[0]
        said = [ours(text) for text in row]
        other = [oracle(text) if oracle else None for text in row]
        counts = Counter(
            texts=len(row),
            right=said.count(wanted),
            open=said.count(None),
            lingua=other.count(wanted),
            agree=sum(map(str.__eq__, map(str, said), map(str, other))),
        )
        taken.update((wanted, one) for one in said if one not in (wanted, None))
        total.update(counts)
        _line(name, counts, oracle is not None)
    _line("all", total, oracle is not None)
    print("taken for another:", ", ".join(f"{a} for {b} {n}" for (a, b), n in taken.most_common(12)) or "none", "\n")


def _line(name: str, counts: Counter[str], has_oracle: bool) -> None:
    share = {key: n / max(counts["texts"], 1) for key, n in counts.items()}
    oracle = f"{share['lingua']:>8.1%}{share['agree']:>8.1%}" if has_oracle else ""
    print(f"{name:<10}{counts['texts']:>7}{share['right']:>8.1%}{share['open']:>7.1%}{oracle}")


def cost(rows: Sequence[str]) -> None:
    """Print what the tables weigh, how long the first foreign text waits, and what a text costs."""
    here = Path(detector.__file__).parent
    for file in ("trigrams.txt", "small_words.yaml", "languages.yaml"):
        print(f"{file:<18}{(here / file).stat().st_size:>9,} bytes")
    code = (
        "import time; a = time.perf_counter(); import guard; guard.Guard(); b = time.perf_counter();"
        "from guard.text.language import language; language('wir haben das heute gerne noch geschickt');"
        "print((time.perf_counter() - b) / (b - a))"
    )
    ratios = [float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(5)]
    print(f"first foreign text, tables read: {sorted(ratios)[2]:.1%} of the time that import and Guard() take")
    folded = [fold(text).text for text in rows]
    english = [text for text in folded if language(text) == "en"]
    for name, those in (("English", english), ("any", folded)):
        print(f"{name} texts: {_spent(language, those) / _spent(sentences, those):.1f} times what sentences() takes")


def _spent(read: Callable[[str], object], rows: Sequence[str]) -> float:
    """Return the processor seconds that reading every text once takes."""
    began = time.thread_time()
    for text in rows:
        read(text)
    return time.thread_time() - began


if __name__ == "__main__":
    raise SystemExit(main())
