"""Answers kept on disk, so that the same question is paid for once. Safe under several processes.

The key holds the model, the prompt's version, the policies' digest and every word that was asked. Only
answers that kept to their schema are kept. What a model said quotes drafts, so the file is for its owner
alone, and masked values stay masked in it.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import suppress
from pathlib import Path

from guard.errors import StoreError

_WAIT = 5.0
"""Seconds for which one process waits for another to write."""


def default_file() -> Path:
    """Return where answers are kept when the settings do not say."""
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "reply-guard" / "answers.sqlite"


class Cache:
    """A file of answers.

    Args:
        path: the file; made when it is not there, readable by its owner alone.

    Raises:
        StoreError: when it cannot be made or is no such file.

    Example:
        >>> import tempfile
        >>> cache = Cache(Path(tempfile.mkdtemp()) / "answers.sqlite")
        >>> cache.put("k", "v")
        >>> cache.get("k"), cache.get("other")
        ('v', None)
        >>> cache.close()
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            self._base = sqlite3.connect(path, timeout=_WAIT, check_same_thread=False, isolation_level=None)
            with suppress(sqlite3.OperationalError):  # another process is at it; the mode is kept in the file
                self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, answer TEXT NOT NULL)")
        except (OSError, sqlite3.Error) as error:
            raise StoreError(
                f"{path}: expected a file for answers; got {error}; name another in `cache`, or set it to false"
            ) from None

    def get(self, key: str) -> str | None:
        """Return an answer, or None where there is none or it cannot be read now."""
        with self._lock, suppress(sqlite3.Error):
            row = self._base.execute("SELECT answer FROM answers WHERE key = ?", (key,)).fetchone()
            return str(row[0]) if row else None
        return None

    def put(self, key: str, answer: str) -> None:
        """Keep an answer; where the disk is full or busy, it is asked for again another time."""
        with self._lock, suppress(sqlite3.Error):
            self._base.execute("INSERT OR REPLACE INTO answers VALUES (?, ?)", (key, answer))

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._base.close()
