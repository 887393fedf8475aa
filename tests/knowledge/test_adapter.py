"""The query adapter: what it turns, what search makes of it, and the product without it."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest

from knowledge.adapter import SHIPPED, QueryAdapter, shipped_adapter
from knowledge.library import Library
from knowledge.models import DEFAULT_MODEL
from tests.knowledge.made import WordsEmbedder, build, course


class _Named(WordsEmbedder):
    """An embedder under the default model's name, of its width."""

    name = DEFAULT_MODEL
    dimension = 384

    def __init__(self) -> None:
        super().__init__(DEFAULT_MODEL)


def _towards(embedder: WordsEmbedder, question: str, answer: str) -> QueryAdapter:
    """A map that takes one question's vector to its answer's and leaves what is square to it."""
    asked, told = embedder.embed([question, answer])
    same = np.eye(embedder.dimension, dtype=np.float32)
    return QueryAdapter(same + np.outer(asked, told - asked))


def test_a_vector_is_turned_and_keeps_length_one() -> None:
    adapter = QueryAdapter(np.array([[0.0, 2.0], [1.0, 0.0]], dtype=np.float32))
    assert adapter.adapted(np.array([1.0, 0.0], dtype=np.float32)).tolist() == [0.0, 1.0]
    assert adapter.adapted(np.zeros(2, dtype=np.float32)).tolist() == [0.0, 0.0]


@pytest.mark.parametrize("shape", [(4,), (3, 4)])
def test_only_a_square_matrix_is_a_map(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="square"):
        QueryAdapter(np.zeros(shape, dtype=np.float32))


def test_search_finds_what_the_adapter_points_to(tmp_path: Path) -> None:
    """A question that shares no word with its answer finds it where the map has learned so."""
    embedder = WordsEmbedder()
    build(tmp_path, course(), embedder)
    question, answer = "thirsty shrubs", "Slugs avoid copper tape."
    plain = Library(tmp_path, embedder)
    taught = Library(tmp_path, embedder, adapter=_towards(embedder, question, answer))
    try:
        before = [answer in hit.chunk.text for hit in plain.course().search(question, 3)]
        after = [answer in hit.chunk.text for hit in taught.course().search(question, 3)]
        vector = embedder.embed([question])[0]
        assert np.array_equal(plain.course().adapted(vector), vector)
        assert not np.allclose(taught.course().adapted(vector), vector)
    finally:
        plain.close()
        taught.close()
    assert after[0]
    assert not before[0]


def test_the_shipped_map_is_small_and_turns_vectors_of_the_shipped_model() -> None:
    assert SHIPPED.stat().st_size < 1_000_000
    adapter = shipped_adapter(_Named())
    assert adapter is not None
    vector = _Named().embed(["how do we begin?"])[0]
    adapted = adapter.adapted(vector)
    assert adapted.shape == vector.shape
    assert float(np.linalg.norm(adapted)) == pytest.approx(1.0, abs=1e-5)
    assert not np.allclose(adapted, vector, atol=1e-3)


@pytest.mark.parametrize("content", [None, b"no array", b""])
def test_without_a_readable_file_search_goes_on(
    tmp_path: Path, content: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "adapter.npy"
    if content is not None:
        file.write_bytes(content)
    with caplog.at_level(logging.WARNING):
        assert shipped_adapter(_Named(), file) is None
    assert "adapter.npy" in caplog.text


def test_a_map_of_another_width_is_refused(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "adapter.npy"
    np.save(file, np.eye(12, dtype=np.float16))
    with caplog.at_level(logging.WARNING):
        assert shipped_adapter(_Named(), file) is None
    assert "adapter.npy" in caplog.text


def test_another_model_is_left_as_it_is() -> None:
    assert shipped_adapter(WordsEmbedder("another")) is None
