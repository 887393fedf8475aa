"""Blocks become chunks: passages of at most 1,000 characters with headings, lesson and kind. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.blocks import Block, blocks_of
from ingest.frontmatter import front_matter
from ingest.furniture import is_contents_heading
from ingest.kinds import kind_of
from ingest.labels import is_callout, label_of
from ingest.lessons import LessonScope, lesson_mark, lesson_of_name
from ingest.markup import bold_lead, clean
from ingest.pieces import pieces_of
from knowledge.text import sentences
from knowledge.types import Chunk, Document, Section, TableRow

_WHOLE_KINDS = frozenset({"template", "reflective", "discussion"})
_MAX_LEAD_IN = 300
_MAX_QUESTION = 3000


@dataclass(frozen=True, slots=True)
class Cut:
    """What one document gave: its chunks in reading order and its sections."""

    chunks: tuple[Chunk, ...]
    sections: tuple[Section, ...]


def cut(document: Document, *, plain_numbers: bool = False) -> Cut:
    """Cut one document. ``plain_numbers``: headings like ``2. Tools`` number the course's lessons."""
    return _Cutter(document, plain_numbers=plain_numbers).cut()


def chunk_id(document: str, start: int, end: int, text: str) -> str:
    """A chunk's id: from what it says and where it stands, never from the order of a run."""
    recipe = "\x1f".join((document, str(start), str(end), text))
    return hashlib.sha256(recipe.encode()).hexdigest()[:16]


