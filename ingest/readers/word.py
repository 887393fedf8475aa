"""Word documents: headings, paragraphs, lists and tables in body order."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ingest.readers.packages import check_package
from ingest.readers.rendering import Page

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(
    r"(?:heading|überschrift|berschrift|titre|título|titulo|titolo|kop|rubrik)\s*(\d)",
    re.IGNORECASE,
)


def read_docx(path: Path) -> tuple[str, str]:
    """Title and text of a Word document."""
    import docx

    check_package(path, "word/document.xml")
    document = docx.Document(str(path))
    page = Page()
    styles = _Styles(document)
    for element in document.element.body.iterchildren():
        _element(page, element, styles)
    title = (document.core_properties.title or "").strip()
    return "" if title.lower() in {"word document", "document"} else title, page.text()


class _Styles:
    """What a paragraph's style says: its outline level, whether it is a list."""

    def __init__(self, document: Any) -> None:
        self._styles = {style.style_id: style for style in document.styles}

    def name(self, style_id: str) -> str:
        style = self._styles.get(style_id)
        return str(style.name or "") if style is not None else style_id

    def heading_level(self, paragraph: Any, style_id: str) -> int:
        """1 to 6 for a heading, 0 for text."""
        name = self.name(style_id)
        if name.lower() == "title":
            return 1
        match = _HEADING.match(name) or _HEADING.match(style_id)
        if match is not None:
            return min(6, int(match.group(1)))
        for element in (paragraph, *self._elements(style_id)):
            level = element.find(f"{_W}pPr/{_W}outlineLvl")
            if (
                level is not None
                and (value := level.get(f"{_W}val", "9")).isdigit()
                and int(value) < 6
            ):
                return int(value) + 1
        return 0

    def list_depth(self, paragraph: Any, style_id: str) -> int | None:
        """The depth of a list item, or None for a paragraph outside lists."""
        for element in (paragraph, *self._elements(style_id)):
            number = element.find(f"{_W}pPr/{_W}numPr")
            if number is not None:
                identity = number.find(f"{_W}numId")
                if identity is not None and identity.get(f"{_W}val") == "0":
                    return None
                level = number.find(f"{_W}ilvl")
                value = level.get(f"{_W}val", "0") if level is not None else "0"
                return int(value) if value.isdigit() else 0
        match = re.match(
            r"list(?: (?:bullet|number|paragraph|continue))?(?: (\d))?$",
            self.name(style_id),
            re.IGNORECASE,
        )
        if match is not None and "paragraph" not in self.name(style_id).lower():
            return int(match.group(1) or 1) - 1
        return None

    def _elements(self, style_id: str) -> list[Any]:
        elements: list[Any] = []
        style = self._styles.get(style_id)
        while style is not None and len(elements) < 10:
            elements.append(style.element)
            style = getattr(style, "base_style", None)
        return elements


def _element(page: Page, element: Any, styles: _Styles) -> None:
    if element.tag == f"{_W}p":
        _paragraph(page, element, styles)
    elif element.tag == f"{_W}tbl":
        _table(page, element)
    elif element.tag == f"{_W}sdt":
        content = element.find(f"{_W}sdtContent")
        gallery = element.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
        if content is not None and (
            gallery is None or gallery.get(f"{_W}val") != "Table of Contents"
        ):
            for child in content.iterchildren():
                _element(page, child, styles)


def _paragraph(page: Page, paragraph: Any, styles: _Styles) -> None:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    style_id = style.get(f"{_W}val", "") if style is not None else ""
    if styles.name(style_id).lower().startswith(("toc ", "table of contents", "header", "footer")):
        return
    level = styles.heading_level(paragraph, style_id)
    text = _text(paragraph, bold=not level)
    depth = styles.list_depth(paragraph, style_id)
    if level:
        page.heading(level, text)
    elif depth is not None:
        page.item(depth, text)
    elif "quote" in styles.name(style_id).lower():
        page.quote(text)
    else:
        page.paragraph(text)


def _table(page: Page, table: Any) -> None:
    rows: list[list[str]] = []
    for row in table.iterchildren(f"{_W}tr"):
        cells: list[str] = []
        for cell in row.iter(f"{_W}tc"):
            if next(cell.iterancestors(f"{_W}tr")) is not row:
                continue  # a table inside a cell: its words are in the cell's
            texts = [_text(p, bold=bool(rows)) for p in cell.iter(f"{_W}p")]
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            joined = " ".join(text for text in texts if text.strip())
            if (
                merged is not None
                and merged.get(f"{_W}val") != "restart"
                and not joined
                and rows
                and len(rows[-1]) > len(cells)
            ):
                joined = rows[-1][len(cells)]
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            width = span.get(f"{_W}val", "1") if span is not None else "1"
            cells += [joined, *[""] * (min(60, int(width)) - 1 if width.isdecimal() else 0)]
        rows.append(cells)
    page.table(rows)


def _text(paragraph: Any, *, bold: bool) -> str:
    """A paragraph's words in order, tracked deletions left out, bold runs marked."""
    runs: list[tuple[bool, str]] = []
    for run in paragraph.iter(f"{_W}r"):
        if any(
            a.tag in {f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent"} for a in run.iterancestors()
        ):
            continue
        text = "".join(_run_part(part) for part in run.iterchildren())
        strong = bold and _is_on(run.find(f"{_W}rPr/{_W}b"))
        if runs and runs[-1][0] == strong:
            runs[-1] = (strong, runs[-1][1] + text)
        else:
            runs.append((strong, text))
    return "".join(_marked(text) if strong else text for strong, text in runs)


def _run_part(part: Any) -> str:
    if part.tag == f"{_W}t":
        return part.text or ""
    if part.tag in {f"{_W}tab", f"{_W}noBreakHyphen"}:
        return " " if part.tag.endswith("tab") else "-"
    return "\n" if part.tag in {f"{_W}br", f"{_W}cr"} else ""


def _is_on(element: Any) -> bool:
    return element is not None and element.get(f"{_W}val", "1") not in {"0", "false", "off"}


def _marked(text: str) -> str:
    words = text.strip()
    if not words or "**" in words or "\n" in words:
        return text
    left, right = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{left}**{words}**{right}"
