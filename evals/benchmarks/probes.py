"""Measurements that need a process of their own: start-up, memory, the command line, another library."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).resolve().parents[2]

_START = """
import sys, time
began = time.perf_counter()
from guard import Guard
imported = time.perf_counter()
Guard(sys.argv[1] or None, tier="fast")
made = time.perf_counter()
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print((made - began) * 1e3, (made - imported) * 1e3, int(peak) / 1024)
"""

_GUARDRAILS = """
import json, re, sys, time
from importlib.metadata import version
try:
    from guardrails import Guard
    from guardrails.validators import FailResult, PassResult, Validator, register_validator
except ImportError:
    sys.exit(3)

@register_validator(name="bench/one-regex", data_type="string")
class OneRegex(Validator):
    pattern = re.compile(r"guarantee|promise", re.IGNORECASE)

    def _validate(self, value, metadata):
        return FailResult(error_message="matched") if self.pattern.search(value) else PassResult()

guard = Guard().use(OneRegex(on_fail="noop"))
texts = json.load(open(sys.argv[1]))
warm, texts = texts[:50], texts[50:]
for text in warm:
    guard.validate(text)
took = []
for text in texts:
    began = time.perf_counter()
    guard.validate(text)
    took.append((time.perf_counter() - began) * 1e3)
print(json.dumps({"version": version("guardrails-ai"), "took": took}))
"""


@dataclass(frozen=True, slots=True)
class Start:
    """What `from guard import Guard; Guard()` costs in a fresh process, the best of several.

    Args:
        all_ms: import and construction.
        made_ms: construction alone.
        peak_mb: the most memory the whole process held, the interpreter included.
    """

    all_ms: float
    made_ms: float
    peak_mb: float


def start(policies: Path | None = None, times: int = 5) -> Start:
    """Start the guard in fresh processes."""
    runs = [_numbers([sys.executable, "-c", _START, str(policies or "")]) for _ in range(times)]
    return Start(*(min(column) for column in zip(*runs, strict=True)))


def cold_check(case: bytes, times: int = 5) -> float | None:
    """Wall milliseconds of `guard check` on one case in a fresh process; None when the command fails."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "one.jsonl"
        file.write_bytes(case + b"\n")
        words = [sys.executable, "-m", "guard", "check", str(file), "--format", "jsonl"]
        best: float | None = None
        for _ in range(times):
            began = time.perf_counter()
            done = subprocess.run(words, cwd=ROOT, capture_output=True, check=False)
            took = (time.perf_counter() - began) * 1e3
            if done.returncode not in (0, 1):
                return None
            best = took if best is None else min(best, took)
        return best


def guardrails(python: Path, texts: list[str]) -> dict[str, Any] | None:
    """One regex through guardrails-ai on the same texts, telemetry off; None when it is not installed there.

    Returns:
        `version`, and `took`: milliseconds a text, after 50 texts of warming.
    """
    with tempfile.TemporaryDirectory() as home:
        file = Path(home) / "texts.json"
        file.write_bytes(msgspec.json.encode(texts))
        (Path(home) / ".guardrailsrc").write_text("enable_metrics=false\nuse_remote_inferencing=false\n")
        quiet = {**os.environ, "HOME": home, "OTEL_SDK_DISABLED": "true", "GUARDRAILS_RUN_SYNC": "true"}
        words = [str(python), "-c", _GUARDRAILS, str(file)]
        try:
            done = subprocess.run(words, env=quiet, cwd=home, capture_output=True, text=True, timeout=600, check=False)
        except OSError:
            return None
    if done.returncode == 3:
        return None
    if done.returncode:
        raise RuntimeError(f"guardrails-ai failed: {done.stderr.strip().splitlines()[-1:]}")
    return msgspec.json.decode(done.stdout.strip().splitlines()[-1])


def _numbers(words: list[str]) -> tuple[float, ...]:
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    return tuple(float(word) for word in done.stdout.split())
