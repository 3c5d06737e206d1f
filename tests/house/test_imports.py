"""What is imported, and when: the front door must stay light, and nothing may call home."""

from __future__ import annotations

import subprocess
import sys

LIGHT = """
import sys
from guard import Guard
Guard().check({"draft": "Thank you, it is on its way."})
heavy = {"numpy", "rich", "openai", "langchain", "guardrails", "torch", "onnxruntime", "httpx", "requests"}
print(sorted(heavy & set(sys.modules)))
"""

SILENT = """
import socket
def refuse(*args, **kwargs):
    raise AssertionError("a check opened a socket")
socket.socket.connect = refuse
socket.getaddrinfo = refuse
from guard import Guard
print(Guard(tier="full").check({"draft": "It will be there tomorrow, guaranteed."}).decision)
"""


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_a_check_imports_no_heavy_library() -> None:
    assert run(LIGHT) == "[]"


def test_a_check_opens_no_connection() -> None:
    assert run(SILENT) in ("send", "flag", "rewrite", "hold")
