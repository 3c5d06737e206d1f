"""Where a case plays: how dates are written there, and on which days nobody works."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import cast

from guard.claims.tables import table
from guard.claims.time.placing import ANYWHERE, Locale
from guard.domain.facts import Fact

_KEYS = frozenset(("locale", "country", "country_code", "language", "currency", "region", "market"))
_REGION = re.compile(r"^[a-z]{2}[-_]([a-z]{2})\b")


def locale(facts: Iterable[Fact]) -> Locale:
    """Read the locale off the facts: a country, a language with its region, else a currency that has one home.

    Example:
        >>> from guard.domain.facts import Rank
        >>> locale([Fact("facts.customer.language", "language", "en-GB", Rank.RECORD)])
        Locale(order='dmy', country='gb')
    """
    told = {fact.key: fact.value.lower() for fact in facts if fact.key in _KEYS and isinstance(fact.value, str)}
    if not told:
        return ANYWHERE
    names = cast(Mapping[str, str], table("locales")["countries"])
    for key in ("country", "country_code", "locale", "language", "region", "market"):
        said = told.get(key, "")
        found = _REGION.match(said)
        country = found[1] if found else names.get(said)
        if country is not None:
            return Locale("mdy" if country == "us" else "dmy", country)
    country = cast(Mapping[str, str], table("locales")["currencies"]).get(told.get("currency", ""))
    if country is None:
        return Locale("dmy") if told.get("currency") == "eur" else ANYWHERE
    return Locale("mdy" if country == "us" else "dmy", country)
