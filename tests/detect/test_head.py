"""Learned scores behind their port."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from pydantic import ValidationError

from guard.detect.head import HeadKind, HeadParams
from guard.detect.kind import Kind
from guard.domain.clock import Deadline
from guard.domain.hit import Absent, Because, Failure, Hit, Scored
from guard.errors import ModelError
from guard.learned.ports import Gist, Heads, Score, Scores, Signals
from guard.text.spans import Span
from tests.contracts.kind import KindContract, hits, run, view_of


class WordHeads:
    """Two heads that can be reckoned by hand: whether the draft has the word `no`, and how many words are asked."""

    def __init__(self, missing: str | None = None) -> None:
        self.missing = missing
        self.asked: list[Sequence[str]] = []

    @property
    def names(self) -> frozenset[str]:
        return frozenset({"curt", "wordy"})

    @property
    def digest(self) -> str:
        return "made by hand"

    def score(self, signals: Signals, gist: Gist, names: Sequence[str]) -> Scores:
        self.asked.append(names)
        both = {
            "curt": Score(0.8 if "d:no" in signals else 0.6, 0.7, placed=True, moved=(("d:no", 1.5),), unsure_from=0.5),
            "wordy": Score(min(1.0, sum(name.startswith("o:") for name in signals) / 10)),
        }
        return Scores({name: both[name] for name in names}, self.missing)

    def telling(self, signals: Signals, name: str) -> float:
        return 1.0 if "d:no" in signals else 0.0


class BrokenHeads(WordHeads):
    """Heads whose weights are gone."""

    def score(self, signals: Signals, gist: Gist, names: Sequence[str]) -> Scores:
        raise ModelError("weights.tsv: expected the heads' weights; got nothing; install reply-guard again")


def kind(heads: Heads | None) -> HeadKind:
    return HeadKind(heads)


class TestHeadContract(KindContract):
    def make(self) -> Kind:
        return kind(WordHeads())

    def asked(self) -> Sequence[Any]:
        return ["curt", {"name": "wordy", "at_least": 0.1}, "unheard_of"]


def test_a_score_at_the_threshold_is_a_hit_and_below_it_none() -> None:
    params = [HeadParams(name="curt", at_least=0.8), HeadParams(name="curt", at_least=0.81)]
    at, below = run(kind(WordHeads()).compile(params), view_of("No.", "Hi?"))
    assert [hit.score for hit in hits(at)] == [0.8]
    assert below == ()


def test_without_a_threshold_of_its_own_a_policy_takes_the_heads() -> None:
    curt, wordy = [HeadParams(name="curt")], [HeadParams(name="wordy")]
    assert hits(run(kind(WordHeads()).compile(curt), view_of("No.", "Hi?"))[0])
    assert not hits(run(kind(WordHeads()).compile(wordy), view_of("One.", "Why?"))[0])


def test_a_hit_points_at_the_sentence_that_counted_and_tells_the_signals() -> None:
    (found,) = run(
        kind(WordHeads()).compile([HeadParams(name="curt")]),
        view_of("Hello there. There is no way. Goodbye for now.", "Hi?"),
    )
    assert found == (
        Hit(Span(13, 29), values={"head": "curt"}, because=Because("signals", "d:no +1.50"), score=0.8, by="head"),
    )


def test_a_score_is_told_whether_or_not_it_is_a_hit_and_its_band_is_marked() -> None:
    def scored(draft: str) -> Scored:
        compiled = kind(WordHeads("encoder: not here")).compile([HeadParams(name="curt")])
        (found,) = compiled.run(view_of(draft, "Hi?"), {}, Deadline(ticks=lambda: 0.0, ends=1.0))
        assert isinstance(found, Scored)
        return found

    yes, undecided = scored("No."), scored("One.")
    assert (yes.p_fail, yes.is_unsure, bool(yes.hits)) == (0.8, False, True)
    assert (undecided.p_fail, undecided.is_unsure, undecided.hits) == (0.6, True, ())
    assert yes.missing == "encoder: not here"


def test_heads_read_english_alone() -> None:
    spanish = view_of("No, no es posible hacer eso hoy, lo siento mucho.", "¿Puedo cambiar la fecha de mi pedido?")
    assert run(kind(WordHeads()).compile([HeadParams(name="curt")]), spanish) == [()]


def test_heads_say_nothing_of_a_draft_that_answers_nothing() -> None:
    assert run(kind(WordHeads()).compile([HeadParams(name="curt")]), view_of("There is no way.")) == [()]


def test_weights_that_cannot_be_read_are_a_fault_and_no_crash() -> None:
    (failed,) = run(kind(BrokenHeads()).compile([HeadParams(name="curt")]), view_of("No.", "Hi?"))
    assert isinstance(failed, Failure)
    assert failed.reason == "no model"


def test_without_learned_scores_a_head_has_nothing_to_say() -> None:
    assert run(kind(None).compile([HeadParams(name="curt")]), view_of("One.")) == [Absent()]


def test_a_head_that_is_not_part_of_the_model_has_nothing_to_say() -> None:
    known, unknown = run(
        kind(WordHeads()).compile([HeadParams(name="curt", at_least=0), HeadParams(name="warm")]),
        view_of("One.", "Hi?"),
    )
    assert known != Absent()
    assert unknown == Absent()


def test_all_heads_are_asked_in_one_go() -> None:
    heads = WordHeads()
    run(kind(heads).compile([HeadParams(name="curt"), HeadParams(name="wordy")]), view_of("One.", "Why?"))
    assert [set(names) for names in heads.asked] == [{"curt", "wordy"}]


@pytest.mark.parametrize("at_least", [-0.1, 1.1])
def test_a_threshold_is_a_probability(at_least: float) -> None:
    with pytest.raises(ValidationError):
        HeadParams(name="curt", at_least=at_least)
