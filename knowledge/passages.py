"""A chunk as the embedding model reads it. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from knowledge.text import sentences
from knowledge.types import EVIDENCE_KINDS, Chunk

_LONGEST_WITH_LEAD_IN = 400


@dataclass(frozen=True, slots=True)
class Passage:
    """The text that is embedded for a chunk, and where the chunk's sentences are in it."""

    text: str
    sentences: tuple[tuple[int, int], ...]  # ranges in the chunk's text; () if it is no evidence
    parts: tuple[tuple[int, int], ...]  # the same in ``text``; the whole text if there is one

    @property
    def key(self) -> str:
        """Two passages of one key have the same vectors."""
        spans = ",".join(f"{start}-{end}" for start, end in self.parts)
        return hashlib.blake2b(f"{spans}|{self.text}".encode(), digest_size=16).hexdigest()


def passage_of(chunk: Chunk) -> Passage:
    """How a chunk is read: its own words after its heading.

    A table row names its columns, a list item its lead-in: alone they say too little.
    """
    text = embedding_text(chunk)
    if chunk.kind not in EVIDENCE_KINDS:
        return Passage(text, (), ())
    spans = [(0, len(chunk.text))] if _is_whole_row(chunk) else sentences(chunk.text)
    if len(spans) < 2:
        return Passage(text, tuple(spans), ((0, len(text)),) * len(spans))
    offset = len(text) - len(chunk.text)  # the chunk's words come last
    return Passage(text, tuple(spans), tuple((s + offset, e + offset) for s, e in spans))


def embedding_text(chunk: Chunk) -> str:
    """The text that stands for a chunk in vector space."""
    if chunk.row is not None:
        if not _is_whole_row(chunk):
            return f"{chunk.row.name}. {chunk.text}"
        cells = "; ".join(f"{c.column}: {c.text}" for c in chunk.row.cells if c.text)
        return f"{chunk.row.name}. {cells}"
    heading = f"{chunk.headings[-1]}. " if chunk.headings else ""
    if chunk.lead_in and len(chunk.text) < _LONGEST_WITH_LEAD_IN:
        return f"{heading}{chunk.lead_in} {chunk.text}"
    return f"{heading}{chunk.text}"


def _is_whole_row(chunk: Chunk) -> bool:
    """Whether a chunk is a table row, and not a piece of one that is too long for a passage."""
    if chunk.row is None:
        return False
    cells = chunk.row.cells
    return not cells or (chunk.start <= cells[0].start and cells[-1].end <= chunk.end)
