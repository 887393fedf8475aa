"""Request bodies as JSON, read strictly: what Python would let pass or trip over is refused."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from assistant.errors import InvalidRequest, MalformedRequest, UnsupportedMedia


def parse_json(raw: bytes) -> Any:
    """JSON as the standard has it: UTF-8, finite numbers, no lone surrogates.

    Raises MalformedRequest, or InvalidRequest for text that is no Unicode text.
    """
    try:
        value = json.loads(
            raw.decode("utf-8"),
            parse_constant=_refuse_constant,
            parse_float=_finite,
            parse_int=_computable,
        )
    except RecursionError:
        raise MalformedRequest("The JSON is nested too deeply.") from None
    except (ValueError, OverflowError):
        # Also bytes that are no UTF-8.
        raise MalformedRequest("The body is not valid JSON with finite numbers.") from None
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise InvalidRequest("The body holds half of a surrogate pair.") from None
    except RecursionError:
        raise MalformedRequest("The JSON is nested too deeply.") from None
    return value


async def read_json(request: Request) -> Any:
    """The JSON body of a request. Raises UnsupportedMedia unless it says it is JSON."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise UnsupportedMedia("Send the body as application/json.")
    return parse_json(await request.body())


class StrictRoute(APIRoute):
    """A route whose body was read by `read_json` before FastAPI asks for it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        if self.body_field is None:
            return handle

        async def strict(request: Request) -> Response:
            reader = _JsonRequest(request.scope, request.receive)
            await reader.json()
            return await handle(reader)

        return strict


class _JsonRequest(Request):
    _value: Any = None
    _was_read = False

    async def json(self) -> Any:
        if not self._was_read:
            self._value = await read_json(self)
            self._was_read = True
        return self._value


def _refuse_constant(_name: str) -> NoReturn:
    raise ValueError("not finite")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("not finite")
    return number


def _computable(text: str) -> int:
    """An integer, if it is within the range of the numbers we compute with."""
    number = int(text)
    float(number)
    return number
