"""``/v1/conversations`` and ``/v1/feedback``: what is kept for an owner, and nobody else."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import Depends, Path, Query
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from assistant.api.callers import Caller, allowed
from assistant.api.deps import base_url, new_router, product_of
from assistant.api.export import as_data, as_docx, as_markdown
from assistant.api.schemas import ExportQuery, FeedbackRequest, NoQuery
from assistant.errors import ConversationNotFound
from assistant.store import Conversation, Feedback
from knowledge.text import clean_message

router = new_router(400, 404, 413, 415)

ConversationId = Annotated[str, Path(max_length=128)]
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@router.get("/v1/conversations/{conversation_id}", tags=["conversations"])
def conversation(
    conversation_id: ConversationId,
    request: Request,
    _query: Annotated[NoQuery, Query()],
    caller: Annotated[Caller, Depends(allowed("read", own=True))],
) -> JSONResponse:
    """A conversation of the caller's own: every turn with its whole answer and sources."""
    return JSONResponse(as_data(_find(request, caller, conversation_id)))


@router.delete("/v1/conversations/{conversation_id}", status_code=204, tags=["conversations"])
def delete_conversation(
    conversation_id: ConversationId,
    request: Request,
    _query: Annotated[NoQuery, Query()],
    caller: Annotated[Caller, Depends(allowed("ask", own=True))],
) -> Response:
    """Remove a conversation with its answers and feedback."""
    if not product_of(request).store.delete_conversation(caller.owner, conversation_id):
        raise ConversationNotFound("There is no such conversation.")
    return Response(status_code=204)


@router.get("/v1/conversations/{conversation_id}/export", tags=["conversations"])
def export(
    conversation_id: ConversationId,
    request: Request,
    query: Annotated[ExportQuery, Query()],
    caller: Annotated[Caller, Depends(allowed("read", own=True))],
) -> Response:
    """The conversation as a file: Markdown, JSON or Word, with its sources."""
    found = _find(request, caller, conversation_id)
    match query.format:
        case "md":
            text = as_markdown(found, base_url(request))
            return _file(text.encode("utf-8"), "text/markdown; charset=utf-8", found, "md")
        case "json":
            response = JSONResponse(as_data(found))
            return _file(bytes(response.body), "application/json", found, "json")
        case "docx":
            return _file(as_docx(found, base_url(request)), _DOCX, found, "docx")


@router.post("/v1/feedback", status_code=201, tags=["conversations"])
def feedback(
    body: FeedbackRequest,
    request: Request,
    caller: Annotated[Caller, Depends(allowed("ask", own=True))],
) -> dict[str, Any]:
    """A verdict on an answer of the caller's own; a second one replaces the first."""
    given = Feedback(
        answer_id=body.answer_id,
        verdict=body.verdict,
        reasons=tuple(dict.fromkeys(body.reasons)),
        comment=clean_message(body.comment),
    )
    product_of(request).store.save_feedback(caller.owner, given)
    return {"answer_id": body.answer_id, "verdict": body.verdict, "reasons": list(given.reasons)}


def _find(request: Request, caller: Caller, conversation_id: str) -> Conversation:
    found = product_of(request).store.conversation(caller.owner, conversation_id)
    if found is None:
        raise ConversationNotFound("There is no such conversation.")
    return found


def _file(content: bytes, media_type: str, found: Conversation, suffix: str) -> Response:
    name = re.sub(r"[^A-Za-z0-9_-]", "", found.id)[:32] or "export"
    return Response(
        content,
        media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="conversation-{name}.{suffix}"'},
    )
