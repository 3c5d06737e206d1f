"""A pack: policies that belong together, and what their owner sets for all of them."""

from __future__ import annotations

from typing import Annotated, Any, Generic, Literal, cast

from pydantic import Field, field_validator

from guard.domain.tools import Deed
from guard.domain.virtues import VIRTUES, Virtue
from guard.policy.spec import C, Strict


class Silence(Strict, Generic[C]):
    """Findings that are not made in a state: `mute` names policies, virtues or traits."""

    when: C
    mute: Annotated[tuple[str, ...], Field(min_length=1)]


class Waiver(Strict):
    """An exception somebody answers for: outside the text, since a reply holds no comments."""

    policy: str
    scope: Annotated[
        dict[str, str], Field(default_factory=dict, description="`channel` or `meta` values; empty: everywhere")
    ]
    owner: Annotated[str, Field(min_length=1)]
    reason: Annotated[str, Field(min_length=1)]
    expires: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="the last day it holds")]


class Style(Strict):
    """The brand's own words, for repairs."""

    brand: str | None = None
    formality: str | None = None
    sign_off: str | None = None
    forbidden_words: tuple[str, ...] = ()
    channels: dict[str, dict[str, Any]] = Field(default_factory=dict[str, dict[str, Any]])


Act = Literal["looks", Deed]
"""What a tool does: the family of its deed, or `looks` for one that changes nothing."""


class PackFile(Strict, Generic[C]):
    """`pack.yaml`."""

    spec: int = 1
    name: str
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    language: Annotated[
        str, Field(pattern="^[a-z]{2}$", description="what a draft is read in when neither it nor the customer tells")
    ] = "en"
    includes: Annotated[
        tuple[str, ...],
        Field(description="packs of other languages that are loaded beside this one: folders named by their language"),
    ] = ()
    extends: Annotated[str | None, Field(description="`packaged`, or a folder relative to this file")] = None
    overlays: Annotated[
        dict[str, dict[str, Any]],
        Field(default_factory=dict, description="by policy id: severity, stage, action, `phrase+`, `phrase-`"),
    ]
    style: Style = Style()
    acts: Annotated[
        dict[Annotated[str, Field(min_length=1)], tuple[Act, ...]],
        Field(
            default_factory=dict,
            description="tools, by name or glob (`crm.*`), and the deeds each does, or `looks`; the first fit counts",
        ),
    ]
    priority: tuple[Virtue, ...] = VIRTUES
    silences: tuple[Silence[C], ...] = ()
    waivers: tuple[Waiver, ...] = ()
    notes: Annotated[int, Field(ge=1, description="how many findings a person sees at once")] = 3

    @field_validator("acts", mode="before")
    @classmethod
    def _one_or_several(cls, value: Any) -> Any:
        """Let a single deed stand without brackets."""
        if not isinstance(value, dict):
            return value
        return {
            name: (does,) if isinstance(does, str) else does for name, does in cast("dict[Any, Any]", value).items()
        }
