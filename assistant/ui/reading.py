"""The reading pane: the part of the course around a passage, with the passage marked.

Documents are shown from their own text, block by block, so that every character keeps its
offset and a mark covers exactly the cited range. The subset of Markdown understood here only
decides how a line looks; whatever it does not know stays visible as text.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.ui.markup import button, tag, text
from assistant.ui.texts import lesson_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.ui.texts import Texts
    from knowledge.library import Course
    from knowledge.types import Place, Section

_LONGEST = 24_000
_HEADING = re.compile(r"(#{1,6})(?:\s|#)*")
_ITEM = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)])\s+")
_RULE_ROW = re.compile(r"\s*\|?[\s:|-]*-[\s:|-]*\|?\s*$")
_INLINE = re.compile(
    r"\*\*(?P<strong>.+?)\*\*"
    r"|(?<![\w*])[*](?P<star>[^\s*](?:[^*]*[^\s*])?)[*](?![\w*])"
    r"|(?<!\w)_(?P<under>[^\s_](?:[^_]*[^\s_])?)_(?!\w)"
    r"|`(?P<code>[^`]+)`"
)
_ELEMENT = {"strong": "strong", "star": "em", "under": "em", "code": "code"}


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document that is shown as one element."""

    kind: str  # "h", "li", "row", "quote", "p"
    start: int
    end: int
    level: int = 0


def passage_blocks(course: Course, place: Place, permalink: str, words: Texts) -> list[str]:
    """The pane for `place`: where it stands, its link, its lesson with the range marked."""
    document_text = course.document_text(place.document)
    start, end = part_around(course, place, document_text)
    section = _innermost(course, place)
    title = section.title if section else place.document
    where = lesson_name(section.lesson, words) if section and section.lesson else ""
    link = tag(
        "a", text(words("reading_permalink")), href=f"/passages/{permalink}", class_="permalink"
    )
    head = (
        tag("p", text(where), class_="label")
        + tag("h2", text(title), id="reading-title", tabindex="-1")
        + tag(
            "div",
            link + button(words("reading_close"), "close-reading", "quiet close"),
            class_="row",
        )
        + _outline(course, section, words)
    )
    shown = rendered(document_text, start, end, place.start, place.end)
    return [tag("header", head, class_="reading-head"), *(shown or [])]


def heading_place(course: Course, section: Section) -> str:
    """The permalink of a section's heading."""
    line_end = course.document_text(section.document).find("\n", section.start, section.end)
    end = line_end if line_end > section.start else section.end
    return course.permalink(section.document, section.start, end)


def _outline(course: Course, here: Section | None, words: Texts) -> str:
    """The sections of the lesson, each a way to its place."""
    if here is None:
        return ""
    sections = [
        section
        for section in course.content.outline
        if section.document == here.document and section.lesson == here.lesson
    ]
    items = ""
    for section in sections:
        permalink = heading_place(course, section)
        link = tag(
            "a",
            text(section.title),
            href=f"/passages/{permalink}",
            data_do="passage",
            data_passage=permalink,
            aria_current="true" if section == here else None,
            class_=f"level-{min(4, section.level)}",
        )
        items += tag("li", link)
    summary = tag("summary", text(words("reading_outline")))
    return tag("details", summary + tag("ul", items), class_="in-lesson")


def part_around(course: Course, place: Place, document_text: str) -> tuple[int, int]:
    """The range to show: the widest section around the place that is not too long to read."""
    around = [
        section
        for section in course.content.outline
        if section.document == place.document and section.start <= place.start < section.end
    ]
    fitting = [section for section in around if section.end - section.start <= _LONGEST]
    if fitting:
        widest = max(fitting, key=lambda section: section.end - section.start)
        return min(widest.start, place.start), max(widest.end, place.end)
    half = _LONGEST // 2
    start = document_text.rfind("\n", 0, max(0, place.start - half)) + 1
    end = document_text.find("\n", min(len(document_text), place.end + half))
    return start, len(document_text) if end < 0 else end


