"""The addresses of the authors' page: sign in, look, take the list along, sign out.

A form comes from a page of ours or not at all: the cookie is ``SameSite=Strict``, and a browser
that says a form was sent from elsewhere is refused, the origins that may embed the chat included.
"""

from __future__ import annotations

from importlib.resources import files
from urllib.parse import parse_qs, urlsplit

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from assistant.api.authors import csv_file, figures_of
from assistant.api.callers import caller_of
from assistant.api.deps import limits_of, product_of
from assistant.api.keys import Key, KeyRing
from assistant.errors import Forbidden, RateLimited
from assistant.insights.export import as_csv
from assistant.ui.authors.asked import Asked, read_asked
from assistant.ui.authors.page import authors_page, sign_in_page
from assistant.ui.authors.sessions import COOKIE, PATH, Sessions, cookie_line
from assistant.ui.texts import Texts, texts_for
from knowledge.errors import CourseError

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}


def new_router() -> APIRouter:
    """The routes, with sessions of their own."""
    router = APIRouter(include_in_schema=False)
    sessions = Sessions()

    @router.get(PATH)
    async def look(request: Request) -> Response:
        """The figures for an author, the form for anybody else."""
        words = texts_for(request.headers.get("accept-language", ""))
        if _author(request, sessions) is None:
            return _html(sign_in_page(words, has_keys=_keys(request) is not None))
        return await run_in_threadpool(_page, request, words)

    @router.get(PATH + "/uncovered.csv")
    async def take(request: Request) -> Response:
        """The uncovered questions as a file."""
        if _author(request, sessions) is None:
            return _elsewhere()
        asked = read_asked(request.query_params)
        figures = figures_of(request)
        found = await run_in_threadpool(figures.overview, asked.course or None, asked.days)
        return csv_file(as_csv(found.lessons))

    @router.post(PATH + "/login")
    async def sign_in(request: Request) -> Response:
        """Open a session for a key with the permission ``author``."""
        _from_here(request)
        words = texts_for(request.headers.get("accept-language", ""))
        keys = _keys(request)
        if keys is None:
            return _html(sign_in_page(words, has_keys=False), 403)
        try:
            limits_of(request).spend_login(caller_of(request))
        except RateLimited as error:
            page = sign_in_page(words, problem=words("authors_wait", seconds=error.retry_after))
            return _html(page, 429, {"Retry-After": str(error.retry_after)})
        key = keys.find(f"Bearer {_field(await request.body(), 'key')}")
        if key is None:
            return _html(sign_in_page(words, problem=words("authors_wrong_key")), 401)
        if "author" not in key.permissions:
            return _html(sign_in_page(words, problem=words("authors_no_permission")), 403)
        sessions.end(request.cookies.get(COOKIE, ""))
        return _elsewhere(cookie_line(sessions.begin(key), secure=_secure(request)))

    @router.post(PATH + "/logout")
    async def sign_out(request: Request) -> Response:
        """Close the session."""
        _from_here(request)
        sessions.end(request.cookies.get(COOKIE, ""))
        return _elsewhere(cookie_line("", secure=_secure(request)))

    @router.get(PATH + "/authors.{kind}")
    async def part(kind: str) -> Response:
        """The page's style and script; they hold nothing of anybody."""
        content = files(__package__).joinpath(f"authors.{kind}").read_bytes()
        return Response(content, media_type=_TYPES[kind], headers={"Cache-Control": "no-cache"})

    return router


def _page(request: Request, words: Texts) -> Response:
    asked: Asked = read_asked(request.query_params)
    product, figures = product_of(request), figures_of(request)
    try:
        course = product.library.course(asked.course or None)
    except CourseError:
        course = product.library.course(None)
    found = figures.overview(course.id, asked.days)
    return _html(authors_page(product, course, found, asked, str(request.base_url), words))


def _author(request: Request, sessions: Sessions) -> Key | None:
    return sessions.find(request.cookies.get(COOKIE, ""))


def _keys(request: Request) -> KeyRing | None:
    keys: KeyRing | None = request.app.state.keys
    return keys


def _secure(request: Request) -> bool:
    return (product_of(request).settings.public_url or "").startswith("https:")


def _from_here(request: Request) -> None:
    """Raise Forbidden for a form that another page sent."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    host = urlsplit(str(request.base_url)).netloc
    if site not in {"same-origin", "none"} or (
        origin is not None and urlsplit(origin).netloc not in {host, request.headers["host"]}
    ):
        raise Forbidden("This form works from its own page only.", code="origin_refused")


def _field(body: bytes, name: str) -> str:
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=4)
    except ValueError:
        return ""
    return fields.get(name, [""])[0].strip()


def _elsewhere(cookie: str | None = None) -> Response:
    response = RedirectResponse(PATH, status_code=303, headers={"Cache-Control": "no-store"})
    if cookie is not None:
        response.headers["Set-Cookie"] = cookie
    return response


def _html(content: str, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return HTMLResponse(
        content,
        status_code=status,
        headers={
            "Content-Security-Policy": _POLICY,
            "Cache-Control": "no-store",
            "X-Robots-Tag": "noindex",
            **(headers or {}),
        },
    )
