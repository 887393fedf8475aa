"""Other providers through their real clients: the same answer, the same faults, the same words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.composing import stream
from assistant.composing.connect import build_model
from assistant.composing.model import ModelComposer
from assistant.prompts import load_prompts
from assistant.settings import Settings
from tests.fakes import providers
from tests.fakes.briefs import ENGINES, SUPPORT, outline
from tests.fakes.chat_model import KEY, failure, written
from tests.fakes.scripted_server import Play, ScriptedServer, drops_connection, html

GOOD = f"{ENGINES} [1]\n- {SUPPORT} [5]"
SAYS: dict[str, Callable[..., Play]] = {
    "anthropic": providers.anthropic_says,
    "ollama": providers.ollama_says,
}


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    monkeypatch.delenv("OLLAMA_HOST", raising=False)


def composer(server: ScriptedServer, provider: str) -> ModelComposer:
    address = server.url.removesuffix("/v1")
    model = build_model(Settings(chat_model=f"{provider}:scripted", chat_model_base_url=address))
    assert model is not None
    budgets = {"first_token_s": 8.0, "total_s": 20.0, "pause_s": 0.01}
    return ModelComposer(model, load_prompts(), outline=outline, **budgets)  # type: ignore[arg-type]


@pytest.mark.parametrize("provider", ["anthropic", "ollama"])
async def test_a_good_stream_becomes_sentences_with_sources(provider: str) -> None:
    with ScriptedServer(SAYS[provider](GOOD)) as server:
        drafts = await written(composer(server, provider))
    assert [d.text for d in drafts if d.evidence] == [ENGINES, SUPPORT]
    assert len(server.requests) == 1
    assert '<passage n="1"' in str(server.requests[0])


FAULTS: list[tuple[str, Play, str, int]] = [
    ("anthropic", providers.anthropic_says(GOOD, None), stream.CUT, 2),
    ("anthropic", providers.anthropic_says(GOOD, "max_tokens"), stream.TOO_LONG, 1),
    ("anthropic", providers.anthropic_says(GOOD, "refusal"), stream.FILTERED, 1),
    ("anthropic", providers.anthropic_says(""), stream.EMPTY, 2),
    ("anthropic", providers.anthropic_status(529, "overloaded_error"), stream.DOWN, 2),
    ("anthropic", providers.anthropic_status(429, "rate_limit_error", "60"), stream.BUSY, 1),
    ("anthropic", providers.anthropic_status(401, "authentication_error"), stream.DENIED, 1),
    ("anthropic", drops_connection(), stream.UNREACHABLE, 2),
    ("ollama", providers.ollama_says(GOOD, None), stream.CUT, 2),
    ("ollama", providers.ollama_says(GOOD, "length"), stream.TOO_LONG, 1),
    ("ollama", providers.ollama_says(""), stream.EMPTY, 2),
    ("ollama", providers.ollama_status(500), stream.DOWN, 2),
    ("ollama", providers.ollama_status(404), stream.REJECTED, 1),
    ("ollama", html(), stream.UNREADABLE, 2),
    ("ollama", drops_connection(), stream.UNREACHABLE, 2),
]


@pytest.mark.parametrize(
    ("provider", "play", "reason", "requests"),
    FAULTS,
    ids=[f"{provider} {reason}" for provider, _, reason, _ in FAULTS],
)
async def test_each_fault_has_its_reason(
    provider: str, play: Play, reason: str, requests: int
) -> None:
    with ScriptedServer(play) as server:
        assert await failure(composer(server, provider)) == reason
    assert len(server.requests) == requests
