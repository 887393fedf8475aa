"""An OpenAI-compatible chat server on loopback that plays a script: one play per request.

    with ScriptedServer(status(503), says("A sentence.")) as server:
        model = ChatOpenAI(base_url=server.url, ...)

The last play is repeated. ``server.requests`` holds the bodies that came in, ``server.headers``
their headers. It runs in threads, so it serves a client in this process and in another one.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

Json = dict[str, Any]


class Reply:
    """One response being written. Plays call its methods in order."""

    def __init__(self, handler: BaseHTTPRequestHandler, closing: threading.Event) -> None:
        self._handler = handler
        self._closing = closing
        self._begun = False
        self._chunked = False

    def send(self, status: int, body: str, kind: str, headers: Mapping[str, str]) -> None:
        """A whole response that is no stream."""
        data = body.encode()
        self._handler.send_response(status)
        for name, value in headers.items():
            self._handler.send_header(name, value)
        self._handler.send_header("Content-Type", kind)
        self._handler.send_header("Content-Length", str(len(data)))
        self._handler.send_header("Connection", "close")
        self._handler.end_headers()
        self._handler.wfile.write(data)

    def begin(self, chunked: bool = False) -> None:
        """The head of an event stream; sent once. A chunked body is never ended properly."""
        if not self._begun:
            self._begun = True
            self._chunked = chunked
            self._handler.send_response(200)
            self._handler.send_header("Content-Type", "text/event-stream")
            if chunked:
                self._handler.send_header("Transfer-Encoding", "chunked")
            self._handler.send_header("Connection", "close")
            self._handler.end_headers()

    def line(self, text: str) -> None:
        """A raw line of the event stream, with the blank line that ends an event."""
        self.begin()
        data = f"{text}\n\n".encode()
        if self._chunked:
            data = b"%x\r\n%s\r\n" % (len(data), data)
        self._handler.wfile.write(data)
        self._handler.wfile.flush()

    def raw(self, text: str) -> None:
        """A piece of the body as it is, for protocols that are no OpenAI event stream."""
        self.begin()
        self._handler.wfile.write(text.encode())
        self._handler.wfile.flush()

    def delta(self, delta: Json, finish: str | None = None) -> None:
        """One chunk of a chat completion."""
        chunk = {
            "id": "chatcmpl-scripted",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "scripted",
            "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
        }
        self.line(f"data: {json.dumps(chunk)}")

    def text(self, text: str) -> None:
        """``text`` in small pieces, cut without regard to words."""
        self.delta({"role": "assistant", "content": ""})
        for start in range(0, len(text), 11):
            self.delta({"content": text[start : start + 11]})

    def finish(self, reason: str) -> None:
        """The end mark."""
        self.delta({}, reason)
        self.line("data: [DONE]")

    def wait(self, seconds: float) -> None:
        """Say nothing for a while; ends at once when the server closes."""
        self._closing.wait(seconds)


Play = Callable[[Reply], None]


def says(text: str, finish: str = "stop") -> Play:
    """A normal stream; ``finish`` may be 'length' or 'content_filter'."""

    def play(reply: Reply) -> None:
        reply.text(text)
        reply.finish(finish)

    return play


def says_nothing() -> Play:
    """A well-formed stream that ends properly and holds no text."""
    return says("")


def slow_first_token(seconds: float, text: str) -> Play:
    """The head comes at once, the first token late."""

    def play(reply: Reply) -> None:
        reply.begin()
        reply.wait(seconds)
        reply.text(text)
        reply.finish("stop")

    return play


def stalls(seconds: float, text: str) -> Play:
    """Some text, then silence, then the end mark."""

    def play(reply: Reply) -> None:
        reply.text(text)
        reply.wait(seconds)
        reply.finish("stop")

    return play


def drips(text: str, seconds: float) -> Play:
    """Every piece late: the whole takes ``seconds``."""

    def play(reply: Reply) -> None:
        pieces = [text[start : start + 11] for start in range(0, len(text), 11)]
        for piece in pieces:
            reply.delta({"content": piece})
            reply.wait(seconds / len(pieces))
        reply.finish("stop")

    return play


def repeats(text: str) -> Play:
    """Every piece is sent twice, as a proxy does that tries again."""

    def play(reply: Reply) -> None:
        for start in range(0, len(text), 11):
            for _ in range(2):
                reply.delta({"content": text[start : start + 11]})
        reply.finish("stop")

    return play


def garbled(text: str) -> Play:
    """Good text, then a broken event, then the end mark."""

    def play(reply: Reply) -> None:
        reply.text(text)
        reply.line('data: {"choices": [{"delta": {"content": "and')
        reply.finish("stop")

    return play


def cut(text: str, done: bool = False) -> Play:
    """Text, then the connection ends without a finish reason; ``done`` still sends [DONE]."""

    def play(reply: Reply) -> None:
        reply.text(text)
        if done:
            reply.line("data: [DONE]")

    return play


def breaks_off(text: str) -> Play:
    """The connection goes away in the middle of a chunked body."""

    def play(reply: Reply) -> None:
        reply.begin(chunked=True)
        reply.text(text)

    return play


def drops_connection() -> Play:
    """The request is read and the connection closed without a word."""

    def play(reply: Reply) -> None:
        return

    return play


def no_events() -> Play:
    """Status 200, an event stream without one event."""

    def play(reply: Reply) -> None:
        reply.begin()

    return play


def status(
    code: int, *, retry_after: str | None = None, message: str = "", kind: str = "scripted"
) -> Play:
    """An error in OpenAI's form."""
    headers = {"Retry-After": retry_after} if retry_after is not None else {}
    body = json.dumps({"error": {"message": message, "type": kind, "code": kind}})

    def play(reply: Reply) -> None:
        reply.send(code, body, "application/json", headers)

    return play


