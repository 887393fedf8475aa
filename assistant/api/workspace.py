"""``/v1/workspace``: read what a team brings, compute it, keep it, compare it, take it along.

Documents come and go as plain text; saved scenarios belong to the caller, and for anybody else
they do not exist.
"""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

import anyio.to_thread
from fastapi import Depends, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from assistant.api.callers import Caller, allowed
from assistant.api.deps import limits_of, new_router, product_of
from assistant.api.schemas import (
    CompareRequest,
    NoQuery,
    ReadQuery,
    SaveRequest,
    SheetQuery,
    ViewRequest,
)
from assistant.calculators import UnknownCalculator, get
from assistant.errors import InvalidRequest, NotFound
from assistant.workspace.chat import from_calculation
from assistant.workspace.comparing import MOST, change, side_by_side
from assistant.workspace.document import Document
from assistant.workspace.exports import chat_question, export
from assistant.workspace.forms import forms
from assistant.workspace.reading import Unreadable, read
from assistant.workspace.view import View, view

router = new_router(400, 404, 413, 415, 429)

READ_PATH = "/v1/workspace/read"
FILE_LIMITS = {READ_PATH: 2_000_000}
ScenarioId = Annotated[str, Path(max_length=64)]
Reader = Annotated[Caller, Depends(allowed("read", own=True))]
Writer = Annotated[Caller, Depends(allowed("ask", own=True))]
NoQueryHere = Annotated[NoQuery, Query()]
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}


@router.get("/v1/workspace/methods", tags=["workspace"])
def methods(_query: NoQueryHere, _caller: Reader) -> dict[str, Any]:
    """Every method with the form of its inputs: columns, fields, options, an example."""
    return {"methods": forms()}


@router.post(READ_PATH, tags=["workspace"])
async def read_table(
    request: Request, query: Annotated[ReadQuery, Query()], caller: Writer
) -> dict[str, Any]:
    """A document from pasted text or a file: CSV, Markdown, XLSX, or an exported scenario.

    The body is the text or the file itself; what it is is seen from its content.
    """
    limits_of(request).spend_read(caller)
    content = await request.body()
    _check_calculator(query.calculator)
    try:
        found = await anyio.to_thread.run_sync(read, content, query.calculator)
    except Unreadable as error:
        raise InvalidRequest(str(error), code="unreadable_table") from None
    return {
        "document": found.document.model_dump(), "notes": list(found.notes), "fits": list(found.fits)
    }  # fmt: skip


@router.post("/v1/workspace/view", tags=["workspace"])
def computed(
    body: ViewRequest, request: Request, _query: NoQueryHere, caller: Writer
) -> dict[str, Any]:
    """Compute a document: the result, its ranking, tie points, charts, and what changed."""
    seen = _view(request, caller, body.document)
    told = None
    if body.before is not None:
        _check_calculator(body.before.calculator)
        told = change(body.before, body.document, seen.result)
    return {
        **_as_data(seen),
        "change": asdict(told) if told else None,
        "question": chat_question(body.document, seen),
        "computed": _now(),
        "version": product_of(request).version,
    }


@router.post("/v1/workspace/export", tags=["workspace"])
def exported(
    body: ViewRequest, request: Request, query: Annotated[SheetQuery, Query()], caller: Writer
) -> Response:
    """A computed document as a file: CSV, XLSX, Markdown, or JSON that can be read back."""
    seen = _view(request, caller, body.document)
    content = export(
        body.document, seen, query.format, date=_now(), version=product_of(request).version
    )
    name = re.sub(r"[^A-Za-z0-9]+", "-", body.document.name).strip("-").lower()[:60] or "scenario"
    return Response(
        content,
        media_type=_TYPES[query.format],
        headers={"Content-Disposition": f'attachment; filename="{name}.{query.format}"'},
    )


