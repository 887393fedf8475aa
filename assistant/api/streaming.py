"""Responses that take a while: events with a heartbeat, and work that ends when nobody listens."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import Any, TypeVar

import anyio
from anyio.abc import TaskGroup
from fastapi.sse import KEEPALIVE_COMMENT
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

HEARTBEAT_S = 10.0

T = TypeVar("T")


class ClientLeft(Exception):
    """The client closed the connection before there was an answer."""


class EventStream(Response):
    """Server-sent events from an async generator of encoded events.

    The response begins with the first event, so that an error before it still gets its own
    status. A comment goes out when nothing else did for a while, so that proxies keep the
    connection. When the client leaves, the generator is cancelled where it waits, and closed.
    """

    media_type = "text/event-stream"

    def __init__(self, events: Callable[[], AsyncGenerator[bytes, None]]) -> None:
        super().__init__(headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._events = events
        self._quiet = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        failures: list[Exception] = []
        finished = False
        async with anyio.create_task_group() as group:
            group.start_soon(_cancel_on_disconnect, receive, group.cancel_scope)
            # Kept apart from the group, which would wrap it into an ExceptionGroup.
            try:
                await self._send(group, send)
                finished = True
            except Exception as error:
                failures.append(error)
            group.cancel_scope.cancel()
        if failures:
            raise failures[0]
        if finished:
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _send(self, group: TaskGroup, send: Send) -> None:
        async with aclosing(self._events()) as events:
            first = await anext(events)
            await send(
                {
                    "type": "http.response.start",
                    "status": self.status_code,
                    "headers": self.raw_headers,
                }
            )
            group.start_soon(self._beat, send)
            await self._send_body(send, first)
            async for event in events:
                await self._send_body(send, event)

    async def _send_body(self, send: Send, event: bytes) -> None:
        self._quiet = False
        await send({"type": "http.response.body", "body": event, "more_body": True})

    async def _beat(self, send: Send) -> None:
        while True:
            await anyio.sleep(HEARTBEAT_S)
            if self._quiet:
                await self._send_body(send, KEEPALIVE_COMMENT)
            self._quiet = True


async def until_disconnected(request: Request, work: Callable[[], Awaitable[T]]) -> T:
    """The result of ``work``, which is cancelled when the client leaves.

    Raises ClientLeft in that case, and whatever ``work`` raises.
    """
    results: list[T] = []
    failures: list[Exception] = []
    async with anyio.create_task_group() as group:
        group.start_soon(_cancel_on_disconnect, request.receive, group.cancel_scope)
        # Kept apart from the group, which would wrap it into an ExceptionGroup.
        try:
            results.append(await work())
        except Exception as error:
            failures.append(error)
        group.cancel_scope.cancel()
    if failures:
        raise failures[0]
    if not results:
        raise ClientLeft
    return results[0]


async def _cancel_on_disconnect(receive: Callable[[], Awaitable[Any]], scope: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    scope.cancel()
