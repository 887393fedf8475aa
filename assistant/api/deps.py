"""What a route asks of the request: the product, the limits, the figures, its own address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request

from assistant.api.limits import Limits
from assistant.api.metrics import Metrics
from assistant.api.reading import StrictRoute

if TYPE_CHECKING:
    from assistant.bootstrap import Product

PROBLEM_SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance", "error", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "request_id": {"type": "string"},
        "error": {
            "type": "object",
            "required": ["message", "type", "code"],
            "properties": {
                "message": {"type": "string"},
                "type": {"type": "string"},
                "code": {"type": "string"},
            },
        },
    },
}
_DESCRIPTIONS = {
    400: "Not readable",
    401: "No valid API key",
    403: "Not allowed",
    404: "Not found, or not yours",
    413: "Too large",
    415: "Not JSON",
    422: "Not acceptable",
    429: "Too many requests",
    503: "Busy or down",
}


def new_router(*statuses: int) -> APIRouter:
    """A router with strict bodies, documented with the problems its routes can give."""
    return APIRouter(
        route_class=StrictRoute,
        responses={
            status: {
                "description": _DESCRIPTIONS[status],
                "content": {"application/problem+json": {"schema": PROBLEM_SCHEMA}},
            }
            for status in sorted({*statuses, 401, 403, 422, 503})
        },
    )


def product_of(request: Request) -> Product:
    """What `bootstrap.build` put together."""
    product: Product = request.app.state.product
    return product


def limits_of(request: Request) -> Limits:
    """The limits of this app."""
    limits: Limits = request.app.state.limits
    return limits


def metrics_of(request: Request) -> Metrics:
    """The figures of this app."""
    metrics: Metrics = request.app.state.metrics
    return metrics


def base_url(request: Request) -> str:
    """The address links in answers begin with: the public one, else the one asked for."""
    public = product_of(request).settings.public_url
    return str(public).rstrip("/") if public else str(request.base_url).rstrip("/")
