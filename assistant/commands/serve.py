"""``serve``: the chat page and the API in one process."""

from __future__ import annotations

import socket

import uvicorn

from assistant import bootstrap
from assistant.calculators.warming import warm_later
from assistant.errors import AssistantError
from assistant.retention import keeping
from assistant.server import create_app
from assistant.settings import load_settings


class PortTaken(AssistantError):
    """Somebody else listens on the port."""


class Announcing(uvicorn.Server):
    """Says where it listens once it does."""

    def __init__(self, config: uvicorn.Config, host: str, port: int) -> None:
        super().__init__(config)
        self._address = (host, port)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            _announce(*self._address)
            warm_later()


def run_serve(host: str, port: int) -> int:
    """Serve until interrupted; prints the address when the server is ready."""
    settings = load_settings()
    listening = _listen(host, port)
    try:
        product = bootstrap.build(settings)
        try:
            product.library.course(
                None
            )  # fail here, in one line, rather than at the first question
            config = uvicorn.Config(
                create_app(product), log_level="warning", access_log=False, server_header=False,
                timeout_graceful_shutdown=5,
            )  # fmt: skip
            server = Announcing(config, host, listening.getsockname()[1])
            with keeping(product.store.engine, settings.retention_days):
                server.run(sockets=[listening])
        finally:
            bootstrap.close(product)
    finally:
        listening.close()
    return 0


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise PortTaken(
            f"cannot listen on {host}:{port} ({error.strerror}); choose another with --port"
        ) from error
    return listening


def _announce(host: str, port: int) -> None:
    shown = f"[{host}]" if ":" in host else host
    print(f"ready: http://{shown}:{port}/  (API under /v1, stop with Ctrl-C)", flush=True)
