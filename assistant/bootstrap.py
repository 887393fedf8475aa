"""Every choice in one function: which embedder, which store, which composers."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from importlib import metadata

import anyio

from assistant.assistant import Assistant
from assistant.background import vectors_of
from assistant.composing.connect import build_model
from assistant.composing.extractive import ExtractiveComposer
from assistant.composing.model import ModelComposer
from assistant.composing.types import Composer
from assistant.composing.wording import Plans
from assistant.memos import load_memos
from assistant.prompts import load_prompts
from assistant.settings import Settings
from assistant.store import Store
from knowledge.embedding import query_embedder
from knowledge.library import Library
from knowledge.query_encoder import shipped_query_encoder
from knowledge.verifier import shipped_verifier

logger = logging.getLogger(__name__)

WORKERS = 2  # as many as cores: more threads only wait for each other


@dataclass(frozen=True, slots=True)
class Product:
    """The running parts, for whoever serves them."""

    settings: Settings
    library: Library
    store: Store
    assistant: Assistant
    version: str
    prompts_version: str


def build(settings: Settings) -> Product:
    """Put the product together. Raises SettingsError, PromptError, KnowledgeError."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    prompts = load_prompts()
    load_memos()  # what is wrong in its file stops the start, not the first memo
    embedder = query_embedder(settings.embedding_model, settings.data_dir)
    verifier = shipped_verifier(embedder)
    encoder = shipped_query_encoder(embedder)
    library = Library(settings.data_dir, embedder, settings.chroma_url, verifier, encoder)
    vectors_of(embedder, settings.data_dir / "models")
    store = Store(settings.store_url)
    model = build_model(settings)
    composer: Composer | None = ModelComposer(model, prompts) if model is not None else None
    version = metadata.version("course-strategist")
    assistant = Assistant(
        library,
        store,
        extractive=ExtractiveComposer(Plans(prompts.plans)),
        model=composer,
        model_name=settings.chat_model,
        versions={"prompts": prompts.version, "app": version},
        workers=anyio.CapacityLimiter(WORKERS),
    )
    return Product(settings, library, store, assistant, version, prompts.version)


def close(product: Product) -> None:
    """Give back files and connections."""
    product.library.close()
    product.store.close()
