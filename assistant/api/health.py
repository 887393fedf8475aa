"""``/healthz``, ``/readyz``, ``/version``, ``/metrics``: for those who run the server."""

from __future__ import annotations

import logging
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from assistant.api.callers import Caller, allowed
from assistant.api.deps import metrics_of, product_of
from assistant.errors import AssistantError
from knowledge.errors import KnowledgeError

logger = logging.getLogger(__name__)
router = APIRouter(tags=["operation"])


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process answers. Reads nothing."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(request: Request) -> JSONResponse:
    """Whether a question could be answered now: the default course opens, the store answers."""
    product = product_of(request)
    checks = {"store": _passes(product.store.ping), "course": _passes(product.library.course)}
    ready = all(checks.values())
    shown = {name: "ok" if passed else "failed" for name, passed in checks.items()}
    return JSONResponse(
        {"status": "ready" if ready else "not ready", "checks": shown},
        status_code=200 if ready else 503,
    )


@router.get("/version")
def version(request: Request) -> dict[str, Any]:
    """The versions of the program and the prompts, and the index version of each course."""
    product = product_of(request)
    return {
        "app": product.version,
        "prompts": product.prompts_version,
        "courses": {m.course: m.version for m in product.library.courses()},
    }


@router.get("/metrics")
def metrics(request: Request, _caller: Annotated[Caller, Depends(allowed("admin"))]) -> Response:
    """Figures for Prometheus; with a keys file it takes an admin key."""
    return Response(
        metrics_of(request).text(), media_type="text/plain; version=0.0.4; charset=utf-8"
    )


def _passes(check: Any) -> bool:
    try:
        check()
    except (AssistantError, KnowledgeError, OSError) as error:
        logger.warning("readiness: %s", type(error).__name__)
        return False
    return True
