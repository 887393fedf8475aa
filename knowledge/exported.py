"""A model's weights through ONNX Runtime: exported once, checked against the reference, served.

The export gives two things of one reading: the sentence's vector, and the states of its tokens
some layers below the top, from which the verifier reads a question and a sentence together.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import threading
import warnings
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.models import Embedder, Vectors, max_tokens, model_dimension, model_path

logger = logging.getLogger(__name__)

EXPORT_TOLERANCE = 1e-5
UPPER_LAYERS = 3  # of the model, above the states that the export gives

_PROBES = (
    "Which KPIs show that a recommendation engine works?",
    "A pilot is scaled step by step: data, people, systems, budget.",
    "ROI",
    "Consent must be clear, granular and easy to withdraw. " * 12,
)


@dataclass(frozen=True, slots=True)
class TokenStates:
    """One text as the lower layers read it: ``ids`` of its tokens (n), ``states`` (n, dimension)."""

    ids: NDArray[np.int64]
    states: Vectors


def one_thread(file: Path) -> Any:
    """An ONNX Runtime session on a file: one thread a call, no spinning. Raises its own errors."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


class OnnxEmbedder:
    """The same weights through ONNX Runtime: one thread a call, no spinning, a small cache."""

    def __init__(self, model: str, export: Path) -> None:
        from tokenizers import Tokenizer

        self.name = model
        folder = model_path(model)
        self.dimension = model_dimension(folder)
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(max_tokens(folder))
        self._tokenizer.enable_padding()
        self._session = one_thread(export)
        self._cache: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def embed(self, texts: Sequence[str]) -> Vectors:
        with self._lock:
            known = {text: self._cache[text] for text in texts if text in self._cache}
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        # Batches of similar length: padding to the longest text is what costs time.
        missing.sort(key=len)
        for i in range(0, len(missing), 8):
            batch = missing[i : i + 8]
            for text, vector in zip(batch, self._run(batch), strict=True):
                known[text] = vector
        with self._lock:
            for text in missing:
                self._cache[text] = known[text]
            while len(self._cache) > 4096:
                self._cache.popitem(last=False)
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack([known[text] for text in texts])

    def read(self, texts: Sequence[str], most: int) -> list[TokenStates]:
        """The token states of texts, each cut to ``most`` tokens. The upper layers do not run."""
        import onnxruntime

        options = onnxruntime.RunOptions()
        options.only_execute_path_to_fetches = True
        encoded = self._tokenizer.encode_batch(list(texts))
        every = []
        for one in encoded:
            ids = one.ids[: sum(one.attention_mask)]
            every.append(ids if len(ids) <= most else [*ids[: most - 1], ids[-1]])
        found: list[TokenStates | None] = [None] * len(texts)
        order = sorted(range(len(texts)), key=lambda i: len(every[i]))
        for i in range(0, len(order), 8):
            some = order[i : i + 8]
            ids = np.zeros((len(some), max(len(every[j]) for j in some)), dtype=np.int64)
            for row, j in enumerate(some):
                ids[row, : len(every[j])] = every[j]
            feed = {
                "input_ids": ids,
                "attention_mask": (ids != 0).astype(np.int64),
                "token_type_ids": np.zeros_like(ids),
            }
            (states,) = self._session.run(["states"], feed, options)
            for row, j in enumerate(some):
                count = len(every[j])
                found[j] = TokenStates(ids[row, :count].copy(), states[row, :count].copy())
        return [one for one in found if one is not None]

    def _run(self, texts: Sequence[str]) -> Vectors:
        return np.asarray(self._session.run(["embedding"], self._feed(texts))[0], dtype=np.float32)

    def _feed(self, texts: Sequence[str]) -> dict[str, NDArray[np.int64]]:
        encoded = self._tokenizer.encode_batch(list(texts))
        return {
            "input_ids": np.array([e.ids for e in encoded], dtype=np.int64),
            "attention_mask": np.array([e.attention_mask for e in encoded], dtype=np.int64),
            "token_type_ids": np.array([e.type_ids for e in encoded], dtype=np.int64),
        }


def export_path(model: str, data_dir: Path) -> Path:
    """Where the ONNX export of a model stands; its name changes with the weights."""
    folder = model_path(model)
    weights = folder / "model.safetensors"
    key = hashlib.sha256(f"{weights.stat().st_size}:{_head(weights)}:v2".encode()).hexdigest()[:16]
    return data_dir / "models" / f"{folder.parent.name}-{key}.onnx"


def ensure_export(reference: Embedder, data_dir: Path) -> Path | None:
    """Export the model to ONNX if that has not been done, and check it against the reference.

    Returns the file, or None (with a warning in the log) where the export cannot be made or
    differs by more than ``EXPORT_TOLERANCE``: the reference then serves queries too.
    """
    target = export_path(reference.name, data_dir)
    if target.is_file() and _loads(reference.name, target):
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, scratch_name = tempfile.mkstemp(dir=target.parent, suffix=".tmp")
    os.close(handle)
    scratch = Path(scratch_name)
    try:
        _export(model_path(reference.name), scratch)
        candidate = OnnxEmbedder(reference.name, scratch)
        gap = float(np.abs(candidate.embed(_PROBES) - reference.embed(_PROBES)).max())
        if gap > EXPORT_TOLERANCE:
            logger.warning("ONNX export differs from the reference by %.1e; not used", gap)
            return None
        scratch.replace(target)
        return target
    except Exception as error:  # the exporter and onnxruntime raise classes of their own
        logger.warning("ONNX export failed (%s); sentence-transformers serves queries", error)
        return None
    finally:
        scratch.unlink(missing_ok=True)


def _loads(model: str, export: Path) -> bool:
    try:
        OnnxEmbedder(model, export)
    except Exception as error:
        logger.warning("%s cannot be loaded (%s); exporting again", export.name, error)
        return False
    return True


def _export(folder: Path, target: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the legacy exporter announces its age at every step
        import torch
        from transformers import AutoModel
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        torch.set_num_threads(1)
        bert = AutoModel.from_pretrained(str(folder), attn_implementation="eager").eval()

        class Sentence(torch.nn.Module):
            """Mean-pooled, normalised sentence embedding, as the model's own pooling does it, and
            the token states that the upper layers start from."""

            def __init__(self) -> None:
                super().__init__()
                self.bert = bert

            def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
                read = self.bert(
                    input_ids=input_ids,
                    attention_mask=attention_mask,
                    token_type_ids=token_type_ids,
                    output_hidden_states=True,
                )
                hidden = read.last_hidden_state
                mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
                mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
                vector = torch.nn.functional.normalize(mean, p=2, dim=1)
                return vector, read.hidden_states[-1 - UPPER_LAYERS]

        names = ["input_ids", "attention_mask", "token_type_ids"]
        ids = torch.randint(1000, 2000, (2, 9))
        example = (ids, torch.ones_like(ids), torch.zeros_like(ids))
        torch.onnx.export(
            Sentence(),
            example,
            str(target),
            input_names=names,
            output_names=["embedding", "states"],
            dynamic_axes={name: {0: "batch", 1: "tokens"} for name in (*names, "states")}
            | {"embedding": {0: "batch"}},
            opset_version=17,
            dynamo=False,
        )


def _head(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.sha256(file.read(1 << 20)).hexdigest()
