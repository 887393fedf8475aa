"""A model composer over the real OpenAI client, and nothing of the environment in its way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.composing.model import ModelComposer
from assistant.prompts import load_prompts
from tests.fakes.briefs import outline
from tests.fakes.chat_model import KEY, connected
from tests.fakes.scripted_server import ScriptedServer


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


@pytest.fixture
def composer_for() -> Callable[..., ModelComposer]:
    """A composer on a scripted server; a test of a budget gives its own."""

    def make(server: ScriptedServer, **times: float) -> ModelComposer:
        # What is missing and what comes next is told by the answer without a model.
        budgets = {"first_token_s": 10.0, "total_s": 30.0, "pause_s": 0.01} | times
        return ModelComposer(connected(server), load_prompts(), outline=outline, **budgets)

    return make
