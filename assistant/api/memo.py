"""A decision memo as Markdown and as a Word document that fits one page."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from assistant.api.export import plain, source_name, source_url
from assistant.memos import Memo
from assistant.types import SourceCard
from knowledge.text import clean_message

QUOTE_LENGTH = 100
A4_CM = (21.0, 29.7)
MARGIN_CM = 1.7
FONT_PT = 9.5
SOURCE_PT = 8


def memo_markdown(memo: Memo, base_url: str) -> str:
    """The memo as Markdown. ``base_url`` is what the links to passages begin with."""
    lines = [f"# {plain(memo.title)}", "", _today(), ""]
    lines += [f"{plain(line)}  " for line in memo.asked]
    for section in memo.sections:
        lines += ["", f"## {plain(section.heading)}", ""]
        lines += [f"- {plain(line.text)}{_marks(line.sources)}" for line in section.lines]
    if memo.sources:
        lines += ["", f"## {plain(memo.sources_heading)}", ""]
        lines += [
            f"{source.number}. [{plain(_place(source))}]({source_url(source, base_url)}):"
            f" “{plain(_quote(source))}”"
            for source in memo.sources
        ]
    lines += ["", f"*{plain(memo.note)}*"]
    return "\n".join(lines) + "\n"


def memo_docx(memo: Memo, base_url: str) -> bytes:
    """The memo as a Word document: narrow margins, small type, one page."""
    document = Document()
    for page in document.sections:
        page.page_width, page.page_height = (Cm(side) for side in A4_CM)
        page.left_margin = page.right_margin = Cm(MARGIN_CM)
        page.top_margin = page.bottom_margin = Cm(MARGIN_CM)
    normal = document.styles["Normal"]
    normal.font.size = Pt(FONT_PT)
    normal.paragraph_format.space_after = Pt(2)
    for level, size in ((1, 15), (2, 11)):
        style = document.styles[f"Heading {level}"]
        style.font.size = Pt(size)
        style.paragraph_format.space_before = Pt(6)
        style.paragraph_format.space_after = Pt(2)
    document.core_properties.title = memo.title
    document.core_properties.author = ""
    document.add_heading(memo.title, level=1)
    document.add_paragraph(_today())
    for line in memo.asked:
        document.add_paragraph(clean_message(line))
    for section in memo.sections:
        document.add_heading(section.heading, level=2)
        for entry in section.lines:
            paragraph = document.add_paragraph(style="List Bullet")
            for number, piece in enumerate(clean_message(entry.text).split("**")):
                paragraph.add_run(piece).bold = number % 2 == 1 or None
            paragraph.add_run(_marks(entry.sources))
            paragraph.paragraph_format.space_after = Pt(1)
    if memo.sources:
        document.add_heading(memo.sources_heading, level=2)
        for source in memo.sources:
            _add_source(document.add_paragraph(), source, base_url)
    document.add_paragraph().add_run(clean_message(memo.note)).italic = True
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add_source(paragraph: Paragraph, source: SourceCard, base_url: str) -> None:
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.add_run(f"[{source.number}] ").font.size = Pt(SOURCE_PT)
    place = paragraph.add_run(clean_message(_place(source)))
    place.font.size = Pt(SOURCE_PT)
    paragraph.add_run(clean_message(f": “{_quote(source)}”")).font.size = Pt(SOURCE_PT)
    # The address would take a line of its own, so the place is a link to it.
    target = paragraph.part.relate_to(
        source_url(source, base_url), RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), target)
    place._r.addprevious(link)
    link.append(place._r)


def _place(source: SourceCard) -> str:
    """Lesson and section in a few words; the title where a source has neither."""
    lesson = f"Lesson {source.lesson}" if source.lesson[:1].isdigit() else source.lesson
    return " · ".join(part for part in (lesson, source.section) if part) or source_name(source)


def _marks(numbers: tuple[int, ...]) -> str:
    return "".join(f" [{number}]" for number in numbers)


def _quote(source: SourceCard) -> str:
    line = " ".join(source.quote.replace("**", "").split())
    return line if len(line) <= QUOTE_LENGTH else line[:QUOTE_LENGTH].rstrip() + " …"


def _today() -> str:
    return datetime.now(UTC).strftime("%-d %B %Y")
