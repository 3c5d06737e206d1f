from typing import Any

class OpenAIChatModel:
    def __init__(self, model_name: str, *, provider: Any) -> None: ...

class OpenAIResponsesModel:
    def __init__(self, model_name: str, *, provider: Any) -> None: ...
