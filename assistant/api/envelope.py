"""Around every request: its id, the security headers, the count, the log line, the last resort.

The log holds the route's template and never an address, a query or a message: those may carry
what a person asked. Run the server without its own access log for the same reason.
"""

from __future__ import annotations

import logging
import re
import time
import traceback
import uuid
from collections.abc import Mapping, Sequence

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.metrics import Metrics
from assistant.api.problems import problem_response
from assistant.errors import RequestError

access_log = logging.getLogger("assistant.access")
logger = logging.getLogger(__name__)

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_PAGE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "worker-src 'self' blob:; frame-src 'none'; object-src 'none'; form-action 'none'; "
    "base-uri 'self'; frame-ancestors {ancestors}"
)
# Ours: JSON, and one plain page of text with a style of its own.
_DATA_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors {ancestors}"
)
_OTHER = "other"


class Envelope:
    """The outermost middleware."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        metrics: Metrics,
        allowed_origins: Sequence[str] = (),
        secure: bool = False,
    ) -> None:
        self._app = app
        self._metrics = metrics
        ancestors = " ".join(["'self'", *allowed_origins])
        self._page = _encoded(_headers(_PAGE_POLICY.format(ancestors=ancestors), secure))
        self._data = _encoded(_headers(_DATA_POLICY.format(ancestors=ancestors), secure))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        identity = _request_id(Headers(scope=scope))
        scope.setdefault("state", {})["request_id"] = identity
        started = time.perf_counter()
        status = 0

        async def send_wrapped(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": self._complete(scope, message, identity)}
            await send(message)

        try:
            await self._app(scope, receive, send_wrapped)
        except Exception as error:
            _report(error, identity)
            if status == 0:
                failure = RequestError(
                    "Something went wrong on our side; the request id names the occurrence."
                )
                await problem_response(failure, scope)(scope, receive, send_wrapped)
        finally:
            seconds = time.perf_counter() - started
            route = route_label(scope)
            self._metrics.request(scope["method"], route, status, seconds)
            access_log.info(
                "%s %s %d %.0f ms %s", _method(scope), route, status, seconds * 1000, identity
            )

    def _complete(self, scope: Scope, message: Message, identity: str) -> list[tuple[bytes, bytes]]:
        given = list(message.get("headers", []))
        names = {name.lower() for name, _ in given}
        ours = self._page if scope["state"].get("page") else self._data
        added = [pair for pair in ours if pair[0] not in names]
        if scope["path"].startswith("/v1/") and b"cache-control" not in names:
            added.append((b"cache-control", b"no-store"))
        return [*given, *added, (b"x-request-id", identity.encode("ascii"))]


def route_label(scope: Scope) -> str:
    """The template of the route of ours that took the request; "page", or "other" for none."""
    if scope["state"].get("page"):
        return "page"
    path = getattr(scope.get("route"), "path", None)
    return path if isinstance(path, str) and path else _OTHER


def _method(scope: Scope) -> str:
    method = str(scope["method"])
    return method if method in {"GET", "HEAD", "POST", "DELETE", "OPTIONS", "PUT"} else "OTHER"


def _request_id(headers: Headers) -> str:
    offered = headers.get("x-request-id", "")
    return offered if _REQUEST_ID.fullmatch(offered) else uuid.uuid4().hex


def _report(error: Exception, identity: str) -> None:
    """Log where it happened and what kind of error it was; its message may hold a question."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    trace = " < ".join(f"{f.filename.rsplit('/', 1)[-1]}:{f.lineno}" for f in reversed(frames))
    logger.error("request %s failed: %s at %s", identity, type(error).__name__, trace)


def _headers(policy: str, secure: bool) -> dict[str, str]:
    headers = {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "cross-origin-resource-policy": "same-origin",
    }
    if secure:
        headers["strict-transport-security"] = "max-age=31536000"
    return headers


def _encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("ascii"), value.encode("ascii")) for name, value in headers.items()]
