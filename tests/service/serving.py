"""The service behind a real server on loopback."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import uvicorn

from guard.assemble import Guard
from guard.service.service import service

SHARED = Guard(deadline_ms=20_000)


@contextmanager
def serving(door: Any = None, **settings: Any) -> Generator[str]:
    """Serve until the test is over; yield the address."""
    app = service(door or SHARED, **settings)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, server_header=False))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