@router.get("/v1/workspace/scenarios", tags=["workspace"])
def saved(request: Request, _query: NoQueryHere, caller: Reader) -> dict[str, Any]:
    """The caller's saved scenarios, the one saved last first."""
    heads = product_of(request).store.scenarios.all(caller.owner)
    return {"scenarios": [asdict(head) for head in heads]}


@router.post("/v1/workspace/scenarios", status_code=201, tags=["workspace"])
def save(
    body: SaveRequest, request: Request, _query: NoQueryHere, caller: Writer
) -> dict[str, Any]:
    """Keep a document under its name, as new or in the place of an own scenario."""
    if not body.document.name.strip():
        raise InvalidRequest("Give the scenario a name to save it.", code="name_missing")
    seen = _view(request, caller, body.document)
    head = product_of(request).store.scenarios.save(
        caller.owner,
        body.document.model_dump(),
        headline=seen.result.headline[:400],
        scenario_id=body.id,
    )
    return asdict(head)


@router.get("/v1/workspace/scenarios/{scenario_id}", tags=["workspace"])
def saved_one(
    scenario_id: ScenarioId, request: Request, _query: NoQueryHere, caller: Reader
) -> dict[str, Any]:
    """A saved scenario of the caller's own, with its document."""
    found = product_of(request).store.scenarios.find(caller.owner, scenario_id)
    return {**asdict(found.head), "document": dict(found.document)}


@router.delete("/v1/workspace/scenarios/{scenario_id}", status_code=204, tags=["workspace"])
def forget(
    scenario_id: ScenarioId, request: Request, _query: NoQueryHere, caller: Writer
) -> Response:
    """Remove a saved scenario."""
    product_of(request).store.scenarios.delete(caller.owner, scenario_id)
    return Response(status_code=204)


@router.post("/v1/workspace/compare", tags=["workspace"])
def compared(
    body: CompareRequest, request: Request, _query: NoQueryHere, caller: Writer
) -> dict[str, Any]:
    """Two to four scenarios side by side: what differs in the inputs, and in the results."""
    limits_of(request).spend_read(caller)
    store = product_of(request).store
    documents = [
        (found.head.name, Document.model_validate(found.document))
        for found in (store.scenarios.find(caller.owner, each) for each in body.scenarios)
    ]
    if body.current is not None:
        _check_calculator(body.current.calculator)
        documents.append((f"{body.current.name or 'Now'} (open)", body.current))
    if not 2 <= len(documents) <= MOST:
        raise InvalidRequest(f"Choose two to {MOST} scenarios to compare.", code="not_comparable")
    return asdict(side_by_side(documents))


@router.get("/v1/workspace/answers/{answer_id}", tags=["workspace"])
def from_chat(
    answer_id: Annotated[str, Path(max_length=128)],
    request: Request,
    _query: NoQueryHere,
    caller: Reader,
) -> dict[str, Any]:
    """The calculation of an answer of the caller's own, as a document to go on with."""
    held = product_of(request).store.scenario_of(caller.owner, answer_id)
    document = from_calculation(held) if held else None
    if document is None:
        raise NotFound("There is no such calculation.", code="calculation_not_found")
    return {"document": document.model_dump()}


def _view(request: Request, caller: Caller, document: Document) -> View:
    limits_of(request).spend_read(caller)
    _check_calculator(document.calculator)
    return view(document)


def _check_calculator(name: str) -> None:
    try:
        get(name)
    except UnknownCalculator:
        raise NotFound("There is no such calculator.", code="calculator_not_found") from None


def _as_data(seen: View) -> dict[str, Any]:
    return {
        "result": seen.result.model_dump(mode="json"),
        "ranking": asdict(seen.ranking) if seen.ranking else None,
        "facts": asdict(seen.facts) if seen.facts else None,
        "ties": asdict(seen.ties) if seen.ties else None,
        "left_out": asdict(seen.left_out) if seen.left_out else None,
        "notes": list(seen.notes),
        "charts": [asdict(chart) for chart in seen.charts],
        "columns": [asdict(column) for column in seen.columns],
        "cells": [asdict(cell) for cell in seen.cells],
    }


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
