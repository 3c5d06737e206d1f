"""All kinds of condition, written out by hand: the one list to read and to add to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from guard.detect.act import ActKind
from guard.detect.asked import AskedKind
from guard.detect.claim import ClaimKind
from guard.detect.head import HeadKind
from guard.detect.judge import Asking, JudgeKind
from guard.detect.kind import Kind
from guard.detect.language import LanguageKind
from guard.detect.metric import MetricKind
from guard.detect.misname import MisnameKind
from guard.detect.pattern import PatternKind
from guard.detect.phrase import PhraseKind
from guard.detect.placeholder import PlaceholderKind
from guard.detect.steering import SteeringKind
from guard.detect.trigger import TriggerKind
from guard.learned.ports import Heads
from guard.llm.ports import Judge
from guard.text.bank import Bank
from guard.view.lexicons import Lexicons
from guard.view.states import SHAPES


def catalogue(
    lexicons: Lexicons,
    *,
    heads: Heads | None = None,
    judge: Judge | None = None,
    expects_judge: bool = False,
    asking: Asking | None = None,
    others: Sequence[Kind] = (),
) -> Mapping[str, Kind]:
    """Return the kinds by name, all sharing one pattern bank.

    Args:
        lexicons: the acts and states that policies may name.
        heads: learned scores, where there are some.
        judge: a language model behind its port, where one is configured.
        expects_judge: the tier asks for a model, so that its absence is a fault.
        asking: which questions go to the model.
        others: kinds from outside; one of the same name takes the place of ours.
    """
    bank = Bank()
    kinds: tuple[Kind, ...] = (
        PhraseKind(bank),
        PatternKind(bank),
        PlaceholderKind(bank),
        ActKind(lexicons.acts.names),
        TriggerKind(lexicons.told | frozenset(SHAPES)),
        MetricKind(),
        LanguageKind(),
        AskedKind(),
        MisnameKind(),
        ClaimKind(),
        SteeringKind(),
        HeadKind(heads),
        JudgeKind(judge, expected=expects_judge, heads=heads, asking=asking),
        *others,
    )
    return {kind.name: kind for kind in kinds}
