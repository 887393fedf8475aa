"""A question's vector, turned towards what answers it: a query encoder beside the embedding model.

The embedding model puts likeness first: a question is near to what repeats its words. The shipped
upper layers, trained by ``python -m evals.training.query_encoder``, go on from the states that its
lower layers give, and end near the sentences that answer such questions; the vectors of the index
stay as they are (as in DPR, https://arxiv.org/abs/2004.04906, with the passages' side fixed).
Without the shipped file, or without the model it was trained on, search goes by likeness alone.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from pathlib import Path

import numpy as np

from knowledge.exported import OnnxEmbedder, one_thread
from knowledge.models import DEFAULT_MODEL, Embedder, Vectors

logger = logging.getLogger(__name__)

SHIPPED = Path(__file__).with_name("query_encoder.onnx")
MOST_TOKENS = 128  # of a question
KEPT = 1024  # vectors that stay in memory


class QueryEncoder:
    """The trained upper layers through ONNX Runtime, one thread, a small cache."""

    def __init__(self, embedder: OnnxEmbedder, file: Path = SHIPPED) -> None:
        self._session = one_thread(file)
        self._embedder = embedder
        self._known: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def encode(self, question: str) -> Vectors:
        """The vector (dimension,), of length 1, that sentences of the index are compared with."""
        with self._lock:
            known = self._known.get(question)
        if known is not None:
            return known
        (read,) = self._embedder.read([question], MOST_TOKENS)
        states = read.states[None]
        feed = {"states": states, "read": np.ones(states.shape[:2], dtype=np.int64)}
        (found,) = self._session.run(["embedding"], feed)
        vector = np.asarray(found[0], dtype=np.float32)
        with self._lock:
            self._known[question] = vector
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
        return vector


def shipped_query_encoder(embedder: Embedder, file: Path = SHIPPED) -> QueryEncoder | None:
    """The shipped encoder, or None, said in the log, where it cannot serve."""
    if not isinstance(embedder, OnnxEmbedder) or embedder.name != DEFAULT_MODEL:
        logger.info("the query encoder goes on from the ONNX export of %s only", DEFAULT_MODEL)
        return None
    if not file.is_file():
        logger.info("no %s; search goes by likeness alone", file.name)
        return None
    try:
        encoder = QueryEncoder(embedder, file)
        if encoder.encode("?").shape != (embedder.dimension,):
            raise ValueError(f"it does not give vectors of {embedder.dimension} numbers")
        return encoder
    except Exception as error:  # onnxruntime raises its own C++ error classes
        logger.warning("cannot load %s (%s); search goes by likeness alone", file.name, error)
        return None
