"""The chat model that ``ASSISTANT_CHAT_MODEL`` names, or none."""

from __future__ import annotations

import importlib.util
import os
from typing import TYPE_CHECKING, Any, Protocol

from assistant.errors import SettingsError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

TIMEOUT_S = 30.0
# The providers our extras install, with the module each needs and the variable of its key.
_EXTRAS = {
    "openai": ("langchain_openai", "OPENAI_API_KEY"),
    "anthropic": ("langchain_anthropic", "ANTHROPIC_API_KEY"),
    "ollama": ("langchain_ollama", ""),
}


class ModelSettings(Protocol):
    """The two settings that choose a model."""

    @property
    def chat_model(self) -> str | None:
        """``provider:model``; None for no model."""

    @property
    def chat_model_base_url(self) -> str | None:
        """Where the provider's API is; None for its own address."""


def build_model(settings: ModelSettings) -> BaseChatModel | None:
    """The configured model, or None. Nothing is sent yet. Raises SettingsError in one line."""
    if not settings.chat_model:
        return None
    provider, _, name = settings.chat_model.partition(":")
    if not provider or not name:
        raise SettingsError("ASSISTANT_CHAT_MODEL: write it as provider:model")
    module, key = _EXTRAS.get(provider, ("", ""))
    if module and importlib.util.find_spec(module) is None:
        raise SettingsError(
            f"ASSISTANT_CHAT_MODEL: provider {provider!r} needs an extra: "
            f"pip install 'course-strategist[{provider}]'"
        )
    options = _options(provider, settings.chat_model_base_url)
    if key and not os.environ.get(key):
        if provider != "openai" or not settings.chat_model_base_url:
            raise SettingsError(f"ASSISTANT_CHAT_MODEL: {key} is not set")
        options["api_key"] = "none"  # a server of one's own that asks for no key
    from langchain.chat_models import init_chat_model

    try:
        model: BaseChatModel = init_chat_model(name, model_provider=provider, **options)
    except ImportError:
        raise SettingsError(
            f"ASSISTANT_CHAT_MODEL: provider {provider!r} needs a package that is not installed: "
            f"pip install langchain-{provider.replace('_', '-')}"
        ) from None
    except ValueError as error:
        if "Unsupported" in str(error):
            raise SettingsError(
                f"ASSISTANT_CHAT_MODEL: LangChain knows no provider {provider!r}"
            ) from None
        raise SettingsError(_unusable(provider)) from None
    except Exception:
        # The provider's own words may hold the key.
        raise SettingsError(_unusable(provider)) from None
    return model


def _unusable(provider: str) -> str:
    return f"ASSISTANT_CHAT_MODEL: provider {provider!r} did not accept its settings or key"


def _options(provider: str, base_url: str | None) -> dict[str, Any]:
    """Tries and waiting are ours, so the client does neither.

    A connection is used once: LangChain shares one pool between all event loops of a process, and
    a connection kept from a loop that has ended fails the next answer.
    """
    address = {"base_url": base_url} if base_url else {}
    close = {"Connection": "close"}
    match provider:
        case "openai" | "anthropic":
            timing = {"max_retries": 0, "timeout": TIMEOUT_S, "default_headers": close}
            if provider == "openai":
                timing["stream_chunk_timeout"] = 0.0  # a second clock inside ours
            return {**timing, **address}
        case "ollama":
            return {"client_kwargs": {"timeout": TIMEOUT_S, "headers": close}, **address}
        case _:
            return {"max_retries": 0, "timeout": TIMEOUT_S, **address}
