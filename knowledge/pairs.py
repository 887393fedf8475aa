"""A question and a text side by side, as the verifier reads them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from knowledge.exported import TokenStates
from knowledge.models import Vectors, model_path
from knowledge.text import STOPWORDS
from knowledge.types import Chunk

MOST_TOKENS = 80  # of a question, and of a text


def headed(heading: str, lead_in: str, sentence: str) -> str:
    """What the verifier reads of a sentence: the heading and the lead-in over it, then itself, a
    table row as its cells."""
    over = " ".join(one for one in (heading.strip(), lead_in.strip().rstrip(":")) if one)
    if sentence.startswith("|"):
        sentence = sentence.strip("| ").replace(" | ", ", ")
    return f"{over}: {sentence}" if over else sentence


def in_place(chunk: Chunk, text: str) -> str:
    """A text of a chunk as the verifier reads it, under its heading and lead-in."""
    return headed(chunk.headings[-1] if chunk.headings else "", chunk.lead_in, text)


def paired(
    question: TokenStates, text: TokenStates, light: NDArray[np.int64]
) -> tuple[Vectors, NDArray[np.int64]]:
    """States (tokens, width) and marks (tokens) of a pair.

    A mark is 1 in the question and 3 in the text, one more for a token that the other side has
    too; that a ``light`` one is on both sides says nothing.
    """
    shared = np.setdiff1d(np.intersect1d(question.ids, text.ids), light)
    marks = np.concatenate([1 + np.isin(question.ids, shared), 3 + np.isin(text.ids, shared)])
    return np.concatenate([question.states, text.states]), marks.astype(np.int64)


def batch(
    pairs: Sequence[tuple[Vectors, NDArray[np.int64]]],
) -> tuple[Vectors, NDArray[np.int64]]:
    """Pairs in one array each of states (pairs, tokens, width) and marks; 0 marks padding."""
    size = max(len(marks) for _, marks in pairs)
    states = np.zeros((len(pairs), size, pairs[0][0].shape[1]), dtype=np.float32)
    marks = np.zeros((len(pairs), size), dtype=np.int64)
    for i, (state, mark) in enumerate(pairs):
        states[i, : len(mark)], marks[i, : len(mark)] = state, mark
    return states, marks


@lru_cache(maxsize=4)
def light_tokens(model: str) -> NDArray[np.int64]:
    """Ids of a model's tokens that carry no meaning: marks, single characters, stop words."""
    lines = (model_path(model) / "vocab.txt").read_text(encoding="utf-8").splitlines()
    found = [
        number
        for number, word in enumerate(lines)
        if len(word.removeprefix("##")) < 2 or not word.removeprefix("##").isalnum()
        or word in STOPWORDS
    ]  # fmt: skip
    return np.array(found, dtype=np.int64)
