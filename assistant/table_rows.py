"""A course's table rows, read: a row's cells, the values in a cell, the words of a column's head."""

from __future__ import annotations

import re

from knowledge.text import content_stems
from knowledge.types import Chunk, TableRow

LIKE_NAME = 0.45  # cosine from which a name may mean a row or a value in other words


def row_of(chunk: Chunk) -> TableRow:
    """The row of a chunk that is one."""
    assert chunk.row is not None
    return chunk.row


def split_values(text: str) -> list[str]:
    """The values of a cell: split at commas outside quotes and brackets."""
    parts = re.findall(r"(?:\"[^\"]*\"|“[^”]*”|\([^)]*\)|[^,;])+", text)
    return [part.strip() for part in parts if part.strip()]


def bare_stems(name: str) -> list[str]:
    """The stems of a column's or a row's name without what stands in brackets."""
    return content_stems(re.sub(r"\([^)]*\)", " ", name))
