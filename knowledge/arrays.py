"""The arrays of an index version: vectors of sentences and words, written and read back.

Large ones are mapped, not read: a query touches the rows of its candidates only.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.models import Vectors

CHUNK_VECTORS = "vectors.npy"
SENTENCE_VECTORS = "sentence-vectors.npy"
# What reading a damaged file raises: EOFError is np.load's for an empty one, BadZipFile for half
# of one.
DAMAGED = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)
_SENTENCES = "sentences.npz"
_WORDS = "words.npz"


@dataclass(frozen=True, slots=True)
class SentenceVectors:
    """Vectors of the sentences of all evidence chunks, in reading order."""

    chunk: NDArray[np.int32]  # number of the chunk in CourseContent.chunks
    start: NDArray[np.int32]  # range inside the chunk's text
    end: NDArray[np.int32]
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class WordVectors:
    """The course's words with their vectors: how a query's words find their relatives."""

    words: tuple[str, ...]
    vectors: Vectors


def new_array(path: Path, rows: int, columns: int) -> Vectors:
    """A float32 array that lives in a file, so that filling it takes no memory."""
    if rows == 0:  # an empty file cannot be mapped
        empty: Vectors = np.zeros((0, columns), dtype=np.float32)
        np.save(path, empty)
        return empty
    return np.lib.format.open_memmap(path, mode="w+", dtype=np.float32, shape=(rows, columns))


def read_array(path: Path) -> Vectors:
    """An array written by ``new_array``, mapped. Raises one of DAMAGED."""
    header = np.load(path, mmap_mode="r") if path.stat().st_size > 128 else np.load(path)
    return np.asarray(header)


def save_places(folder: Path, places: NDArray[np.int32]) -> None:
    """Write where the sentences stand: rows of chunk number, start, end."""
    chunk, start, end = places.reshape(-1, 3).T
    np.savez(folder / _SENTENCES, chunk=chunk, start=start, end=end)


def read_sentences(folder: Path) -> SentenceVectors:
    """The sentences of a version. Raises one of DAMAGED."""
    with opened(folder / _SENTENCES) as data:
        chunk, start, end = data["chunk"], data["start"], data["end"]
    vectors = read_array(folder / SENTENCE_VECTORS)
    if not len(chunk) == len(start) == len(end) == len(vectors):
        raise ValueError("sentences and their vectors do not match")
    return SentenceVectors(chunk, start, end, vectors)


def save_words(folder: Path, words: Sequence[str], vectors: Vectors) -> None:
    """Write the words of a course with their vectors."""
    np.savez(folder / _WORDS, words=pack(words), vectors=vectors)


def read_words(folder: Path) -> WordVectors:
    """The words of a version. Raises one of DAMAGED."""
    with opened(folder / _WORDS) as data:
        words, vectors = unpack(data["words"]), data["vectors"]
    if len(words) != len(vectors):
        raise ValueError("words and their vectors do not match")
    return WordVectors(words, vectors)


@contextmanager
def opened(path: Path) -> Iterator[Mapping[str, NDArray[Any]]]:
    """The arrays of an ``.npz`` file; it is closed whatever happens, which np.load forgets."""
    with path.open("rb") as file, np.load(file) as data:
        yield data


def pack(words: Sequence[str]) -> NDArray[np.uint8]:
    """Words without line breaks as one array of bytes: numpy's own text arrays pad every word."""
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def unpack(packed: NDArray[np.uint8]) -> tuple[str, ...]:
    """The words of ``pack``."""
    return tuple(packed.tobytes().decode().split("\n")) if len(packed) else ()
