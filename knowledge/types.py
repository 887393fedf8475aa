"""The nouns of a course: documents, chunks, table rows, question templates, the outline.

All offsets are half-open character ranges into ``Document.text``; for every value with a
``start`` and an ``end``, ``document.text[start:end]`` is its text, character for character.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ChunkKind = Literal[
    "prose",  # a paragraph, or a run of its sentences
    "list_item",
    "table_row",
    "example",  # a case, scenario or worked example of the course
    "definition",
    "takeaway",
    "statement",  # a quoted statement of the course (a vision, a motto)
    "template",  # a question template: a way in, never evidence
    "reflective",  # a reflective prompt: never evidence
    "discussion",  # a discussion question: never evidence
    "navigation",  # menus, page furniture: never evidence
]
EVIDENCE_KINDS: frozenset[str] = frozenset(
    {"prose", "list_item", "table_row", "example", "definition", "takeaway", "statement"}
)
TemplateKind = Literal["suggested", "alternative", "reflective", "discussion"]


@dataclass(frozen=True, slots=True)
class Document:
    """One file as the ingest read it. ``text`` is what every offset refers to."""

    id: str  # first 16 hex digits of SHA-256 over the text
    name: str  # path below the ingested folder, with forward slashes
    title: str
    media_type: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """A range of a document: where a text stands."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row, with the name of its column."""

    column: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TableRow:
    """A table row as the course means it: what the row is about, and a value per column."""

    table: str  # caption, or the heading the table stands under
    name: str  # text of the first cell
    cells: tuple[Cell, ...]  # every cell in order, the first included


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage of a document: the unit that is embedded, searched and cited."""

    id: str  # from content: document name, range, text
    document: str  # Document.name
    document_id: str
    start: int
    end: int
    text: str
    kind: ChunkKind
    lesson: str  # "6.1"; "" where the course gives none
    section: str  # innermost heading; "" above the first one
    headings: tuple[str, ...]  # outermost first, the section last
    lead_in: str = ""  # the sentence that introduces the list an item stands in
    row: TableRow | None = None
    also_in: tuple[Place, ...] = ()  # the same text elsewhere
    ordinal: int = 0  # position in reading order over the whole course


@dataclass(frozen=True, slots=True)
class Slot:
    """A gap in a question template that the reader fills with their own situation."""

    name: str
    example: str
    required: bool
    start: int  # range inside QuestionTemplate.template
    end: int


@dataclass(frozen=True, slots=True)
class QuestionTemplate:
    """A question the course offers, with its slots."""

    id: str
    lesson: str
    kind: TemplateKind
    template: str
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the outline with the range it governs."""

    title: str
    level: int
    lesson: str
    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Term:
    """A name the course uses as a name: a framework, an acronym, a bold term, a row or KPI."""

    name: str
    aliases: tuple[str, ...]  # an acronym's expansion, other spellings found in the course
    kind: Literal["acronym", "row", "value", "term", "heading"]
    chunks: tuple[str, ...]  # ids of the chunks that hold it, in reading order


@dataclass(frozen=True, slots=True)
class CourseContent:
    """Everything the ingest found in a course: what an index version is built from."""

    id: str
    title: str
    documents: tuple[Document, ...]
    chunks: tuple[Chunk, ...]
    templates: tuple[QuestionTemplate, ...]
    outline: tuple[Section, ...]
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk found for a query. ``signals`` holds the parts of the score by name."""

    chunk: Chunk
    score: float  # 0..1, comparable within one query
    signals: Mapping[str, float]
