"""Which language models a Guard works with: those given in code, those of the settings, or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from guard.llm.account import Usage
from guard.llm.configured import desk_for
from guard.llm.desk import ModelDesk, ModelJudge, ModelWriter
from guard.llm.ports import Judge, Writer
from guard.llm.settings import Cascade, Settings, read_settings

_ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Models:
    """A judge and a writer, each where there is one.

    Args:
        judge: answers questions.
        writer: writes where edits cannot mend.
        expects_judge: a judge is asked for, so that its absence is a fault.
        cascade: who asks whom.
        rounds: candidates a writer may offer for one reply.
        desk: of the model that the settings name.
    """

    judge: Judge | None = None
    writer: Writer | None = None
    expects_judge: bool = True
    cascade: Cascade = field(default_factory=Cascade)
    rounds: int = _ROUNDS
    desk: ModelDesk | None = None

    @property
    def usage(self) -> Usage | None:
        """What the configured model was asked so far."""
        return self.desk.caller.usage if self.desk is not None else None

    def under(self, digest: str) -> Models:
        """Return the same models for policies of a digest, which is part of what their answers are kept by."""
        judge, writer = self.judge, self.writer
        return replace(
            self,
            judge=judge.under(digest) if isinstance(judge, ModelJudge) else judge,
            writer=writer.under(digest) if isinstance(writer, ModelWriter) else writer,
        )


def models_for(
    judge: Judge | None = None,
    writer: Writer | None = None,
    given: Settings | Mapping[str, Any] | str | Path | None = None,
) -> Models:
    """Return the models to work with.

    Args:
        judge: given in code.
        writer: given in code.
        given: how to reach a model, see `read_settings`; where a judge or a writer is given in code, only what
            this says counts, and no model is made of it.

    Raises:
        MissingExtraError: when the client's library is not installed.
        StoreError: when the file of answers cannot be used.
        UsageError: when a setting cannot be used.

    Example:
        >>> models_for(given={"model": "local", "base_url": "http://127.0.0.1:9/v1", "cache": False}).expects_judge
        True
    """
    if judge is not None or writer is not None:
        told = read_settings(given, {}) if given is not None else None
        cascade, rounds = (told.cascade, told.rounds) if told is not None else (Cascade(), _ROUNDS)
        return Models(judge, writer, judge is not None, cascade, rounds)
    settings = read_settings(given)
    if settings is None:
        return Models()
    desk = desk_for(settings)
    return Models(
        ModelJudge(desk) if settings.judge else None, ModelWriter(desk) if settings.writer else None,
        settings.judge, settings.cascade, settings.rounds, desk,
    )  # fmt: skip
