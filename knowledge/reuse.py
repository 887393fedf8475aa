"""What a new index version takes over from the one that serves: vectors of unchanged texts."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.arrays import CHUNK_VECTORS, DAMAGED, read_array, read_sentences, read_words
from knowledge.contents import read_content
from knowledge.models import Vectors
from knowledge.passages import passage_of
from knowledge.versions import course_folder, read_manifest

logger = logging.getLogger(__name__)


def _nothing() -> Vectors:
    return np.zeros(0, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class KnownVectors:
    """Vectors of passages (with their sentences) and of words, by what was embedded."""

    number: Mapping[str, int] = field(default_factory=dict)  # passage key -> row of ``chunks``
    first: NDArray[np.int64] = field(default_factory=lambda: np.zeros(1, dtype=np.int64))
    chunks: Vectors = field(default_factory=_nothing)
    sentences: Vectors = field(default_factory=_nothing)
    words: Mapping[str, Vectors] = field(default_factory=dict)

    def get(self, key: str) -> tuple[Vectors, Vectors] | None:
        """Vector of a passage and vectors of its sentences."""
        i = self.number.get(key)
        if i is None:
            return None
        return self.chunks[i], self.sentences[int(self.first[i]) : int(self.first[i + 1])]


def known_vectors(data_dir: Path, course: str, model: str) -> KnownVectors:
    """The vectors of the serving version; none if there is none or another model made it."""
    manifest = read_manifest(data_dir, course)
    if manifest is None or manifest.embedding_model != model:
        return KnownVectors()
    folder = course_folder(data_dir, course) / manifest.version
    try:
        content = read_content(folder)
        sentences = read_sentences(folder)
        words = read_words(folder)
        first = np.searchsorted(sentences.chunk, np.arange(len(content.chunks) + 1))
        return KnownVectors(
            {passage_of(chunk).key: i for i, chunk in enumerate(content.chunks)},
            first.astype(np.int64),
            read_array(folder / CHUNK_VECTORS),
            sentences.vectors,
            dict(zip(words.words, words.vectors, strict=True)),
        )
    except DAMAGED as error:
        logger.info("no vectors are taken over from %s (%s)", manifest.version, error)
        return KnownVectors()
