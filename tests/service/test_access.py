"""Who may ask, and what browsers are told."""

from __future__ import annotations

import httpx
import pytest

from guard.service.headers import POLICY
from tests.service.serving import serving

pytestmark = pytest.mark.enable_socket
KEY = "ZqC2-p9WmT4x7Lr0"


def test_a_name_that_is_not_this_machines_is_refused_where_there_is_no_key(url: str) -> None:
    for path in ("/", "/health", "/v1/examples", "/page/composer.js"):
        assert httpx.get(url + path, headers={"host": "evil.example:8788"}).status_code == 403
        assert httpx.get(url + path, headers={"host": "localhost:8788"}).status_code == 200


def test_with_a_key_the_api_asks_for_it_and_the_page_does_not() -> None:
    with serving(key=KEY) as url:
        for wrong in ({}, {"authorization": f"Bearer {KEY}x"}, {"authorization": f"Basic {KEY}"}, {"x-key": KEY}):
            answer = httpx.get(f"{url}/v1/examples", headers=wrong)
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"] == "Bearer"
            assert KEY not in answer.text
        right = {"authorization": f"Bearer {KEY}", "host": "guard.example"}
        assert httpx.get(f"{url}/v1/examples", headers=right).status_code == 200
        for path in ("/", "/health", "/openapi.json", "/page/layout.css"):
            assert httpx.get(url + path).status_code == 200


def test_every_answer_forbids_frames_foreign_scripts_and_guessing(url: str) -> None:
    for path in ("/", "/page/composer.js", "/v1/examples", "/nothing", "/v1/check"):
        headers = httpx.get(url + path).headers
        assert headers["content-security-policy"] == POLICY
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == ("no-store" if path.startswith("/v1/") else "no-cache")
        assert "server" not in headers
    assert "frame-ancestors 'none'" in POLICY
    assert "script-src 'self'" in POLICY
    assert "unsafe" not in POLICY


def test_another_origin_is_never_agreed_to(url: str) -> None:
    asking = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    answer = httpx.options(f"{url}/v1/check", headers={**asking, "access-control-request-headers": "content-type"})
    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_nothing_outside_the_page_is_served(url: str) -> None:
    for path in ("/page/../service.py", "/page/%2e%2e/service.py", "/page/"):
        assert httpx.get(url + path).status_code == 404
