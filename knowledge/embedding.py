"""Sentence embeddings: sentence-transformers as the reference, ONNX Runtime for queries.

Both run the same weights. The reference embeds at ingest; importing it costs seconds, so a
server that only answers questions uses the ONNX export, made once beside the index and checked
against the reference when it is made. Where the export is missing or wrong, the reference serves.
"""

from __future__ import annotations

import logging
import os
import threading
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from knowledge.exported import EXPORT_TOLERANCE, OnnxEmbedder, ensure_export, export_path
from knowledge.models import DEFAULT_MODEL, Embedder, Vectors, model_dimension, model_path

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = [
    "DEFAULT_MODEL",
    "EXPORT_TOLERANCE",
    "Embedder",
    "OnnxEmbedder",
    "ReferenceEmbedder",
    "Vectors",
    "ensure_export",
    "export_path",
    "model_path",
    "query_embedder",
    "reference_embedder",
]

logger = logging.getLogger(__name__)


class ReferenceEmbedder:
    """sentence-transformers on the CPU, one thread. Loaded at the first use."""

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self.name = model
        self._path = model_path(model)
        self._model: SentenceTransformer | None = None
        self._lock = threading.Lock()

    @property
    def dimension(self) -> int:
        return model_dimension(self._path)

    def loaded(self) -> SentenceTransformer:
        """The model itself, loaded on first call."""
        with self._lock:
            if self._model is None:
                os.environ.setdefault("HF_HUB_OFFLINE", "1")
                os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # third-party deprecations at import
                    import torch
                    from sentence_transformers import SentenceTransformer
                    from transformers.utils import logging as transformers_logging

                    # It announces the loading of 90 MB of weights.
                    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
                    # Two torch threads beside one busy process may not finish at all.
                    torch.set_num_threads(1)
                    self._model = SentenceTransformer(str(self._path), device="cpu")
            return self._model

    def embed(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self.loaded().encode(
            list(texts), batch_size=32, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)

    def embed_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[tuple[int, int]]]
    ) -> list[tuple[Vectors, Vectors]]:
        """Per text its vector and those of its parts: the mean of a part's tokens, read in place.

        A part that is the whole text has the text's vector; one beyond what the model reads of
        the text is embedded alone, as is every part where tokens cannot be told to characters.
        """
        found: list[tuple[Vectors, Vectors]] = []
        for i in range(0, len(texts), 32):
            wholes, tokens, offsets = self._read(texts[i : i + 32])
            for j, text in enumerate(texts[i : i + 32]):
                vectors = np.empty((len(parts[i + j]), self.dimension), dtype=np.float32)
                for row, (start, end) in zip(vectors, parts[i + j], strict=True):
                    inside = _tokens_inside(offsets[j], start, end)
                    if (start, end) == (0, len(text)):
                        row[:] = wholes[j]
                    elif len(inside):
                        mean = tokens[j][inside].mean(axis=0)
                        row[:] = mean / np.linalg.norm(mean)
                    else:
                        row[:] = self.embed([text[start:end]])[0]
                found.append((wholes[j], vectors))
        return found

    def _read(self, texts: Sequence[str]) -> tuple[Vectors, Vectors, NDArray[np.int64]]:
        """Vectors of texts and of their tokens, and the range of characters of each token."""
        import torch

        model = self.loaded()
        features = model.preprocess(list(texts))
        count = features["input_ids"].shape[1]
        with torch.inference_mode():
            output = model(features)
            whole = torch.nn.functional.normalize(output["sentence_embedding"], p=2, dim=1)
        tokens = output["token_embeddings"].float().numpy()
        offsets = np.zeros((len(texts), count, 2), dtype=np.int64)
        if model.tokenizer.is_fast and tokens.shape[2] == self.dimension:
            encoded = model.tokenizer(
                list(texts), padding=True, truncation=True, max_length=model.max_seq_length,
                return_offsets_mapping=True,
            )  # fmt: skip
            if len(encoded["offset_mapping"][0]) == count:
                offsets = np.array(encoded["offset_mapping"], dtype=np.int64)
        return whole.float().numpy(), tokens, offsets


def _tokens_inside(offsets: NDArray[np.int64], start: int, end: int) -> NDArray[np.int64]:
    """Numbers of the tokens of ``text[start:end]``; special tokens have no characters."""
    first, last = offsets[:, 0], offsets[:, 1]
    return np.flatnonzero((first >= start) & (last <= end) & (last > first))


def query_embedder(model: str, data_dir: Path) -> Embedder:
    """The fast embedder if its export is there, else the reference (said in the log)."""
    target = export_path(model, data_dir)
    if target.is_file():
        try:
            return OnnxEmbedder(model, target)
        except Exception as error:  # onnxruntime raises its own C++ error classes
            logger.warning("cannot load %s (%s); sentence-transformers serves", target, error)
    else:
        logger.warning("no ONNX export yet; sentence-transformers serves queries (slower start)")
    return ReferenceEmbedder(model)


def reference_embedder(model: str = DEFAULT_MODEL) -> Embedder:
    """The embedder of the ingest. Raises KnowledgeError if the model is not there."""
    return ReferenceEmbedder(model)
