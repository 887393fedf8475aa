"""One streamed reply of a chat model, read to its verified end, or the fault that it had.

Providers word their faults and end marks differently; here they become one small set of reasons.
A reason is ours, word for word: what a provider said may hold a key or the prompt, so it is
neither shown nor logged nor chained.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.ai import add_ai_message_chunks
from langchain_core.runnables import Runnable

T = TypeVar("T")

LONGEST_REPLY = 20_000  # characters; far more than any answer has

SLOW = "the model took too long to begin"
LATE = "the model took too long to finish"
BUSY = "the model has too many requests at the moment"
SPENT = "the model's budget is used up"
DOWN = "the model's server reported an error"
UNREACHABLE = "the model could not be reached"
DENIED = "the model's server did not accept our key"
REJECTED = "the model's server did not accept the request"
UNREADABLE = "the model's reply could not be read"
EMPTY = "the model returned an empty answer"
CUT = "the model's answer broke off before its end"
TOO_LONG = "the model's answer ran into its length limit"
FILTERED = "the model's answer was stopped by a content filter"
BROKEN_CALL = "the model made a tool call that could not be read"

_ENDED = {"stop", "end_turn", "stop_sequence", "completed", "complete", "eos", "eos_token"}
_CALLING = {"tool_calls", "tool_use", "function_call"}
_AT_LIMIT = {
    "length", "max_tokens", "max_output_tokens", "model_length", "incomplete",
    "model_context_window_exceeded",
}  # fmt: skip
_STOPPED = {
    "content_filter", "content_filtered", "safety", "refusal", "blocklist", "prohibited_content",
    "recitation", "spii", "guardrail_intervened",
}  # fmt: skip
_END_KEYS = ("finish_reason", "stop_reason", "stopReason", "done_reason", "status")


class ModelFault(Exception):
    """A reply that cannot be used.

    ``again``: another try may help. ``wait``: seconds the server asked for, None if it did not.
    ``status``: the HTTP status, where there was one.
    """

    def __init__(
        self, reason: str, *, again: bool = False, wait: float | None = None, status: int = 0
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.again = again
        self.wait = wait
        self.status = status


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool call whose arguments are a JSON object."""

    id: str
    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply that ended as a reply should: with text, or with tool calls."""

    text: str
    calls: tuple[ToolCall, ...]
    message: AIMessageChunk


async def read_reply(
    model: Runnable[LanguageModelInput, BaseMessage],
    messages: Sequence[BaseMessage],
    first_token_s: float,
) -> Reply:
    """Stream one reply. Raises ModelFault unless it is readable and properly ended."""
    came: list[AIMessageChunk] = []
    end, size = "", 0
    too_long = False
    beginning = asyncio.timeout(first_token_s)
    try:
        async with beginning, aclosing(model.astream(list(messages))) as chunks:  # type: ignore[type-var]
            async for chunk in chunks:
                if not isinstance(chunk, AIMessageChunk):
                    chunk = AIMessageChunk(**chunk.model_dump(exclude={"type"}))
                came.append(chunk)
                end = _end_mark(chunk.response_metadata) or end
                size += len(chunk.text)
                if beginning.expired():
                    continue  # on its way out
                if chunk.text.strip() or chunk.tool_call_chunks:
                    beginning.reschedule(None)
                if size > LONGEST_REPLY:
                    # Stopped where it waits, the client closes its connection; a generator that is
                    # merely left behind keeps it open until it is collected.
                    too_long = True
                    beginning.reschedule(asyncio.get_running_loop().time())
    except TimeoutError:
        if too_long:
            raise ModelFault(TOO_LONG) from None
        raise ModelFault(SLOW if beginning.expired() else LATE) from None
    except Exception as error:
        fault = fault_of(error)
        if came and fault.reason == UNREACHABLE:
            fault = ModelFault(CUT, again=True)
        elif not came and fault.reason == CUT:  # it hung up before its first word
            fault = ModelFault(UNREACHABLE, again=True)
        raise fault from None
    if too_long:
        raise ModelFault(TOO_LONG)
    if not came:
        raise ModelFault(EMPTY, again=True)
    # Merged at once: chunk by chunk, a long reply would be copied as often as it has chunks.
    return _ended(add_ai_message_chunks(*came), end)


async def within(work: Coroutine[Any, Any, T], deadline: float) -> T:
    """The result of ``work`` if it comes before ``deadline``, in the event loop's time.

    Raises ModelFault if it does not. The work ends with this call, also where that is cancelled.
    """
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait({task}, timeout=max(0.0, deadline - asyncio.get_running_loop().time()))
        if not task.done():
            raise ModelFault(LATE)
        return task.result()
    finally:
        # More than once: before Python 3.12 a client's ``asyncio.wait_for`` loses a cancellation
        # that comes together with a chunk.
        for _ in range(3):
            if task.done():
                break
            task.cancel()
            await asyncio.wait({task}, timeout=0.1)


def _end_mark(metadata: Mapping[str, Any]) -> str:
    # Read chunk by chunk: merging chunks would run two marks together into one word.
    for key in _END_KEYS:
        value = metadata.get(key)
        if isinstance(value, str) and value.lower() != "in_progress":
            return value.lower()
    return ""


def _ended(whole: AIMessageChunk, end: str) -> Reply:
    if end in _AT_LIMIT:
        raise ModelFault(TOO_LONG)
    if end in _STOPPED:
        raise ModelFault(FILTERED)
    if end not in _ENDED | _CALLING:
        raise ModelFault(CUT, again=True)
    text = str(whole.text)
    calls = _calls(whole)
    if end in _CALLING and not calls:
        raise ModelFault(BROKEN_CALL, again=True)
    if not calls and not text.strip():
        raise ModelFault(EMPTY, again=True)
    return Reply(text, calls, whole)


def _calls(whole: AIMessageChunk) -> tuple[ToolCall, ...]:
    """The tool calls, their arguments read strictly.

    LangChain repairs half a JSON text into an object, ``{oops`` into an empty one; a calculation
    from such inputs would be one that nobody asked for.
    """
    if whole.invalid_tool_calls:
        raise ModelFault(BROKEN_CALL, again=True)
    calls = []
    for number, piece in enumerate(whole.tool_call_chunks):
        try:
            arguments = json.loads(piece["args"] or "{}")
        except ValueError:
            raise ModelFault(BROKEN_CALL, again=True) from None
        if not isinstance(arguments, dict) or not piece["name"]:
            raise ModelFault(BROKEN_CALL, again=True)
        calls.append(ToolCall(piece["id"] or f"call_{number}", piece["name"], arguments))
    if not calls:
        calls = [ToolCall(c["id"] or "call", c["name"], c["args"]) for c in whole.tool_calls]
    return tuple(calls)


def fault_of(error: Exception) -> ModelFault:
    """What went wrong, from the error of any provider's client."""
    response = getattr(error, "response", None)
    status = getattr(error, "status_code", None) or getattr(response, "status_code", None)
    if isinstance(status, int):
        return _fault_of_status(status, error, getattr(response, "headers", None) or {})
    kind = " ".join(parent.__name__ for parent in type(error).__mro__)
    if "Timeout" in kind:
        return ModelFault(LATE)
    if any(word in kind for word in ("RemoteProtocol", "ReadError", "IncompleteRead")):
        return ModelFault(CUT, again=True)
    if "Connect" in kind or isinstance(error, OSError | RuntimeError):
        return ModelFault(UNREACHABLE, again=True)
    if "APIError" in kind:  # an error object inside a stream that began well
        return ModelFault(DOWN, again=True)
    return ModelFault(UNREADABLE, again=True)


def _fault_of_status(status: int, error: Exception, headers: Mapping[str, str]) -> ModelFault:
    if status == 402 or getattr(error, "code", None) == "insufficient_quota":
        return ModelFault(SPENT, status=status)
    if status == 429:
        return ModelFault(BUSY, again=True, wait=retry_after(headers), status=status)
    if status in (408, 504):
        return ModelFault(LATE, again=True, wait=retry_after(headers), status=status)
    if status >= 500:
        return ModelFault(DOWN, again=True, wait=retry_after(headers), status=status)
    if status in (401, 403):
        return ModelFault(DENIED, status=status)
    return ModelFault(REJECTED, status=status)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, from ``Retry-After`` (seconds or a date) or ``retry-after-ms``."""
    exact = headers.get("retry-after-ms")
    written = headers.get("retry-after") or headers.get("Retry-After")
    try:
        if exact:
            return max(0.0, float(exact) / 1000)
        if not written:
            return None
        if written.strip().replace(".", "", 1).isdigit():
            return float(written)
        until = parsedate_to_datetime(written)
        now = datetime.now(UTC)
        return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds())
    except (TypeError, ValueError):
        return None
