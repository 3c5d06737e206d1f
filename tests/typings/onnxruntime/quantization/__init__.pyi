from typing import Any

QuantType: Any

def quantize_dynamic(
    whole: Any, to: Any, *, weight_type: Any, per_channel: bool, op_types_to_quantize: list[str]
) -> None: ...
