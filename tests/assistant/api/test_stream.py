"""``POST /v1/ask`` with ``stream``: events in order, errors with a place, nobody left working."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from assistant.api import streaming
from assistant.errors import NotFound
from tests.assistant.api.conftest import assert_problem, serving, wait_for
from tests.fakes.product import FakeProduct

STREAM = {"question": "How do pilots begin?", "stream": True}


def read_events(text: str) -> list[tuple[str, Any]]:
    """The events of a stream, comments left out."""
    events = []
    for block in text.split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith(":")]
        if lines:
            fields = dict(line.split(": ", 1) for line in lines)
            events.append((fields["event"], json.loads(fields["data"])))
    return events


async def test_events_come_in_order(client: httpx.AsyncClient, product: FakeProduct) -> None:
    response = await client.post("/v1/ask", json=STREAM)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-cache"
    events = read_events(response.text)
    assert [name for name, _ in events] == [
        "progress", "progress", "sources", "claim", "claim", "calculation", "done"
    ]  # fmt: skip
    by_name = dict(events)
    assert by_name["progress"] == {"stage": "searching"}
    done = by_name["done"]
    assert by_name["sources"] == {"sources": done["sources"]}
    assert by_name["claim"] == done["claims"][-1]
    assert by_name["calculation"] == done["calculations"][0]
    assert product.store.has_conversation("local", done["conversation_id"])


async def test_the_stream_and_the_json_agree(client: httpx.AsyncClient) -> None:
    streamed = dict(read_events((await client.post("/v1/ask", json=STREAM)).text))["done"]
    plain = (await client.post("/v1/ask", json={**STREAM, "stream": False})).json()
    assert set(streamed) == set(plain)
    assert streamed["answer"] == plain["answer"]


async def test_an_error_before_the_first_event_has_its_own_status(
    client: httpx.AsyncClient, product: FakeProduct
) -> None:
    product.assistant.fails_after = (0, NotFound("There is no such thing."))
    assert_problem(await client.post("/v1/ask", json=STREAM), 404)


async def test_an_error_on_the_way_is_the_last_event(
    client: httpx.AsyncClient, product: FakeProduct, caplog: pytest.LogCaptureFixture
) -> None:
    product.assistant.fails_after = (3, RuntimeError("canary9137"))
    response = await client.post("/v1/ask", json=STREAM)
    events = read_events(response.text)
    assert [name for name, _ in events] == ["progress", "progress", "sources", "error"]
    assert events[-1][1]["status"] == 500
    assert events[-1][1]["request_id"] == response.headers["x-request-id"]
    assert "canary9137" not in response.text + caplog.text


async def test_bad_input_is_refused_before_a_stream_begins(client: httpx.AsyncClient) -> None:
    assert_problem(await client.post("/v1/ask", json={"question": " ", "stream": True}), 422)


def test_a_quiet_stream_carries_a_heartbeat(
    app: FastAPI, product: FakeProduct, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "HEARTBEAT_S", 0.05)
    product.assistant.pause_s = 0.2
    with serving(app) as base, httpx.Client(base_url=base) as client:
        text = client.post("/v1/ask", json=STREAM).text
    assert text.count(": ping") >= 5
    assert [name for name, _ in read_events(text)][-1] == "done"


def test_events_arrive_one_by_one(app: FastAPI, product: FakeProduct) -> None:
    product.assistant.pause_s = 0.3
    with (
        serving(app) as base,
        httpx.Client(base_url=base, timeout=20) as client,
        client.stream("POST", "/v1/ask", json=STREAM) as response,
    ):
        first = next(response.iter_text())
    assert read_events(first) == [("progress", {"stage": "understanding"})]


@pytest.mark.parametrize("stream", [True, False])
def test_when_the_client_leaves_the_work_ends(
    app: FastAPI, product: FakeProduct, stream: bool
) -> None:
    product.assistant.pause_s = 0.01 if stream else 60
    with serving(app) as base:
        if stream:
            with (
                httpx.Client(base_url=base, timeout=20) as client,
                client.stream("POST", "/v1/ask", json=STREAM) as response,
            ):
                next(response.iter_raw())
                product.assistant.pause_s = 60
        else:
            with (
                httpx.Client(base_url=base, timeout=0.5) as client,
                pytest.raises(httpx.ReadTimeout),
            ):
                client.post("/v1/ask", json={"question": "x"})
        wait_for(lambda: product.assistant.closed == 1, seconds=10)
        assert product.assistant.begun == 1
        assert product.store.conversations("local") == []
        # The place it held is free again.
        assert app.state.limits._asking == 0


def test_many_at_once_on_loopback_are_all_answered(app: FastAPI, product: FakeProduct) -> None:
    from concurrent.futures import ThreadPoolExecutor

    product.assistant.pause_s = 0.02
    with serving(app) as base:

        def ask(number: int) -> int:
            with httpx.Client(base_url=base, timeout=30) as client:
                return client.post("/v1/ask", json={"question": f"{number}?"}).status_code

        with ThreadPoolExecutor(32) as pool:
            statuses = list(pool.map(ask, range(96)))
    assert statuses == [200] * 96
