"""The app: which routes, behind which middlewares, for which settings. All choices are here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response

from assistant.api import (
    ask,
    authors,
    calculators,
    conversations,
    courses,
    health,
    openai_compatible,
    questions,
    workspace,
)
from assistant.api.addresses import Page, open_addresses
from assistant.api.callers import Identity, cookie_attributes
from assistant.api.envelope import Envelope
from assistant.api.guard import BodyLimit, Guard
from assistant.api.keys import read_keys
from assistant.api.limits import Limits
from assistant.api.metrics import Metrics
from assistant.api.problems import answer_with_problem
from assistant.api.streaming import ClientLeft
from assistant.authors import AuthorFigures
from assistant.errors import AssistantError
from knowledge.errors import KnowledgeError

if TYPE_CHECKING:
    from assistant.bootstrap import Product


def create_api(product: Product, page: Page | None = None) -> FastAPI:
    """The API of a product, with ``page`` mounted below its routes if one is given.

    Raises SettingsError if the keys file cannot be used.
    """
    settings = product.settings
    public_url = settings.public_url
    secure = bool(public_url and public_url.startswith("https:"))
    keys = read_keys(settings.api_keys_file) if settings.api_keys_file else None
    metrics = Metrics()

    # The built-in documentation pages load scripts from elsewhere, so there are none.
    app = FastAPI(
        title="Course strategist", version=product.version, docs_url=None, redoc_url=None,
        openapi_url="/v1/openapi.json",
    )  # fmt: skip
    app.state.product = product
    app.state.metrics = metrics
    app.state.limits = Limits(metrics, rates=bool(keys or public_url))
    app.state.keys = keys
    app.state.author_figures = AuthorFigures(product.library, product.store, settings)
    for module in (
        ask, courses, questions, calculators, workspace, conversations, openai_compatible, health,
        authors,
    ):  # fmt: skip
        app.include_router(module.router)
    for kind in (AssistantError, KnowledgeError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, answer_with_problem)
    app.add_exception_handler(ClientLeft, _nobody_listens)

    # The last one added sees a request first.
    app.add_middleware(
        Identity,
        keys=keys,
        cookie_attributes=cookie_attributes(secure=secure, embedded=bool(settings.allowed_origins)),
    )
    app.add_middleware(BodyLimit, larger=workspace.FILE_LIMITS)
    # Also without any origin: where it is missing, the page's framework reflects every origin.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(settings.allowed_origins),
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "X-Request-ID"],
        expose_headers=["X-Request-ID", "Retry-After"],
        max_age=600,
    )
    app.add_middleware(
        Guard,
        routes=tuple(app.router.routes),
        page=open_addresses(page.routes if page else ()),
        public_url=public_url,
        allowed_origins=settings.allowed_origins,
    )
    app.add_middleware(
        Envelope, metrics=metrics, allowed_origins=settings.allowed_origins, secure=secure
    )
    if page is not None:
        page.mount(app, product)
    return app


async def _nobody_listens(_request: Request, _error: Exception) -> Response:
    return Response(status_code=499)
