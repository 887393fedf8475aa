"""Fixtures of the tests of ``knowledge``: made courses, and the real model once a session."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge import library
from knowledge.embedding import ReferenceEmbedder, ensure_export
from knowledge.library import Library
from tests.knowledge.made import WordsEmbedder, build, course

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

REAL_WORDS = frozenset({"soils", "water", "winter", "mulching", "hedge"})


@pytest.fixture
def embedder() -> WordsEmbedder:
    return WordsEmbedder()


@pytest.fixture(autouse=True)
def no_word_list(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The made embedder has no model folder to take a list of real words from."""
    if "reference" not in request.fixturenames:
        monkeypatch.setattr(library, "common_words", lambda model: REAL_WORDS)


@pytest.fixture
def garden(tmp_path: Path, embedder: WordsEmbedder) -> Iterator[Library]:
    """A library that holds the garden course."""
    build(tmp_path, course(), embedder)
    opened = Library(tmp_path, embedder)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def shared_garden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The same for tests that only ask."""
    data_dir, embedder = tmp_path_factory.mktemp("garden"), WordsEmbedder()
    build(data_dir, course(), embedder)
    opened = Library(data_dir, embedder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "common_words", lambda model: REAL_WORDS)
        opened.course()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def reference() -> ReferenceEmbedder:
    """The real model, loaded once."""
    return ReferenceEmbedder()


@pytest.fixture(scope="session")
def exported(reference: ReferenceEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the model's ONNX export."""
    data_dir = tmp_path_factory.mktemp("export")
    assert ensure_export(reference, data_dir) is not None
    return data_dir
