from __future__ import annotations

from guard.wording.calm import calm_case, calm_marks
from tests.wording.sites import after, at


def test_shouting_becomes_ordinary_and_names_days_and_acronyms_keep_their_capitals() -> None:
    draft = "YOUR PDF IS READY, MEI. PLEASE CALL ON MONDAY. I'M SURE IT WORKS."
    calm = "Your PDF is ready, Mei. Please call on Monday. I'm sure it works."
    assert after(calm_case, at(draft, facts={"customer": {"name": "Mei"}})) == calm


def test_only_the_flagged_words_are_calmed() -> None:
    assert after(calm_case, at("The NASA tour is OFF LIMITS TODAY.", "OFF LIMITS TODAY")) == (
        "The NASA tour is off limits today."
    )


def test_marks_and_cheer_are_lowered_and_quoted_words_are_not() -> None:
    draft = 'Oh no!! You wrote "it broke again!" 😊 Really?!'
    assert after(calm_marks, at(draft)) == 'Oh no. You wrote "it broke again!" Really?'
