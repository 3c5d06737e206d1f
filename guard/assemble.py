"""Settings become a Guard here, and nowhere else are the concrete parts named."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal

from guard.detect.catalogue import catalogue
from guard.detect.judge import Asking
from guard.detect.kind import Kind
from guard.engine.engine import Engine, Limits
from guard.engine.plans import Plans
from guard.errors import UsageError
from guard.learned.blend import BlendedHeads
from guard.learned.encoder import OnnxEncoder
from guard.learned.linear import LinearHeads
from guard.learned.ports import Heads
from guard.llm.account import Usage
from guard.llm.models import Models, models_for
from guard.llm.ports import Judge, Writer
from guard.llm.settings import Settings
from guard.middleware.fallback import FALLBACK, Fallback
from guard.middleware.front import FrontDoor, Mode
from guard.policy.loader import Pack, load_pack
from guard.policy.pack import Waiver
from guard.policy.spec import Kinds
from guard.rewrite.writing import Hand, style_of
from guard.view.lexicons import Lexicons

_AT_FIRST = 10.0
"""The first check reads word lists and models: most of a second, and more where the machine is busy."""

MaxTier = Literal["fast", "standard", "full"]
WhenEncoder = Literal["always", "undecided"]


def data_folder(name: str, beside: str) -> Path:
    """Find data that ship with the package: in a wheel inside it, in a checkout where people edit them.

    Args:
        name: the folder's name inside an installed package.
        beside: its path in the repository.

    Raises:
        UsageError: when the installation is not whole.
    """
    packaged = Path(__file__).resolve().parent / "_data" / name
    checkout = Path(__file__).resolve().parent.parent / beside
    found = next((folder for folder in (packaged, checkout) if folder.is_dir()), None)
    if found is None:
        raise UsageError(f"{packaged}: expected the packaged {name}; got nothing; install reply-guard again")
    return found


@cache
def lexicons() -> Lexicons:
    """Read the packaged wordings once a process."""
    return Lexicons.packaged()


def kinds_for(
    tier: MaxTier = "standard",
    *,
    kinds: Sequence[Kind] = (),
    heads: Heads | None = None,
    judge: Judge | None = None,
    expects_judge: bool = True,
    asking: Asking | None = None,
) -> dict[str, Kind]:
    """Return the kinds of condition for a tier, with others' beside ours."""
    full = tier == "full"
    asked = judge if full else None
    expected = full and expects_judge
    found = catalogue(lexicons(), heads=heads, judge=asked, expects_judge=expected, asking=asking, others=kinds)
    return dict(found)


def parameters(kinds: dict[str, Kind]) -> Kinds:
    """Return the parameter model of each kind, which is what a policy file may say."""
    return {name: kind.params for name, kind in kinds.items()}


def pack_at(policies: str | Path | None, kinds: dict[str, Kind], heads: Heads | None = None) -> Pack:
    """Load the packaged policies, or the ones in a folder.

    Args:
        policies: the folder; the packaged ones when None.
        kinds: of condition, that the policies may ask for.
        heads: whose weights are part of what decides.

    Raises:
        PolicyError: with every problem of every file.
    """
    packaged = data_folder("policies", "policies")
    pack = load_pack(Path(policies) if policies is not None else packaged, parameters(kinds), packaged)
    deciding = pack.digest + _tables_digest() + (heads.digest if heads is not None else "")
    return replace(pack, digest=f"sha256:{hashlib.sha256(deciding.encode()).hexdigest()}")


@cache
def built_in_heads(tier: MaxTier = "standard", encoder: WhenEncoder = "always") -> Heads:
    """Make the heads that all guards of a process share; their weights are read at the first draft.

    Args:
        tier: `fast` has the weighted sums alone; above it the encoder reads as well.
        encoder: whether it reads every reply, or only those of which the sums are not sure.

    Raises:
        ModelError: when the installation is not whole.
    """
    sums = LinearHeads()
    return sums if tier == "fast" else BlendedHeads(sums, OnnxEncoder(), when=encoder)


