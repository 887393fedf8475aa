"""Small made courses and an embedder without a model: what the tests of ``knowledge`` build on."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from knowledge.index import build_version
from knowledge.models import Vectors
from knowledge.text import content_stems
from knowledge.types import Cell, Chunk, CourseContent, Document, TableRow, Term
from knowledge.versions import Manifest

GARDEN = {
    "soil.md": (
        "# Soil\n\n"
        "Compost feeds the soil slowly. It also keeps moisture near the roots.\n\n"
        "Clay soil drains badly. Dig coarse sand into it before winter.\n\n"
        "What does your own soil need most?\n"
    ),
    "water.md": (
        "# Water\n\n"
        "Water early in the morning. Leaves that stay wet overnight invite mildew.\n\n"
        "A drip line saves half of the water a sprinkler needs.\n\n"
        "| Crop | Litres per week | Sign of drought |\n"
        "| Tomato | 25 | rolled leaves |\n"
        "| Lavender | 4 | none |\n"
    ),
    "pests.md": (
        "# Pests\n\n"
        "Integrated pest management (IPM) uses sprays last. Ladybirds eat aphids first.\n\n"
        "Slugs avoid copper tape. Collect them at dusk.\n"
    ),
}
TERMS = (
    ("IPM", ("integrated pest management",), "acronym"),
    ("Tomato", (), "row"),
    ("drip line", (), "term"),
)


class WordsEmbedder:
    """Texts of like words get like vectors; deterministic, instant. Counts what it embeds."""

    name = "words"
    dimension = 64

    def __init__(self, name: str = "words") -> None:
        self.name = name
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in content_stems(text) or ["?"]:
                row += np.random.default_rng(zlib.crc32(word.encode())).normal(size=self.dimension)
            row /= np.linalg.norm(row)
        return vectors


def course(
    texts: dict[str, str] | None = None, course_id: str = "garden", title: str = "Gardens"
) -> CourseContent:
    """A course whose paragraphs are its chunks; a line with bars is a table row."""
    documents: list[Document] = []
    chunks: list[Chunk] = []
    for name, text in (GARDEN if texts is None else texts).items():
        document = Document(_digest(text), name, name, "text/markdown", text)
        documents.append(document)
        heading, columns, start = "", (), 0
        for block in text.replace("\n|", "\n\n|").split("\n\n"):
            start = text.index(block.strip(), start)
            block = block.strip()
            if block.startswith("#"):
                heading = block.lstrip("# ")
            elif block.startswith("|") and not columns:
                columns = tuple(cell.strip() for cell in block.strip("|").split("|"))
            elif block:
                chunks.append(_chunk(document, start, block, heading, columns, len(chunks)))
    terms = tuple(
        Term(name, aliases, kind, held)  # type: ignore[arg-type]
        for name, aliases, kind in TERMS
        if (held := tuple(c.id for c in chunks if name.lower() in c.text.lower()))
    )
    return CourseContent(course_id, title, tuple(documents), tuple(chunks), (), (), terms)


def _chunk(
    document: Document, start: int, text: str, heading: str, columns: tuple[str, ...], ordinal: int
) -> Chunk:
    row = None
    if text.startswith("|"):
        cells, at = [], start
        for column, value in zip(columns, text.strip("|").split("|"), strict=True):
            at = document.text.index(value.strip(), at)
            cells.append(Cell(column, value.strip(), at, at + len(value.strip())))
        row = TableRow(heading, cells[0].text, tuple(cells))
    return Chunk(
        id=_digest(f"{document.name}|{start}|{text}"), document=document.name,
        document_id=document.id, start=start, end=start + len(text), text=text,
        kind="table_row" if row else "reflective" if text.endswith("?") else "prose",
        lesson="", section=heading, headings=(heading,), row=row, ordinal=ordinal,
    )  # fmt: skip


def many(count: int, course_id: str = "many") -> CourseContent:
    """A course of ``count`` paragraphs, no two alike."""
    text = "\n\n".join(
        f"Plot {i} grows beans number {i * 7}. Row {i} is sown." for i in range(count)
    )
    return course({"plots.md": f"# Plots\n\n{text}"}, course_id)


def build(
    data_dir: Path,
    content: CourseContent,
    embedder: WordsEmbedder | None = None,
    chroma_url: str | None = None,
) -> Manifest:
    """``build_version`` with what does not matter filled in."""
    hashes = {document.name: _digest(document.text) for document in content.documents}
    return build_version(
        data_dir, content, file_hashes=hashes, recipe="made",
        embedder=embedder or WordsEmbedder(), chroma_url=chroma_url,
    )  # fmt: skip


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
