# The part of the recognizers that the oracle uses; the libraries ship no types.
from datetime import datetime
from typing import Any

class ModelResult:
    text: str
    start: int
    end: int
    type_name: str
    resolution: dict[str, Any] | None

class Model:
    def parse(self, query: str) -> list[ModelResult]: ...

class DateTimeModel:
    def parse(self, query: str, reference: datetime) -> list[ModelResult]: ...