@cache
def _tables_digest() -> str:
    """Hash the word lists that policies lean on: a verdict changes with them as with the policies."""
    house = Path(__file__).resolve().parent
    tables = sorted(path for room in ("text", "claims", "view", "detect") for path in (house / room).rglob("*.yaml"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in tables)).hexdigest()


class Guard(FrontDoor):
    """Checks a drafted reply before it is sent.

    Args:
        policies: a folder of policies; the packaged ones when None.
        tier: the highest that may run: `fast` rules and built-in heads, `standard` also the built-in
            encoder where installed, `full` also a configured language model.
        rewriting: whether findings that ask for a rewrite get one.
        mode: `enforce`, or `observe` to judge and send the draft anyway.
        fallback: what goes out when a reply is held; a mapping has a text for each `channel/language`,
            `channel`, `language` or `any`; None sends nothing.
        deadline_ms: how long a check may take; what is left then becomes faults. The first one has ten times as long.
        strict: raise the first fault instead of keeping it in the verdict.
        kinds: others' kinds of condition.
        heads: learned scores behind their port; the built-in ones when None.
        encoder: at tier `standard` and above, whether it reads every reply (`always`, the default) or only those of
            which the fast heads are not sure (`undecided`): quicker, and a little is missed.
        judge: a language model behind its port, which answers questions; asked at tier `full` only.
        writer: a language model behind its port, which writes where edits cannot mend; `full` only.
        llm: how to reach a language model at tier `full`, when neither `judge` nor `writer` is given: settings,
             a mapping, or the path of a `guard.toml`; when None, the environment and the `guard.toml` of the
             working folder, where there are any.
        limits: a deadline with a clock of one's own; takes the place of `deadline_ms`.
        used: called with each waiver that takes a finding away.

    Raises:
        PolicyError: when a policy file cannot be used; every problem at once.
        StoreError: when the file of a model's answers cannot be used.
        UsageError: when a fallback is no text, or the settings of a language model cannot be used.

    Example:
        >>> Guard().check({"draft": "Your refund was sent on Monday, Mei. Thank you for waiting."}).decision
        'send'
    """

    def __init__(
        self,
        policies: str | Path | None = None,
        *,
        tier: MaxTier = "standard",
        rewriting: bool = True,
        mode: Mode = "enforce",
        fallback: Fallback = FALLBACK,
        deadline_ms: float = 1000.0,
        strict: bool = False,
        kinds: Sequence[Kind] = (),
        heads: Heads | None = None,
        encoder: WhenEncoder = "always",
        judge: Judge | None = None,
        writer: Writer | None = None,
        llm: Settings | Mapping[str, Any] | str | Path | None = None,
        limits: Limits | None = None,
        used: Callable[[Waiver], None] | None = None,
    ) -> None:
        heads = heads if heads is not None else built_in_heads(tier, encoder)
        models = models_for(judge, writer, llm) if tier == "full" else Models()
        cascade = models.cascade
        every = partial(
            kinds_for, tier, kinds=kinds, heads=heads, judge=models.judge, expects_judge=models.expects_judge,
            asking=Asking(cascade.ask, cascade.low, cascade.high),
        )  # fmt: skip
        pack = pack_at(policies, every(), heads)
        models = models.under(pack.digest)
        limits = limits or Limits(seconds=deadline_ms / 1000, at_first=_AT_FIRST)
        plans = Plans(pack, partial(every, judge=models.judge))
        if policies is not None:  # a team's mistake in any language is told now; ours would have failed the build
            plans.every()
        last = cascade.last_word == "judge"
        engine = Engine(
            plans, lexicons(), limits, strict=strict, used=used, judge_last=last, asks=models.judge is not None
        )
        hand = Hand(models.writer, models.rounds, style_of(pack.settings.style)) if models.writer else None
        super().__init__(engine, rewriting=rewriting, mode=mode, fallback=fallback, hand=hand)
        self.pack = pack.settings
        self.policies_digest = pack.digest
        self._models = models

    @property
    def usage(self) -> Usage | None:
        """What the language model was asked and what it cost; None where none is configured."""
        return self._models.usage
