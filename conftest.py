"""What holds for every test: none is timed; one adapter has an environment of its own (`.ci/run --all`)."""

from __future__ import annotations

from importlib.util import find_spec

from hypothesis import settings

# A slow machine is no fault of the code's; speed is measured in `evals/benchmarks/`.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# guardrails-ai weighs half a gigabyte and draws openai down to 2.x, so it is not in `dev`.
collect_ignore = (
    [] if find_spec("guardrails") else ["guard/adapters/guardrails_ai.py", "tests/adapters/test_guardrails_ai.py"]
)
