"""`guard policy list` and `guard policy readme`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guard.cli import main
from tests.packs import policy, write_pack

Words = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A pack of three: two virtues, two stages."""
    rows = (
        policy("respect/rude"),
        policy("respect/ruder", stage="preview", traits=["respect under abuse"]),
        policy("ownership/blames", traits=["no blame"]),
    )
    return write_pack(tmp_path, *rows)


def run(folder: Path, *words: str) -> int:
    return main(["policy", "list", "--policies", str(folder), *words])


def test_a_part_is_said_to_be_one_and_serves_the_wider_word(folder: Path, capfd: Words) -> None:
    assert run(folder) == 0
    rows = capfd.readouterr().out.splitlines()
    assert rows[rows.index("  no blame (part of passion)") + 1].split()[1] == "ownership/blames"
    assert "  passion: by its parts" in rows
    assert "  looking for solutions (part of passion): none yet" in rows


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["--virtue", "respect"], {"respect/rude", "respect/ruder"}),
        (["--stage", "preview"], {"respect/ruder"}),
        (["--virtue", "respect", "ownership", "--stage", "stable"], {"respect/rude", "ownership/blames"}),
    ],
)
def test_filters_leave_only_what_they_name(folder: Path, capfd: Words, words: list[str], ids: set[str]) -> None:
    assert run(folder, *words) == 0
    out, err = capfd.readouterr()
    assert {part for part in out.split() if "/" in part} == ids
    assert "none yet" not in out
    assert f"{len(ids)} of 3 policies" in err


def test_json_holds_articles_words_and_policies(folder: Path, capfd: Words) -> None:
    assert run(folder, "--format", "json", "--virtue", "ownership") == 0
    found = json.loads(capfd.readouterr().out)
    words = {trait["name"]: trait for article in found["articles"] for trait in article["traits"]}
    assert (found["policies"], len(found["articles"])) == (1, 5)
    assert words["no blame"]["within"] == "passion"
    assert [one["id"] for one in words["no blame"]["policies"]] == ["ownership/blames"]
    assert words["honesty"]["policies"] == []


def test_a_virtue_that_is_none_is_refused(folder: Path, capfd: Words) -> None:
    assert run(folder, "--virtue", "charity") == 2
    assert "charity" in capfd.readouterr().err


def test_the_page_goes_to_a_file_or_to_standard_output(folder: Path, tmp_path: Path, capfd: Words) -> None:
    page = tmp_path / "PAGE.md"
    assert main(["policy", "readme", "--policies", str(folder), "--out", str(page)]) == 0
    assert capfd.readouterr().out == ""
    assert main(["policy", "readme", "--policies", str(folder)]) == 0
    assert capfd.readouterr().out == page.read_text(encoding="utf-8")


def test_a_page_that_cannot_be_written_is_told(folder: Path, tmp_path: Path, capfd: Words) -> None:
    assert main(["policy", "readme", "--policies", str(folder), "--out", str(tmp_path / "no" / "PAGE.md")]) == 2
    assert "expected a file that can be written" in capfd.readouterr().err
