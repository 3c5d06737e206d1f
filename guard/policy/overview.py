"""All policies of a pack on one page of Markdown, for the people who answer for what is said to customers.

The page is made from the policy files and nothing else, so that it can neither lag behind nor say
more than they do. The same pack gives the same page, to the byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from guard.domain.virtues import VIRTUES
from guard.policy.articles import Article, Trait, listed
from guard.policy.explain import ways
from guard.policy.loader import Pack
from guard.policy.spec import AnyPolicy, Example, Fix
from guard.text.tables import beside

_MARKS = re.compile(r"([\\`*_\[\]<>|#])")
_HOME = "en"
"""The language of the packaged policies; a policy that reads any language stands with them."""


def overview(pack: Pack) -> str:
    """Write the page.

    Args:
        pack: what `guard policy list` lists.
    """
    said = beside(__file__, "overview")
    by_language = _by_language(pack.policies)
    home = by_language.pop(_HOME, [])
    parts = [said["opening"].format(count=len(pack.policies), name=pack.settings.name, version=pack.settings.version)]
    parts += ["## The articles, their words, and the policies behind them", *map(_article, listed(pack.policies))]
    parts += _virtues(home, pack, "##")
    for language, policies in sorted(by_language.items()):
        parts += [f"## In another language: {said['languages'].get(language, language)}", said["another"].strip()]
        parts += _virtues(policies, pack, "###")
    parts += ["## Packs and languages", _languages(pack, said), said["closing"].strip()]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _by_language(policies: Iterable[AnyPolicy]) -> dict[str, list[AnyPolicy]]:
    """Sort policies by the language they read; those of several or of any stand with the first or with ours."""
    found: dict[str, list[AnyPolicy]] = {}
    for policy in policies:
        spoken = policy.applies_to.language
        home = _HOME in spoken or "any" in spoken
        found.setdefault(_HOME if home else spoken[0], []).append(policy)
    return found


def _article(article: Article) -> str:
    """Lay out one article as a table: its words, what they ask, and the policies of each."""
    lines = [f"**{article.name}**", "", "| word | asks that | policies |", "|---|---|---|"]
    lines += [f"| {_trait(trait)} | {trait.means} | {_codes(trait)} |" for trait in article.traits]
    return "\n".join(lines)


def _trait(trait: Trait) -> str:
    """Name a word, and the wider one that it belongs to."""
    return f"{trait.name} (part of {trait.within})" if trait.within else trait.name


def _codes(trait: Trait) -> str:
    """Name the policies of a word by their codes."""
    if trait.policies:
        return ", ".join(policy.code for policy in trait.policies)
    return "by its parts" if trait.is_served else "none yet"


def _virtues(policies: Sequence[AnyPolicy], pack: Pack, level: str) -> Iterator[str]:
    """Write policies down under their virtues, in the order in which a verdict lists them."""
    for virtue in VIRTUES:
        rows = [policy for policy in policies if policy.virtue == virtue]
        if rows:
            yield f"{level} {virtue.capitalize()}"
            yield from (_policy(policy, pack, f"{level}#") for policy in rows)


def _policy(policy: AnyPolicy, pack: Pack, level: str) -> str:
    """Write one policy down: what it is, what happens, why, and what it looks like."""
    rows = [("Caught", _example(policy.examples.bad[0])), ("Left alone", _example(policy.examples.good[0]))]
    rows += [("Mended", way) for way in _mended(policy.fix)]
    if policy.precision:
        rows.append(("Right so far", _precision(policy.precision)))
    table = "\n".join(("| | |", "|---|---|", *(f"| {name} | {text} |" for name, text in rows)))
    return "\n\n".join(
        (f"{level} {policy.code}: {_plain(policy.title)}", _what_happens(policy, pack), _plain(policy.why), table)
    )


def _what_happens(policy: AnyPolicy, pack: Pack) -> str:
    """Say in one line how ripe and how grave it is, and what is done with the reply."""
    severity: Any = policy.severity
    graver = [level for level in ("minor", "major", "critical") if getattr(severity, level) is not None]
    grave = " or ".join((severity.default, *graver))
    done = {"flag": "flagged", "hold": "held", "rewrite": f"rewritten, else {_done(policy)}"}[policy.action]
    acts = "reported, never acts" if policy.stage == "preview" else done
    return f"[`{policy.id}`]({_file(policy, pack)}) · {policy.stage} · {grave} · {acts}"


def _done(policy: AnyPolicy) -> str:
    """Say what becomes of a reply when no rewrite can be proven."""
    return "held" if policy.unfixed(policy.severity.default) == "hold" else "flagged"


def _file(policy: AnyPolicy, pack: Pack) -> str:
    """Return the path of a policy's file from the pack's folder, with slashes on every machine."""
    path = Path(pack.sources[policy.id].name)
    inside = path.is_relative_to(pack.folder)
    return path.relative_to(pack.folder).as_posix() if inside else f"{policy.id}.yaml"


def _example(example: Example) -> str:
    """Quote a reply, after the customer's words where there are some."""
    before = f"Customer: “{_plain(example.customer)}” — " if example.customer else ""
    return f"{before}“{_plain(example.text)}”"


def _mended(fix: Fix | None) -> Iterator[str]:
    """Say how a finding is mended; of several texts that may come in, the first."""
    if fix is None:
        return
    texts = (*fix.replace, *fix.insert)
    shortened = fix.model_copy(update={"replace": fix.replace[:1], "insert": fix.insert[:1]})
    more = f" (or {len(texts) - 1} more like it)" if len(texts) > 1 else ""
    for way in ways(shortened):
        yield _plain(way) + (more if texts and way.endswith(texts[0]) else "")


def _precision(noted: dict[str, Any]) -> str:
    """Say what reading the hits on real replies has shown."""
    against = f" ({_plain(str(noted['against']))})" if noted.get("against") else ""
    when = f", {noted['on']}" if noted.get("on") else ""
    return f"{noted.get('right', '?')} of {noted.get('read', '?')} findings that were read{when}{against}"


def _languages(pack: Pack, said: dict[str, Any]) -> str:
    """Count the policies of each language in a table."""
    lines = ["| language | policies |", "|---|---|"]
    counted: dict[str, int] = {}
    for policy in pack.policies:
        for language in policy.applies_to.language:
            counted[language] = counted.get(language, 0) + 1
    lines += [f"| {said['languages'].get(name, name)} | {count} |" for name, count in sorted(counted.items())]
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Put a text on one line, so that Markdown shows it as it was written."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
