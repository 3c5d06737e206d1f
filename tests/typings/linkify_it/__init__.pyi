# The part of linkify-it-py that the oracle uses; the library ships no types.
class Match:
    schema: str
    index: int
    last_index: int
    raw: str

class LinkifyIt:
    def __init__(self) -> None: ...
    def match(self, text: str) -> list[Match] | None: ...
