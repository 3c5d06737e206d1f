"""What we and our tests use of Pydantic AI, which lives in an environment of its own."""

from typing import Any

class Agent:
    def __init__(self, model: Any) -> None: ...
