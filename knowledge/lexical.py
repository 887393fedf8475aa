"""The lexical half of retrieval: BM25 over stems, with headings and column names in the field.

The scores of all words in all chunks are computed once, when an index version is built; a query
adds up the columns of its words.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.arrays import opened, pack, unpack
from knowledge.text import STOPWORDS, stem, tokens
from knowledge.types import Chunk

_FILE = "lexical.npz"


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """BM25 (Lucene's variant) over chunks; scores every chunk for a query.

    Column ``i`` of the sparse score matrix (chunks x stems) is
    ``data[indptr[i]:indptr[i + 1]]`` at the chunks ``indices[indptr[i]:indptr[i + 1]]``.
    """

    count: int
    data: NDArray[np.float32]
    indices: NDArray[np.int32]
    indptr: NDArray[np.int64]
    column: Mapping[str, int]  # stem -> column
    word_counts: Mapping[str, int] = field(repr=False)  # unstemmed words of the chunks' own texts

    @classmethod
    def of(cls, chunks: Sequence[Chunk]) -> LexicalIndex:
        """Index chunks."""
        column: dict[str, int] = {}
        counts: dict[str, int] = {}
        rows: list[list[int]] = []
        for chunk in chunks:
            for word in tokens(chunk.text):
                counts[word] = counts.get(word, 0) + 1
            words = (word for word in tokens(_field(chunk)) if word not in STOPWORDS)
            rows.append([column.setdefault(stem(word), len(column)) for word in words])
        if not column:
            nothing = np.zeros(1, dtype=np.int64)
            return cls(len(chunks), np.zeros(0, np.float32), np.zeros(0, np.int32), nothing, {}, {})
        import bm25s  # costs a fifth of a second, and only building needs it

        logging.getLogger("bm25s").setLevel(logging.WARNING)
        index = bm25s.BM25(method="lucene", k1=1.2, b=0.6)
        index.index(
            bm25s.tokenization.Tokenized(ids=rows, vocab=column),
            show_progress=False,
            create_empty_token=False,
        )
        return cls(
            len(chunks),
            np.asarray(index.scores["data"], dtype=np.float32),
            np.asarray(index.scores["indices"], dtype=np.int32),
            np.asarray(index.scores["indptr"], dtype=np.int64),
            column,
            counts,
        )

    def save(self, folder: Path) -> None:
        """Write the index into a version's folder."""
        np.savez(
            folder / _FILE, count=self.count, data=self.data, indices=self.indices,
            indptr=self.indptr, stems=pack(list(self.column)), words=pack(list(self.word_counts)),
            counts=np.array(list(self.word_counts.values()), dtype=np.int64),
        )  # fmt: skip

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Read what ``save`` wrote. Raises OSError, ValueError or KeyError."""
        with opened(folder / _FILE) as file:
            stems, words = unpack(file["stems"]), unpack(file["words"])
            if len(file["indptr"]) != len(stems) + 1:
                raise ValueError("the lexical index does not match its words")
            return cls(
                int(file["count"]), file["data"], file["indices"], file["indptr"],
                {word: i for i, word in enumerate(stems)},
                dict(zip(words, file["counts"].tolist(), strict=True)),
            )  # fmt: skip

    def idf(self, word: str) -> float:
        """Inverse document frequency of a stem; a word the course never uses has the highest."""
        df = self.document_frequency(word)
        return float(np.log(1.0 + (self.count - df + 0.5) / (df + 0.5)))

    def document_frequency(self, word: str) -> int:
        """How many chunks hold a stem."""
        i = self.column.get(word)
        return 0 if i is None else int(self.indptr[i + 1] - self.indptr[i])

    def knows(self, word: str) -> bool:
        """Whether any chunk holds this stem."""
        return word in self.column

    def scores(self, weights: Mapping[str, float]) -> NDArray[np.float32]:
        """BM25 score of every chunk for stems with their weights; shape (chunks,)."""
        total = np.zeros(self.count, dtype=np.float32)
        for word, weight in weights.items():
            i = self.column.get(word)
            if i is not None:
                column = slice(self.indptr[i], self.indptr[i + 1])
                total[self.indices[column]] += np.float32(weight) * self.data[column]
        return total


def _field(chunk: Chunk) -> str:
    if chunk.row is not None:
        columns = " ".join(cell.column for cell in chunk.row.cells)
        return f"{chunk.row.name} {columns} {chunk.text}"
    return " ".join((*chunk.headings[-2:], chunk.lead_in, chunk.text))
