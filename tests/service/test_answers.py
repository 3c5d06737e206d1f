"""What is asked of a running service, and what it answers."""

from __future__ import annotations

import json
import logging
import socket
import threading
from typing import Any

import httpx
import pytest

from guard.domain.case import Case
from guard.formats.cases import case_from
from guard.formats.verdicts import verdict_to
from guard.service.bodies import Reach
from tests.service.serving import SHARED, serving

pytestmark = pytest.mark.enable_socket

TROUBLE = [{"role": "customer", "text": "Where is my parcel? I needed it yesterday!"}]
PROMISE = {"id": "a", "messages": TROUBLE, "draft": "It will be there tomorrow, guaranteed."}
LINES = {"content-type": "application/x-ndjson"}


def post(url: str, path: str, body: Any, **more: Any) -> httpx.Response:
    return httpx.post(url + path, json=body, timeout=30, **more)


def problem(answer: httpx.Response) -> dict[str, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == answer.status_code
    for one in told["problems"]:
        assert set(one) == {"where", "expected", "got", "do"}
        assert all(one.values())
    return told["problems"][0]


def test_a_check_answers_with_the_verdict_that_the_front_door_gives(url: str) -> None:
    answer = post(url, "/v1/check", PROMISE)
    expected = verdict_to(SHARED.check(case_from(PROMISE)))
    assert answer.status_code == 200
    assert {**answer.json(), "took_ms": 0} == {**expected, "took_ms": 0}


def test_a_rewrite_answers_with_the_text_that_would_go_out(url: str) -> None:
    outcome = post(url, "/v1/rewrite", PROMISE).json()
    assert outcome["sent"] == "rewrite"
    assert outcome["text"] == outcome["verdict"]["rewrite"]["text"] != PROMISE["draft"]
    clean = post(url, "/v1/rewrite", {"draft": "Thank you, Mei."}).json()
    assert (clean["sent"], clean["text"]) == ("draft", "Thank you, Mei.")


def test_a_case_a_line_is_answered_a_line_each_in_order_and_a_bad_one_in_its_place(url: str) -> None:
    body = '{"id": "a", "draft": "Hello."}\n{"draft": 7}\nnot json\n{"draft": "You idiot."}\n'
    answer = httpx.post(f"{url}/v1/check", content=body, headers=LINES, timeout=30)
    first, second, third, fourth = map(json.loads, answer.text.splitlines())
    assert (first["id"], fourth["id"], fourth["decision"]) == ("a", "line-4", "hold")
    assert second["problems"][0]["where"] == "body:2: draft"
    assert third["problems"][0]["where"].startswith("body:3")


def test_what_cannot_be_read_is_told_by_place_and_with_a_next_step(url: str) -> None:
    broken = httpx.post(f"{url}/v1/check", content=b'{"draft": ', headers={"content-type": "application/json"})
    assert (broken.status_code, problem(broken)["where"]) == (400, "body:1:11")
    unknown = post(url, "/v1/check", {"draft": "Hi", "messages": [{"role": "custmer", "text": "Hi"}]})
    assert unknown.status_code == 422
    assert problem(unknown)["do"] == "use 'customer'"
    misnamed = post(url, "/v1/check", {"drfat": "Hi"})
    assert problem(misnamed)["do"] == "rename 'drfat' to 'draft'"


def test_other_addresses_methods_and_types_are_refused_in_the_same_words(url: str) -> None:
    assert problem(httpx.get(f"{url}/nothing"))["do"] == "see /openapi.json"
    assert problem(httpx.get(f"{url}/v1/check"))["expected"] == "POST"
    plain = httpx.post(f"{url}/v1/check", content="{}", headers={"content-type": "text/plain"})
    assert (plain.status_code, problem(plain)["where"]) == (415, "content-type")
    assert problem(httpx.get(f"{url}/v1/examples/none"))["expected"].startswith("one of 1-booked")


def test_a_body_that_is_too_long_is_refused_also_when_its_length_is_not_told() -> None:
    with serving(reach=Reach(body=1000)) as url:
        told = post(url, "/v1/check", {"draft": "x" * 2000})
        pieces = (b"x" * 500 for _ in range(10))
        untold = httpx.post(f"{url}/v1/check", content=pieces, headers={"content-type": "application/json"})
    assert told.status_code == untold.status_code == 413
    assert problem(told)["expected"] == "at most 1,000 bytes"


def test_a_body_that_never_arrives_is_given_up() -> None:
    head = b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    head += b"Content-Type: application/json\r\nContent-Length: 99\r\n\r\n"
    with serving(reach=Reach(seconds=0.2)) as url:
        _, _, port = url.rpartition(":")
        with socket.create_connection(("127.0.0.1", int(port)), timeout=60) as line:
            line.sendall(head + b'{"draft": ')
            told = b"".join(iter(lambda: line.recv(65536), b""))
    assert told.startswith(b"HTTP/1.1 408")


class Stuck:
    """Judges when it is let go."""

    def __init__(self) -> None:
        self.entered, self.free = threading.Event(), threading.Event()
        self.stuck = False

    def check(self, case: Any) -> Any:
        if self.stuck:
            self.entered.set()
            self.free.wait(30)
        return SHARED.check(case)


def test_more_at_once_than_there_is_room_for_are_told_to_ask_again() -> None:
    door = Stuck()
    with serving(door, reach=Reach(at_once=1)) as url:
        door.stuck = True
        first = threading.Thread(target=post, args=(url, "/v1/check", PROMISE))
        first.start()
        assert door.entered.wait(20)
        second = post(url, "/v1/check", PROMISE)
        door.free.set()
        first.join()
    assert (second.status_code, second.headers["retry-after"]) == (503, "1")


def test_a_check_that_takes_too_long_is_told_as_that() -> None:
    door = Stuck()
    with serving(door, reach=Reach(seconds=0.2)) as url:
        door.stuck = True
        answer = post(url, "/v1/check", PROMISE)
        door.free.set()
    assert (answer.status_code, problem(answer)["do"]) == (503, "ask again")


def test_requests_under_way_are_finished_when_the_service_stops() -> None:
    door = Stuck()
    answers: list[httpx.Response] = []
    with serving(door) as url:
        door.stuck = True
        asking = threading.Thread(target=lambda: answers.append(post(url, "/v1/check", PROMISE)))
        asking.start()
        assert door.entered.wait(20)
        threading.Timer(0.2, door.free.set).start()
    asking.join()
    assert answers[0].status_code == 200


class Broken:
    """Fails with the customer's words in its message."""

    def check(self, case: Any) -> Any:
        if not isinstance(case, Case):
            return SHARED.check(case)
        raise RuntimeError(case.draft)


def test_no_log_and_no_refusal_has_a_word_of_a_case(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), serving(Broken()) as url:
        failed = post(url, "/v1/check", {"draft": "My PIN is 4711, said Mei."})
        strange = post(url, "/v1/check", {"draft": ["My PIN is 4711"]})
        ignored = [{"policy": "honesty/x", "reason": "Mei told me"}]
        noted = post(url, "/v1/outcome", {"decision": "hold", "sent": "draft", "ignored": ignored, "overridden": "Mei"})
    assert (failed.status_code, strange.status_code, noted.status_code) == (500, 422, 204)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("guard", "uvicorn"))]
    assert "a request could not be answered (RuntimeError)" in ours
    assert "hold, sent: draft, ignored: 1, overridden: yes" in ours
    for text in (*ours, failed.text, strange.text):
        assert "4711" not in text
        assert "Mei" not in text


def test_an_outcome_that_is_not_one_is_refused(url: str) -> None:
    answer = post(url, "/v1/outcome", {"decision": "hold", "sent": "nowhere"})
    assert (answer.status_code, problem(answer)["where"]) == (422, "body: sent")


def test_it_says_that_it_is_up(url: str) -> None:
    assert httpx.get(f"{url}/health").json() == {"status": "ok"}


def test_the_examples_are_listed_with_their_licence_and_can_be_checked(url: str) -> None:
    examples = httpx.get(f"{url}/v1/examples").json()["examples"]
    assert len(examples) == 3
    for one in examples:
        assert one["licence"] == "MIT"
        case = httpx.get(f"{url}/v1/examples/{one['name']}").json()
        assert post(url, "/v1/check", case).json()["findings"]
