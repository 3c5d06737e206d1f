"""The agreement report as values: what is computed once and rendered three ways."""

from __future__ import annotations

from dataclasses import dataclass

from guard.domain.virtues import Decision, Virtue
from guard.errors import Problem
from guard.evals.ledger import Figure, Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What was measured, and with what.

    Args:
        files: the inputs, as the caller named them.
        unreadable: cases that could not be read or judged; they are in no figure.
        tier: the highest that could run.
        rewriting: whether rewrites were tried, on which the decision depends.
        version: of Reply Guard.
    """

    files: tuple[str, ...] = ()
    unreadable: int = 0
    tier: str = "standard"
    rewriting: bool = True
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VirtueFigures:
    """Agreement on one virtue. `minor` and `major` are the recall on gold fails of that weight (major or critical)."""

    virtue: Virtue
    tally: Tally
    precision: Figure
    recall: Figure
    f1: Figure
    kappa: Figure
    false_alarm: Figure
    unsure: Figure
    minor: Figure
    major: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBack:
    """The decision: rewrite or hold, against any major or critical gold fail.

    Args:
        tally: acted on against gold.
        precision: of what was acted on, the share that deserved it.
        recall: of what deserved it, the share that was acted on.
        f1: of the two.
        false_alarm: acted on, of the drafts labelled without major fails.
        held: put on hold, of the same drafts.
        acted_on_clean: acted on, of the drafts labelled without any fail.
    """

    tally: Tally
    precision: Figure
    recall: Figure
    f1: Figure
    false_alarm: Figure
    held: Figure
    acted_on_clean: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Contrast pairs, a good and a bad case of one group, compared on the bad one's virtue.

    Args:
        virtue: the bad one's; None over all virtues.
        n: pairs.
        right: the good one is not flagged and the bad one is.
        good_left: the good one is not flagged.
        bad_caught: the bad one is flagged.
    """

    virtue: Virtue | None
    n: int
    right: Figure
    good_left: Figure
    bad_caught: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """One part of the data: all virtues taken together, and the decision's false alarms.

    Args:
        key: what it was cut by.
        value: the key's value; empty where a case has none.
        n: cases.
        tally: one entry a case and virtue.
        precision: over all virtues together.
        recall: over all virtues together.
        f1: over all virtues together.
        send_back_false_alarm: acted on, of the drafts labelled without major fails.
    """

    key: str
    value: str
    n: int
    tally: Tally
    precision: Figure
    recall: Figure
    f1: Figure
    send_back_false_alarm: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Everything the ruler says about one run.

    `cases` were scored; `unlabelled` had no labels; `problems` name labels that could not be read,
    whose cases are not scored. `faults` lists (policy, reason, times).
    """

    cases: int
    unlabelled: int
    problems: tuple[Problem, ...]
    conversations: int
    labelled_by_model: int
    policies_digest: str
    decisions: dict[Decision, int]
    virtues: tuple[VirtueFigures, ...]
    macro_f1: Figure
    macro_over: tuple[Virtue, ...]
    all_virtues: Tally
    minor: Figure
    major: Figure
    send_back: SendBack
    pairs: tuple[Pairs, ...]
    slices: tuple[Slice, ...]
    faults: tuple[tuple[str, str, int], ...]
    faulty_cases: int
    seed: int
    replicates: int
