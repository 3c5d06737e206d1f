"""Reads values the way tools and logs write them: JSON, Python literals, fenced or assigned, whole or cut off."""

from __future__ import annotations

import ast
import json
import re
from typing import Any

_LONGEST = 20_000
_WRAPPED = re.compile(r"^\s*(?:#\s*)?\w{1,40}\s*=\s*(?=[\[{\"'])|^\s*```(?:json|python)?\s*\n|\s*```\s*$")
_OPENS = frozenset("{[\"'-0123456789tfnTFN#`")
_CLOSERS = {"{": "}", "[": "]"}


def loads(text: str) -> Any:
    """Return what `text` holds: JSON, else a Python literal, else the text itself. Never raises.

    A trace of code (`# var_4 = "Error: …"`) and a fenced block give the value inside; of JSON that
    was cut off, what is whole of it comes back.

    Example:
        >>> loads("{'id': 'A-1'}"), loads("done")
        ({'id': 'A-1'}, 'done')
        >>> loads('{"status": "failed", "reason": "no bal')
        {'status': 'failed'}
    """
    stripped = text.strip()
    if not stripped or (stripped[0] not in _OPENS and " = " not in stripped[:50]):
        return text
    if len(stripped) <= _LONGEST:
        stripped = _WRAPPED.sub("", stripped)
    try:
        return json.loads(stripped)
    except (ValueError, RecursionError):
        pass
    if len(stripped) > _LONGEST:
        return text
    try:
        return ast.literal_eval(stripped)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return _whole_part(stripped, text)


def _whole_part(stripped: str, text: str) -> Any:
    """Return what is whole of a JSON object or list that was cut off; the text itself where nothing is."""
    open_: list[str] = []
    quoted = escaped = False
    end, closers = 0, ""
    for place, sign in enumerate(stripped):
        if quoted:
            escaped, quoted = sign == "\\" and not escaped, sign != '"' or escaped
        elif sign == '"':
            quoted = True
        elif sign in "{[":
            open_.append(sign)
        elif sign in "]}":
            if not open_:
                return text
            open_.pop()
        if not quoted and sign in ",]}" and open_:
            end, closers = place + (sign != ","), "".join(_CLOSERS[one] for one in reversed(open_))
    whole = [stripped + "".join(_CLOSERS[one] for one in reversed(open_))] if open_ and not quoted else []
    for attempt in (*whole, stripped[:end] + closers) if end else whole:
        try:
            return json.loads(attempt) or text
        except (ValueError, RecursionError):
            continue
    return text
