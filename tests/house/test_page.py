"""The composer's files are code of the house: short, and nothing in them comes from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import guard

PAGE = Path(guard.__file__).parent / "service/page"
FILES = sorted(path for path in PAGE.iterdir() if path.is_file())


def name(path: Path) -> str:
    return path.name


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_file_of_the_page_stays_within_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", FILES, ids=name)
def test_nothing_of_the_page_is_loaded_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?:|//[\w-]+\.\w", text)


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix == ".js"], ids=name)
def test_a_module_says_what_it_is_and_makes_no_markup_of_words(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("// ")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|\.style\b", text
    )


def test_the_page_itself_holds_no_script_and_no_style() -> None:
    text = (PAGE / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", text)


def test_every_module_and_sheet_that_is_named_is_there_and_none_is_idle() -> None:
    named = {"index.html"}
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r'"/page/([\w.]+)"', text)) | set(re.findall(r'from "\./([\w.]+)"', text))
    assert named == {path.name for path in FILES}
