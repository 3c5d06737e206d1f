"""How a guard comes into service: for a share of the conversations first, with a switch that takes it out."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from guard.errors import UsageError

Stage = Literal["enforce", "observe", "off"]
SWITCH = "GUARD_OFF"
_NO = frozenset(("", "0", "no", "off", "false"))
_PARTS = 10_000


@dataclass(frozen=True, kw_only=True)
class Rollout:
    """Says of each conversation whether its replies are held and mended, only judged, or left alone.

    The switch is looked at before each reply, which costs microseconds: a bot in service is left
    alone from its next reply on, without a restart.

    Args:
        percent: of the conversations whose replies are held and mended; those of the others are
            judged and told to the listeners, and go out as they are. A conversation stays on its
            side, also from one process to the next, and on the inner side when the share grows.
        switch: while this file is there, nothing is judged; so it is while the environment
            variable `GUARD_OFF` is set to anything but `0`, `no`, `off` or `false`.

    Raises:
        UsageError: when `percent` is not between 0 and 100.

    Example:
        >>> Rollout(percent=0).stage({"conversation": "c-1"})
        'observe'
    """

    percent: float = 100.0
    switch: Path | str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.percent <= 100:
            raise UsageError(f"percent: expected a number from 0 to 100; got {self.percent!r}; choose one of them")

    def stage(self, case: Mapping[str, Any]) -> Stage:
        """Say what is to be done with the replies of a case's conversation."""
        if self.is_off():
            return "off"
        return "enforce" if self.percent >= 100 or _place(case) < self.percent * _PARTS / 100 else "observe"

    def is_off(self) -> bool:
        """Tell whether somebody has thrown the switch."""
        if os.environ.get(SWITCH, "").strip().lower() not in _NO:
            return True
        return self.switch is not None and os.path.exists(self.switch)


def _place(case: Mapping[str, Any]) -> int:
    """Return where a conversation stands between 0 and 9,999: by its id, else by its first words."""
    known = case.get("conversation") or _first(case.get("messages"))
    return int.from_bytes(hashlib.blake2b(str(known).encode(), digest_size=8).digest()) % _PARTS


def _first(messages: Any) -> str:
    """Return what the customer wrote first; it stays the same while the conversation grows."""
    for message in cast("Sequence[Any]", messages or ()):
        if isinstance(message, Mapping):
            fields = cast("Mapping[str, Any]", message)
            if fields.get("role") in ("customer", "user"):
                return str(fields.get("text") or fields.get("content"))
    return ""
