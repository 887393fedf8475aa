"""``/v1/conversations`` and ``/v1/feedback``: what is kept for an owner, and nobody else."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import Depends, Path, Query
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from assistant.api.callers import Caller, allowed
from assistant.api.deps import base_url, new_router, product_of
from assistant.api.export import as_data, as_docx, as_markdown, only
from assistant.api.memo import memo_docx, memo_markdown
from assistant.api.schemas import ExportQuery, FeedbackRequest, MemoQuery, NoQuery
from assistant.errors import ConversationNotFound
from assistant.memos import compose_memo
from assistant.store import Conversation, Feedback
from knowledge.text import clean_message

router = new_router(400, 404, 413, 415)

ConversationId = Annotated[str, Path(max_length=128)]
_MARKDOWN = "text/markdown; charset=utf-8"
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
    """The conversation, or one answer of it, as a file: Markdown, JSON or Word, with sources."""
    found = _find(request, caller, conversation_id, query.answer)
    match query.format:
        case "md":
            text = as_markdown(found, base_url(request))
            return _file(text.encode("utf-8"), _MARKDOWN, found, "md")
        case "json":
            response = JSONResponse(as_data(found))
            return _file(bytes(response.body), "application/json", found, "json")
        case "docx":
            return _file(as_docx(found, base_url(request)), _DOCX, found, "docx")


@router.get("/v1/conversations/{conversation_id}/memo", tags=["conversations"])
def memo(
    conversation_id: ConversationId,
    request: Request,
    query: Annotated[MemoQuery, Query()],
    caller: Annotated[Caller, Depends(allowed("read", own=True))],
) -> Response:
    """A one-page decision memo for a CFO, COO or CMO from the conversation's checked answers."""
    found = _find(request, caller, conversation_id, query.answer)
    composed = compose_memo(found, query.reader, _course_title(request, found.course))
    name = f"{query.reader}-memo"
    if query.format == "docx":
        return _file(memo_docx(composed, base_url(request)), _DOCX, found, "docx", name)
    text = memo_markdown(composed, base_url(request))
    return _file(text.encode("utf-8"), _MARKDOWN, found, "md", name)


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


def _find(
    request: Request, caller: Caller, conversation_id: str, answer_id: str | None = None
) -> Conversation:
    found = product_of(request).store.conversation(caller.owner, conversation_id)
    if found is None:
        raise ConversationNotFound("There is no such conversation.")
    if answer_id is None:
        return found
    narrowed = only(found, answer_id)
    if narrowed is None:
        raise ConversationNotFound("There is no such answer in this conversation.")
    return narrowed


def _course_title(request: Request, course_id: str) -> str:
    """The title of a course; its id where it is not there any more."""
    courses = product_of(request).library.courses()
    return next((item.title for item in courses if item.course == course_id), course_id)


def _file(
    content: bytes, media_type: str, found: Conversation, suffix: str, kind: str = "conversation"
) -> Response:
    name = re.sub(r"[^A-Za-z0-9_-]", "", found.id)[:32] or "export"
    return Response(
        content,
        media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{kind}-{name}.{suffix}"'},
    )
