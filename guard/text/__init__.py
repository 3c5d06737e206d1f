"""Pure functions on text: folding with the way back, sentences, words, language, zones, patches.

Nothing here knows of replies, cases or policies. Every span counts Unicode code points, end not
included, and every function takes time linear in its text, also on text that means harm.
"""
