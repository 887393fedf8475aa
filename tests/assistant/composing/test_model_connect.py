"""The model that the settings name: built without a request, or refused in one line."""

from __future__ import annotations

import importlib.util

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from assistant.composing import ComposerFailed, stream
from assistant.composing.connect import build_model
from assistant.composing.model import ModelComposer
from assistant.errors import SettingsError
from assistant.prompts import load_prompts
from assistant.settings import Settings
from tests.fakes.briefs import ENGINES, brief, outline
from tests.fakes.chat_model import KEY


def test_no_setting_no_model() -> None:
    assert build_model(Settings()) is None


def test_an_openai_compatible_model() -> None:
    settings = Settings(
        chat_model="openai:org/model:free", chat_model_base_url="http://127.0.0.1:9/v1"
    )
    model = build_model(settings)
    assert model is not None
    assert getattr(model, "model_name", "") == "org/model:free"
    assert getattr(model, "max_retries", None) == 0
    assert str(getattr(model, "openai_api_base", "")).startswith("http://127.0.0.1:9")


def test_a_server_of_ones_own_needs_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    own = Settings(chat_model="openai:local", chat_model_base_url="http://127.0.0.1:9/v1")
    assert build_model(own) is not None
    with pytest.raises(SettingsError, match="OPENAI_API_KEY is not set"):
        build_model(Settings(chat_model="openai:gpt-x"))


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name, package=None: None if name.startswith("langchain_") else found(name, package),
    )
    for provider in ("openai", "anthropic", "ollama"):
        with pytest.raises(SettingsError) as caught:
            build_model(Settings(chat_model=f"{provider}:m"))
        assert f"pip install 'course-strategist[{provider}]'" in str(caught.value)
        assert "\n" not in str(caught.value)


def test_an_unknown_provider_is_named() -> None:
    with pytest.raises(SettingsError, match="no provider 'acme'") as caught:
        build_model(Settings(chat_model="acme:m"))
    assert "\n" not in str(caught.value)


def test_a_provider_without_its_package_is_named() -> None:
    assert importlib.util.find_spec("langchain_mistralai") is None
    with pytest.raises(SettingsError, match="pip install langchain-mistralai"):
        build_model(Settings(chat_model="mistralai:m"))


def test_a_refused_setting_says_nothing_of_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise ValueError(f"bad key {KEY}")

    monkeypatch.setattr("langchain.chat_models.init_chat_model", refuse)
    with pytest.raises(SettingsError) as caught:
        build_model(Settings(chat_model="openai:m"))
    assert KEY not in str(caught.value)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("mark", ["end_turn", "STOP", "stop", "completed"])
async def test_other_providers_end_marks(mark: str) -> None:
    said = AIMessage(ENGINES, response_metadata={"stop_reason": mark})
    composer = ModelComposer(
        _Whole(messages=iter([said])), load_prompts(), outline=outline, pause_s=0
    )
    drafts = [draft async for draft in composer.compose(brief())]
    assert drafts[0].text == ENGINES


@pytest.mark.parametrize(
    ("mark", "reason"),
    [
        ("max_tokens", stream.TOO_LONG),
        ("SAFETY", stream.FILTERED),
        ("refusal", stream.FILTERED),
        ("", stream.CUT),
    ],
)
async def test_other_providers_faults(mark: str, reason: str) -> None:
    said = AIMessage(ENGINES, response_metadata={"stop_reason": mark})
    composer = ModelComposer(
        _Whole(messages=iter([said, said])), load_prompts(), outline=outline, pause_s=0
    )
    with pytest.raises(ComposerFailed) as caught:
        _ = [draft async for draft in composer.compose(brief())]
    assert str(caught.value) == reason


class _Whole(GenericFakeChatModel):
    """A model that does not stream: its reply comes whole, with its metadata."""

    disable_streaming: bool = True
