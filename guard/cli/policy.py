"""`guard policy`: look after the rules: lint, test, list, explain, new, mine, readme."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from guard.cli import policy_list, policy_mine, policy_new, policy_readme
from guard.cli.policy_pack import bound
from guard.cli.say import put, say
from guard.engine.prove import Proof, prove
from guard.errors import Problem, UsageError
from guard.policy.explain import explained
from guard.policy.loader import Pack
from guard.policy.spec import AnyPolicy


def register(subparsers: Any) -> None:
    """Add `policy` to the commands.

    Args:
        subparsers: what `ArgumentParser.add_subparsers` returned.
    """
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "policy", help="look after the rules", description="Looks after the rules that replies are held against."
    )
    actions = parser.add_subparsers(required=True, metavar="ACTION", title="actions")
    _add(actions, "lint", "read every file and say everything that is wrong").set_defaults(func=lint)
    test = _add(actions, "test", "run the examples that each policy carries")
    test.add_argument("--coverage", action="store_true", help="fail on a branch that no example takes, too")
    test.set_defaults(func=test_examples)
    policy_list.add_options(_add(actions, "list", "list the policies by the words of the articles behind them"))
    explain = _add(actions, "explain", "say what one policy asks, why, and how it is mended")
    explain.add_argument("name", metavar="CODE_OR_ID", help="such as HON001 or honesty/unsupported-delivery-date")
    explain.set_defaults(func=explain_policy)
    policy_new.add_options(_add(actions, "new", "ask for a policy with its examples, write it and try it", pack=False))
    policy_mine.add_options(_add(actions, "mine", "suggest phrases that tell failing replies from good ones"))
    policy_readme.add_options(_add(actions, "readme", "write the policies down for people, as Markdown"))


def _add(actions: Any, name: str, about: str, *, pack: bool = True) -> argparse.ArgumentParser:
    """Add one action."""
    parser: argparse.ArgumentParser = actions.add_parser(
        name,
        help=about,
        description=f"{about[0].upper()}{about[1:]}.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    if pack:
        parser.add_argument("--policies", type=Path, metavar="DIR", help="policies to use instead of the packaged ones")
    return parser


def lint(args: argparse.Namespace) -> int:
    """Read and bind every policy.

    Raises:
        PolicyError: with everything that is wrong.
    """
    pack, _ = bound(args.policies)
    put(f"{len(pack.policies)} policies in {pack.folder}: nothing wrong")
    return 0


def test_examples(args: argparse.Namespace) -> int:
    """Run the examples; 1 when one does not come out as it says.

    Raises:
        PolicyError: when a policy cannot be used.
    """
    pack, engine = bound(args.policies)
    proof = prove(engine, pack)
    _put_problems("", proof.failures)
    _put_problems("known misses:", proof.misses)
    if args.coverage:
        _put_problems("never taken by an example:", proof.uncovered)
    say(_summary(proof, coverage=args.coverage))
    return 0 if proof.holds and not (args.coverage and proof.uncovered) else 1


def explain_policy(args: argparse.Namespace) -> int:
    """Explain one policy.

    Raises:
        UsageError: when no policy has that code or id.
        PolicyError: when a policy cannot be used.
    """
    pack, _ = bound(args.policies)
    policy = _found(args.name, pack)
    text = explained(policy, pack.sources[policy.id].name)
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.markdown import Markdown

        Console().print(Markdown(text))
    else:
        put(text.rstrip("\n"))
    return 0


def _found(name: str, pack: Pack) -> AnyPolicy:
    """Return the policy with a code or an id."""
    for policy in pack.policies:
        if name.upper() == policy.code or name.lower() == policy.id:
            return policy
    names = [text for policy in pack.policies for text in (policy.code, policy.id)]
    near = [*difflib.get_close_matches(name.upper(), names, 1), *difflib.get_close_matches(name.lower(), names, 1, 0.4)]
    do = f"use {near[0]}" if near else "see guard policy list"
    raise UsageError([Problem("guard policy explain", "the code or id of a policy", repr(name), do)])


def _put_problems(title: str, problems: Iterable[Problem]) -> None:
    """Write problems below a title."""
    rows = list(problems)
    if rows and title:
        put(title)
    for problem in rows:
        put(str(problem))


def _summary(proof: Proof, *, coverage: bool) -> str:
    """Say the figures in one line."""
    covered = proof.branches - len(proof.uncovered)
    words = [f"{proof.policies} policies, {proof.examples} examples", f"{len(proof.failures)} not as they say"]
    if proof.misses:
        words.append(f"{len(proof.misses)} known misses")
    if coverage:
        words.append(f"{covered} of {proof.branches} branches taken")
    return "; ".join(words)
