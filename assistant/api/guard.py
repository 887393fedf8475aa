"""Pure ASGI middlewares that refuse what no route should see: hosts, origins, addresses, sizes.

They read only the request line and the header fields, buffer at most one small body, and leave
streamed responses alone.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

import anyio
from starlette.datastructures import Headers
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.addresses import OpenAddress, is_open
from assistant.api.callers import host_name
from assistant.api.problems import problem_response
from assistant.errors import (
    AddressTooLong,
    Forbidden,
    HeadersTooLarge,
    MalformedRequest,
    Misdirected,
    NotFound,
    RequestError,
    RequestTimeout,
    TooLarge,
    WrongMethod,
)

BODY_LIMIT = 256_000
DRAIN_LIMIT = 8_000_000
BODY_TIMEOUT_S = 30.0
ADDRESS_LIMIT = 16_384
HEADER_LIMIT = 32_768
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
# Names under which a private network is reached; a name in public DNS may be an attacker's own.
_PRIVATE_SUFFIXES = (".localhost", ".local", ".lan", ".internal", ".home.arpa", ".test")
_FORWARDED = (b"x-forwarded-host", b"x-forwarded-proto", b"x-forwarded-port", b"x-forwarded-prefix",
              b"x-forwarded-server", b"x-original-host", b"x-original-url", b"x-rewrite-url")  # fmt: skip


class Guard:
    """Refuses foreign hosts and origins, oversized heads, and every address that is not open.

    Forwarded hosts are never believed. With ``public_url`` its scheme and host take their place,
    so that what is built from the request's address points to the public one.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        routes: Sequence[BaseRoute],
        page: tuple[OpenAddress, ...] = (),
        public_url: str | None = None,
        allowed_origins: Sequence[str] = (),
    ) -> None:
        self._app = app
        self._routes = tuple(routes)
        self._page = page
        self._public = urlsplit(public_url) if public_url else None
        self._origins = frozenset(origin.rstrip("/") for origin in allowed_origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        scope.setdefault("state", {})
        try:
            self._check_size(scope)
            self._check_origin(scope)
            self._check_address(scope)
        except RequestError as error:
            await problem_response(error, scope)(scope, receive, send)
            return
        scope["headers"] = self._headers(scope)
        if self._public is not None:
            scope["scheme"] = self._public.scheme
        await self._app(scope, receive, send)

    def _check_size(self, scope: Scope) -> None:
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > ADDRESS_LIMIT:
            raise AddressTooLong(f"The address may have {ADDRESS_LIMIT} bytes.")
        if sum(len(name) + len(value) for name, value in scope["headers"]) > HEADER_LIMIT:
            raise HeadersTooLarge(f"The header fields may have {HEADER_LIMIT} bytes.")

    def _check_origin(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._is_our_host(host_name(host)):
            raise Misdirected(
                "This server does not answer for that host name; ASSISTANT_PUBLIC_URL sets one."
            )
        origin = headers.get("origin")
        preflight = scope["method"] == "OPTIONS" and "access-control-request-method" in headers
        if origin is None or (scope["method"] in _SAFE_METHODS and not preflight):
            return
        if origin in self._origins:
            return
        try:
            same = urlsplit(origin).netloc
        except ValueError:
            same = ""
        ours = {host, self._public.netloc} if self._public else {host}
        if not same or same not in ours:
            raise Forbidden("Pages of that origin may not call this server.", code="origin_refused")

    def _is_our_host(self, name: str) -> bool:
        if not name:
            return False
        if self._public is not None and name == (self._public.hostname or ""):
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            pass
        else:
            return True
        if self._public is not None:
            return name == "localhost"
        return "." not in name or name.endswith(_PRIVATE_SUFFIXES)

    def _check_address(self, scope: Scope) -> None:
        method, path = scope["method"], scope["path"]
        allow = self._methods(scope)
        if method in allow:
            return
        if is_open(self._page, method, path):
            scope["state"]["page"] = True
            return
        if method == "OPTIONS" and (allow or path.startswith("/v1/")):
            return
        if allow:
            raise WrongMethod(
                "This address does not take this method.", headers={"Allow": ", ".join(allow)}
            )
        raise NotFound("There is nothing at this address.")

    def _methods(self, scope: Scope) -> list[str]:
        """The methods that one of our own routes takes at this path."""
        matching = [r for r in self._routes if r.matches(scope)[0] is not Match.NONE]
        if not matching:
            return []
        return [
            method
            for method in _METHODS
            if any(r.matches({**scope, "method": method})[0] is Match.FULL for r in matching)
        ]

    def _headers(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        kept = [(name, value) for name, value in scope["headers"] if name not in _FORWARDED]
        if self._public is None:
            return kept
        public = (b"host", self._public.netloc.encode("ascii"))
        return [public, *(pair for pair in kept if pair[0] != b"host")]


class BodyLimit:
    """Reads the whole body before the app sees it, up to a limit and for a limited time."""

    def __init__(
        self, app: ASGIApp, *, limit: int = BODY_LIMIT, larger: Mapping[str, int] | None = None
    ) -> None:
        self._app = app
        self._limit = limit
        self._larger = dict(larger or {})  # paths that take files, with their own limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in _SAFE_METHODS:
            await self._app(scope, receive, send)
            return
        limit = self._larger.get(scope["path"], self._limit)
        try:
            with anyio.fail_after(BODY_TIMEOUT_S):
                body = await self._read(Headers(scope=scope), receive, limit)
        except TimeoutError:
            error: RequestError = RequestTimeout("The body did not arrive in time.")
        except RequestError as refused:
            error = refused
        else:
            if body is not None:
                await self._app(scope, _replay(body, receive), send)
            return
        await problem_response(error, scope)(scope, receive, send)

    async def _read(self, headers: Headers, receive: Receive, limit: int) -> bytes | None:
        """The body, or None if the client left. Raises TooLarge.

        What is too large is read a little further and thrown away: many clients look for an
        answer only after they have sent everything.
        """
        declared = headers.get("content-length", "0")
        if not declared.isdecimal():
            raise MalformedRequest("Content-Length is not a number.")
        refused = TooLarge(f"The body may have {limit} bytes.")
        if int(declared[:20]) > DRAIN_LIMIT:
            raise refused
        chunks: list[bytes] = []
        size = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            chunk = message.get("body", b"")
            size += len(chunk)
            if size <= limit:
                chunks.append(chunk)
            elif size > DRAIN_LIMIT:
                raise refused
            if not message.get("more_body", False):
                break
        if size > limit:
            raise refused
        return b"".join(chunks)


def _replay(body: bytes, receive: Receive) -> Receive:
    """A ``receive`` that gives the body once and then what the server has to say."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
