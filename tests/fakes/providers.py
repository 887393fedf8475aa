"""What the servers of other providers say: plays for ``ScriptedServer`` in their own protocols."""

from __future__ import annotations

import json
from typing import Any

from tests.fakes.scripted_server import Play, Reply


def anthropic_says(text: str, stop_reason: str | None = "end_turn") -> Play:
    """A stream of Anthropic's Messages API; without a ``stop_reason`` it breaks off."""

    def send(reply: Reply, kind: str, body: dict[str, Any]) -> None:
        reply.raw(f"event: {kind}\ndata: {json.dumps({'type': kind, **body})}\n\n")

    def play(reply: Reply) -> None:
        message = {
            "id": "msg_1", "type": "message", "role": "assistant", "model": "scripted",
            "content": [], "stop_reason": None, "stop_sequence": None,
            "usage": {"input_tokens": 1, "output_tokens": 1},
        }  # fmt: skip
        send(reply, "message_start", {"message": message})
        block = {"index": 0, "content_block": {"type": "text", "text": ""}}
        send(reply, "content_block_start", block)
        for start in range(0, len(text), 11):
            delta = {"type": "text_delta", "text": text[start : start + 11]}
            send(reply, "content_block_delta", {"index": 0, "delta": delta})
        send(reply, "content_block_stop", {"index": 0})
        if stop_reason is None:
            return
        ended = {"stop_reason": stop_reason, "stop_sequence": None}
        send(reply, "message_delta", {"delta": ended, "usage": {"output_tokens": 9}})
        send(reply, "message_stop", {})

    return play


def ollama_says(text: str, done_reason: str | None = "stop") -> Play:
    """Lines of Ollama's chat API; without a ``done_reason`` they break off."""

    def send(reply: Reply, content: str, **more: Any) -> None:
        line = {
            "model": "scripted",
            "created_at": "2026-01-01T00:00:00Z",
            "message": {"role": "assistant", "content": content},
            "done": False,
            **more,
        }
        reply.raw(json.dumps(line) + "\n")

    def play(reply: Reply) -> None:
        for start in range(0, len(text), 11):
            send(reply, text[start : start + 11])
        if done_reason is not None:
            send(reply, "", done=True, done_reason=done_reason)

    return play


def anthropic_status(code: int, kind: str, retry_after: str | None = None) -> Play:
    """An error in Anthropic's form."""
    body = json.dumps({"type": "error", "error": {"type": kind, "message": "scripted"}})
    headers = {"retry-after": retry_after} if retry_after is not None else {}

    def play(reply: Reply) -> None:
        reply.send(code, body, "application/json", headers)

    return play


def ollama_status(code: int) -> Play:
    """An error in Ollama's form."""

    def play(reply: Reply) -> None:
        reply.send(code, json.dumps({"error": "scripted"}), "application/json", {})

    return play
