"""An index version opened for reading; building one is in ``knowledge.building``.

Chroma answers nearest-neighbour queries; the arrays beside it verify it, spare unchanged texts a
second embedding, and serve where Chroma cannot.
"""

from __future__ import annotations

import logging
import weakref
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from knowledge import chroma
from knowledge.arrays import (
    CHUNK_VECTORS,
    DAMAGED,
    SentenceVectors,
    WordVectors,
    read_array,
    read_sentences,
    read_words,
)
from knowledge.building import build_version
from knowledge.contents import read_content
from knowledge.errors import CourseError, IndexVersionError
from knowledge.lexical import LexicalIndex
from knowledge.models import Vectors
from knowledge.passages import embedding_text
from knowledge.types import CourseContent
from knowledge.versions import (
    Manifest,
    course_folder,
    current_version,
    list_courses,
    manifest_of,
    read_manifest,
    remove_course,
)

__all__ = [
    "Manifest",
    "OpenVersion",
    "SentenceVectors",
    "WordVectors",
    "build_version",
    "embedding_text",
    "list_courses",
    "open_version",
    "read_manifest",
    "remove_course",
]

logger = logging.getLogger(__name__)


@dataclass(slots=True, weakref_slot=True)
class OpenVersion:
    """An index version opened for reading. ``nearest`` uses Chroma where this process may.

    Its Chroma folder is given back when the last reader lets go of it: a version that was
    switched out still serves the questions that are reading it.
    """

    manifest: Manifest
    content: CourseContent
    vectors: Vectors
    sentences: SentenceVectors
    words: WordVectors
    lexical: LexicalIndex
    chroma: chroma.ChromaHalf | None = None
    _number: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._number = {chunk.id: i for i, chunk in enumerate(self.content.chunks)}
        if self.chroma is not None:
            weakref.finalize(self, self.chroma.close)

    @property
    def store(self) -> str:
        """Which store answers nearest-neighbour queries: 'chroma' or 'arrays'."""
        return "arrays" if self.chroma is None else "chroma"

    def number(self, chunk_id: str) -> int | None:
        """The number of a chunk in ``content.chunks``."""
        return self._number.get(chunk_id)

    def nearest(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        """The ``k`` nearest chunks as (chunk number, cosine), best first."""
        k = min(k, len(self.content.chunks))
        if k <= 0:
            return []
        half = self.chroma
        if half is not None:
            try:
                return [(self._number[i], s) for i, s in half.nearest(vector, k)]
            except Exception as error:  # Chroma's Rust layer raises many classes
                logger.warning("Chroma failed (%s); the arrays serve", type(error).__name__)
        scores = self.vectors @ vector
        best = np.argpartition(-scores, k - 1)[:k]
        return [(int(i), float(scores[i])) for i in best[np.argsort(-scores[best], kind="stable")]]

    def close(self) -> None:
        """Give the Chroma folder back at once; the arrays go on serving."""
        half, self.chroma = self.chroma, None
        if half is not None:
            half.close()


def open_version(data_dir: Path, course: str, chroma_url: str | None = None) -> OpenVersion:
    """Open the version that serves. Raises CourseError or IndexVersionError."""
    version = current_version(data_dir, course)
    if version is None:
        raise CourseError(f"no course {course!r} has been ingested")
    folder = course_folder(data_dir, course) / version
    manifest = manifest_of(folder)
    try:
        content = read_content(folder)
        vectors = read_array(folder / CHUNK_VECTORS)
        sentences = read_sentences(folder)
        words = read_words(folder)
        lexical = LexicalIndex.load(folder)
    except DAMAGED as error:
        raise IndexVersionError(
            f"index version {version} of {course!r} is damaged ({error}); run: python -m ingest"
        ) from error
    counts = {len(vectors), len(content.chunks), lexical.count, manifest.chunks}
    if len(counts) > 1 or (len(vectors) and vectors.shape[1] != manifest.dimension):
        raise IndexVersionError(
            f"index version {version} of {course!r} is incomplete; run: python -m ingest"
        )
    half = chroma.attach(folder, manifest, chroma_url)
    return OpenVersion(manifest, content, vectors, sentences, words, lexical, half)
