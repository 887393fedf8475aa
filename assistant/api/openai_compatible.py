"""``/v1/chat/completions`` and ``/v1/models``: the door for programs that speak OpenAI's API.

The last user message is the question. The answer's Markdown comes with a list of sources, since
most such clients show nothing but the text; those that show citations find them as annotations
and as ``citations``. Sampling parameters are accepted and change nothing.
"""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated, Any

from anyio import to_thread
from fastapi import Depends
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from assistant.api.ask import complete, events_of, report_failure
from assistant.api.callers import Caller, allowed
from assistant.api.deps import base_url, limits_of, new_router, product_of
from assistant.api.export import source_name, source_url
from assistant.api.schemas import QUESTION_LENGTH, ChatMessage, ChatRequest
from assistant.api.streaming import EventStream, until_disconnected
from assistant.errors import ConversationNotFound, InvalidRequest, MalformedRequest, NotFound
from assistant.types import Answer, Completed, Turn
from knowledge.text import clean_message, tokens

router = new_router(400, 404, 413, 415, 429)

MODEL = "course-strategist"
_MARKER = re.compile(r"\[(\d+)\]")
_PIECE = re.compile(r".+?(?:\n+|\Z)", re.DOTALL)


@router.get("/v1/models", tags=["openai"])
def models(
    request: Request, _caller: Annotated[Caller, Depends(allowed("read"))]
) -> dict[str, Any]:
    """One model for the default course, and one per course, by the course's id."""
    names = [MODEL, *(m.course for m in product_of(request).library.courses())]
    return {
        "object": "list",
        "data": [
            {"id": name, "object": "model", "created": 0, "owned_by": MODEL} for name in names
        ],
    }


@router.post("/v1/chat/completions", tags=["openai"])
async def chat_completions(
    body: ChatRequest, request: Request, caller: Annotated[Caller, Depends(allowed("ask"))]
) -> Response:
    """Answer the last user message."""
    limits_of(request).spend_ask(caller)
    turn = await to_thread.run_sync(_read_turn, request, body, caller.owner)
    head = {
        "id": f"chatcmpl-{uuid.uuid4().hex}",
        "created": int(time.time()),
        "model": body.model,
        "system_fingerprint": MODEL,
    }
    if body.stream:
        usage = body.stream_options is not None and body.stream_options.include_usage
        return EventStream(lambda: _chunks(request, turn, head, usage))
    answer = await until_disconnected(request, lambda: complete(request, turn))
    base = base_url(request)
    message = {
        "role": "assistant",
        "content": with_sources(answer, base),
        "refusal": None,
        "annotations": _annotations(answer, base),
    }
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    return JSONResponse(
        {
            **head,
            "object": "chat.completion",
            "choices": [choice],
            "usage": _usage(turn, answer),
            **_evidence(answer, base),
        }
    )


def with_sources(answer: Answer, base: str) -> str:
    """The answer's Markdown, then its sources by number with where they stand."""
    if not answer.sources:
        return answer.answer
    lines = [
        f"{s.number}. [{_label(source_name(s))}]({source_url(s, base)})" for s in answer.sources
    ]
    return "\n".join([answer.answer.rstrip(), "", "**Sources**", "", *lines])


async def _chunks(
    request: Request, turn: Turn, head: dict[str, Any], usage: bool
) -> AsyncGenerator[bytes, None]:
    """The role at once, then the answer in lines when all of it has been checked."""
    base = base_url(request)
    began = False

    def chunk(delta: dict[str, Any], reason: str | None = None, **more: Any) -> bytes:
        choices = [{"index": 0, "delta": delta, "finish_reason": reason, "logprobs": None}]
        return _data({**head, "object": "chat.completion.chunk", "choices": choices, **more})

    try:
        async with aclosing(events_of(request, turn)) as events:
            async for event in events:
                if not began:
                    yield chunk({"role": "assistant", "content": ""})
                    began = True
                if not isinstance(event, Completed):
                    continue
                answer = event.answer
                for piece in _PIECE.findall(with_sources(answer, base)):
                    yield chunk({"content": piece})
                yield chunk({"annotations": _annotations(answer, base)}, **_evidence(answer, base))
                yield chunk({}, "stop")
                if usage:
                    yield _data(
                        {
                            **head,
                            "object": "chat.completion.chunk",
                            "choices": [],
                            "usage": _usage(turn, answer),
                        }
                    )
    except Exception as error:
        if not began:
            raise
        yield _data({"error": report_failure(error, request)["error"]})
    yield b"data: [DONE]\n\n"


