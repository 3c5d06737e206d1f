r"""Makes `guard/text/trigrams.txt`, by which Latin, Cyrillic, Arabic and Devanagari texts show their language.

    pip download --no-deps --no-binary :all: langdetect==1.0.9
    pip download --no-deps --only-binary :all: --python-version 3.14 homeassistant==2026.2.3
    python -m evals.training.languages langdetect-1.0.9.tar.gz homeassistant-2026.2.3-py3-none-any.whl

Neither is installed, and neither travels with Reply Guard: only the counts do. One is what people write
about the world, the other how a program speaks to its user (`your`, `please`, `could not`), which is nearer
to a support reply. The result is the same on every machine: nothing is drawn by chance.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import tarfile
import unicodedata
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from guard.text.tables import beside
from guard.text.trigrams import grams

RECIPE = beside(__file__, "languages")
TABLE = Path(__file__).resolve().parents[2] / "guard/text/trigrams.txt"

KEPT = 1100
"""Trigrams a language, the commonest; neighbours that differ in rare ones only have more in the recipe."""

FLOOR = 5e-5
"""What a trigram that is not in a language's list is taken to be worth, as a share of all its trigrams."""

STEP = 0.25
"""One step of weight, in natural logarithms over the floor; at most 31 steps, one digit of base 32."""

SPOKEN = 0.65
"""The share of the translations where a language has both sources."""

UNMARKED = 0.2
"""The share of texts that are taken to be typed without the marks."""

FEWEST = 20_000
"""Trigrams of translations below which they are too few to say anything."""

DIGITS = "0123456789abcdefghijklmnopqrstuv"
JUNK = re.compile(r"\{[^}]*\}|<[^>]*>|\[%[^%]*%\]|\[([^\]]*)\]\([^)]*\)|https?://\S+|`[^`]*`|\*+|\\n")
NAME = re.compile(r"\w*[A-Z]\w*")
SHORTEST = 12

Shares = Mapping[str, float]


def main(argv: Sequence[str] | None = None) -> int:
    """Read both sources, write the table."""
    parser = argparse.ArgumentParser(description="Make the trigram table of the language detector.")
    parser.add_argument("langdetect", type=Path, help="the source archive of langdetect")
    parser.add_argument("homeassistant", type=Path, help="the wheel of homeassistant")
    parser.add_argument("--to", type=Path, default=TABLE)
    args = parser.parse_args(argv)
    profiles, spoken = read_profiles(args.langdetect), read_translations(args.homeassistant)
    lines = ["# Made by evals/training/languages.py. Counted from:"]
    lines += [f"#   {source}" for source in RECIPE["sources"]]
    lines += [
        "# A line: script, language, then its trigrams by weight, a digit of base 32 before each group.",
        f"# A weight counts {STEP} of ln(share / {FLOOR}); `_` stands for the edge of a word.",
    ]
    for script, languages in RECIPE["scripts"].items():
        for name, language in languages.items():
            sources = [s for s in (profiles.get(name), spoken.get(name)) if s]
            lines.append("\t".join((script, name, *groups(weights(blended(sources), language.get("kept", KEPT))))))
    args.to.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{args.to.name}: {len(lines) - 5} languages, {args.to.stat().st_size:,} bytes")
    return 0


def read_profiles(archive: Path) -> dict[str, Shares]:
    """Return the share of each trigram in langdetect's profiles, by our name of the language."""
    wanted = {language["profile"]: name for name, language in _languages()}
    found: dict[str, Shares] = {}
    with tarfile.open(archive) as files:
        for member in files:
            parts = Path(member.name).parts
            if parts[-2:-1] == ("profiles",) and parts[-1] in wanted and (file := files.extractfile(member)):
                counts: Counter[str] = Counter()
                for gram, n in json.loads(file.read())["freq"].items():
                    if _is_words(gram):
                        counts[gram.lower().replace(" ", "_")] += n
                found[wanted[parts[-1]]] = shares(counts)
    return found


