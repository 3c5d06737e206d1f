"""An independent oracle for facts: what a text says, and what a rewrite changed of it.

It is for tests and evaluations only and never travels in the wheel. It shares no code, no pattern
and no word list with `guard.rewrite.preserve`, so that a mistake of one is seen by the other:
Microsoft's recognizers read numbers, amounts and times, spaCy reads names and negations, and
linkify-it reads links and addresses. Install them with the extra `oracle`.
"""
