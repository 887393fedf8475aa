"""Errors of the assistant package, each with the HTTP status it becomes.

AssistantError
├── SettingsError            the environment is wrong: stops the start, never an answer
└── RequestError             something about one request; carries an HTTP status
    ├── InvalidRequest       422  understood, and not acceptable
    │   └── MalformedRequest 400  not readable as what it claims to be
    ├── Unauthorized         401  no key, or not a valid one
    ├── Forbidden            403  a valid key without the scope; a foreign origin
    ├── NotFound             404
    │   └── ConversationNotFound   unknown, or somebody else's: the two look the same
    ├── WrongMethod          405
    ├── RequestTimeout       408  the body did not arrive in time
    ├── TooLarge             413
    ├── AddressTooLong       414
    ├── UnsupportedMedia     415
    ├── Misdirected          421  for a host name that is not ours
    ├── RateLimited          429  with ``retry_after``
    ├── HeadersTooLarge      431
    └── Unavailable          503  with ``retry_after``; a part of us is down or busy
        └── StoreUnavailable      the database cannot be reached or written

Messages are written by us: a detail never holds anything a client sent, so it may be shown and
logged as it is. "Declined" is no error; it is an `Answer`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar


class AssistantError(Exception):
    """Base of every error raised by the assistant package."""


class SettingsError(AssistantError):
    """A setting is unknown or has a bad value; the message names the variable."""


class RequestError(AssistantError):
    """A request cannot be served. Subclasses give the status, ``detail`` says why.

    ``status``, ``code``, ``title`` and ``detail`` become the members of the RFC 9457 problem;
    ``kind`` is the ``error.type`` that OpenAI clients read. ``extra`` holds further members.
    """

    status: ClassVar[int] = 500
    code: str = "internal_error"
    title: ClassVar[str] = "Internal error"
    kind: ClassVar[str] = "api_error"

    def __init__(
        self,
        detail: str,
        *,
        code: str | None = None,
        retry_after: int | None = None,
        headers: Mapping[str, str] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or type(self).code
        self.retry_after = retry_after
        self.headers = dict(headers or {})
        self.extra = dict(extra or {})


class InvalidRequest(RequestError):
    """The request was read and is not acceptable."""

    status = 422
    code = "invalid_request"
    title = "Invalid request"
    kind = "invalid_request_error"


class MalformedRequest(InvalidRequest):
    """The request is not what its content type says it is."""

    status = 400
    code = "malformed_request"
    title = "Malformed request"


class Unauthorized(RequestError):
    """No API key, or one that is unknown or expired."""

    status = 401
    code = "invalid_api_key"
    title = "Unauthorized"
    kind = "authentication_error"


class Forbidden(RequestError):
    """The key is valid and does not allow this, or the origin is not ours."""

    status = 403
    code = "forbidden"
    title = "Forbidden"
    kind = "permission_error"


class NotFound(RequestError):
    """There is nothing here, or nothing for this owner."""

    status = 404
    code = "not_found"
    title = "Not found"
    kind = "not_found_error"


class ConversationNotFound(NotFound):
    """The conversation or answer is unknown or belongs to somebody else."""

    code = "conversation_not_found"


class WrongMethod(RequestError):
    """The address exists for another method; ``headers`` holds ``Allow``."""

    status = 405
    code = "method_not_allowed"
    title = "Method not allowed"
    kind = "invalid_request_error"


class RequestTimeout(RequestError):
    """The body did not arrive in time."""

    status = 408
    code = "request_timeout"
    title = "Request timeout"
    kind = "invalid_request_error"


class TooLarge(RequestError):
    """The body is larger than allowed."""

    status = 413
    code = "too_large"
    title = "Content too large"
    kind = "invalid_request_error"


class AddressTooLong(RequestError):
    """The path and query are longer than allowed."""

    status = 414
    code = "uri_too_long"
    title = "URI too long"
    kind = "invalid_request_error"


class UnsupportedMedia(RequestError):
    """The body is not JSON."""

    status = 415
    code = "unsupported_media_type"
    title = "Unsupported media type"
    kind = "invalid_request_error"


class Misdirected(RequestError):
    """The ``Host`` is not one this server answers for."""

    status = 421
    code = "misdirected_request"
    title = "Misdirected request"
    kind = "invalid_request_error"


class RateLimited(RequestError):
    """Too many requests of this owner or address."""

    status = 429
    code = "rate_limited"
    title = "Too many requests"
    kind = "rate_limit_error"


class HeadersTooLarge(RequestError):
    """The header fields are larger than allowed."""

    status = 431
    code = "headers_too_large"
    title = "Request header fields too large"
    kind = "invalid_request_error"


class Unavailable(RequestError):
    """A part of the service is down or busy; trying again may help."""

    status = 503
    code = "unavailable"
    title = "Service unavailable"


class StoreUnavailable(Unavailable):
    """The database cannot be reached, is full, or is locked."""

    code = "store_unavailable"
