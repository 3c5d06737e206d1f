from enum import Enum

class GuardrailEventHooks(Enum):
    post_call = "post_call"
