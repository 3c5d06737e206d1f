"""How tools are named, and which deeds they do where their owner says so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal, get_args

Deed = Literal[
    "refund",
    "credit",
    "cancel",
    "book",
    "order",
    "dispatch",
    "escalate",
    "contact",
    "send",
    "change",
    "add",
    "remove",
    "block",
    "restore",
    "approve",
    "open",
    "process",
]
"""The families of deeds that a tool may do."""
DEEDS: tuple[Deed, ...] = get_args(Deed)
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def plain_name(name: str) -> str:
    """Return a tool's name in lower case, with the words of a camel-case name apart.

    Example:
        >>> plain_name("issueRefund"), plain_name("shop__getOrder"), plain_name("POST /refunds")
        ('issue_refund', 'shop__get_order', 'post /refunds')
    """
    return _HUMPS.sub("_", name).lower()


@dataclass(frozen=True, slots=True)
class Declared:
    """What a desk says of its own tools; the first entry that fits a name decides.

    Args:
        entries: a name or a glob (`crm.*`), and the deeds that such a tool does; none: it only looks.

    Example:
        >>> declared = Declared((("fulfil_*", ("dispatch",)), ("issue_report", ())))
        >>> declared.of("fulfil_now"), declared.of("issue_report"), declared.of("get_order")
        (('dispatch',), (), None)
    """

    entries: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def of(self, name: str) -> tuple[str, ...] | None:
        """Return the deeds that a tool does; None where nothing is said of it."""
        return next((does for pattern, does in self.entries if fnmatchcase(name, pattern)), None)


NOTHING_DECLARED = Declared()


def declared(acts: Mapping[str, Sequence[str]]) -> Declared:
    """Make ready what a pack declares: `looks` stands for no deed at all.

    Example:
        >>> declared({"issueReport": ["looks"], "crm.*": ["open", "send"]}).of("issue_report")
        ()
    """
    return Declared(
        tuple((plain_name(pattern), tuple(deed for deed in does if deed != "looks")) for pattern, does in acts.items())
    )
