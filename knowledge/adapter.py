"""A question's vector brought nearer to its answers: a linear map learned from questions.

The embedding model puts likeness first: a question is near to what repeats its words. The shipped
map, trained by ``python -m evals.training.adapter``, turns a question's vector towards sentences
that answer such questions; the vectors of the index stay as they are. Without the shipped file, or
without the model it was trained on, search goes by likeness alone.
"""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np

from knowledge.models import DEFAULT_MODEL, Embedder, Vectors

logger = logging.getLogger(__name__)

SHIPPED = Path(__file__).with_name("adapter.npy")


class QueryAdapter:
    """The learned map for the vectors of questions."""

    def __init__(self, matrix: Vectors) -> None:
        """``matrix``: (dimension, dimension). Raises ValueError for another shape."""
        if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
            raise ValueError(f"a square matrix is needed, this one is {matrix.shape}")
        self._matrix = np.asarray(matrix, dtype=np.float32)

    def adapted(self, vector: Vectors) -> Vectors:
        """The vector (dimension,) of a question as it is compared with answers; length 1."""
        turned = vector @ self._matrix
        length = float(np.linalg.norm(turned))
        return np.asarray(turned / length if length else turned, dtype=np.float32)


def shipped_adapter(embedder: Embedder, file: Path = SHIPPED) -> QueryAdapter | None:
    """The shipped map, or None, said in the log, where it cannot serve."""
    if embedder.name != DEFAULT_MODEL:
        logger.info("the query adapter was trained for %s only", DEFAULT_MODEL)
        return None
    try:
        adapter = QueryAdapter(np.load(file, allow_pickle=False))
        adapter.adapted(np.zeros(embedder.dimension, dtype=np.float32))
        return adapter
    except (OSError, EOFError, ValueError) as error:
        logger.warning("cannot load %s (%s); search goes by likeness alone", file.name, error)
        return None