def read_translations(wheel: Path) -> dict[str, Shares]:
    """Return the share of each trigram in Home Assistant's translations, by our name of the language."""
    wanted = {code: name for name, language in _languages() for code in language["translations"]}
    texts: defaultdict[str, dict[str, None]] = defaultdict(dict)  # a set that keeps its order
    with zipfile.ZipFile(wheel) as files:
        components: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for path in sorted(files.namelist()):
            if match := re.match(r"homeassistant/components/(\w+)/translations/(.+)\.json$", path):
                components[match[1]][match[2]] = path
        for paths in components.values():
            if "en" in paths:
                english = dict(_leaves(json.loads(files.read(paths["en"]))))
                for code in paths.keys() & wanted.keys():
                    own = dict(_leaves(json.loads(files.read(paths[code]))))
                    texts[wanted[code]].update(dict.fromkeys(_translated(own, english, is_english=code == "en")))
    counted = {name: _counted(name, own) for name, own in texts.items()}
    return {name: shares(counts) for name, counts in counted.items() if counts.total() >= FEWEST}


def shares(counts: Counter[str]) -> Shares:
    """Return each count as a share of all."""
    total = counts.total()
    return {gram: n / total for gram, n in counts.items()}


def blended(sources: Sequence[Shares]) -> Shares:
    """Mix the sources, and mix in what the same texts look like without marks."""
    parts = [1.0] if len(sources) == 1 else [1 - SPOKEN, SPOKEN]
    mixed: defaultdict[str, float] = defaultdict(float)
    for part, source in zip(parts, sources, strict=True):
        for gram, share in source.items():
            plain = unmarked(gram)
            mixed[gram] += part * share * (1 - UNMARKED)
            mixed[plain if len(plain) == 3 else gram] += part * share * UNMARKED
    return mixed


def weights(mixed: Shares, kept: int) -> dict[str, int]:
    """Return the commonest trigrams with their weight in steps over the floor."""
    best = sorted(mixed, key=lambda gram: (-mixed[gram], gram))[:kept]
    steps = {gram: round(math.log(mixed[gram] / FLOOR) / STEP) for gram in best}
    return {gram: min(step, len(DIGITS) - 1) for gram, step in steps.items() if step > 0}


def groups(weighed: Mapping[str, int]) -> Iterator[str]:
    """Yield the trigrams of each weight as one word, its digit first, heaviest first."""
    by_weight: defaultdict[int, list[str]] = defaultdict(list)
    for gram, weight in weighed.items():
        by_weight[weight].append(gram)
    for weight in sorted(by_weight, reverse=True):
        yield DIGITS[weight] + "".join(sorted(by_weight[weight]))


def unmarked(text: str) -> str:
    """Return a text as it is typed by somebody who has no key for its marks; other scripts stay.

    Example:
        >>> unmarked("dónde está"), unmarked("łódź"), unmarked("й")
        ('donde esta', 'lodz', 'й')
    """
    if any(ord(c) >= 0x370 and not 0x1E00 <= ord(c) < 0x1F00 for c in text):
        return text
    plain = "".join(RECIPE["plain"].get(c, c) for c in text)
    bare = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare)


def _languages() -> Iterator[tuple[str, Mapping[str, Any]]]:
    for languages in RECIPE["scripts"].values():
        yield from languages.items()


def _is_words(gram: str) -> bool:
    """Tell whether a profile's entry is a trigram of letters, marks and at most the edges of a word."""
    return (
        len(gram.lower()) == 3 and gram[1] != " " and all(c == " " or unicodedata.category(c)[0] in "LM" for c in gram)
    )


def _leaves(tree: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield every string of nested JSON with its path."""
    if isinstance(tree, dict):
        for key, inner in cast(dict[str, Any], tree).items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(tree, str):
        yield path, tree


def _translated(own: Mapping[Any, str], english: Mapping[Any, str], *, is_english: bool) -> Iterator[str]:
    """Yield the texts that are really in the language, without markup and without names kept from English."""
    for path, text in own.items():
        source = english.get(path, "")
        if len(text) < SHORTEST or (text == source and not is_english):
            continue
        prose = JUNK.sub(lambda match: match[1] or " ", text)
        if not is_english:
            names = frozenset(NAME.findall(source))
            prose = " ".join(word for word in re.findall(r"\w+", prose) if word not in names)
        yield prose


def _counted(name: str, texts: Iterable[str]) -> Counter[str]:
    """Count the trigrams of texts; where people write ae for ä, a tenth of them so."""
    counts: Counter[str] = Counter()
    typed = {c: two for two, letters in RECIPE["typed"].items() for c in letters if name in RECIPE["typed_in"]}
    for text in texts:
        words = re.findall(r"[^\W\d_]+", text.lower())
        spelt = ["".join(typed.get(c, c) for c in word) for word in words]
        counts.update(gram for gram in grams(words) * 9 + grams(spelt) if gram[1] != "_")
    return counts


if __name__ == "__main__":
    raise SystemExit(main())
