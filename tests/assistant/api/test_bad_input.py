"""Bad input of every kind: a clear 4xx, nothing stored, nothing echoed."""

from __future__ import annotations

import json
import logging

import anyio
import httpx
import pytest

from tests.assistant.api.conftest import assert_problem
from tests.fakes.product import FakeProduct

CANARY = "canary9137"
JSON = {"content-type": "application/json"}

BODIES = {
    "empty": (b"", 400),
    "blank": (b"   ", 400),
    "no JSON": (CANARY.encode(), 400),
    "cut off": (b'{"question": "' + CANARY.encode(), 400),
    "two values": (b'{"question": "x"} {"question": "canary9137"}', 400),
    "not UTF-8": (b'{"question": "\xff\xfe canary9137"}', 400),
    "UTF-16": ('{"question": "canary9137"}'.encode("utf-16"), 400),
    "binary": (bytes(range(256)) * 8, 400),
    "gzip": (b"\x1f\x8b\x08\x00" + bytes(64), 400),
    "NaN": (b'{"question": "canary9137", "stream": NaN}', 400),
    "Infinity": (b'{"question": -Infinity}', 400),
    "overflowing float": (b'{"question": 1e999}', 400),
    "huge integer": (b'{"question": ' + b"9" * 100_000 + b"}", 400),
    "integer out of range": (b'{"question": ' + b"9" * 400 + b"}", 400),
    "nested lists": (b"[" * 10_000 + b"]" * 10_000, 400),
    "nested objects": (b'{"question":' * 10_000 + b"1" + b"}" * 10_000, 400),
    "unclosed nesting": (b"[" * 100_000, 400),
    "list": (b'["canary9137"]', 422),
    "text": (b'"canary9137"', 422),
    "null": (b"null", 422),
    "number for text": (b'{"question": 1}', 422),
    "true for text": (b'{"question": true}', 422),
    "object for text": (b'{"question": {"canary9137": "canary9137"}}', 422),
    "text for flag": (b'{"question": "canary9137", "stream": "true"}', 422),
    "number for flag": (b'{"question": "canary9137", "stream": 1}', 422),
    "unknown field": (b'{"question": "x", "canary9137": "canary9137"}', 422),
    "unknown slot shape": (b'{"question": "x", "slots": {"canary9137": 5}}', 422),
    "empty question": (b'{"question": ""}', 422),
    "no question": (b"{}", 422),
    "white question": (b'{"question": " \\n\\t "}', 422),
    "only NUL": (b'{"question": "\\u0000\\u0000"}', 422),
    "invisible question": ('{"question": "\u202e\u200b\U000e0041"}'.encode(), 422),
    "lone surrogate": (b'{"question": "canary9137 \\ud800"}', 422),
    "lone surrogate as key": (b'{"question": "x", "\\udfff": 1}', 422),
    "long question": (b'{"question": "' + b"a" * 8_001 + b'"}', 422),
    "100 kB question": (b'{"question": "' + b"canary9137" * 10_000 + b'"}', 422),
    "path as course": (b'{"question": "x", "course": "../../canary9137"}', 422),
    "NUL as course": (b'{"question": "x", "course": "a\\u0000canary9137"}', 422),
    "path as conversation": (b'{"question": "x", "conversation_id": "/etc/canary9137"}', 422),
    "too many slots": (
        json.dumps({"question": "x", "slots": {f"s{n}": "" for n in range(33)}}).encode(), 422
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "status"), BODIES.values(), ids=BODIES.keys())
async def test_a_bad_body_is_refused_in_plain_words(
    client: httpx.AsyncClient,
    product: FakeProduct,
    caplog: pytest.LogCaptureFixture,
    body: bytes,
    status: int,
) -> None:
    caplog.set_level(logging.DEBUG, "assistant")
    response = await client.post("/v1/ask", content=body, headers=JSON)
    assert_problem(response, status)
    assert CANARY not in response.text
    assert CANARY not in str(response.headers)
    assert CANARY not in caplog.text
    assert product.assistant.turns == []
    assert product.store.conversations("local") == []


async def test_a_known_field_is_named_and_an_unknown_one_is_not(client: httpx.AsyncClient) -> None:
    body = {"question": 5, "canary9137": 1}
    problem = assert_problem(await client.post("/v1/ask", json=body), 422)
    assert {"field": "body.question", "problem": "must be text"} in problem["problems"]
    assert {"field": "body", "problem": "holds an unknown field"} in problem["problems"]


@pytest.mark.parametrize(
    "media_type",
    [None, "text/plain", "multipart/form-data; boundary=x", "application/jsonx", "canary9137/x"],
)
async def test_a_body_must_say_that_it_is_json(
    client: httpx.AsyncClient, media_type: str | None
) -> None:
    headers = {} if media_type is None else {"content-type": media_type}
    response = await client.post("/v1/ask", content=b'{"question": "x"}', headers=headers)
    assert_problem(response, 415)
    assert CANARY not in response.text


async def test_json_with_a_charset_is_json(client: httpx.AsyncClient) -> None:
    response = await client.post(
        "/v1/ask",
        content='{"question": "Größe?"}'.encode(),
        headers={"content-type": "Application/JSON; charset=utf-8"},
    )
    assert response.status_code == 200


