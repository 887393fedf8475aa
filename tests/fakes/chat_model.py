"""A chat model over the real OpenAI client, and what a composer makes of it."""

from __future__ import annotations

import pytest
from langchain_core.language_models import BaseChatModel

from assistant.composing import Brief, ComposerFailed, Draft
from assistant.composing.connect import build_model
from assistant.composing.model import ModelComposer
from assistant.settings import Settings
from tests.fakes.briefs import brief
from tests.fakes.scripted_server import ScriptedServer

KEY = "sk-secret-of-the-test"


def connected(server: ScriptedServer) -> BaseChatModel:
    """The model of a scripted server, built as the product builds it."""
    settings = Settings(chat_model="openai:scripted", chat_model_base_url=server.url)
    model = build_model(settings)
    assert model is not None
    return model


async def written(composer: ModelComposer, about: Brief | None = None) -> list[Draft]:
    """The sentences of an answer."""
    return [draft async for draft in composer.compose(about or brief())]


async def failure(composer: ModelComposer, about: Brief | None = None) -> str:
    """The reason of a failed answer; asserts that no sentence came before it."""
    came: list[Draft] = []

    async def run() -> None:
        async for draft in composer.compose(about or brief()):
            came.append(draft)

    with pytest.raises(ComposerFailed) as caught:
        await run()
    failed = caught.value
    assert failed.__cause__ is None
    assert failed.__context__ is None or failed.__suppress_context__
    assert came == []
    return str(failed)
