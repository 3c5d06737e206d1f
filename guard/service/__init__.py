"""A check before sending, for people: an HTTP API and one page, the composer.

    service.py    the routes, put together
    answers.py    what is asked, judged and answered
    bodies.py     a request's body, within its limits
    access.py     who may ask: the key, and names of this machine
    headers.py    what every answer tells the browser
    refusals.py   what cannot be done, as JSON: where, expected, got, do
    examples.py   the conversations that ship with the package
    sent.py       what became of a draft, as the page tells it
    openapi.py    the API's description, made of the schemas of a case and a verdict
    page/         the composer: HTML, CSS and JavaScript modules, served as they are

Nothing here keeps a case, and no log has a word of one.
"""
