"""Presentations: each slide a heading, its texts, tables and speaker notes in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ingest.readers.packages import check_package
from ingest.readers.rendering import Page

_FURNITURE = frozenset({"SLIDE_NUMBER", "DATE", "FOOTER", "HEADER"})


def read_pptx(path: Path) -> tuple[str, str]:
    """Title and text of a presentation."""
    import pptx

    check_package(path, "ppt/presentation.xml")
    deck = pptx.Presentation(str(path))
    page = Page()
    title = (deck.core_properties.title or "").strip()
    title = "" if title.lower().startswith("powerpoint") else title
    for number, slide in enumerate(deck.slides, start=1):
        heading = _slide_title(slide)
        if number == 1:
            title = title or heading
        page.heading(1 if number == 1 or _is_section(slide) else 2, heading)
        for shape in _in_reading_order(slide.shapes):
            _shape(page, shape, heading)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            for line in slide.notes_slide.notes_text_frame.text.split("\n"):
                page.paragraph(line)
    return title, page.text()


def _slide_title(slide: Any) -> str:
    shape = slide.shapes.title
    return (
        " ".join(shape.text_frame.text.split())
        if shape is not None and shape.has_text_frame
        else ""
    )


def _is_section(slide: Any) -> bool:
    return "section" in (slide.slide_layout.name or "").lower()


def _in_reading_order(shapes: Iterable[Any]) -> Iterator[Any]:
    """Shapes from top to bottom, left to right within a band; groups opened."""
    flat: list[Any] = []
    for shape in shapes:
        flat.extend(_in_reading_order(shape.shapes) if hasattr(shape, "shapes") else [shape])
    band = 400_000  # EMU, a little over a centimetre: one line of text
    yield from sorted(flat, key=lambda s: ((s.top or 0) // band, s.left or 0))


def _shape(page: Page, shape: Any, heading: str) -> None:
    if shape.is_placeholder and (
        shape.placeholder_format.type is None
        or shape.placeholder_format.type.name in _FURNITURE | {"TITLE", "CENTER_TITLE"}
    ):
        return
    if getattr(shape, "has_table", False) and shape.has_table:
        page.table([[cell.text for cell in row.cells] for row in shape.table.rows])
        return
    if not shape.has_text_frame or shape.text_frame.text.strip() == heading:
        return
    paragraphs = [p for p in shape.text_frame.paragraphs if _text(p).strip()]
    bulleted = len(paragraphs) > 1 or (
        shape.is_placeholder and shape.placeholder_format.type.name in {"BODY", "OBJECT"}
    )
    for i, paragraph in enumerate(paragraphs):
        text = _text(paragraph)
        opens = i == 0 and text.rstrip().endswith(":") and len(paragraphs) > 1
        if (
            bulleted
            and len(text) <= 400
            and not opens
            and not (paragraph.level == 0 and _has_no_bullet(paragraph))
        ):
            page.item(paragraph.level, text)
        else:
            page.paragraph(text)


def _has_no_bullet(paragraph: Any) -> bool:
    properties = paragraph._p.pPr
    return (
        properties is not None
        and properties.find("{http://schemas.openxmlformats.org/drawingml/2006/main}buNone")
        is not None
    )


def _text(paragraph: Any) -> str:
    parts: list[str] = []
    for run in paragraph.runs:
        words = run.text.strip()
        parts.append(
            run.text.replace(words, f"**{words}**", 1) if run.font.bold and words else run.text
        )
    text = "".join(parts) or paragraph.text
    return text.replace("\v", " ").replace("****", "")