async def test_the_longest_question_is_answered(client: httpx.AsyncClient) -> None:
    response = await client.post("/v1/ask", json={"question": "a" * 8_000})
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/canary9137", 404),
        ("GET", "/v1/canary9137", 404),
        ("GET", "/docs", 404),
        ("GET", "/openapi.json", 404),
        ("POST", "/v1/canary9137", 404),
        ("GET", "/v1/ask", 405),
        ("PUT", "/v1/ask", 405),
        ("TRACE", "/v1/ask", 405),
        ("CANARY9137", "/v1/ask", 405),
        ("DELETE", "/v1/feedback", 405),
        ("GET", "/v1/search", 422),
        ("GET", "/v1/search?q=", 422),
        ("GET", "/v1/search?q=%00%E2%80%AE", 422),
        ("GET", "/v1/search?q=x&k=canary9137", 422),
        ("GET", "/v1/search?q=x&k=0", 422),
        ("GET", "/v1/search?q=x&k=51", 422),
        ("GET", "/v1/search?q=x&k=" + "9" * 5000, 422),
        ("GET", "/v1/search?q=x&canary9137=1", 422),
        ("GET", "/v1/search?q=x&course=canary9137", 404),
        ("GET", "/v1/search?q=x&course=..%2Fcanary9137", 422),
        ("GET", "/v1/search?q=" + "canary9137" * 201, 422),
        ("GET", "/v1/courses?canary9137=1", 422),
        ("GET", "/v1/courses/canary9137/outline", 404),
        ("GET", "/v1/courses/..%2f..%2fcanary9137/outline", 404),
        ("GET", "/v1/courses/%00/outline", 422),
        ("GET", "/v1/questions?kind=canary9137", 422),
        ("GET", "/v1/conversations/canary9137", 404),
        ("DELETE", "/v1/conversations/canary9137", 404),
        ("GET", "/v1/conversations/%00canary9137", 404),
        ("GET", "/v1/conversations/canary9137/export?format=exe", 422),
        ("GET", "/passages/canary9137", 404),
        ("GET", "/passages/%ff%fe", 404),
        ("GET", "/v1/search?q=" + "canary9137" * 2000, 414),
    ],
)
async def test_addresses_that_lead_nowhere(
    client: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    response = await client.request(method, path)
    assert_problem(response, status)
    assert CANARY not in response.text.lower()
    if status == 405:
        assert response.headers["allow"]


async def test_a_body_over_the_limit_is_refused_before_it_is_parsed(
    client: httpx.AsyncClient, product: FakeProduct
) -> None:
    body = json.dumps({"question": "x", "slots": {"a": CANARY * 30_000}}).encode()
    assert_problem(await client.post("/v1/ask", content=body, headers=JSON), 413, "too_large")
    assert product.assistant.turns == []


async def test_a_body_without_a_length_is_counted(client: httpx.AsyncClient) -> None:
    async def endless():  # type: ignore[no-untyped-def]
        while True:
            yield b" " * 65_536

    response = await client.post("/v1/ask", content=endless(), headers=JSON)
    assert_problem(response, 413)


async def test_a_lie_about_the_length_is_refused(client: httpx.AsyncClient) -> None:
    headers = {**JSON, "content-length": "9" * 30}
    assert_problem(await client.post("/v1/ask", content=b"{}", headers=headers), 413)
    headers["content-length"] = "canary9137"
    response = await client.post("/v1/ask", content=b"{}", headers=headers)
    assert_problem(response, 400)
    assert CANARY not in response.text


async def test_a_body_that_does_not_come_is_not_waited_for(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.api.guard.BODY_TIMEOUT_S", 0.05)

    async def slow():  # type: ignore[no-untyped-def]
        yield b"{"
        await anyio.sleep(10)
        yield b"}"

    assert_problem(await client.post("/v1/ask", content=slow(), headers=JSON), 408)


async def test_large_header_fields_are_refused(client: httpx.AsyncClient) -> None:
    response = await client.get("/healthz", headers={"x-canary": CANARY * 4000})
    assert_problem(response, 431)
    assert CANARY not in response.text


async def test_an_unexpected_error_says_nothing_about_itself(
    client: httpx.AsyncClient, product: FakeProduct, caplog: pytest.LogCaptureFixture
) -> None:
    product.assistant.fails_after = (0, RuntimeError(f"about {CANARY}"))
    response = await client.post("/v1/ask", json={"question": CANARY})
    problem = assert_problem(response, 500, "internal_error")
    assert CANARY not in response.text
    assert CANARY not in caplog.text
    assert problem["request_id"] in caplog.text
    assert "RuntimeError" in caplog.text


async def test_a_bug_in_a_plain_route_says_nothing_either(
    client: httpx.AsyncClient,
    product: FakeProduct,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> None:
        raise KeyError(CANARY)

    monkeypatch.setattr(product.library.only, "search", broken)
    response = await client.get("/v1/search", params={"q": CANARY})
    assert_problem(response, 500, "internal_error")
    assert CANARY not in response.text + caplog.text
