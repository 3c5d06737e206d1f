"""How a language model is reached: `[llm]` in `guard.toml`, the environment, or code. Keys only from the environment.

The environment outweighs the file: `GUARD_LLM_MODEL` is `model`, `GUARD_LLM_CASCADE_ASK` is `cascade.ask`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from guard.errors import Problem, UsageError

FILE = "guard.toml"
_PREFIX = "GUARD_LLM_"
_SECRET = ("key", "api_key", "token", "secret", "password")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, protected_namespaces=(), defer_build=True)


class Cascade(_Part):
    """Who asks whom: which questions go to the model, and whose word counts where two differ."""

    ask: Annotated[
        Literal["open", "all"],
        Field(description="open: not what a learned score settles; all: every question, each time"),
    ] = "open"
    low: Annotated[float, Field(ge=0, le=1, description="a learned score below settles a virtue")] = 0.2
    high: Annotated[float, Field(ge=0, le=1, description="and one above")] = 0.8
    last_word: Annotated[
        Literal["rules", "judge"],
        Field(description="whether the model may take back what a rule found; a decisive rule stands in any case"),
    ] = "rules"

    @model_validator(mode="after")
    def _in_order(self) -> Cascade:
        if self.low > self.high:
            raise ValueError("a `low` that is not above `high`")
        return self


class Settings(_Part):
    """All that can be set about a language model.

    Example:
        >>> Settings(model="gpt-5-mini").timeout
        20.0
    """

    model: Annotated[str, Field(min_length=1, description="`name`; with `through: langchain`, `provider:name`")]
    through: Annotated[Literal["openai", "langchain"], Field(description="whose client calls it")] = "openai"
    base_url: Annotated[str | None, Field(description="any server that speaks the OpenAI API")] = None
    key_env: Annotated[str, Field(description="the environment variable that holds the key")] = "OPENAI_API_KEY"
    judge: bool = True
    writer: bool = True
    timeout: Annotated[float, Field(gt=0, description="seconds for one try")] = 20.0
    retries: Annotated[int, Field(ge=0, le=10)] = 2
    per_minute: Annotated[int, Field(ge=1, description="calls at most; more wait their turn")] = 60
    failures: Annotated[int, Field(ge=1, description="failed calls in a row after which the model is left alone")] = 5
    rest: Annotated[float, Field(gt=0, description="for so many seconds")] = 30.0
    temperature: Annotated[float | None, Field(ge=0, le=2, description="not sent when absent")] = None
    max_tokens: Annotated[int | None, Field(ge=1, description="of an answer; not sent when absent")] = None
    price_in: Annotated[float, Field(ge=0, description="for a million tokens read, in any currency")] = 0.0
    price_out: Annotated[float, Field(ge=0, description="for a million tokens written")] = 0.0
    budget: Annotated[float | None, Field(gt=0, description="what a process may spend; then the model is left")] = None
    mask: Annotated[bool, Field(description="names, addresses and numbers of persons are masked in every call")] = True
    cache: Annotated[bool | str, Field(description="answers kept on disk: off, on, or the file")] = True
    rounds: Annotated[int, Field(ge=1, le=5, description="candidates a writer may offer for one reply")] = 2
    cascade: Cascade = Cascade()


def read_settings(
    given: Settings | Mapping[str, Any] | str | Path | None = None, environment: Mapping[str, str] | None = None
) -> Settings | None:
    """Return the settings, or None where no model is configured.

    Args:
        given: settings made in code, a mapping, or the path of a `guard.toml`; when None, the
            `guard.toml` of the working folder, where there is one.
        environment: `os.environ` when None.

    Raises:
        UsageError: with everything that is wrong, each in its place.

    Example:
        >>> read_settings({"model": "local", "cache": False}, environment={"GUARD_LLM_TIMEOUT": "5"}).timeout
        5.0
    """
    if isinstance(given, Settings):
        return given
    where, values = _given(given)
    told = _told(os.environ if environment is None else environment)
    if not values and not told:
        return None
    secret = next((name for name in _SECRET if name in values), None)
    if secret is not None:
        do = "take it out of there, put the key into OPENAI_API_KEY, or name another variable in `key_env`"
        raise UsageError([Problem(f"{where}: llm.{secret}", "no key", "one", do)])
    cascade = {**cast("dict[str, Any]", values.get("cascade") or {}), **told.pop("cascade", {})}
    merged: dict[str, Any] = {**values, **told, **({"cascade": cascade} if cascade else {})}
    try:
        return Settings.model_validate(merged)
    except ValidationError as error:
        raise UsageError([_problem(one, where, told) for one in error.errors()]) from None


def _given(given: Mapping[str, Any] | str | Path | None) -> tuple[str, dict[str, Any]]:
    """Return where the settings stand, and what stands there."""
    if isinstance(given, Mapping):
        return "llm", dict(given)
    path = Path(FILE if given is None else given)
    if not path.is_file():
        if given is not None:
            raise UsageError([Problem(str(path), "a file", "nothing of that name", "check the path")])
        return FILE, {}
    import tomllib  # here and below: milliseconds that only those pay who have such a file, or a mistake in it

    try:
        table: Any = tomllib.loads(path.read_text(encoding="utf-8")).get("llm", {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError([Problem(str(path), "TOML", str(error), "mend it")]) from None
    if not isinstance(table, dict):
        raise UsageError([Problem(f"{path}: llm", "a table", repr(table), "write [llm]")])
    return str(path), cast("dict[str, Any]", table)


def _told(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return what the environment says, under the names of the file."""
    told: dict[str, Any] = {}
    for name, value in environment.items():
        if name.startswith(_PREFIX) and value:
            field = name.removeprefix(_PREFIX).lower()
            if field.startswith("cascade_"):
                told.setdefault("cascade", {})[field.removeprefix("cascade_")] = value
            else:
                told[field] = value
    return told


def _problem(error: Any, where: str, told: Mapping[str, Any]) -> Problem:
    """Say one thing that is wrong in the words of the house."""
    path = [str(part) for part in error["loc"]]
    place = f"{_PREFIX}{'_'.join(path).upper()}" if path and path[0] in told else f"{where}: {'.'.join(['llm', *path])}"
    from difflib import get_close_matches

    known = list(Cascade.model_fields if path[:1] == ["cascade"] else Settings.model_fields)
    if error["type"] == "extra_forbidden":
        near = get_close_matches(path[-1], known, 1)
        return Problem(place, f"one of {', '.join(known)}", path[-1], f"write {near[0]}" if near else "take it out")
    if error["type"] == "missing":
        return Problem(place, "the model's name", "nothing", 'write model = "…"')
    expected = str(error["msg"]).removeprefix("Input should be ").removeprefix("Value error, ")
    return Problem(place, expected, repr(error["input"]), "change it")
