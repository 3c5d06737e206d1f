from typing import Any

class OpenAIProvider:
    def __init__(self, *, openai_client: Any) -> None: ...