def _read_turn(request: Request, body: ChatRequest, owner: str) -> Turn:
    product = product_of(request)
    if (body.n or 1) != 1 or body.tools or body.functions:
        raise MalformedRequest("n above 1, tools and functions are not supported.")
    course = None if body.model == MODEL else body.model
    if course not in (None, *(m.course for m in product.library.courses())):
        raise NotFound("There is no such model.", code="model_not_found")
    asked = [i for i, message in enumerate(body.messages) if message.role == "user"]
    question = clean_message(_text(body.messages[asked[-1]])) if asked else ""
    if not question:
        raise InvalidRequest("messages holds no user message with text.", code="empty_question")
    if len(question) > QUESTION_LENGTH:
        raise InvalidRequest(f"The question may have {QUESTION_LENGTH} characters.")
    conversation = body.conversation_id
    if conversation is None:
        conversation = _continued(request, owner, body.messages[: asked[-1]])
    elif not product.store.has_conversation(owner, conversation):
        raise ConversationNotFound("There is no such conversation.")
    return Turn(question=question, course=course, conversation_id=conversation, owner=owner)


def _continued(request: Request, owner: str, earlier: list[ChatMessage]) -> str | None:
    """The owner's conversation whose last turn the client sent along, if there is one.

    What a client says we answered is only compared with what we did answer, never believed.
    """
    said = [message for message in earlier if message.role in ("user", "assistant")]
    if len(said) < 2 or said[-1].role != "assistant":
        return None
    question, answer = clean_message(_text(said[-2])), _text(said[-1]).strip()
    for exchange in product_of(request).store.last_exchanges(owner):
        known = exchange.answer.answer.strip()
        if exchange.question == question and known and answer.startswith(known):
            return exchange.answer.conversation_id
    return None


def _text(message: ChatMessage) -> str:
    if message.content is None or isinstance(message.content, str):
        return message.content or ""
    parts = (part.get("text") for part in message.content if part.get("type") == "text")
    return "\n".join(part for part in parts if isinstance(part, str))


def _label(name: str) -> str:
    return name.replace("[", "(").replace("]", ")")


def _annotations(answer: Answer, base: str) -> list[dict[str, Any]]:
    """A citation per marker, with the marker's range in the text."""
    cards = {source.number: source for source in answer.sources}
    return [
        {
            "type": "url_citation",
            "url_citation": {
                "start_index": marker.start(),
                "end_index": marker.end(),
                "title": source_name(cards[int(marker[1])]),
                "url": source_url(cards[int(marker[1])], base),
            },
        }
        for marker in _MARKER.finditer(answer.answer)
        if int(marker[1]) in cards
    ]


def _evidence(answer: Answer, base: str) -> dict[str, Any]:
    """Members beside OpenAI's: links, quotes, and the conversation to continue."""
    return {
        "citations": [source_url(source, base) for source in answer.sources],
        "search_results": [
            {"title": source_name(s), "url": source_url(s, base), "snippet": s.quote}
            for s in answer.sources
        ],
        "conversation_id": answer.conversation_id,
        "answer_id": answer.id,
    }


def _usage(turn: Turn, answer: Answer) -> dict[str, int]:
    """Counts of words: clients expect numbers here, and there may be no language model."""
    asked, given = len(tokens(turn.question)), len(tokens(answer.answer))
    return {"prompt_tokens": asked, "completion_tokens": given, "total_tokens": asked + given}


def _data(value: dict[str, Any]) -> bytes:
    return f"data: {json.dumps(value)}\n\n".encode()
