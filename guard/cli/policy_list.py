"""`guard policy list`: the policies by the words of the articles behind them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from guard.cli.policy_pack import bound
from guard.cli.say import put, say
from guard.domain.virtues import VIRTUES
from guard.policy.articles import Article, Trait, listed
from guard.policy.spec import AnyPolicy, Stage


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what `list` may be asked.

    Args:
        parser: of the action.
    """
    parser.add_argument("--virtue", nargs="+", choices=VIRTUES, metavar="VIRTUE", help="only policies of these virtues")
    parser.add_argument("--stage", nargs="+", choices=get_args(Stage), metavar="STAGE", help="only in these stages")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="of the list")
    parser.set_defaults(func=list_policies)


def list_policies(args: argparse.Namespace) -> int:
    """List the policies under the articles' words.

    Raises:
        PolicyError: when a policy cannot be used.
    """
    pack, _ = bound(args.policies)
    chosen = [policy for policy in pack.policies if _is_wanted(policy, args)]
    articles = listed(chosen)
    if args.format == "json":
        put(json.dumps(_document(articles, pack.folder, len(chosen)), indent=2, ensure_ascii=False))
        return 0
    filtered = bool(args.virtue or args.stage)
    for article in articles:
        rows = [row for trait in article.traits for row in _rows(trait, filtered=filtered)]
        if rows:
            put("\n".join((article.name, *rows, "")))
    whole = f" of {len(pack.policies)}" if filtered else ""
    say(f"{len(chosen)}{whole} policies in {pack.folder}")
    return 0


def _is_wanted(policy: AnyPolicy, args: argparse.Namespace) -> bool:
    """Tell whether a policy passes the filters."""
    return (not args.virtue or policy.virtue in args.virtue) and (not args.stage or policy.stage in args.stage)


def _rows(trait: Trait, *, filtered: bool) -> Iterator[str]:
    """Say a word and the policies under it; behind a filter, a word without any is left out."""
    if filtered and not trait.policies:
        return
    name = f"{trait.name} (part of {trait.within})" if trait.within else trait.name
    if not trait.policies:
        name += ": by its parts" if trait.is_served else ": none yet"
    yield f"  {name}"
    for policy in trait.policies:
        how = f"{policy.stage:<10}  {policy.severity.default:<8}  {policy.action:<7}"
        yield f"    {policy.code}  {policy.id:<42}  {how}  {policy.title}"


def _document(articles: tuple[Article, ...], folder: Path, count: int) -> dict[str, Any]:
    """Return the list for programs."""
    rows = [{"name": article.name, "traits": [_trait(trait) for trait in article.traits]} for article in articles]
    return {"folder": str(folder), "policies": count, "articles": rows}


def _trait(trait: Trait) -> dict[str, Any]:
    """Return one word for programs."""
    return {
        "name": trait.name, "means": trait.means, "within": trait.within or None,
        "policies": [_policy(policy) for policy in trait.policies],
    }  # fmt: skip


def _policy(policy: AnyPolicy) -> dict[str, Any]:
    """Return one policy for programs."""
    return {
        "code": policy.code, "id": policy.id, "virtue": policy.virtue, "stage": policy.stage,
        "severity": policy.severity.default, "action": policy.action,
        "language": list(policy.applies_to.language), "title": policy.title,
    }  # fmt: skip
