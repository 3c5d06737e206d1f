"""Makes cases that were never seen before: 110-word replies, ten turns, facts of under 2 KB.

A text that is checked twice finds every cache warm; so every case here differs in words, names,
numbers and dates, and the same seed makes the same cases.
"""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypedDict, cast

import msgspec
import yaml

WORDS = 110
TURNS = 10
_EITHER = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")
_NOW = datetime(2026, 3, 11, 10, 20, tzinfo=UTC)


class Material(TypedDict):
    """The tables of material.yaml."""

    slots: dict[str, list[str]]
    draft: dict[str, list[str]]
    customer: list[str]
    agent: list[str]
    policies: list[str]


def cases(count: int, seed: int = 0) -> list[bytes]:
    """Make that many cases as JSON, as they would come over a wire; no two have the same draft."""
    maker = _Maker(cast("Material", yaml.safe_load(_text())), random.Random(seed))
    made: dict[str, bytes] = {}
    while len(made) < count:
        case = maker.case(len(made))
        made.setdefault(case["draft"], msgspec.json.encode(case))
    return list(made.values())


def vocabulary() -> list[str]:
    """Return the words that the made texts are written in, so that made phrases are found in them now and then."""
    return sorted(set(re.findall(r"(?<![\w'{])[a-z]{3,}(?![\w'}])", _text())))


def _text() -> str:
    return (Path(__file__).parent / "material.yaml").read_text(encoding="utf-8")


class _Maker:
    """Draws sentences and fills them in."""

    def __init__(self, material: Material, chance: random.Random) -> None:
        self.material = material
        self.chance = chance
        self.people: dict[str, str] = {}

    def case(self, number: int) -> dict[str, Any]:
        """One case, with the customer's words last; the two people keep their names through it."""
        self.people = {who: self.chance.choice(self.material["slots"][who]) for who in ("name", "agent")}
        messages: list[dict[str, Any]] = []
        for turn in range(TURNS):
            role = "customer" if (TURNS - turn) % 2 else "agent"
            table = self.material["customer"] if role == "customer" else self.material["agent"]
            at = _NOW - timedelta(minutes=3 * (TURNS - turn))
            messages.append({"role": role, "text": f"{self.said(table)} {self.said(table)}", "at": at.isoformat()})
        return {
            "id": f"made-{number}",
            "conversation": f"made-{number}",
            "channel": self.chance.choice(("chat", "email", "social")),
            "messages": messages,
            "facts": self.facts(),
            "draft": self.draft(),
            "meta": {"source": "made for the benchmark"},
        }

    def draft(self) -> str:
        """A reply of about 110 words: a greeting, an opening, explanations, a next step, a closing."""
        parts = self.material["draft"]
        head = [self.said(parts["opening"])]
        tail = [self.said(parts["next"]), self.said(parts["closing"])]
        pool = self.chance.sample(parts["middle"], len(parts["middle"]))
        middle: list[str] = []
        while pool and _words([*head, *middle, *tail]) < WORDS - 9:
            middle.append(self.filled(pool.pop()))
        cut = len(middle) // 2
        blocks = (" ".join([*head, *middle[:cut]]), " ".join([*middle[cut:], tail[0]]), tail[1])
        return "\n\n".join((self.said(parts["greeting"]), *blocks))

    def facts(self) -> dict[str, Any]:
        """Orders, bookings, actions and policies, as a shop's systems would give them."""
        orders = [
            {
                "id": self.filled("{order}"),
                "status": self.chance.choice(("in_transit", "delivered", "processing", "returned")),
                "items": [self.filled("{item}") for _ in range(2)],
                "total": self.filled("{amount}"),
                "estimated_delivery": (_NOW + timedelta(days=self.chance.randint(1, 12))).date().isoformat(),
                "carrier": self.filled("{carrier}"),
                "last_scan": self.filled("{city} depot, {clock}"),
            }
            for _ in range(5)
        ]
        booking = {
            "id": self.filled("{code}"),
            "room": self.filled("{room}"),
            "city": self.filled("{airport}"),
            "from": (_NOW + timedelta(days=self.chance.randint(20, 90))).date().isoformat(),
            "price": self.filled("{amount}"),
        }
        return {
            "now": _NOW.isoformat(),
            "agent": {"kind": self.chance.choice(("bot", "human")), "name": self.filled("{agent}")},
            "customer": {"name": self.filled("{name}"), "language": "en"},
            "orders": orders,
            "bookings": [booking],
            "actions": [{"name": "open_ticket", "status": "ok", "at": _NOW.isoformat()}],
            "policies": [self.filled(line) for line in self.chance.sample(self.material["policies"], 4)],
        }

    def said(self, table: list[str]) -> str:
        """One sentence of a table, filled in."""
        return self.filled(self.chance.choice(table))

    def filled(self, template: str) -> str:
        """Settle every choice and every slot of a template."""
        while "[" in template and _EITHER.search(template):
            template = _EITHER.sub(lambda found: self.chance.choice(found[1].split("|")), template)
        return _SLOT.sub(lambda found: self.value(found[1]), template)

    def value(self, slot: str) -> str:
        """One value of a slot; numbers, dates and codes are made up."""
        chance = self.chance
        match slot:
            case "order":
                return f"{chance.choice('ABDKLRT')}-{chance.randint(1000, 9999)}"
            case "amount":
                return f"{chance.choice('$€£')}{chance.randint(3, 480)}.{chance.randint(0, 99):02}"
            case "date":
                return f"{(_NOW + timedelta(days=chance.randint(-20, 40))):%d %B}".lstrip("0")
            case "clock":
                return f"{chance.randint(7, 19)}:{chance.choice(('00', '15', '30', '45'))}"
            case "count":
                return str(chance.randint(2, 30))
            case "code":
                return f"{chance.choice('QWXZ')}{chance.choice('ABCD')}{chance.randint(100, 9999)}"
            case _:
                return self.people.get(slot) or chance.choice(self.material["slots"][slot])


def _words(sentences: list[str]) -> int:
    return sum(len(sentence.split()) for sentence in sentences)