def html(code: int = 200) -> Play:
    """A proxy's page where JSON was expected."""

    def play(reply: Reply) -> None:
        reply.send(code, "<html><body>Welcome to nginx</body></html>", "text/html", {})

    return play


def garbage() -> Play:
    """An event that is no JSON."""

    def play(reply: Reply) -> None:
        reply.line("data: {not json")
        reply.line("data: [DONE]")

    return play


def error_in_stream(message: str) -> Play:
    """The stream begins well and then carries an error object."""

    def play(reply: Reply) -> None:
        reply.text("Half a sen")
        reply.line("data: " + json.dumps({"error": {"message": message, "code": 500}}))

    return play


def calls_tool(name: str, arguments: Any, call_id: str = "call_1") -> Play:
    """A tool call; ``arguments`` that are a string go out as they are, also when no JSON."""
    written = arguments if isinstance(arguments, str) else json.dumps(arguments)

    def play(reply: Reply) -> None:
        call = {"index": 0, "id": call_id, "type": "function"}
        reply.delta(
            {
                "role": "assistant",
                "tool_calls": [call | {"function": {"name": name, "arguments": ""}}],
            }
        )
        for start in range(0, len(written), 7):
            piece = {"arguments": written[start : start + 7]}
            reply.delta({"tool_calls": [{"index": 0, "function": piece}]})
        reply.finish("tool_calls")

    return play


def endless(text: str) -> Play:
    """Never stops talking; ends when the reader hangs up or the server closes."""

    def play(reply: Reply) -> None:
        reply.delta({"role": "assistant", "content": ""})
        for _ in range(100_000):
            reply.delta({"content": text})

    return play


class ScriptedServer:
    """Serves a script on a free port of 127.0.0.1 while used as a context manager."""

    def __init__(self, *plays: Play) -> None:
        self._plays = plays
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self.requests: list[Json] = []
        self.headers: list[dict[str, str]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = False
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}
        )

    @property
    def url(self) -> str:
        """The base URL a client is given."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> ScriptedServer:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def _next(self, body: Json, headers: dict[str, str]) -> Play:
        with self._lock:
            self.requests.append(body)
            self.headers.append(headers)
            return self._plays[min(len(self.requests), len(self._plays)) - 1]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 10  # a client that neither reads nor hangs up must not hold up the end

            def do_POST(self) -> None:
                self.close_connection = True
                length = int(self.headers.get("Content-Length", 0))
                body = json.loads(self.rfile.read(length) or b"{}")
                play = owner._next(body, dict(self.headers.items()))
                try:
                    play(Reply(self, owner._closing))
                except (BrokenPipeError, ConnectionResetError, TimeoutError):
                    return  # the client hung up, as a client may

            def log_message(self, format: str, *args: Any) -> None:
                """Tests want no log."""

        return Handler
