"""Only in the extra `train`."""

from typing import Any

def __getattr__(name: str) -> Any: ...