class _Cutter:
    """Follows the headings of one document and cuts the blocks under them."""

    def __init__(self, document: Document, *, plain_numbers: bool) -> None:
        self.document = document
        self.text = document.text
        self.front = front_matter(document.text)
        self.blocks = blocks_of(document.text, self.front.end)
        self.scope = LessonScope(
            self._own_lesson(), stated=bool(self.front.lesson), plain_numbers=plain_numbers
        )
        self.trail: list[tuple[int, str]] = []
        self.sections: list[Section] = []
        self.chunks: list[Chunk] = []
        self.parents: list[tuple[int, str]] = []  # depth and text of the open list items
        self.before: Block | None = None  # the paragraph just above
        self.lead_in = ""
        self.group = 0

    def cut(self) -> Cut:
        for block in self.blocks:
            if block.kind == "heading":
                self._enter(block)
            else:
                self.chunks.extend(self._chunks_of(block))
            self.before = block
        return Cut(tuple(self.chunks), tuple(self._closed_sections()))

    def _own_lesson(self) -> str:
        if self.front.lesson or any(
            block.kind == "heading" and (mark := lesson_mark(block.title)) and mark.how != "plain"
            for block in self.blocks
        ):
            return self.front.lesson
        titled = lesson_mark(self.document.title)
        if titled is not None and titled.how != "plain":
            return titled.number
        return lesson_of_name(self.document.name.rsplit("/", 1)[-1].rsplit(".", 1)[0])

    def _enter(self, block: Block) -> None:
        while self.trail and self.trail[-1][0] >= block.level:
            self.trail.pop()
        self.trail.append((block.level, block.title))
        lesson = self.scope.enter(block.level, block.title)
        self.parents.clear()
        self.sections.append(
            Section(
                block.title, block.level, lesson, self.document.name, block.start, len(self.text)
            )
        )

    def _closed_sections(self) -> Iterator[Section]:
        """The sections, each ending where the next of its level or an outer one begins."""
        for i, section in enumerate(self.sections):
            following = (s.start for s in self.sections[i + 1 :] if s.level <= section.level)
            end = next(following, len(self.text))
            yield Section(
                section.title, section.level, section.lesson, section.document, section.start, end
            )

    def _chunks_of(self, block: Block) -> Iterator[Chunk]:
        headings = tuple(title for _, title in self.trail)
        lead_in = self._lead_in_of(block)
        content = self.text[block.start : block.end]
        lead = bold_lead(content) if block.kind == "paragraph" else ""
        if lead and label_of(content) is None and not is_callout(lead):
            headings = (*headings, lead)
        if block.kind == "row":
            yield from self._row_chunks(block, headings, lead_in)
            return
        furniture = block.kind == "furniture" or bool(
            headings and is_contents_heading(headings[-1])
        )
        kind = "navigation" if furniture else kind_of(content, block.kind, headings, lead_in)
        if kind in _WHOLE_KINDS and len(content) > _MAX_QUESTION:
            kind = "prose"  # whatever it is called, nobody asks a question of that length
        whole = kind in _WHOLE_KINDS
        spans = (
            [(block.start, block.end)] if whole else pieces_of(self.text, block.start, block.end)
        )
        for start, end in spans:
            piece_kind = kind
            if kind in {"prose", "list_item", "definition"}:
                piece_kind = kind_of(self.text[start:end], block.kind, headings, lead_in)
            yield self._chunk(start, end, piece_kind, headings, lead_in)

    def _row_chunks(self, block: Block, headings: tuple[str, ...], lead_in: str) -> Iterator[Chunk]:
        name = clean(block.cells[0].text)
        caption = lead_in if re.match(r"(?:table|figure|tabelle|tableau)\b", lead_in, re.I) else ""
        table = caption.rstrip(" :.") or (headings[-1] if headings else self.document.title)
        row = TableRow(table, name, block.cells)
        spans = [(block.start, block.end)]
        if block.end - block.start > 1000:  # a row of essays: its cells one by one
            spans = [
                span
                for cell in block.cells
                if cell.end > cell.start
                for span in pieces_of(self.text, cell.start, cell.end)
            ]
        for start, end in spans:
            yield self._chunk(start, end, "table_row", headings, lead_in, row)

    def _chunk(
        self,
        start: int,
        end: int,
        kind: str,
        headings: tuple[str, ...],
        lead_in: str,
        row: TableRow | None = None,
    ) -> Chunk:
        text = self.text[start:end]
        return Chunk(
            id=chunk_id(self.document.name, start, end, text),
            document=self.document.name,
            document_id=self.document.id,
            start=start,
            end=end,
            text=text,
            kind=kind,  # type: ignore[arg-type]
            lesson=self.scope.lesson,
            section=self.trail[-1][1] if self.trail else "",
            headings=headings,
            lead_in=lead_in,
            row=row,
        )

    def _lead_in_of(self, block: Block) -> str:
        """The sentence that introduces a list, a table, or the passage after a bare label."""
        if block.kind == "item":
            if block.group != self.group:
                self.group = block.group
                self.parents.clear()
                self.lead_in = self._sentence_above(anyway=True)
            while self.parents and self.parents[-1][0] >= block.level:
                self.parents.pop()
            lead_in = self.parents[-1][1] if self.parents else self.lead_in
            content = self.text[block.start : block.end]
            self.parents.append((block.level, _last_sentence(content)))
            return "" if label_of(content) is not None else lead_in
        if block.kind == "row":
            if block.group != self.group:
                self.group = block.group
                self.lead_in = self._sentence_above(anyway=False)
            return self.lead_in
        self.group = 0
        above = self._sentence_above(anyway=False)
        return above if block.kind == "paragraph" and _is_bare_label(above) else ""

    def _sentence_above(self, *, anyway: bool) -> str:
        if self.before is None or self.before.kind != "paragraph":
            return ""
        sentence = _last_sentence(self.text[self.before.start : self.before.end])
        opens = sentence.endswith((":", "\u2014")) or bool(
            re.match(r"(?:table|figure)\s+\d", sentence, re.I)
        )
        return sentence if opens or anyway else ""


def _last_sentence(text: str) -> str:
    text = text[-2000:]
    spans = sentences(text)
    if not spans:
        return ""
    start, end = spans[-1]
    return clean(text[start:end])[:_MAX_LEAD_IN]


def _is_bare_label(text: str) -> bool:
    label = label_of(text)
    return label is not None and not text[label.body :].strip(" *_")
