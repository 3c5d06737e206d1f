"""The page for people is made from the policies, and is the one that is committed."""

from __future__ import annotations

from pathlib import Path

from guard.assemble import data_folder, kinds_for, pack_at
from guard.policy.overview import overview
from tests.packs import policy, write_pack

KINDS = kinds_for()
PACK = pack_at(None, KINDS)
PAGE = overview(PACK)


def page_of(folder: Path, **changes: object) -> str:
    return overview(pack_at(write_pack(folder, policy("respect/rude", **changes)), KINDS))


def test_the_committed_page_is_the_one_that_is_made() -> None:
    committed = (data_folder("policies", "policies") / "README.md").read_text(encoding="utf-8")
    assert committed == PAGE, "run: guard policy readme --out policies/README.md"


def test_the_page_tells_every_policy_once_with_a_link_that_leads_to_its_file() -> None:
    folder = data_folder("policies", "policies")
    for one in PACK.policies:
        path = Path(PACK.sources[one.id].name).relative_to(folder).as_posix()
        assert PAGE.count(f"[`{one.id}`]({path})") == 1
        assert f" {one.code}: " in PAGE


def test_what_a_file_says_is_shown_as_it_was_written(tmp_path: Path) -> None:
    page = page_of(tmp_path, title="Says *a* | b <i> [c]", examples={"bad": ["calm\ndown `x`"], "good": ["Fine."]})
    assert r"Says \*a\* \| b \<i\> \[c\]" in page
    assert r"“calm down \`x\`”" in page


def test_the_page_says_what_happens_and_how_it_is_mended(tmp_path: Path) -> None:
    fix = {"safety": "safe", "replace": ["One moment.", "A moment."], "else": "Wait."}
    page = page_of(tmp_path, fix=fix, action="rewrite", precision={"read": 24, "right": 22, "on": "2026-11-22"})
    assert "· stable · major · rewritten, else flagged" in page
    assert "| Mended | in place of the sentence: One moment. (or 1 more like it) |" in page
    assert "| Mended | else: Wait. |" in page
    assert "22 of 24 findings that were read, 2026-11-22" in page


def test_a_preview_is_said_never_to_act(tmp_path: Path) -> None:
    assert "· preview · major · reported, never acts" in page_of(tmp_path, stage="preview", action="hold")


def test_policies_of_another_language_stand_apart(tmp_path: Path) -> None:
    page = page_of(tmp_path, applies_to={"language": ["es"]})
    assert page.index("## In another language: Spanish") < page.index("TST000: ")
    assert "| Spanish | 1 |" in page
