"""The policy file as one pydantic model: source of the loader, the JSON Schema and the docs.

The kinds of condition are not known here: whoever loads policies says which kinds there are
(name → parameter model), and `policy_model` makes the model in which exactly those can be written.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Generic, Literal, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field, create_model, field_validator, model_validator

from guard.domain.virtues import REQUIRED, Action, Severity, Virtue

Scope = Literal["sentence", "opening", "closing", "reply"]
Stage = Literal["preview", "stable", "deprecated"]
OnFault = Literal["flag", "hold", "ignore"]
Recast = Literal[
    "not-promised",
    "not-yet",
    "not-confirmed",
    "please",
    "calm-case",
    "calm-marks",
    "first-only",
    "without-words",
    "filled",
    "known-amount",
    "left-out",
]
Kinds = Mapping[str, type[BaseModel]]


class Strict(BaseModel):
    """Every part of a policy file: frozen, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)


class Condition(Strict):
    """One condition: exactly one kind and what it asks. The fields are added by `policy_model`."""

    @model_validator(mode="after")
    def _one_kind(self) -> Condition:
        if len(self.model_fields_set) != 1:
            raise ValueError("exactly one kind of condition")
        return self

    def chosen(self) -> tuple[str, BaseModel]:
        """Return the kind's name and its parameters."""
        (name,) = self.model_fields_set
        return name, cast(BaseModel, getattr(self, name))


C = TypeVar("C", bound=Condition)


class Clause(Strict, Generic[C]):
    """Where to look and what for: `any` of these, with `all` of those, `unless` one of the last."""

    scope: Annotated[Scope, Field(description="the part of the reply that is looked at, one at a time")] = "sentence"
    any: tuple[C, ...] = ()
    all: tuple[C, ...] = ()
    unless: tuple[C, ...] = ()

    @model_validator(mode="after")
    def _asks_something(self) -> Clause[C]:
        if not self.any and not self.all:
            raise ValueError("at least one condition under `any` or `all`")
        return self


class AppliesTo(Strict):
    """Whose replies, on which channels, in which languages."""

    author: tuple[Literal["bot", "human"], ...] = ("bot", "human")
    channel: tuple[str, ...] = ("any",)
    language: tuple[str, ...] = ("en",)

    def reads(self, language: str) -> bool:
        """Tell whether drafts in a language are meant."""
        return "any" in self.language or language in self.language


class When(Strict, Generic[C]):
    """The state of the conversation in which a required virtue is called for."""

    any: tuple[C, ...] = ()
    all: tuple[C, ...] = ()
    unless: tuple[C, ...] = ()


class Severities(Strict, Generic[C]):
    """How grave: a default, and conditions that make a finding graver or lighter."""

    default: Severity
    critical: C | None = None
    major: C | None = None
    minor: C | None = None


