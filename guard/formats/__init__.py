"""What goes in and what comes out: cases and verdicts as JSON, read and written in one place.

    cases.py      a case from a dict, and many cases from a file or standard input
    chat.py       OpenAI chat messages, turned into our shape
    sources.py    bytes → values: JSON lines, one JSON document, plain text; told apart by the first lines
    decoding.py   JSON with the line and column of a mistake
    strings.py    what JSON cannot hold: half a surrogate pair, a foreign object, a circle
    problems.py   what pydantic found, in our wording
    ids.py        double ids, found in little memory
    verdicts.py   verdicts and outcomes as dicts and bytes, and back
    schema.py     JSON Schema of both

No error that is made here repeats what somebody wrote: cases hold personal data.
"""
