"""A text cut into blocks with exact places: headings, paragraphs, list items, table rows, code.

``blocks_of`` reads Markdown as people write it and bare text without any. Marks that only lay
out (``-``, ``>``, ``#``) stay outside a block's range; nothing inside the range is changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.furniture import is_furniture, is_link_only
from ingest.labels import label_of
from ingest.lines import ATX, Layout, Line, layout_of, lines_of
from ingest.markup import bold_lead, clean, clean_title
from ingest.plain import bare_headings, is_underline
from ingest.tables import is_delimiter, read_table
from knowledge.types import Cell

BlockKind = Literal["heading", "paragraph", "item", "row", "code", "furniture"]
_ITEM = re.compile(
    r"(?:[-*+\u2022\u25e6\u25aa\u25ab\u2023\u2043\u00b7\u25cf\u25cb\u25a0\uf0b7]|[\u2013\u2014](?=\s)|\(?\d{1,3}[.)]|\(?[a-z]\)|\(?[ivx]{1,4}\))"
    r"(?:[ \t]+\[[ xX]\])?[ \t\u00a0]+(?=\S)"
)
_FENCE = re.compile(r"(`{3,}|~{3,})")
_RULE = re.compile(r"(?:[-*_=~\u2014\u2500#+][ \t]*){3,}$")
_BOLD_LINE = re.compile(r"(?:\*\*\*|\*\*|__)(?=\S)((?:(?!\*\*|__).)+?)(?:\*\*\*|\*\*|__)\s*:?$")
_SKIPPED = re.compile(
    r":::.*$|\{[%:#].*\}$|\[toc\]$|\\(?:newpage|pagebreak|toc)$|\[![A-Z]+\]$|\[[^\]]+\]:\s+\S+(?:\s+\"[^\"]*\")?$|!\[[^\]]*\]\([^)]*\)$"
    r"|</?(?:div|section|article|details|summary|p|br|hr|img|span|center|figure|a|table|tbody|thead|ul|ol)\b[^<>]*/?>$"
    r"|import\s.+\sfrom\s+['\"].+$",
    re.IGNORECASE,
)
_LABEL_LINE = re.compile(r"(?:\*\*|__|[A-Z][\w -]{2,40}:)")
_ENTRY = re.compile(r"[A-Z][\w'\u2019 /()-]{1,40}:\s\S")
_MAX_HEADING = 200


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document; ``text[start:end]`` is its content without layout marks."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0  # of a heading, outermost 1; of a list item, its depth from 0
    title: str = ""  # a heading's words, cleaned
    group: int = 0  # the list or table it belongs to; 0 for none
    soft: bool = False  # a heading made by a bold line: below every marked heading
    cells: tuple[Cell, ...] = ()


def blocks_of(text: str, start: int = 0) -> list[Block]:
    """The blocks of ``text`` from ``start`` on, in order and without overlap."""
    lines = [line for line in lines_of(text) if line.start >= start]
    layout = layout_of(lines)
    headings = bare_headings(lines, layout) if layout.headings == "bare" else {}
    return _Reader(text, lines, layout, headings).read()


class _Reader:
    """One pass over the lines. Each ``_take`` method reads one kind of block and moves on."""

    def __init__(
        self, text: str, lines: Sequence[Line], layout: Layout, headings: dict[int, int]
    ) -> None:
        self.text = text
        self.lines = lines
        self.layout = layout
        self.headings = headings
        self.blocks: list[Block] = []
        self.at = 0
        self.group = 0
        self.indents: list[tuple[int, int]] = []  # marker and content column of the open items
        self.quoted = 0  # quote marks before the items of the open list
        self.level = 0  # of the last marked heading

    def read(self) -> list[Block]:
        while self.at < len(self.lines):
            if not (
                self._take_nothing()
                or self._take_comment()
                or self._take_code()
                or self._take_heading()
                or self._take_table()
                or self._take_item()
            ):
                self._take_paragraph()
        return self.blocks

    def _take_nothing(self) -> bool:
        line = self.lines[self.at]
        if (
            line.blank
            or (_RULE.match(line.text) and not ATX.match(line.text))
            or _SKIPPED.match(line.text)
        ):
            if not line.blank:
                self.indents.clear()
            self.at += 1
            return True
        return False

    def _take_comment(self) -> bool:
        if not self.lines[self.at].text.startswith("<!--"):
            return False
        close = self.text.find("-->", self.lines[self.at].start)
        if close < 0:
            return False
        while self.at < len(self.lines) and self.lines[self.at].start <= close:
            self.at += 1
        return True

    def _take_code(self) -> bool:
        fence = _FENCE.match(self.lines[self.at].text)
        if fence is None:
            return False
        first = self.at + 1
        stop = first
        while stop < len(self.lines) and not self.lines[stop].text.startswith(fence.group(1)):
            stop += 1
        if stop == len(self.lines):  # never closed: an odd line, not a listing to the end
            self.at += 1
            return True
        inside = [line for line in self.lines[first:stop] if not line.blank]
        if inside:
            self._add(Block("code", inside[0].start, inside[-1].end))
        self.at = stop + 1
        return True

    def _take_heading(self) -> bool:
        line = self.lines[self.at]
        marks = ATX.match(line.text)
        if marks is not None and len(line.text) <= _MAX_HEADING + 8:
            return self._heading(line, len(marks.group(1)))
        if self.at in self.headings:
            return self._heading(line, self.headings[self.at])
        if self._is_setext():
            self._heading(line, 1 if self.lines[self.at + 1].text[0] == "=" else 2)
            self.at += 1
            return True
        bold = _BOLD_LINE.match(line.text)
        if (
            bold is not None
            and not line.quoted
            and not self.indents
            and self._stands_alone(bold.group(1))
        ):
            return self._heading(line, self.level + 1, soft=True)
        return False

    def _heading(self, line: Line, level: int, *, soft: bool = False) -> bool:
        title = clean_title(line.text)
        self.indents.clear()
        if title and is_furniture(title) and not soft and self.layout.headings == "bare":
            self._add(Block("furniture", line.start, line.end))
        elif title:
            self._add(Block("heading", line.start, line.end, level=level, title=title, soft=soft))
            if not soft:
                self.level = level
        self.at += 1
        return True

    def _is_setext(self) -> bool:
        if self.layout.headings == "bare" or self.at + 1 >= len(self.lines):
            return False
        line, below = self.lines[self.at], self.lines[self.at + 1]
        above_blank = self.at == 0 or self.lines[self.at - 1].blank
        return (
            above_blank
            and re.fullmatch(r"={3,}|-{3,}", below.text) is not None
            and len(line.text) <= 120
        )

    def _stands_alone(self, words: str) -> bool:
        """A bold line is a heading when it is short, ends no sentence and labels no question."""
        above = self.at == 0 or self.lines[self.at - 1].blank or self.layout.breaks == "paragraphs"
        below = self.at + 1 >= len(self.lines) or self.lines[self.at + 1].blank or above
        words = words.strip()
        return (
            above
            and below
            and len(words) <= 120
            and words[-1] not in ".!;,"
            and not (words.endswith("?") and len(words) > 60)
            and label_of(f"{words}:") is None
        )

    def _take_table(self) -> bool:
        table = read_table(self.text, self.lines, self.at)
        if table is None:
            return False
        self.group += 1
        self.indents.clear()
        for start, end, cells in table.rows:
            self._add(Block("row", start, end, group=self.group, cells=cells))
        self.at = table.stop
        return True

    def _take_item(self) -> bool:
        line = self.lines[self.at]
        marker = _ITEM.match(line.text)
        if marker is None or line.text.startswith("**") or self._is_prose_number(marker.group()):
            return False
        if not self._in_list() or line.quoted != self.quoted:
            self.indents.clear()
            self.group += 1
        self.quoted = line.quoted
        while self.indents and line.indent < self.indents[-1][0] + (2 if line.indent else 1):
            self.indents.pop()
        depth = len(self.indents)
        self.indents.append((line.indent, line.indent + marker.end()))
        start = line.start + marker.end()
        end = self._rest_of_paragraph(line)
        kind: BlockKind = "furniture" if is_link_only(self.text[start:end]) else "item"
        self._add(Block(kind, start, end, level=depth, group=self.group))
        return True

    def _is_prose_number(self, marker: str) -> bool:
        """``1986. A year`` or ``a) …`` inside running text opens no list."""
        number = re.match(r"\(?(\d{2,3})[.)]", marker)
        return number is not None and int(number.group(1)) > 40 and not self.indents

    def _in_list(self) -> bool:
        """Whether the last block is an item, or a paragraph inside one, of a list still open."""
        return bool(self.indents) and bool(self.blocks) and self.blocks[-1].group == self.group

    def _take_paragraph(self) -> None:
        line = self.lines[self.at]
        if line.quoted != self.quoted or (self.indents and line.indent < self.indents[0][1]):
            self.indents.clear()
        inside = bool(self.indents)
        end = self._rest_of_paragraph(line)
        content = self.text[line.start : end]
        if is_furniture(content) or is_link_only(content):
            self._add(Block("furniture", line.start, end))
        elif inside:
            self._add(Block("item", line.start, end, level=len(self.indents), group=self.group))
        else:
            self._add(Block("paragraph", line.start, end))

    def _rest_of_paragraph(self, first: Line) -> int:
        """Move past the lines that continue ``first``; the end of the last of them."""
        end = first.end
        self.at += 1
        while self.at < len(self.lines) and self._continues(first, self.lines[self.at]):
            end = self.lines[self.at].end
            self.at += 1
        return end

    def _continues(self, first: Line, line: Line) -> bool:
        if line.blank or line.quoted != first.quoted or self.at in self.headings:
            return False
        if self.layout.breaks == "paragraphs" and line.indent <= first.indent:
            return False
        if (
            ATX.match(line.text)
            or _FENCE.match(line.text)
            or _RULE.match(line.text)
            or is_underline(line)
        ):
            return False
        if _SKIPPED.match(line.text) or line.text.startswith("<!--"):
            return False
        item = _ITEM.match(line.text)
        if item is not None and (
            item.group()[0] not in "(0123456789abcdefghijklmnopqrstuvwxyz"
            or self._opens_numbers(item.group())
        ):
            return False
        if bold_lead(line.text) and _LABEL_LINE.match(line.text):
            return False
        if _ENTRY.match(first.text) and _ENTRY.match(line.text) and self._ended_above():
            return False  # a glossary: one entry a line
        below = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else None
        return not ("|" in line.text and below is not None and is_delimiter(below.text))

    def _ended_above(self) -> bool:
        return self.lines[self.at - 1].text[-1:] in {".", "!", "?", ";"}

    def _opens_numbers(self, marker: str) -> bool:
        """A number inside a paragraph opens a list when it is the first or the list is open."""
        return bool(self.indents) or marker.strip("(.) \t") in {"1", "a", "i"}

    def _add(self, block: Block) -> None:
        if block.end > block.start and (
            block.kind != "paragraph" or clean(self.text[block.start : block.end])
        ):
            self.blocks.append(block)
