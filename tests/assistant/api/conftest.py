"""Apps over a scripted product, called in memory or through a real server on loopback."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from assistant.server import create_app
from tests.fakes.product import FakeProduct, fake_product

if TYPE_CHECKING:
    from assistant.bootstrap import Product

BASE = "http://127.0.0.1:8000"


@pytest.fixture
def product(tmp_path: Path) -> Iterator[FakeProduct]:
    with fake_product(tmp_path) as made:
        yield made


@pytest.fixture
def app(product: FakeProduct) -> FastAPI:
    return create_app(cast("Product", product), page=False)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A program on the same machine, without cookie and key."""
    async with client_of(app) as made:
        yield made


def client_of(app: FastAPI, base: str = BASE, **more: Any) -> httpx.AsyncClient:
    """A client that calls the app in memory."""
    address = more.pop("address", "127.0.0.1")
    transport = httpx.ASGITransport(app=app, client=(address, 5000))
    return httpx.AsyncClient(transport=transport, base_url=base, **more)


@pytest.fixture
def configured(tmp_path: Path) -> Iterator[Callable[..., tuple[FastAPI, FakeProduct]]]:
    """Make an app with settings of its own."""
    with contextlib.ExitStack() as stack:

        def make(page: bool = False, **settings: Any) -> tuple[FastAPI, FakeProduct]:
            made = stack.enter_context(fake_product(tmp_path / "own", **settings))
            return create_app(cast("Product", made), page=page), made

        yield make


@contextlib.contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The app behind a real server; yields its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_level="error", access_log=False, lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            wait_for(lambda: server.started)
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(20)


def wait_for(condition: Callable[[], bool], seconds: float = 15.0) -> None:
    """Return when the condition holds; fail when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def assert_problem(response: httpx.Response, status: int, code: str | None = None) -> Any:
    """The response is a problem as the interface has it; returns its members."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"].startswith("application/problem+json")
    body = response.json()
    assert {"type", "title", "status", "detail", "instance", "error", "request_id"} <= set(body)
    assert body["status"] == status
    assert {"message", "type", "code"} == set(body["error"])
    assert body["request_id"] == response.headers["x-request-id"]
    if code is not None:
        assert body["error"]["code"] == code
    return body