class Fix(Strict):
    """How a finding can be mended without a model: the ways in order, the first that can be proven is taken.

    `recast` reworks the offending words in place. Then come texts, in whose `{slots}` stand what the
    hit, the facts and the customer say; a text whose slots cannot all be filled is not used, nor one
    that was said before in the conversation.
    """

    safety: Annotated[
        Literal["safe", "checked", "suggest"],
        Field(description="safe: changes no claim; checked: changes one and is proven; suggest: shown, never applied"),
    ]
    recast: Annotated[tuple[Recast, ...], Field(description="ways to rework the words that stand there")] = ()
    replace: tuple[str, ...] = ()
    insert: tuple[str, ...] = ()
    remove: bool = False
    at: Literal["opening", "closing"] = "opening"
    over: Annotated[
        Literal["sentence", "clause", "span"],
        Field(description="what a repair takes away; `clause`: what stands before it stays where it can stand alone"),
    ] = "sentence"
    otherwise: Annotated[str | None, Field(alias="else", description="when no slot text can be filled")] = None

    @field_validator("recast", "replace", "insert", mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_way(self) -> Fix:
        texts = sum(map(bool, (self.replace, self.insert, self.remove)))
        if texts > 1 or not (texts or self.recast):
            raise ValueError("`recast`, or one of `replace`, `insert`, `remove`, or one of these after `recast`")
        if self.otherwise is not None and not texts:
            raise ValueError("`else` only beside `replace`, `insert` or `remove`")
        return self


class Evidence(Strict):
    """Learned and judged evidence that stands beside the rule."""

    head: str | None = None
    judge: dict[str, str] | None = None


class Example(Strict):
    """A reply with as much of its case as it needs; a plain string is a reply alone."""

    text: str
    evidence: str | None = None
    customer: str | None = None
    messages: tuple[dict[str, Any], ...] = ()
    facts: dict[str, Any] = Field(default_factory=dict[str, Any])
    channel: str | None = None
    draft_calls: tuple[dict[str, Any], ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _plain_text(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value


class Examples(Strict):
    """Replies the policy must and must not catch; `todo` are known misses, reported until they pass."""

    bad: Annotated[tuple[Example, ...], Field(min_length=1)]
    good: Annotated[tuple[Example, ...], Field(min_length=1)]
    todo: tuple[Example, ...] = ()


class Policy(Strict, Generic[C]):
    """One rule: what must not be there, or what must, with its reasons, repairs and examples."""

    spec: Literal[1]
    id: Annotated[
        str, Field(pattern=r"^([a-z]{2}/)?[a-z]+/[a-z0-9]+(-[a-z0-9]+)*$", description="its path; names the bad thing")
    ]
    code: Annotated[str, Field(pattern=r"^[A-Z]{3}[0-9]{3}$", description="stable, never reused")]
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    stage: Stage = "preview"
    virtue: Virtue
    about: Annotated[
        Literal["reply", "conversation"],
        Field(description="conversation: a finding is reported, and the reply's virtue does not fail by it"),
    ] = "reply"
    traits: tuple[str, ...] = ()
    title: Annotated[str, Field(min_length=8)]
    why: Annotated[str, Field(min_length=20)]
    applies_to: AppliesTo = AppliesTo()
    when: When[C] | None = None
    forbid: Clause[C] | None = None
    require: Clause[C] | None = None
    evidence: Evidence | None = None
    decisive: bool = False
    severity: Severities[C]
    message: Annotated[str, Field(min_length=8)]
    fix: Fix | None = None
    action: Action = "flag"
    on_unfixed: Literal["flag", "hold"] | None = None
    on_fault: OnFault | None = None
    stream: Annotated[
        Literal["whole", "sentence"] | None,
        Field(description="whether it can judge a sentence before the next is written; by default by its scope"),
    ] = None
    stage_of_writing: Literal["typing", "send"] = "send"
    precision: Annotated[
        dict[str, Any] | None, Field(description="how many hits were read on real replies and how many were right")
    ] = None
    examples: Examples

    @field_validator("severity", mode="before")
    @classmethod
    def _one_severity(cls, value: Any) -> Any:
        return {"default": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _hangs_together(self) -> Policy[C]:
        if (self.forbid is None) == (self.require is None):
            raise ValueError("either `forbid` or `require`")
        if self.when is not None and self.virtue not in REQUIRED:
            raise ValueError(f"`when` only for a required virtue ({', '.join(sorted(REQUIRED))})")
        if self.require is not None and self.virtue not in REQUIRED:
            raise ValueError(f"`require` only for a required virtue ({', '.join(sorted(REQUIRED))})")
        return self

    def unfixed(self, severity: Severity) -> Literal["flag", "hold"]:
        """Return what happens to a finding of this severity when no rewrite can be proven."""
        if self.on_unfixed is not None:
            return self.on_unfixed
        return "hold" if severity == "critical" or (self.virtue == "honesty" and severity == "major") else "flag"

    @property
    def streams(self) -> bool:
        """Whether it judges a sentence of a reply of which the rest is not written yet."""
        if self.forbid is None:
            return False
        return self.stream == "sentence" or (self.stream is None and self.forbid.scope == "sentence")

    @property
    def faulted(self) -> OnFault:
        """What happens when the check cannot run."""
        return self.on_fault or ("hold" if self.severity.default == "critical" else "flag")


AnyPolicy = Policy[Any]


@cache
def _model(kinds: tuple[tuple[str, type[BaseModel]], ...]) -> type[Policy[Any]]:
    fields: dict[str, Any] = {name: (params, Field(default=None)) for name, params in kinds}
    condition = create_model("Condition", __base__=Condition, __doc__=Condition.__doc__, **fields)
    return Policy[condition]


def policy_model(kinds: Kinds) -> type[Policy[Any]]:
    """Return the policy model in which exactly these kinds of condition can be written.

    Args:
        kinds: parameter model by kind name.
    """
    return _model(tuple(sorted(kinds.items())))
