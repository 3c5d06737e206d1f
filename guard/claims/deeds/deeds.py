"""Which marks a deed leaves: holds a claim of action against the calls, their results and the records.

A call that looks something up is no deed, nor is a quote, a dry run or a request that still waits.
Where one thing was done and another was not, the one that the words name counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import cast

from guard.claims.context import Context
from guard.claims.deeds.families import Family
from guard.claims.deeds.marks import Mark, called, listed, recorded, short, tried
from guard.claims.deeds.objects import about, best_named, near, words_of
from guard.claims.deeds.particulars import elsewhere, misplaced
from guard.claims.tables import table
from guard.domain.hit import Because
from guard.domain.verdict import Grounding

Found = tuple[Grounding, Because | None]
_MOST = 10**9
_ENOUGH = 2
"""Words that must name a recorded thing, where there are others, before its state speaks against a deed."""


@cache
def _whole() -> re.Pattern[str]:
    return re.compile(cast(str, table("actions")["whole"]))


def weigh(family: Family, context: Context, sentence: str, said: str = "", *, thing: bool = False) -> Found:
    """Say whether the log backs a deed of this family.

    Args:
        family: the kind of deed.
        context: the log and the records.
        sentence: the claim's sentence, lower case: an order or booking named there picks the marks that count.
        said: the words of the claim itself, lower case: what it was done to, and for how much.
        thing: whether the words tell of the thing ("it is cancelled"), so that its recorded state may deny them.

    Example:
        >>> from guard.claims.context import Setting
        >>> from guard.claims.deeds.families import families
        >>> weigh(families()["refund"], Setting(has_log=True), "i've refunded you")
        ('unsupported', None)
    """
    dealt = (*called(family, context), *listed(family, context))
    marks = (*recorded(family, context), *dealt)
    words = words_of(said or sentence) - family.verbs
    thing = thing and not any(mark.state == "done" for mark in dealt) and _is_telling(context)
    if not marks:
        against = _denied(family, context, words) if thing else None
        if against is not None:
            return "contradicted", against
        return ("unsupported" if context.has_log and _is_telling(context) else "not checkable"), None
    undone = _undone_now(family, context, marks, dealt, words)
    if undone is not None:
        return "contradicted", undone
    row = [mark for mark in marks if mark.direct] or marks
    found = _weighed(family, context, row, words, said, thing)
    trial = _only_tried(family, context, marks, words) if found[0] == "supported" else None
    return found if trial is None else ("contradicted", trial)


def _undone_now(
    family: Family, context: Context, marks: Sequence[Mark], dealt: Sequence[Mark], words: frozenset[str]
) -> Because | None:
    """Return what failed since the agent last spoke, where nothing of the kind was done since then.

    What was done before has been reported before, and what was looked up before is out of date.
    """
    spoke = _spoke(context)
    fresh = [mark for mark in dealt if not _is_done(mark, family) and _message(mark) > spoke]
    if not fresh or any(_message(mark) > spoke for mark in marks if _is_done(mark, family)):
        return None
    done = [mark for mark in dealt if _is_done(mark, family)]
    if done and not any(mark.direct for mark in fresh):
        return None
    best = max(_asked(mark, words) for mark in fresh)
    return fresh[-1].because if best >= max((_asked(mark, words) for mark in done), default=0) else None


def _asked(mark: Mark, words: frozenset[str]) -> int:
    """Return how many words name what a call was asked to do; what came back may be the whole order."""
    return len(words & about(mark.values[0])) if mark.values else 0


def _is_done(mark: Mark, family: Family) -> bool:
    """Tell whether a mark bears the deed out; what is only to be asked for is done once it waits."""
    return mark.state == "done" or (family.asking and mark.state == "pending")


def _spoke(context: Context) -> int:
    """Return the number of the agent's last message; -1 when it has not spoken yet."""
    return max((i for i, message in enumerate(context.said) if message.role == "agent"), default=-1)


def _only_tried(family: Family, context: Context, marks: Sequence[Mark], words: frozenset[str]) -> Because | None:
    """Return the trial that the words are about, where something else was done: the better named, else the last."""
    trials = tried(family, context)
    if not trials:
        return None
    done = max(len(words & _about(mark, context)) for mark in marks if _is_done(mark, family))
    best = max(trials, key=lambda mark: (len(words & _about(mark, context)), _message(mark)))
    score = len(words & _about(best, context))
    return best.because if score > done or (score == done and _is_fresh(best, marks, context)) else None


def _is_fresh(trial: Mark, marks: Sequence[Mark], context: Context) -> bool:
    """Tell whether a trial was made since the agent last spoke, and nothing of the kind was done after it."""
    at = _message(trial)
    return at > _spoke(context) and all(_message(mark) < at for mark in marks)


def _message(mark: Mark) -> int:
    """Return the number of the message that a mark stands in; a huge one for what goes out with the draft."""
    found = re.match(r"messages\[(\d+)\]", mark.because.where)
    return int(found[1]) if found else _MOST if mark.because.where.startswith("draft") else -1


def _weighed(
    family: Family, context: Context, row: Sequence[Mark], words: frozenset[str], said: str, thing: bool
) -> Found:
    """Weigh marks that are all of the very deed, or all there are."""
    undone = [mark for mark in row if mark.state != "done"]
    if undone and len(undone) < len(row) and _whole().search(said) and not family.asking:
        return "contradicted", undone[-1].because
    row = _named(row, words, context)
    done = [mark for mark in row if _is_done(mark, family)]
    if not done:
        return "contradicted", row[-1].because
    if thing:
        against = _denied(family, context, words, done)
        if against is not None:
            return "contradicted", against
    dealt = [mark for mark in done if mark.values]
    other = elsewhere(said, [mark.values for mark in dealt if mark.direct]) if said else None
    other = misplaced(said, [mark.values for mark in dealt]) if said and other is None else other
    if other is not None:
        return "contradicted", Because(done[-1].because.where, short(other))
    return "supported", done[-1].because


def _named(row: Sequence[Mark], words: frozenset[str], context: Context) -> Sequence[Mark]:
    """Return the marks of the thing that the words name, where some speak for the deed and some against it."""
    if len({mark.state for mark in row}) < 2:
        return row
    scores = [len(words & _about(mark, context)) for mark in row]
    best = max(scores)
    return [mark for mark, score in zip(row, scores, strict=True) if score == best] if best else row


def _about(mark: Mark, context: Context) -> frozenset[str]:
    return near(context.facts.facts, mark.because.where) if mark.about is None else mark.about


def _denied(family: Family, context: Context, words: frozenset[str], done: Sequence[Mark] = ()) -> Because | None:
    """Return the state of the very thing that is named, where it rules the deed out and no mark backs it better."""
    if not family.denials:
        return None
    found = best_named(context.facts.facts, words)
    if found is None:
        return None
    fact, score = found
    backed = max((len(words & _about(mark, context)) for mark in done), default=-1)
    if score <= backed or (score < _ENOUGH and (done or score < 1)):
        return None
    said = str(fact.value).lower().replace("_", " ")
    return Because(fact.path, str(fact.value)) if family.denies.search(said) and not family.marks.search(said) else None


def _is_telling(context: Context) -> bool:
    """Tell whether the log says what each call was: one without a name may have been any deed."""
    return all(call.name for call in context.trace)
