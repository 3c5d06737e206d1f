"""JSON Schema (2020-12) of a case, a verdict and a promise ledger, for editors, validators and other languages.

The schemas are data, in the YAML files beside this one; the tests hold them to the classes
in `guard.domain`, so that neither can change alone. The policy file's schema comes from its own
model, in `guard.policy`.
"""

from __future__ import annotations

from typing import Any

from guard.errors import Problem, UsageError
from guard.text.tables import beside

NAMES = ("case", "verdict", "promises")


def schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of `case`, `verdict` or `promises`.

    Raises:
        UsageError: for any other name.

    Example:
        >>> schema("case")["required"]
        ['draft']
    """
    if name not in NAMES:
        raise UsageError([Problem("schema", f"one of {', '.join(NAMES)}", f"'{name}'", "name one of them")])
    return beside(__file__, f"{name}.schema")
