from __future__ import annotations

from pathlib import Path

import pytest

from guard.errors import UsageError
from guard.llm.settings import Settings, read_settings


def write(folder: Path, text: str) -> Path:
    path = folder / "guard.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_says_which_model_and_the_environment_outweighs_it(tmp_path: Path) -> None:
    path = write(tmp_path, '[llm]\nmodel = "small"\ntimeout = 3\n[llm.cascade]\nask = "all"\n')
    read = read_settings(path, {"GUARD_LLM_MODEL": "large", "GUARD_LLM_CASCADE_LOW": "0.1", "GUARD_LLM_JUDGE": "false"})
    assert read is not None
    assert (read.model, read.timeout, read.cascade.ask, read.cascade.low) == ("large", 3.0, "all", 0.1)
    assert read.judge is False


def test_without_any_setting_there_is_no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_settings(None, {}) is None
    write(tmp_path, '[llm]\nmodel = "here"\n')
    read = read_settings(None, {})
    assert read is not None
    assert read.model == "here"


def test_settings_made_in_code_are_taken_as_they_are() -> None:
    made = Settings(model="m")
    assert read_settings(made, {"GUARD_LLM_MODEL": "other"}) is made


@pytest.mark.parametrize("name", ["key", "api_key", "token"])
def test_a_key_in_a_file_is_refused(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, f'[llm]\nmodel = "m"\n{name} = "sk-1234"\n')
    with pytest.raises(UsageError) as caught:
        read_settings(path, {})
    assert "sk-1234" not in str(caught.value)
    assert "OPENAI_API_KEY" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "told", "said"),
    [
        ('[llm]\nmodel = "m"\ntimout = 3', {}, "llm.timout: expected one of"),
        ('[llm]\nmodel = "m"\ntimout = 3', {}, "write timeout"),
        ("[llm]\ntimeout = 3", {}, "llm.model: expected the model's name; got nothing"),
        ('[llm]\nmodel = "m"\ntimeout = -1', {}, "llm.timeout: expected greater than 0; got -1"),
        ('[llm]\nmodel = "m"', {"GUARD_LLM_TIMEOUT": "soon"}, "GUARD_LLM_TIMEOUT: expected"),
        ('[llm]\nmodel = "m"\n[llm.cascade]\nlow = 0.9\nhigh = 0.1', {}, "a `low` that is not above `high`"),
        ("llm = 3", {}, "llm: expected a table; got 3"),
        ("[llm", {}, "expected TOML"),
    ],
)
def test_a_mistake_is_told_in_its_place(tmp_path: Path, text: str, told: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_settings(write(tmp_path, text), told)
    assert said in str(caught.value)


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing of that name"):
        read_settings(tmp_path / "none.toml", {})
