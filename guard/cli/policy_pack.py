"""A pack as the actions of `guard policy` need it: loaded and bound, so that what a kind refuses is told as well."""

from __future__ import annotations

from pathlib import Path

from guard.assemble import kinds_for, lexicons, pack_at
from guard.engine.engine import Engine
from guard.engine.plans import Plans
from guard.policy.loader import Pack


def bound(policies: Path | None) -> tuple[Pack, Engine]:
    """Load a pack and bind it.

    Args:
        policies: its folder; the packaged policies when None.

    Raises:
        PolicyError: with everything that is wrong.

    Example:
        >>> pack, engine = bound(None)
        >>> len(engine.plans.main.rules) <= len(pack.policies)
        True
    """
    pack = pack_at(policies, kinds_for())
    plans = Plans(pack, kinds_for)
    plans.every()  # made, so that what is wrong in any language is told
    return pack, Engine(plans, lexicons())
