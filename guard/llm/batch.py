"""Requests and answers as files, in the form of the OpenAI Batch API: half the price there, and any model can answer.

A line of requests is `{"custom_id", "method", "url", "body"}`; a line of answers carries the same
`custom_id`, which holds the digest of what was asked, so that an answer to other words is not taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

import msgspec

from guard.errors import ModelError, Problem, UsageError
from guard.llm.answers import answers_from, reply_from
from guard.llm.mask import Mask
from guard.llm.ports import Answer, Papers, Prompt, Question, Remark
from guard.llm.prompts import body_of, for_judge, for_writer, key_of, mask_for, version

_URL = "/v1/chat/completions"
_NO_NONCE = "-"
_DIGITS = 24


def digest_of(prompt: Prompt) -> str:
    """Return the digest of a request, made of the prompt with the number of no call."""
    return key_of(version(), prompt.system, prompt.user, repr(prompt.schema))[:_DIGITS]


class Export:
    """Stands in the place of a judge and a writer, notes what they would be asked, and answers nothing.

    Args:
        masking: whether personal data are masked.
    """

    name = "export"

    def __init__(self, *, masking: bool = True) -> None:
        self._masking = masking
        self._noted: dict[str, Prompt] = {}

    def answer(self, papers: Papers, questions: Sequence[Question]) -> Mapping[str, Answer]:
        """Note the questions.

        Raises:
            ModelError: always; there is no answer yet.
        """
        mask = mask_for(papers, masking=self._masking)
        prompt = for_judge(papers, questions, mask)
        self._noted[digest_of(for_judge(papers, questions, mask, _NO_NONCE))] = prompt
        raise ModelError("asked in a file")

    def write(self, papers: Papers, remarks: Sequence[Remark], refused: Sequence[str]) -> str:
        """Note what is to be written.

        Raises:
            ModelError: always; there is no reply yet.
        """
        mask = mask_for(papers, remarks, masking=self._masking)
        prompt = for_writer(papers, remarks, refused, mask)
        self._noted[digest_of(for_writer(papers, remarks, refused, mask, _NO_NONCE))] = prompt
        raise ModelError("asked in a file")

    def lines(self, case: str, model: str) -> Iterator[bytes]:
        """Yield the requests noted since the last time, a line each.

        Args:
            case: its id, which leads the `custom_id`.
            model: whom to ask.
        """
        for digest, prompt in self._noted.items():
            request = {"custom_id": f"{case}:{digest}", "method": "POST", "url": _URL, "body": body_of(prompt, model)}
            yield msgspec.json.encode(request)
        self._noted.clear()


class Answered:
    """Stands in the place of a judge and a writer, and knows what the answers of a file say.

    Args:
        texts: what a model answered, by the digest of the request.
        masking: as it was when the requests were made.
    """

    name = "answers"

    def __init__(self, texts: Mapping[str, str], *, masking: bool = True) -> None:
        self._texts = texts
        self._masking = masking

    def answer(self, papers: Papers, questions: Sequence[Question]) -> Mapping[str, Answer]:
        """Return the answers to just these questions about just this case.

        Raises:
            ModelError: when the file has none, or one out of the schema.
        """
        mask = mask_for(papers, masking=self._masking)
        text = self._text(for_judge(papers, questions, mask, _NO_NONCE))
        return answers_from(text, questions, mask)

    def write(self, papers: Papers, remarks: Sequence[Remark], refused: Sequence[str]) -> str:
        """Return the reply to just this case.

        Raises:
            ModelError: when the file has none, or one out of the schema.
        """
        mask = mask_for(papers, remarks, masking=self._masking)
        return reply_from(self._text(for_writer(papers, remarks, refused, mask, _NO_NONCE)), mask)

    def _text(self, prompt: Prompt) -> str:
        text = self._texts.get(digest_of(prompt))
        if text is None:
            raise ModelError("the file of answers has none to this")
        return text


def texts_of(lines: Iterable[tuple[int, bytes]], where: str) -> tuple[dict[str, str], list[Problem]]:
    """Read the lines of a file of answers.

    Args:
        lines: with their numbers.
        where: the file, for problems.

    Returns:
        The answers by digest, and what is wrong with the others: `path:line: expected …; got …; do …`.
    """
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for number, line in lines:
        if not line.strip():
            continue
        try:
            digest, text = _read(line)
        except UsageError as error:
            problems += [Problem(f"{where}:{number}", p.expected, p.got, p.do) for p in error.problems]
        else:
            texts[digest] = text
    return texts, problems


def _read(line: bytes) -> tuple[str, str]:
    """Read one line: of a batch's results, or a bare chat completion beside its `custom_id`.

    Raises:
        UsageError: when it is no answer.
    """
    try:
        value: Any = msgspec.json.decode(line)
    except (msgspec.DecodeError, RecursionError):
        raise _wrong("JSON", "something else") from None
    if not isinstance(value, dict) or not isinstance(cast("dict[str, Any]", value).get("custom_id"), str):
        raise _wrong("an object with the `custom_id` of its request", "none")
    answer = cast("dict[str, Any]", value)
    if answer.get("error"):
        raise _wrong("an answer", "an error of the model's server", "ask again")
    response = answer.get("response") or answer
    status = response.get("status_code", 200)
    if status != 200:
        raise _wrong("an answer", f"status {status}", "ask again")
    digest = str(answer["custom_id"]).rpartition(":")[2]
    text = _content(response.get("body") or response)
    return digest, _checked(text)


def _content(body: Any) -> Any:
    """Return the text of a chat completion; None where there is none."""
    try:
        return body["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        return None


def _checked(text: Any) -> str:
    """Refuse a text that no schema of ours could hold.

    Raises:
        UsageError: when it is none.
    """
    if not isinstance(text, str) or not text:
        raise _wrong("a chat completion with a text", "none")
    try:
        if '"reply"' in text[:40]:
            reply_from(text, Mask(()))
        else:
            names = [Question(name, "") for name in msgspec.json.decode(text)]
            answers_from(text, names, Mask(()))
    except (ModelError, msgspec.DecodeError, TypeError, RecursionError) as error:
        got = str(error) if isinstance(error, ModelError) else "answered out of the schema (not JSON)"
        raise _wrong("an answer of the schema", got, "ask again") from None
    return text


def _wrong(expected: str, got: str, do: str = "mend the line or take it out") -> UsageError:
    return UsageError([Problem("", expected, got, do)])
