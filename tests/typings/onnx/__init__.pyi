from typing import Any

TensorProto: Any
checker: Any
helper: Any
numpy_helper: Any

def save(model: Any, path: Any) -> None: ...
