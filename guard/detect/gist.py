"""Finds: what the encoder reads: the draft, the open messages, the agent's last words, what was said before them.

Why it matters: training and checking must read a reply alike, so both read it here.

Example: `It is on its way.` after `Where is my parcel?` gives the two texts, and two empty ones.

Known misses: facts, policies and what tools returned are not read, nor what stands further back.
"""

from __future__ import annotations

from guard.learned.ports import Gist
from guard.view.view import View


def gist(view: View) -> Gist:
    """Return what the encoder reads of a view.

    Example:
        >>> from guard.domain.case import Case, Message
        >>> from guard.view.lexicons import Lexicons
        >>> lost = Message(role="customer", text="Where is my parcel?")
        >>> gist(View(Case(draft="It is on its way.", messages=(lost,)), Lexicons.packaged()))
        Gist(draft='It is on its way.', asked='Where is my parcel?', said='', before='', by='')
    """
    said = view.agent_passages[-1] if view.agent_passages else None
    earlier = [p.text for i, _, p in view.customer_passages if said is not None and i < said[0]]
    return Gist(
        draft=view.text,
        asked=" ".join(passage.text for _, _, passage in view.open_passages),
        said=said[2].text if said is not None else "",
        before=earlier[-1] if earlier else "",
        by=" ".join(word for word in (view.author or "", "tool" if view.has_log else "") if word),
    )
