"""``/v1/calculators``: every calculator, with the schema of what it takes and gives."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any

from fastapi import Body, Depends, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from assistant.api.callers import Caller, allowed
from assistant.api.deps import limits_of, new_router
from assistant.api.schemas import NoQuery
from assistant.calculators import (
    CALCULATORS,
    CalculatorResult,
    UnknownCalculator,
    get,
    json_schema,
    run,
)
from assistant.errors import NotFound

router = new_router(400, 404, 413, 415, 429)


@router.get("/v1/calculators", tags=["calculators"])
def calculators(
    _query: Annotated[NoQuery, Query()],
    _caller: Annotated[Caller, Depends(allowed("read", own=True))],
) -> dict[str, Any]:
    """The calculators with their formulas, where those come from, and their schemas."""
    return {
        "calculators": [
            {
                "name": entry.name,
                "title": entry.title,
                "summary": entry.summary,
                "formula": entry.formula,
                "source_label": entry.source_label,
                "aliases": list(entry.aliases),
                "schema": _schema(entry.name),
            }
            for entry in CALCULATORS
        ]
    }


@router.post("/v1/calculators/{name}", response_model=CalculatorResult, tags=["calculators"])
def calculate(
    name: Annotated[str, Path(max_length=64)],
    body: Annotated[dict[str, Any], Body()],
    request: Request,
    _query: Annotated[NoQuery, Query()],
    caller: Annotated[Caller, Depends(allowed("ask"))],
) -> Response:
    """Compute. The body holds the inputs; a result may also ask for more, or refuse, and say why.

    Numbers may be given as text, as in "12k" or "80%".
    """
    limits_of(request).spend_read(caller)
    try:
        known = get(name)
    except UnknownCalculator:
        raise NotFound("There is no such calculator.", code="calculator_not_found") from None
    result = run(known.name, body)
    return Response(result.model_dump_json(), media_type="application/json")


@lru_cache(maxsize=256)
def _schema(name: str) -> dict[str, Any]:
    return json_schema(name)
