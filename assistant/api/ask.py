"""``POST /v1/ask``: the whole answer as JSON, or its making as server-sent events."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated, Any

from anyio import to_thread
from fastapi import Depends
from fastapi.sse import format_sse_event
from starlette.requests import Request
from starlette.responses import Response

from assistant.api.callers import Caller, allowed
from assistant.api.deps import limits_of, metrics_of, new_router, product_of
from assistant.api.problems import as_request_error, problem
from assistant.api.questions import check_slots, find_template
from assistant.api.schemas import AskRequest
from assistant.api.streaming import EventStream, until_disconnected
from assistant.errors import ConversationNotFound, InvalidRequest, RequestError
from assistant.types import (
    Answer,
    AnswerEvent,
    Calculated,
    Claimed,
    Completed,
    Progress,
    SourcesFound,
    Turn,
)
from knowledge.text import clean_message

logger = logging.getLogger(__name__)
router = new_router(400, 404, 413, 415, 429)


@router.post("/v1/ask", response_model=Answer, tags=["answers"])
async def ask(
    body: AskRequest, request: Request, caller: Annotated[Caller, Depends(allowed("ask"))]
) -> Response:
    """Answer a question from the course; ``stream`` gives server-sent events instead of JSON."""
    limits_of(request).spend_ask(caller)
    turn = await to_thread.run_sync(_read_turn, request, body, caller.owner)
    if body.stream:
        return EventStream(lambda: _events(request, turn))
    answer = await until_disconnected(request, lambda: complete(request, turn))
    return Response(answer.model_dump_json(), media_type="application/json")


async def events_of(request: Request, turn: Turn) -> AsyncGenerator[AnswerEvent, None]:
    """The events of one answer, while a place is held; closing this stops the work.

    Raises Unavailable if no place is free, and whatever the assistant raises.
    """
    with limits_of(request).slot():
        async with aclosing(_started(request, turn)) as events:
            async for event in events:
                if isinstance(event, Completed):
                    metrics_of(request).answer(event.answer)
                yield event


async def complete(request: Request, turn: Turn) -> Answer:
    """The whole answer."""
    answer: Answer | None = None
    async with aclosing(events_of(request, turn)) as events:
        async for event in events:
            if isinstance(event, Completed):
                answer = event.answer
    if answer is None:
        raise RequestError("The answer did not come to its end.")
    return answer


def report_failure(error: Exception, request: Request) -> dict[str, Any]:
    """The problem for an error inside a stream; an unknown error is logged by its kind alone."""
    if not isinstance(error, RequestError):
        logger.error(
            "stream of request %s failed: %s",
            request.scope["state"]["request_id"],
            type(error).__name__,
        )
    return problem(as_request_error(error), request.scope)


def _read_turn(request: Request, body: AskRequest, owner: str) -> Turn:
    product = product_of(request)
    course = product.library.course(body.course)
    known = body.conversation_id is None or product.store.has_conversation(
        owner, body.conversation_id
    )
    if not known:
        raise ConversationNotFound("There is no such conversation.")
    slots = {name: clean_message(text) for name, text in body.slots.items()}
    question = clean_message(body.question)
    if body.question_id is not None:
        check_slots(find_template(course, body.question_id), slots)
    elif not question:
        raise InvalidRequest("question is empty.", code="empty_question")
    return Turn(
        question=question,
        course=body.course,
        conversation_id=body.conversation_id,
        question_id=body.question_id,
        slots=slots,
        owner=owner,
    )


def _started(request: Request, turn: Turn) -> AsyncGenerator[AnswerEvent, None]:
    return product_of(request).assistant.ask(turn)


async def _events(request: Request, turn: Turn) -> AsyncGenerator[bytes, None]:
    began = False
    try:
        async with aclosing(events_of(request, turn)) as events:
            async for event in events:
                yield _encode(event)
                began = True
    except Exception as error:
        if not began:
            raise
        yield format_sse_event(event="error", data_str=json.dumps(report_failure(error, request)))


def _encode(event: AnswerEvent) -> bytes:
    match event:
        case Progress(stage):
            name, data = "progress", json.dumps({"stage": stage})
        case SourcesFound(sources):
            cards = [source.model_dump(mode="json") for source in sources]
            name, data = "sources", json.dumps({"sources": cards})
        case Claimed(claim):
            name, data = "claim", claim.model_dump_json()
        case Calculated(calculation):
            name, data = "calculation", calculation.model_dump_json()
        case Completed(answer):
            name, data = "done", answer.model_dump_json()
    return format_sse_event(event=name, data_str=data)
