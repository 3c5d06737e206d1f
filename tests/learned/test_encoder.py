"""The shipped graph, its vocabulary and its card."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from guard.errors import ModelError
from guard.learned.card import CALLED, card_at
from guard.learned.encoder import OnnxEncoder, laid
from guard.learned.linear import WEIGHTS
from guard.learned.ports import Gist
from guard.learned.wordpiece import WordPiece

FILES = ("encoder.onnx", "vocabulary.txt")
WITHOUT = """
import sys
sys.modules["onnxruntime"] = None  # as if it were not installed
from guard import Guard
asked = {"role": "customer", "text": "Is there any way to get my deposit back if I cancel this week?"}
verdict = Guard(deadline_ms=60_000).check({"draft": "The deposit is kept.", "messages": [asked]})
print(len(verdict.faults), verdict.faults[0].reason, verdict.faults[0].did, sorted(verdict.scores) != [])
print(verdict.faults[0].detail)
print({finding.tier for finding in verdict.findings} <= {"rules", "head"}, verdict.decision)
"""


def test_each_question_is_answered_and_the_same_reply_gets_the_same_answers() -> None:
    gist = Gist("Closed.", asked="Are you open on Monday, and what is the price of a ticket?")
    encoder = OnnxEncoder()
    first = encoder.odds(gist)
    assert tuple(first) == card_at().questions
    assert encoder.odds(gist) == first


def test_the_encoder_reads_what_was_asked_and_not_the_draft_alone() -> None:
    encoder = OnnxEncoder()
    hurt = encoder.odds(Gist("What is your number?", asked="My flight was cancelled, I'm stranded and in tears!"))
    calm = encoder.odds(Gist("What is your number?", asked="Hello, I would like to order a lamp."))
    assert hurt["empathy" + CALLED] > calm["empathy" + CALLED] + 2


@pytest.mark.parametrize("text", ["", "?", "no " * 5_000, "語" * 3_000, "a" * 20_000])
def test_no_text_is_too_long_or_too_strange(text: str) -> None:
    answers = OnnxEncoder().odds(Gist(text, asked=text, said=text, before=text, by=text[:9]))
    assert all(abs(value) < 100 for value in answers.values())


def test_long_texts_are_cut_to_their_share_from_both_ends() -> None:
    pieces = WordPiece(["[UNK]", "[CLS]", "[SEP]", "a", "b", "c"])
    ids, sides = laid(pieces, Gist("a " * 80 + "b " * 50 + "c " * 32))
    assert ids[:114] == [1, *[3] * 80, *[5] * 32, 2]
    assert sides == [0] * 114 + [1] * 3


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_not_what_it_should_be_says_so(tmp_path: Path, name: str) -> None:
    for file in (*FILES, "encoder.json"):
        shutil.copy(WEIGHTS / file, tmp_path / file)
    (tmp_path / name).write_bytes(b"\xff\xfe")
    with pytest.raises(ModelError, match=r"expected the encoder's weights; .*install reply-guard again"):
        OnnxEncoder(tmp_path).odds(Gist("Hello."))


def test_without_its_library_the_sums_decide_and_one_fault_says_so() -> None:
    told = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=True).stdout
    count, detail, kept = told.splitlines()
    assert count == "1 no model ignore True"
    assert detail == 'encoder: onnxruntime is not installed; run: pip install "reply-guard[encoder]"'
    assert kept == "True send"


def test_the_shipped_digest_is_that_of_the_shipped_files() -> None:
    card = json.loads((WEIGHTS / "encoder.json").read_text(encoding="utf-8"))
    told = {name: card[name] for name in ("questions", "blends")}
    files = b"".join((WEIGHTS / name).read_bytes() for name in FILES)
    assert hashlib.sha256(files + json.dumps(told, sort_keys=True).encode()).hexdigest() == card["digest"]


def test_the_shipped_encoder_is_small() -> None:
    assert sum((WEIGHTS / name).stat().st_size for name in FILES) < 25_000_000
