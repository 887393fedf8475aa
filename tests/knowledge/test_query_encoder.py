"""The query encoder: vectors of questions, what search makes of them, the product without it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge.exported import OnnxEmbedder, TokenStates
from knowledge.library import Library
from knowledge.models import DEFAULT_MODEL, Vectors
from knowledge.query_encoder import SHIPPED, QueryEncoder, shipped_query_encoder
from tests.knowledge.made import WordsEmbedder, build, course

WIDTH = 384  # of the shipped model


class _Towards:
    """Gives one question the vector of its answer, and every other its own."""

    def __init__(self, embedder: WordsEmbedder, question: str, answer: str) -> None:
        self._embedder, self._question, self._answer = embedder, question, answer

    def encode(self, question: str) -> Vectors:
        text = self._answer if question == self._question else question
        return self._embedder.embed([text])[0]


class _Reader(OnnxEmbedder):
    """Reads each word as a state that its letters give; counts what it read."""

    def __init__(self, dimension: int = WIDTH) -> None:
        self.name, self.dimension = DEFAULT_MODEL, dimension
        self.read_texts: list[str] = []

    def read(self, texts: Sequence[str], most: int) -> list[TokenStates]:
        self.read_texts += texts
        found = []
        for text in texts:
            ids = np.array([sum(map(ord, word)) for word in text.split()[:most]], dtype=np.int64)
            states = np.stack([np.random.default_rng(i).normal(size=WIDTH) for i in ids])
            found.append(TokenStates(ids, states.astype(np.float32)))
        return found


def test_search_finds_what_the_encoder_points_to(tmp_path: Path) -> None:
    """A question that shares no word with its answer finds it where the encoder has learned so."""
    embedder = WordsEmbedder()
    build(tmp_path, course(), embedder)
    question, answer = "thirsty shrubs", "Slugs avoid copper tape."
    encoder = _Towards(embedder, question, answer)
    plain = Library(tmp_path, embedder)
    taught = Library(tmp_path, embedder, encoder=encoder)  # type: ignore[arg-type]
    try:
        before = [answer in hit.chunk.text for hit in plain.course().search(question, 3)]
        after = [answer in hit.chunk.text for hit in taught.course().search(question, 3)]
        own = embedder.embed([question])[0]
        assert np.array_equal(plain.course().encoded(question), own)
        assert not np.allclose(taught.course().encoded(question), own)
    finally:
        plain.close()
        taught.close()
    assert after[0]
    assert not before[0]


def test_the_shipped_encoder_gives_vectors_of_length_one_and_reads_a_question_once() -> None:
    assert SHIPPED.stat().st_size < 12_000_000
    reader = _Reader()
    encoder = QueryEncoder(reader)
    first, other = encoder.encode("how do we begin"), encoder.encode("what may it cost us")
    assert first.shape == (WIDTH,)
    assert float(np.linalg.norm(first)) == pytest.approx(1.0, abs=1e-4)
    assert not np.allclose(first, other, atol=1e-3)
    assert np.array_equal(encoder.encode("how do we begin"), first)
    assert reader.read_texts == ["how do we begin", "what may it cost us"]


def test_the_shipped_encoder_serves_the_shipped_model() -> None:
    assert shipped_query_encoder(_Reader()) is not None


@pytest.mark.parametrize("content", [None, b"no network", b""])
def test_without_a_readable_file_search_goes_on(
    tmp_path: Path, content: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "gone.onnx"
    if content is not None:
        file.write_bytes(content)
    with caplog.at_level(logging.INFO):
        assert shipped_query_encoder(_Reader(), file) is None
    assert "gone.onnx" in caplog.text


def test_an_encoder_of_another_width_is_refused(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert shipped_query_encoder(_Reader(dimension=12)) is None
    assert SHIPPED.name in caplog.text


def test_another_model_is_left_as_it_is() -> None:
    assert shipped_query_encoder(WordsEmbedder("another")) is None
