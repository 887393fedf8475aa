"""Who is asking: a key, a browser or the local user. Conversations belong to what is found here.

A browser is known by a random cookie that it gets with the page; the store keeps only a hash of
it. A program on the same machine, without key and without cookie, is the local user, the same one
as on the command line; anybody else without either gets a cookie of their own.
"""

from __future__ import annotations

import hashlib
import ipaddress
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Literal
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.keys import KeyRing, Permission
from assistant.api.problems import problem_response
from assistant.errors import Forbidden, RequestError, Unauthorized

COOKIE = "assistant_owner"
COOKIE_AGE_S = 365 * 24 * 3600
LOCAL_OWNER = "local"
_COOKIE_VALUE = re.compile(r"[A-Za-z0-9_-]{32,64}")
_PROXY_HEADERS = ("x-forwarded-for", "forwarded", "x-real-ip", "via")


@dataclass(frozen=True, slots=True)
class Caller:
    """The owner of what this request reads and writes, and what it may do."""

    owner: str
    kind: Literal["key", "browser", "local"]
    permissions: frozenset[Permission]
    address: str


class Identity:
    """Middleware that puts a `Caller` into the request state, and the cookie into the response."""

    def __init__(self, app: ASGIApp, *, keys: KeyRing | None, cookie_attributes: str) -> None:
        self._app = app
        self._keys = keys
        self._attributes = cookie_attributes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            caller, new_cookie = self._identify(scope)
        except RequestError as error:
            await problem_response(error, scope)(scope, receive, send)
            return
        scope["state"]["caller"] = caller
        if new_cookie is None:
            await self._app(scope, receive, send)
            return
        line = f"{COOKIE}={new_cookie}; {self._attributes}".encode("ascii")

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], (b"set-cookie", line)]}
            await send(message)

        await self._app(scope, receive, send_with_cookie)

    def _identify(self, scope: Scope) -> tuple[Caller, str | None]:
        headers = Headers(scope=scope)
        address = str((scope.get("client") or ("unknown",))[0])
        everything: frozenset[Permission] = frozenset({"ask", "read", "admin"})
        allowed: frozenset[Permission] = everything if self._keys is None else frozenset()
        if self._keys is not None and "authorization" in headers:
            key = self._keys.find(headers["authorization"])
            if key is None:
                raise Unauthorized("The API key is unknown or has expired.")
            return Caller(f"key:{key.prefix}", "key", key.permissions, address), None
        cookie = _cookie(headers)
        if cookie is not None:
            return Caller(_owner_of(cookie), "browser", allowed, address), None
        if scope["path"] != "/" and _is_local(address, headers):
            return Caller(LOCAL_OWNER, "local", allowed, address), None
        fresh = secrets.token_urlsafe(32)
        caller = Caller(_owner_of(fresh), "browser", allowed, address)
        # Assets come many at a time; only what a person opens or calls hands out an identity.
        asked = scope["path"] == "/" or scope["path"].startswith("/v1/")
        return caller, fresh if asked else None


def cookie_attributes(*, secure: bool, embedded: bool) -> str:
    """Attributes of the owner cookie. In a foreign frame browsers keep only partitioned ones."""
    site = "SameSite=None; Partitioned" if embedded and secure else "SameSite=Lax"
    return f"Path=/; Max-Age={COOKIE_AGE_S}; HttpOnly; {site}" + ("; Secure" if secure else "")


def caller_of(request: Request) -> Caller:
    """The caller that `Identity` found."""
    caller: Caller = request.scope["state"]["caller"]
    return caller


def allowed(permission: Permission, *, own: bool = False) -> Callable[[Request], Caller]:
    """A dependency: the caller, if they may do this.

    With a keys file a permission comes from a key alone; ``own`` lets a browser through to what
    belongs to itself, so that the page's links work. Raises Unauthorized or Forbidden.
    """

    def check(request: Request) -> Caller:
        caller = caller_of(request)
        if permission in caller.permissions or (own and caller.kind == "browser"):
            return caller
        if caller.kind == "key":
            raise Forbidden("This API key does not allow that.")
        raise Unauthorized("This needs an API key, as in: Authorization: Bearer PREFIX.SECRET")

    return check


def _owner_of(cookie: str) -> str:
    return "browser:" + hashlib.sha256(cookie.encode("ascii")).hexdigest()[:32]


def _cookie(headers: Headers) -> str | None:
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    if morsel is None or not _COOKIE_VALUE.fullmatch(morsel.value):
        return None
    return morsel.value


def _is_local(address: str, headers: Headers) -> bool:
    """Whether a program on this machine calls, by a name that only this machine has."""
    if any(name in headers for name in _PROXY_HEADERS):
        return False
    host = host_name(headers.get("host", ""))
    return _loopback(address) and (host == "localhost" or _loopback(host))


def host_name(host: str) -> str:
    """The name in a ``Host`` header, in lower case and without the port; "" if there is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
