"""Errors as clients see them: RFC 9457, with the member OpenAI clients read, echoing nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Scope

from assistant.errors import (
    InvalidRequest,
    MalformedRequest,
    NotFound,
    RequestError,
    Unavailable,
    WrongMethod,
)
from knowledge.errors import CourseError, KnowledgeError

MEDIA_TYPE = "application/problem+json"
_REASONS = {
    "missing": "is required",
    "extra_forbidden": "holds an unknown field",
    "string_type": "must be text",
    "string_unicode": "is not valid Unicode text",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_parsing_size": "is too large",
    "list_type": "must be a list",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "string_pattern_mismatch": "has characters or a length that are not allowed here",
}
# Pydantic's own words for these name bounds and choices of ours, and nothing that was sent.
_PLAIN = frozenset(
    {
        "string_too_long", "string_too_short", "too_long", "too_short", "literal_error",
        "greater_than_equal", "less_than_equal", "greater_than", "less_than",
    }
)  # fmt: skip
_MOST_PROBLEMS = 20


def request_id(scope: Scope) -> str:
    """The id the envelope gave the request."""
    return str(scope.get("state", {}).get("request_id", "none"))


def problem(error: RequestError, scope: Scope) -> dict[str, Any]:
    """The members of the problem: RFC 9457's, ``error`` for OpenAI clients, the request id."""
    identity = request_id(scope)
    return {
        "type": f"urn:problem:{error.code}",
        "title": error.title,
        "status": error.status,
        "detail": error.detail,
        "instance": f"urn:request:{identity}",
        "request_id": identity,
        "error": {"message": error.detail, "type": error.kind, "code": error.code},
        **error.extra,
    }


def problem_response(error: RequestError, scope: Scope) -> JSONResponse:
    """The problem as a response, with ``Retry-After`` where trying again makes sense."""
    headers = dict(error.headers)
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(
        problem(error, scope), status_code=error.status, headers=headers, media_type=MEDIA_TYPE
    )


def as_request_error(error: Exception, known_fields: frozenset[str] = frozenset()) -> RequestError:
    """Any exception as the error a client may see.

    ``known_fields`` are names of ours; any other name in a location came from the client and is
    left out. An exception we do not know becomes a 500 that says nothing about itself.
    """
    match error:
        case RequestError():
            return error
        case RequestValidationError():
            return _invalid(error.errors(), known_fields)
        case CourseError():
            return NotFound(
                "There is no such course, document or passage.", code="course_not_found"
            )
        case KnowledgeError():
            return Unavailable("The course index cannot be read.", code="index_unavailable")
        case HTTPException(status_code=404):
            return NotFound("There is nothing at this address.")
        case HTTPException(status_code=405):
            allow = (error.headers or {}).get("Allow", "")
            return WrongMethod("This address does not take this method.", headers={"Allow": allow})
        case HTTPException(status_code=status) if 400 <= status < 500:
            return MalformedRequest("The request could not be read.")
    return RequestError("Something went wrong on our side; the request id names the occurrence.")


def _invalid(errors: Sequence[Mapping[str, Any]], known_fields: frozenset[str]) -> InvalidRequest:
    found = [
        {"field": _place(e["loc"], known_fields), "problem": _reason(e)}
        for e in errors[:_MOST_PROBLEMS]
    ]
    detail = "; ".join(f"{p['field']} {p['problem']}" for p in found) + "."
    return InvalidRequest(detail, extra={"problems": found})


def _place(location: Sequence[int | str], known_fields: frozenset[str]) -> str:
    names = [str(part) for part in location if isinstance(part, int) or part in known_fields]
    return ".".join([str(location[0]) if location else "body", *names])


def _reason(error: Mapping[str, Any]) -> str:
    kind = str(error["type"])
    if kind in _PLAIN:
        message = str(error["msg"])
        return message[:1].lower() + message[1:]
    return _REASONS.get(kind, "is not acceptable")


async def answer_with_problem(request: Request, error: Exception) -> JSONResponse:
    """The exception handler of the app."""
    from assistant.api.schemas import FIELD_NAMES

    return problem_response(as_request_error(error, FIELD_NAMES), request.scope)
