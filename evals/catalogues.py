"""Reads translation catalogues (`.po`) out of wheels: prose in many languages, under open licences.

Django, Wagtail (BSD-3-Clause), django-oscar (BSD-3-Clause) and django-allauth (MIT) have some hundred
texts of forty letters and more a language; none of them is what the trigram table was counted from.
"""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

FEWEST_LETTERS = 40
NAMES = {"nb": "no", "sr_Latn": "hr"}
"""Catalogues that are not named as we name the language; else the country is left out."""

MISNAMED = ("/oscar/locale/ca/",)
"""Catalogues in another language than they say: this one is Spanish."""

_FILE = re.compile(r"/locale/(\w+)/LC_MESSAGES/\w+\.po$")
_ENTRY = re.compile(r'^(msgid|msgstr(?:\[0\])?) ((?:".*"\n?)+)', re.MULTILINE)
_FILLED_IN = re.compile(r"%\([\w.]+\)[a-z]?|%[a-z]|\{[^}]*\}|<[^>]*>|\\[nrt]|&\w+;|https?://\S+")


def texts(wheels: list[Path]) -> Mapping[str, tuple[str, ...]]:
    """Return the texts of wheels by language, in order, each once; English are what they are translated from."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as files:
            for path in sorted(files.namelist()):
                if (match := _FILE.search(path)) and not any(part in f"/{path}" for part in MISNAMED):
                    name = NAMES.get(match[1], match[1].split("_")[0])
                    for source, text in entries(files.read(path).decode("utf-8", "replace")):
                        found["en"].update(_long(source))
                        if text != source and name != "en":
                            found[name].update(_long(text))
    return {name: tuple(rows) for name, rows in sorted(found.items())}


def entries(catalogue: str) -> Iterator[tuple[str, str]]:
    r"""Yield what is translated and its translation; nothing that is unsure or out of use.

    Example:
        >>> list(entries('msgid "Late"\nmsgstr ""\n"Trop "\n"tard"\n'))
        [('Late', 'Trop tard')]
    """
    for block in catalogue.split("\n\n"):
        if "#, fuzzy" not in block and "#~" not in block:
            parts = {kind: "".join(re.findall(r'"(.*)"', quoted)) for kind, quoted in _ENTRY.findall(block + "\n")}
            translated = parts.get("msgstr") or parts.get("msgstr[0]")
            if parts.get("msgid") and translated:
                yield parts["msgid"], translated


def _long(text: str) -> dict[str, None]:
    """Return the text without what a program fills in, if it is long enough to tell."""
    prose = " ".join(_FILLED_IN.sub(" ", text).replace('\\"', '"').split())
    return {prose: None} if sum(map(str.isalpha, prose)) >= FEWEST_LETTERS else {}
