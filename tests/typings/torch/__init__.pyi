from typing import Any

from torch import nn as nn

Tensor = Any

def __getattr__(name: str) -> Any: ...
