"""What pytest leaves out: an adapter whose library lives in an environment of its own (`.ci/run --all`)."""

from __future__ import annotations

from importlib.util import find_spec

# guardrails-ai weighs half a gigabyte and draws openai down to 2.x, so it is not in `dev`.
collect_ignore = (
    [] if find_spec("guardrails") else ["guard/adapters/guardrails_ai.py", "tests/adapters/test_guardrails_ai.py"]
)