def rendered(source: str, start: int, end: int, mark_start: int, mark_end: int) -> list[str]:
    """``source[start:end]`` as HTML blocks; the first mark carries ``id="cited"``."""
    html: list[str] = []
    marker = _Marker(source, mark_start, mark_end)
    blocks = list(_blocks(source, start, end))
    position = 0
    while position < len(blocks):
        block = blocks[position]
        run = 1
        if block.kind in {"li", "row"}:
            while position + run < len(blocks) and blocks[position + run].kind == block.kind:
                run += 1
        group = blocks[position : position + run]
        if block.kind == "li":
            items = "".join(tag("li", marker.inline(item.start, item.end)) for item in group)
            html.append(tag("ul", items))
        elif block.kind == "row":
            html.append(_table(source, group, marker))
        elif block.kind == "h":
            html.append(tag(f"h{min(6, block.level + 2)}", marker.inline(block.start, block.end)))
        else:
            name = "blockquote" if block.kind == "quote" else "p"
            html.append(tag(name, marker.inline(block.start, block.end)))
        position += run
    return html


def _innermost(course: Course, place: Place) -> Section | None:
    around = [
        section
        for section in course.content.outline
        if section.document == place.document and section.start <= place.start < section.end
    ]
    return min(around, key=lambda section: section.end - section.start, default=None)


def _blocks(source: str, start: int, end: int) -> Iterator[Block]:
    paragraph: Block | None = None
    position = start
    if start == 0 and source.startswith("---\n"):
        closing = source.find("\n---", 3)
        position = closing + 4 if closing > 0 else 0
    while position < end:
        line_end = source.find("\n", position, end)
        line_end = end if line_end < 0 else line_end
        line = source[position:line_end]
        block = _line(line, position, line_end)
        if block is not None and block.kind == "p" and paragraph is not None:
            paragraph = Block("p", paragraph.start, line_end)
        else:
            if paragraph is not None:
                yield paragraph
            paragraph = block if block is not None and block.kind == "p" else None
            if block is not None and block.kind != "p":
                yield block
        position = line_end + 1
    if paragraph is not None:
        yield paragraph


def _line(line: str, start: int, end: int) -> Block | None:
    if not line.strip() or re.fullmatch(r"\s*([-*_])(\s*\1){2,}\s*", line):
        return None
    if heading := _HEADING.match(line):
        return Block("h", start + heading.end(), end, len(heading[1]))
    if line.lstrip().startswith("|"):
        return None if _RULE_ROW.match(line) else Block("row", start, end)
    if item := _ITEM.match(line):
        return Block("li", start + item.end(), end)
    if line.startswith(">"):
        return Block("quote", start + len(line) - len(line.lstrip("> ")), end)
    return Block("p", start + len(line) - len(line.lstrip()), end)


def _table(source: str, rows: list[Block], marker: _Marker) -> str:
    lines = []
    for number, row in enumerate(rows):
        bars = [
            place
            for place in range(row.start, row.end)
            if source[place] == "|" and source[place - 1 : place] != "\\"
        ]
        edges = bars if source[row.start : row.end].rstrip().endswith("|") else [*bars, row.end]
        name = "th" if number == 0 and len(rows) > 1 else "td"
        cells = "".join(
            tag(name, marker.inline(left + 1, right), scope="col" if name == "th" else None)
            for left, right in itertools.pairwise(edges)
        )
        lines.append(tag("tr", cells))
    return tag("div", tag("table", "".join(lines)), class_="scroll", tabindex="0")


class _Marker:
    """Writes ranges of a text as HTML and marks what falls into the cited range."""

    def __init__(self, source: str, start: int, end: int) -> None:
        self._source, self._start, self._end = source, start, end
        self._found = False

    def inline(self, start: int, end: int) -> str:
        """``source[start:end]`` with emphasis as elements and the cited part as marks."""
        html, position = "", start
        while match := _INLINE.search(self._source, position, end):
            kind = match.lastgroup or "strong"
            inner = match.span(kind)
            html += self._plain(position, match.start())
            html += tag(_ELEMENT[kind], self.inline(*inner))
            position = match.end()
        return html + self._plain(position, end)

    def _plain(self, start: int, end: int) -> str:
        left = min(max(start, self._start), end)
        right = min(max(left, self._end), end) if self._end > start else left
        before, inside, after = (
            text(self._source[a:b]) for a, b in ((start, left), (left, right), (right, end))
        )
        if not inside.strip():
            return before + inside + after
        first = None if self._found else "cited"
        self._found = True
        return before + tag("mark", inside, id=first) + after
