"""The suite file: one YAML document, validated before anything runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, model_validator

from guard.domain.virtues import Virtue

Share = Annotated[float, Field(ge=0.0, le=1.0)]
Figure = Literal["fails", "acted", "held", "precision", "recall", "f1", "false_alarm"]

NEEDS_LABELS: tuple[Figure, ...] = ("precision", "recall", "f1", "false_alarm")


class Strict(BaseModel):
    """Unknown keys are mistakes; nothing changes after it was read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Sample(Strict):
    """Draw so many conversations; the same seed draws the same ones.

    Args:
        n: conversations to draw; all when there are fewer.
        seed: of the draw.
    """

    n: PositiveInt
    seed: int = 0


class Source(Strict):
    """Where cases come from.

    Args:
        path: a file, relative to the suite; `*` names several.
        replay: whether every agent message of a conversation becomes a draft of its own.
        where: keep only cases whose `channel`, `conversation`, `group` or `meta.<key>` is this, or one of these.
        sample: draw some of what is left.
    """

    path: str
    replay: bool = False
    where: dict[str, str | list[str]] = {}
    sample: Sample | None = None


class Against(Strict):
    """What writes the drafts; exactly one key. Without it, the drafts that the cases hold are judged.

    Args:
        python: `module:function`, called with the case as a dict without its draft, returns the draft.
        command: a shell command, given that dict as JSON on standard input, prints the draft.
        seconds: how long one draft may take; what takes longer is an error, never a fail.
    """

    python: str | None = Field(default=None, pattern=r"^[\w.]+:[\w.]+$")
    command: str | None = None
    seconds: float = Field(default=60.0, gt=0)

    @model_validator(mode="after")
    def _one(self) -> Against:
        if (self.python is None) == (self.command is None):
            raise ValueError("exactly one of python and command")
        return self


class Gate(Strict):
    """Something that must hold of a run, else it fails.

    Args:
        figure: `fails`, the share of replies with a finding that fails them; `acted`, rewritten or held; `held`;
            and where every case has labels, `precision`, `recall`, `f1` or `false_alarm`.
        virtue: of this virtue only; of all together when left out.
        where: of the cases of one slice only: `{channel: chat}`.
        at_most: the highest value that is fine.
        at_least: the lowest.
        sure: whether the whole 95 % interval must be on the right side; a gate that is met by the
            figure and missed by an end of its interval is then inconclusive.
    """

    figure: Figure
    virtue: Virtue | None = None
    where: dict[str, str] = {}
    at_most: Share | None = None
    at_least: Share | None = None
    sure: bool = False

    @model_validator(mode="after")
    def _bounded(self) -> Gate:
        if self.at_most is None and self.at_least is None:
            raise ValueError("at_most or at_least, or both")
        return self


class Regression(Strict):
    """How a run is compared with its baseline.

    Args:
        baseline: the file that `guard eval bless` writes, relative to the suite.
        margin: the loss, in shares of replies, that would be borne.
        alpha: the chance of a false alarm over all figures together.
        power: with which chance, in per cent, an inconclusive comparison would be settled by the number it names.
    """

    baseline: str
    margin: float = Field(default=0.02, gt=0, lt=1)
    alpha: float = Field(default=0.05, gt=0, lt=0.5)
    power: Literal[80, 90] = 80


class Suite(Strict):
    """A suite file.

    Args:
        spec: version of this format.
        name: names the run's files; letters, digits and hyphens.
        about: a sentence for whoever reads the report.
        cases: where they come from; one source or several.
        against: what writes the drafts; the recorded ones when left out.
        policies: a folder, relative to the suite; the packaged ones when left out.
        tier: the highest that may run.
        rewriting: whether findings that ask for a rewrite get one.
        repeats: how often each draft is written anew and judged, for a bot that is not always the same.
        slices: `channel` or keys of `meta`, by which figures are shown apart.
        gates: what must hold.
        regression: how it is compared with a baseline.
        seed: of bootstrap and bot.
    """

    spec: Literal[1]
    name: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    about: str = ""
    cases: list[Source] = Field(min_length=1)
    against: Against | None = None
    policies: str | None = None
    tier: Literal["fast", "standard", "full"] = "standard"
    rewriting: bool = True
    repeats: PositiveInt = 1
    slices: list[str] = ["channel"]
    gates: list[Gate] = []
    regression: Regression | None = None
    seed: int = 0

    @model_validator(mode="after")
    def _repeats_need_a_bot(self) -> Suite:
        if self.repeats > 1 and self.against is None:
            raise ValueError("repeats: 1 where recorded drafts are judged, for they do not change")
        return self


def beside(suite: Path, path: str) -> Path:
    """Return a path that a suite names, which is relative to the suite's own folder.

    Example:
        >>> beside(Path("suites/a.yaml"), "b.jsonl").as_posix()
        'suites/b.jsonl'
    """
    return suite.parent / path
