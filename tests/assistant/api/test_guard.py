"""Hosts, origins, forwarded headers, security headers, and the addresses of a real page."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.requests import Request

from assistant.api.addresses import is_open, open_addresses
from assistant.ui.routes import ROUTES
from tests.assistant.api.conftest import assert_problem, client_of
from tests.fakes.product import FakeProduct

Make = Callable[..., tuple[FastAPI, FakeProduct]]
LMS = "https://lms.example"
PUBLIC = "https://coach.example"
PAGE = open_addresses(ROUTES)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200), ("localhost", 200), ("[::1]:8000", 200), ("[::1]", 200),
        ("192.168.1.7:8000", 200), ("myserver:8000", 200), ("myserver.local", 200),
        ("rebinding.example", 421), ("127.0.0.1.evil.example:8000", 421), ("", 421),
        ("[", 421), ("localhost.evil.example", 421),
    ],
)  # fmt: skip
async def test_only_names_of_a_private_network_are_ours_without_a_public_url(
    app: FastAPI, host: str, status: int
) -> None:
    async with client_of(app) as client:
        response = await client.get("/healthz", headers={"host": host})
    assert response.status_code == status
    if status != 200:
        assert_problem(response, status)


async def test_with_a_public_url_its_host_is_ours(configured: Make) -> None:
    app, _ = configured(public_url=PUBLIC)
    for host, status in (
        ("coach.example", 200), ("127.0.0.1:8000", 200), ("localhost:8000", 200),
        ("other.example", 421), ("myserver", 421),
    ):  # fmt: skip
        async with client_of(app) as client:
            response = await client.get("/healthz", headers={"host": host})
        assert response.status_code == status, host


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 200), ("http://127.0.0.1:8000", 200), ("https://127.0.0.1:8000", 200),
        ("http://127.0.0.1:9000", 403), ("https://evil.example", 403), ("null", 403), ("[", 403),
        ("http://127.0.0.1:8000.evil.example", 403), (LMS, 403),
    ],
)  # fmt: skip
async def test_a_page_of_another_origin_may_not_post(
    client: httpx.AsyncClient, product: FakeProduct, origin: str | None, status: int
) -> None:
    headers = {} if origin is None else {"origin": origin}
    response = await client.post("/v1/ask", json={"question": "x"}, headers=headers)
    assert response.status_code == status
    assert "access-control-allow-origin" not in response.headers
    assert len(product.assistant.turns) == (status == 200)


async def test_cors_is_for_the_allowed_origins_alone(configured: Make) -> None:
    app, _ = configured(allowed_origins=(LMS,))
    preflight = {"access-control-request-method": "POST"}
    async with client_of(app) as client:
        allowed = await client.options("/v1/ask", headers={"origin": LMS, **preflight})
        assert allowed.status_code == 200
        assert allowed.headers["access-control-allow-origin"] == LMS
        assert "access-control-allow-credentials" not in allowed.headers
        asked = await client.post("/v1/ask", json={"question": "x"}, headers={"origin": LMS})
        assert asked.headers["access-control-allow-origin"] == LMS
        evil = {"origin": "https://evil.example"}
        assert_problem(await client.options("/v1/ask", headers={**evil, **preflight}), 403)
        read = await client.get("/v1/courses", headers=evil)
        assert "access-control-allow-origin" not in read.headers


async def test_every_response_has_the_security_headers(configured: Make) -> None:
    app, _ = configured(allowed_origins=(LMS,), public_url=PUBLIC)
    async with client_of(app) as client:
        for path in ("/healthz", "/v1/courses", "/nowhere", "/passages/none"):
            headers = (await client.get(path)).headers
            assert f"frame-ancestors 'self' {LMS}" in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "same-origin"
            assert "camera=()" in headers["permissions-policy"]
            assert "max-age" in headers["strict-transport-security"]
            assert "x-frame-options" not in headers
            assert headers.get_list("x-request-id") == [headers["x-request-id"]]


async def test_a_sane_request_id_is_kept_and_another_replaced(client: httpx.AsyncClient) -> None:
    kept = await client.get("/healthz", headers={"x-request-id": "trace-1.2_3"})
    assert kept.headers["x-request-id"] == "trace-1.2_3"
    for odd in ("", "a b", "x" * 65, "<script>"):
        made = await client.get("/healthz", headers={"x-request-id": odd})
        assert len(made.headers["x-request-id"]) == 32


async def test_forwarded_hosts_are_never_believed(configured: Make) -> None:
    sent = {"x-forwarded-host": "evil.example", "x-forwarded-proto": "https",
            "x-forwarded-prefix": "/evil"}  # fmt: skip
    for public, expected in ((None, "http://127.0.0.1:8000/"), (PUBLIC, f"{PUBLIC}/")):
        app, _ = configured(public_url=public)

        @app.get("/probe")
        def probe(request: Request) -> dict[str, Any]:
            return {"base": str(request.base_url), "headers": list(request.headers)}

        # The guard took its list of routes when the app was made.
        guard = next(m for m in app.user_middleware if m.cls.__name__ == "Guard")
        guard.kwargs["routes"] = tuple(app.router.routes)
        async with client_of(app) as client:
            seen = (await client.get("/probe", headers=sent)).json()
        assert seen["base"] == expected
        assert not [name for name in seen["headers"] if name.startswith("x-forwarded")]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/file=https://evil.example/x.html"),
        ("HEAD", "/gradio_api/file=https://evil.example/x.html"),
        ("GET", "/gradio_api/file/etc/passwd"),
        ("GET", "/file=/etc/passwd"),
        ("GET", "/gradio_api/proxy=https://evil.example/"),
        ("HEAD", "/gradio_api/proxy=https://evil.example/"),
        ("POST", "/gradio_api/upload"),
        ("GET", "/gradio_api/upload_progress"),
        ("POST", "/gradio_api/component_server"),
        ("POST", "/gradio_api/component_server/"),
        ("POST", "/gradio_api/run/predict"),
        ("POST", "/gradio_api/api/predict"),
        ("POST", "/gradio_api/call/chat"),
        ("POST", "/gradio_api/call/v2/chat"),
        ("GET", "/gradio_api/call/chat/1"),
        ("POST", "/gradio_api/stream/1"),
        ("GET", "/gradio_api/custom_component/1/client/component/x.js"),
        ("GET", "/gradio_api/dev/reload"),
        ("GET", "/gradio_api/runs"),
        ("POST", "/gradio_api/run-history/connect"),
        ("POST", "/gradio_api/process_recording"),
        ("POST", "/gradio_api/vibe-edit"),
        ("GET", "/gradio_api/deep_link"),
        ("GET", "/gradio_api/token"),
        ("GET", "/gradio_api/openapi.json"),
        ("GET", "/monitoring"),
        ("GET", "/monitoring/summary"),
        ("POST", "/login"),
        ("GET", "/logout"),
        ("GET", "/static/../../etc/passwd"),
        ("GET", "/static/.env"),
        ("GET", "/assets//etc/passwd"),
        ("GET", "/svelte/a/../../b"),
        ("GET", "/static/a\\b"),
        ("GET", "/config"),
        ("GET", "/gradio_api/info"),
        ("GET", "/openapi.json"),
        ("POST", "/"),
        ("POST", "/gradio_api/queue/data"),
        ("GET", "/gradio_api/queue/join"),
    ],
)
def test_what_the_page_does_not_need_is_closed(method: str, path: str) -> None:
    assert not is_open(PAGE, method, path)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"), ("HEAD", "/"), ("GET", "/theme.css"),
        ("GET", "/assets/index-C0d3.js"), ("GET", "/static/fonts/Source/a-1.woff2"),
        ("POST", "/gradio_api/queue/join"),
        ("GET", "/gradio_api/queue/data"),
    ],
)  # fmt: skip
def test_what_the_page_needs_is_open(method: str, path: str) -> None:
    assert is_open(PAGE, method, path)


async def test_a_real_page_is_served_behind_the_guard(
    configured: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "GRADIO_ANALYTICS_ENABLED", "False")
    import gradio as gr

    def mount(app: FastAPI, _product: object) -> None:
        with gr.Blocks() as page:
            gr.Markdown("The page")
        gr.mount_gradio_app(app, page, path="/", ssr_mode=False, show_error=False)

    monkeypatch.setattr("assistant.ui.mount", mount)
    app, _ = configured(page=True)
    evil = {"origin": "https://evil.example", "x-forwarded-host": "evil.example"}
    async with client_of(app) as client:
        opened = await client.get("/", headers=evil)
        assert opened.status_code == 200
        assert "evil.example" not in opened.text
        assert "access-control-allow-origin" not in opened.headers
        assert "script-src 'self'" in opened.headers["content-security-policy"]
        assert (await client.head("/")).status_code == 200
        for path in ("/gradio_api/file=/etc/passwd", "/gradio_api/proxy=http://x/", "/monitoring"):
            assert_problem(await client.get(path), 404)
        # Our own addresses keep their own errors beside a page that would take every other one.
        assert_problem(await client.get("/v1/nothing"), 404)
        assert_problem(await client.get("/v1/ask"), 405)
        joined = await client.post("/gradio_api/queue/join", json={}, headers=evil)
        assert_problem(joined, 403)
        assert (await client.get("/v1/courses")).status_code == 200


async def test_without_a_page_its_addresses_are_closed(client: httpx.AsyncClient) -> None:
    for path in ("/", "/config", "/gradio_api/info"):
        assert_problem(await client.get(path), 404)


async def test_websockets_are_closed(app: FastAPI) -> None:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "websocket", "path": "/", "headers": [], "query_string": b""}
    await app(scope, receive, send)
    assert sent == [{"type": "websocket.close", "code": 1008}]
