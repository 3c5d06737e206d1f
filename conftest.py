"""What holds for every test: none is timed; some adapters have environments of their own (`.ci/run --all`)."""

from __future__ import annotations

from importlib.util import find_spec

from hypothesis import settings

# A slow machine is no fault of the code's; speed is measured in `evals/benchmarks/`.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# Their libraries weigh much, or draw openai to one major or the other, so they are not in `dev`.
_ELSEWHERE = {
    "guardrails": "guardrails_ai",
    "agents": "openai_agents",
    "litellm": "litellm",
    "pydantic_ai": "pydantic_ai",
}
collect_ignore = [
    path
    for library, adapter in _ELSEWHERE.items()
    if not find_spec(library)
    for path in (f"guard/adapters/{adapter}.py", f"tests/adapters/test_{adapter}.py")
]
