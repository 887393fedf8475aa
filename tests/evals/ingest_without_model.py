"""``python -m ingest`` with an embedder that needs no model, for tests of what measures it."""

from __future__ import annotations

import sys
from pathlib import Path

from ingest.__main__ import main
from knowledge import embedding
from tests.knowledge.made import WordsEmbedder


def no_export(reference: WordsEmbedder, data_dir: Path) -> None:
    """There is no model to export."""


embedding.ReferenceEmbedder = WordsEmbedder  # type: ignore[misc, assignment]
embedding.ensure_export = no_export  # type: ignore[assignment]

if __name__ == "__main__":
    sys.exit(main())
