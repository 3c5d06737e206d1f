"""`guard schema`: the JSON Schema of a case, a verdict, a promise ledger or a policy."""

from __future__ import annotations

import argparse
import json
from typing import Any

from guard.assemble import kinds_for, parameters
from guard.cli.say import put
from guard.formats.schema import NAMES, schema
from guard.policy.schema import policy_schema


def register(subparsers: Any) -> None:
    """Add `schema` to the commands.

    Args:
        subparsers: what `ArgumentParser.add_subparsers` returned.
    """
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "schema", help="print a JSON Schema", description="Prints the JSON Schema (2020-12) of one of our formats."
    )
    parser.add_argument("name", choices=(*NAMES, "policy"), help="which format")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Print the schema."""
    found = policy_schema(parameters(kinds_for())) if args.name == "policy" else schema(args.name)
    put(json.dumps(found, indent=2, ensure_ascii=False))
    return 0
