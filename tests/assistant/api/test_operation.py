"""Health, readiness, versions, figures, the log, and the API's own description."""

from __future__ import annotations

import logging

import httpx
import pytest
from fastapi import FastAPI

from assistant.errors import StoreUnavailable
from tests.assistant.api.conftest import client_of
from tests.fakes.product import FakeProduct

CANARY = "canary9137"


async def test_liveness_reads_nothing(app: FastAPI, client: httpx.AsyncClient) -> None:
    app.state.product = None
    response = await client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


async def test_readiness_names_what_is_missing(
    client: httpx.AsyncClient, product: FakeProduct, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = await client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json() == {"status": "ready", "checks": {"store": "ok", "course": "ok"}}
    product.library.broken = True
    missing = await client.get("/readyz")
    assert missing.status_code == 503
    assert missing.json()["checks"] == {"store": "ok", "course": "failed"}

    def away() -> None:
        raise StoreUnavailable("away")

    monkeypatch.setattr(product.store, "ping", away)
    assert (await client.get("/readyz")).json()["checks"]["store"] == "failed"


async def test_versions(client: httpx.AsyncClient) -> None:
    assert (await client.get("/version")).json() == {
        "app": "0.0.0", "prompts": "p-test", "courses": {"pilots": "v-test"}
    }  # fmt: skip


async def test_figures_count_by_template_and_hold_no_text(client: httpx.AsyncClient) -> None:
    answer = (await client.post("/v1/ask", json={"question": CANARY})).json()
    await client.post("/v1/ask", json={"question": CANARY, "stream": True})
    await client.get(f"/v1/conversations/{answer['conversation_id']}")
    await client.get(f"/v1/search?q={CANARY}")
    await client.get(f"/{CANARY}")
    await client.request(CANARY.upper(), "/healthz")
    text = (await client.get("/metrics")).text
    assert 'assistant_http_requests_total{method="POST",route="/v1/ask",status="200"} 2.0' in text
    assert 'route="/v1/conversations/{conversation_id}",status="200"' in text
    assert 'method="GET",route="other",status="404"' in text
    assert (
        'assistant_answers_total{composer="extractive",fallback="no",status="answered"} 2.0' in text
    )
    assert "assistant_asking 0.0" in text
    assert CANARY not in text.lower()
    assert answer["conversation_id"] not in text


async def test_two_apps_count_apart(app: FastAPI, product: FakeProduct) -> None:
    from typing import Any, cast

    from assistant.server import create_app

    other = create_app(cast(Any, product), page=False)
    async with client_of(app) as one, client_of(other) as two:
        await one.get("/healthz")
        assert 'route="/healthz"' not in (await two.get("/metrics")).text


async def test_no_question_text_in_any_log(
    client: httpx.AsyncClient, product: FakeProduct, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    # The client of the test logs the addresses it calls; that is not our log.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    answer = (await client.post("/v1/ask", json={"question": CANARY})).json()
    await client.get(f"/v1/search?q={CANARY}")
    await client.get(f"/v1/conversations/{answer['conversation_id']}/export")
    feedback = {"answer_id": answer["id"], "verdict": "down", "comment": CANARY}
    await client.post("/v1/feedback", json=feedback)
    await client.get(f"/{CANARY}?{CANARY}")
    assert "POST /v1/ask 200" in caplog.text
    assert CANARY not in caplog.text


async def test_the_description_covers_the_routes_of_the_interface(
    client: httpx.AsyncClient,
) -> None:
    described = (await client.get("/v1/openapi.json")).json()
    routes = {
        f"{method.upper()} {path}" for path, methods in described["paths"].items()
        for method in methods
    }  # fmt: skip
    assert routes == {
        "POST /v1/ask", "GET /v1/search", "GET /v1/courses",
        "GET /v1/courses/{course_id}/outline", "GET /v1/questions",
        "POST /v1/questions/{question_id}/render", "GET /v1/calculators",
        "POST /v1/calculators/{name}", "GET /v1/conversations/{conversation_id}",
        "DELETE /v1/conversations/{conversation_id}",
        "GET /v1/conversations/{conversation_id}/export", "POST /v1/feedback",
        "GET /passages/{permalink}", "GET /healthz", "GET /readyz", "GET /version",
        "GET /metrics", "POST /v1/chat/completions", "GET /v1/models",
        "GET /v1/authors/overview", "GET /v1/authors/uncovered", "POST /v1/authors/links",
        "GET /v1/workspace/methods", "POST /v1/workspace/read", "POST /v1/workspace/view",
        "POST /v1/workspace/export", "GET /v1/workspace/scenarios", "POST /v1/workspace/scenarios",
        "GET /v1/workspace/scenarios/{scenario_id}", "DELETE /v1/workspace/scenarios/{scenario_id}",
        "POST /v1/workspace/compare", "GET /v1/workspace/answers/{answer_id}",
        "GET /v1/conversations/{conversation_id}/memo",
    }  # fmt: skip
    ask = described["paths"]["/v1/ask"]["post"]
    assert "application/problem+json" in ask["responses"]["422"]["content"]
    assert {"400", "401", "404", "413", "415", "422", "429", "503"} <= set(ask["responses"])
