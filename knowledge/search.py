"""Retrieval: dense, lexical, and both fused with what the course's structure says.

Scores of the two halves are brought to 0..1 per query and added; a fusion by score matched or
beat a fusion by rank on every public set it was measured on.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.index import OpenVersion
from knowledge.lexical import LexicalIndex
from knowledge.models import Embedder, Vectors
from knowledge.query import Query
from knowledge.query_encoder import QueryEncoder
from knowledge.types import EVIDENCE_KINDS, Hit

POOL = 100  # candidates taken from each half
DENSE_WEIGHT = 0.6
SENTENCE_SHARE = 0.4  # of the dense score that comes from the best sentence of a chunk
ENCODED_SHARE = 0.5  # of the dense score that comes from the query encoder's vector
TERM_BONUS = 0.15
SYNONYM_WEIGHT = 0.4
RELATED_WEIGHT = 0.15


class Searcher(Protocol):
    """Finds the chunks that may hold the evidence for a query."""

    def search(self, query: Query, k: int) -> list[Hit]:
        """At most ``k`` hits, best first; only chunks that can be evidence."""


class DenseSearcher:
    """Nearest neighbours of the query's embedding."""

    def __init__(self, version: OpenVersion, embedder: Embedder) -> None:
        self._version = version
        self._embedder = embedder

    def search(self, query: Query, k: int) -> list[Hit]:
        vector = self._embedder.embed([query.text])[0]
        chunks = self._version.content.chunks
        found = [
            Hit(chunks[i], min(1.0, max(0.0, score)), {"dense": score})
            for i, score in self._version.nearest(vector, k + 40)
            if chunks[i].kind in EVIDENCE_KINDS
        ]
        return found[:k]


class LexicalSearcher:
    """BM25 alone: what still answers when no vector store does."""

    def __init__(self, version: OpenVersion, lexical: LexicalIndex) -> None:
        self._chunks = version.content.chunks
        self._evidence = _evidence(version)
        self._lexical = lexical

    def search(self, query: Query, k: int) -> list[Hit]:
        scores = np.where(self._evidence, self._lexical.scores(_weights(query, related=False)), 0)
        best = _highest(scores, k)
        top = float(scores[best].max(initial=0.0)) or 1.0
        return [
            Hit(self._chunks[i], float(scores[i]) / top, {"lexical": float(scores[i])})
            for i in best[np.argsort(-scores[best], kind="stable")]
        ]


class HybridSearcher:
    """Dense and lexical candidates, one score: cosine of chunk and best sentence, BM25, names."""

    def __init__(
        self,
        version: OpenVersion,
        lexical: LexicalIndex,
        embedder: Embedder,
        encoder: QueryEncoder | None = None,
    ) -> None:
        self._version = version
        self._lexical = lexical
        self._embedder = embedder
        self._encoder = encoder
        self._evidence = _evidence(version)
        # First sentence of each chunk in the sentence arrays, and one past the last.
        chunks = len(version.content.chunks)
        self._first = np.searchsorted(version.sentences.chunk, np.arange(chunks + 1))

    def search(self, query: Query, k: int) -> list[Hit]:
        vector = self._embedder.embed([query.text])[0]
        return self.search_with(query, vector, k)

    def search_with(self, query: Query, vector: Vectors, k: int) -> list[Hit]:
        """As ``search``, with the query's vector already computed."""
        lexical = self._lexical.scores(_weights(query, related=True))
        bonus = self._bonus(query)
        pool = {i for i, _ in self._version.nearest(vector, max(POOL, k))}
        encoded = vector
        if self._encoder is not None:
            encoded = self._encoder.encode(query.text)
            pool.update(i for i, _ in self._version.nearest(encoded, max(POOL, k)))
        pool.update(_highest(lexical, max(POOL, k)).tolist(), bonus)
        candidates = np.array(sorted(pool), dtype=np.int64)
        candidates = candidates[self._evidence[candidates]]
        if not len(candidates):
            return []
        by_chunk = self._version.vectors[candidates] @ vector
        by_sentence = self._best_sentence(candidates, vector)
        dense = (1 - SENTENCE_SHARE) * by_chunk + SENTENCE_SHARE * by_sentence
        if self._encoder is not None:
            answers = self._version.vectors[candidates] @ encoded
            best = self._best_sentence(candidates, encoded)
            dense = (1 - ENCODED_SHARE) * dense + ENCODED_SHARE * (
                (1 - SENTENCE_SHARE) * answers + SENTENCE_SHARE * best
            )
        words = lexical[candidates]
        extra = np.array([bonus.get(int(i), 0.0) for i in candidates])
        score = DENSE_WEIGHT * _unit(dense) + (1 - DENSE_WEIGHT) * _unit(words) + extra
        chunks = self._version.content.chunks
        return [
            Hit(
                chunks[candidates[r]],
                float(min(1.0, score[r])),
                {
                    "dense": float(by_chunk[r]),
                    "sentence": float(by_sentence[r]),
                    "lexical": float(words[r]),
                    "names": float(extra[r]),
                },
            )
            for r in np.argsort(-score, kind="stable")[:k]
        ]

    def _best_sentence(self, candidates: NDArray[np.int64], vector: Vectors) -> Vectors:
        """The highest cosine of a sentence of each candidate; 0 for one without sentences."""
        first, counts = self._first[candidates], np.diff(self._first)[candidates]
        offsets = np.cumsum(counts) - counts
        rows = np.arange(counts.sum()) + np.repeat(first - offsets, counts)
        found = np.zeros(len(candidates), dtype=np.float32)
        held = counts > 0
        if held.any():
            cosines = self._version.sentences.vectors[rows] @ vector
            found[held] = np.maximum.reduceat(cosines, offsets[held])
        return found

    def _bonus(self, query: Query) -> dict[int, float]:
        """What a named entity of the course adds to the chunks that hold it: rare names more."""
        found: dict[int, float] = {}
        for term in query.terms:
            if len(term.chunks) > POOL:  # it tells nothing apart, and would only fill the pool
                continue
            share = TERM_BONUS * min(1.0, 4.0 / max(1, len(term.chunks)))
            for chunk_id in term.chunks:
                number = self._version.number(chunk_id)
                if number is not None:
                    found[number] = min(2 * TERM_BONUS, found.get(number, 0.0) + share)
        return found


def _evidence(version: OpenVersion) -> NDArray[np.bool_]:
    return np.array([c.kind in EVIDENCE_KINDS for c in version.content.chunks], dtype=bool)


def _weights(query: Query, *, related: bool) -> dict[str, float]:
    """The stems to look for: the query's own, its synonyms, the course's words of like meaning."""
    weights: dict[str, float] = {}
    for word in query.stems:
        weights[word] = weights.get(word, 0.0) + 1.0
    for word in query.synonyms:
        weights.setdefault(word, SYNONYM_WEIGHT)
    said = set(weights)
    for relatives in query.related.values() if related else ():
        for word, likeness in relatives:
            if word not in said:
                weights[word] = weights.get(word, 0.0) + RELATED_WEIGHT * likeness
    return weights


def _highest(scores: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """Positions of the highest scores above 0, at most ``count``, in no order."""
    some = np.flatnonzero(scores > 0)
    if len(some) > count:
        some = some[np.argpartition(-scores[some], count)[:count]]
    return some


def _unit(scores: Vectors) -> Vectors:
    """Scores of one query brought to 0..1."""
    low, high = float(scores.min()), float(scores.max())
    if high - low < 1e-9:
        return np.zeros_like(scores)
    return (scores - low) / (high - low)
