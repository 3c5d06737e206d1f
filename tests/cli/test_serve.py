"""`guard serve`: where it listens, with what key, and how it stops."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from guard.cli import main
from guard.cli.serve import KEY, key_for, listening
from guard.errors import UsageError


def test_its_help_names_what_it_serves(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--help"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    for said in ("/v1/check", "/v1/rewrite", "/openapi.json", KEY, "127.0.0.1", "8788"):
        assert said in told


def test_other_machines_are_let_in_only_with_a_key_that_is_long_enough() -> None:
    with pytest.raises(UsageError, match=r"GUARD_API_KEY: expected a key, since other machines can reach 0\.0\.0\.0"):
        key_for("0.0.0.0", "")
    for weak in ("short", "a key with spaces in it", "schlüssel-schlüssel"):
        with pytest.raises(UsageError) as caught:
            key_for("127.0.0.1", weak)
        assert weak not in str(caught.value)


@pytest.mark.enable_socket
def test_an_address_that_is_taken_is_told_as_that() -> None:
    with listening("127.0.0.1", 0) as line, pytest.raises(UsageError, match="choose another --port or --host"):
        listening("127.0.0.1", line.getsockname()[1])
    with pytest.raises(UsageError, match="expected an address to listen at"):
        listening("127.0.0.1", 99_999)


@pytest.mark.enable_socket
def test_it_serves_until_it_is_told_to_stop_and_then_leaves_quietly() -> None:
    environment = {name: value for name, value in os.environ.items() if name != KEY}
    command = [sys.executable, "-m", "guard", "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as running:
        assert running.stderr is not None
        line = running.stderr.readline()
        url = line.removeprefix("guard serve: ").split(" ")[0]
        socket.create_connection(("127.0.0.1", int(url.rstrip("/").rpartition(":")[2])), timeout=60).close()
        with urllib.request.urlopen(f"{url}health", timeout=60) as answer:
            assert answer.status == 200
        running.send_signal(signal.SIGTERM)
        rest = running.stderr.read()
    assert "Traceback" not in rest
