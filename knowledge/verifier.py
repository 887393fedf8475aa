"""Does this text answer this question? A small trained reader of both together.

The lower layers of the embedding model read the question and each text apart, the text once for
all questions; the shipped upper layers, trained by ``python -m evals.training.verifier``, read the
pair. Without the shipped file, or without the model it was trained on, the product works without.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from knowledge.exported import OnnxEmbedder, TokenStates, one_thread
from knowledge.models import DEFAULT_MODEL, Embedder, Vectors
from knowledge.pairs import MOST_TOKENS, batch, light_tokens, paired

logger = logging.getLogger(__name__)

SHIPPED = Path(__file__).with_name("verifier.onnx")
KEPT = 2048  # texts whose states stay in memory: about 50 kB each
PAIRS = 8  # read at once; more are padded to the longest of them


class Verifier:
    """The trained reader through ONNX Runtime, one thread."""

    def __init__(self, embedder: OnnxEmbedder, file: Path = SHIPPED) -> None:
        self._session = one_thread(file)
        self._embedder = embedder
        self._light = light_tokens(embedder.name)
        self._known: OrderedDict[str, TokenStates] = OrderedDict()
        self._lock = threading.Lock()

    def scores(self, question: str, texts: Sequence[str]) -> Vectors:
        """For each text the probability (0..1) that it answers the question, in the given order.

        A text is a sentence as ``knowledge.pairs.headed`` gives it.
        """
        if not texts:
            return np.zeros(0, dtype=np.float32)
        asked, *told = self._read([question, *texts])
        pairs = [paired(asked, one, self._light) for one in told]
        found = np.zeros(len(texts), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(pairs[i][1]))
        for i in range(0, len(order), PAIRS):
            some = order[i : i + PAIRS]
            states, marks = batch([pairs[j] for j in some])
            found[some] = self._session.run(["score"], {"states": states, "marks": marks})[0]
        return np.asarray(1.0 / (1.0 + np.exp(-found)), dtype=np.float32)

    def _read(self, texts: Sequence[str]) -> list[TokenStates]:
        with self._lock:
            known = {text: self._known[text] for text in texts if text in self._known}
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        read = self._embedder.read(missing, MOST_TOKENS)
        known.update(zip(missing, read, strict=True))
        with self._lock:
            for text in missing:
                self._known[text] = known[text]
            for text in texts:
                if text in self._known:
                    self._known.move_to_end(text)
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
        return [known[text] for text in texts]


def shipped_verifier(embedder: Embedder, file: Path = SHIPPED) -> Verifier | None:
    """The shipped verifier, or None, said in the log, where it cannot serve."""
    if not isinstance(embedder, OnnxEmbedder) or embedder.name != DEFAULT_MODEL:
        logger.info("the verifier reads with the ONNX export of %s only", DEFAULT_MODEL)
        return None
    if not file.is_file():
        logger.info("no %s; answers are ranked without the verifier", file.name)
        return None
    try:
        return Verifier(embedder, file)
    except Exception as error:  # onnxruntime raises its own C++ error classes
        logger.warning("cannot load %s (%s); answers are ranked without it", file.name, error)
        return None
