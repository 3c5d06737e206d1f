"""The seam behind which every kind of condition stands.

A kind is compiled once for all the parameter sets that the loaded policies hold, so that one
pattern set, one pass over the claims and one call to a judge serve every policy. Running the
compiled kind on a view gives one result a parameter set, in the order they were compiled.

Kinds run in stages, `rules`, then `learned`, then `judge`; `seen` holds the results of the
stages before, which are features of the later ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol, cast

from pydantic import BaseModel, ConfigDict, model_validator

from guard.domain.clock import Deadline
from guard.domain.hit import Result
from guard.view.view import View

Stage = Literal["rules", "learned", "judge"]
STAGES: tuple[Stage, ...] = ("rules", "learned", "judge")

Seen = Mapping[str, Sequence[Result]]
"""Results of the kinds that ran in earlier stages, by kind name, in compiled order."""


class Params(BaseModel):
    """What one condition of this kind may say in a policy file; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class ListParams(Params):
    """Parameters whose one list may be written short: `{act: thanks}`, `{act: [thanks, apology]}`."""

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        field = next(iter(cls.model_fields))
        if isinstance(value, str):
            return {field: (value,)}
        return cast(Any, value) if isinstance(value, dict) else {field: value}


class Compiled(Protocol):
    """A kind, made ready for one fixed list of parameter sets. Safe to share between threads."""

    def run(self, view: View, seen: Seen, clock: Deadline) -> Sequence[Result]:
        """Return one result a parameter set. Takes time linear in the text; never changes the view."""
        ...


class Kind(Protocol):
    """One kind of condition: `name` is its key in a policy file."""

    name: str
    stage: Stage
    params: type[Params]

    def compile(self, params: Sequence[Any]) -> Compiled:
        """Make ready for these parameter sets (instances of `self.params`).

        Raises:
            ValueError: when one cannot be compiled; `args` are (index, what was expected, what was got).
        """
        ...
