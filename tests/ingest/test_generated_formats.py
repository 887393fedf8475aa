"""Generated documents in every format: ranges are exact, and what was written is found."""

from __future__ import annotations

import html
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.course import content_of
from ingest.readers.html_page import read_html
from ingest.readers.pdf import read_pdf
from ingest.readers.slides import read_pptx
from ingest.readers.titles import document_of
from ingest.readers.word import read_docx
from tests.ingest import samples
from tests.ingest.test_offsets import check_exact

_WORD = st.text(alphabet="abcdefgmnorstuw", min_size=3, max_size=9)
_ODD = st.sampled_from(
    ["(e.g., x)", "\u201cnow\u201d", "it's", "50%", "A&B", "x < y", "[1]", "\u2013"]
)
_PHRASE = st.lists(st.one_of(_WORD, _WORD, _ODD), min_size=3, max_size=8).map(" ".join)
_CELL = st.lists(_WORD, min_size=1, max_size=2).map(" ".join)


@dataclass(frozen=True)
class Part:
    """A section as it is written: heading, sentences, a list, a table with its head first."""

    heading: str
    sentences: tuple[str, ...]
    items: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]


_PART = st.builds(
    Part,
    st.lists(_WORD, min_size=2, max_size=4).map(lambda words: " ".join(words).capitalize()),
    st.lists(_PHRASE.map(lambda words: f"So {words} it."), min_size=1, max_size=3).map(tuple),
    st.lists(_PHRASE, max_size=3).map(tuple),
    st.one_of(
        st.just(()),
        st.lists(st.tuples(_CELL, _CELL), min_size=3, max_size=4).map(tuple),
    ),
)
_DOCUMENT = st.lists(_PART, min_size=1, max_size=3)


def as_html(path: Path, parts: list[Part]) -> tuple[str, str]:
    blocks = []
    for part in parts:
        blocks.append(f"<h2>{html.escape(part.heading)}</h2>")
        blocks.append(f"<p>{html.escape(' '.join(part.sentences))}</p>")
        blocks.append("<ul>" + "".join(f"<li>{html.escape(i)}</li>" for i in part.items) + "</ul>")
        rows = ("".join(f"<td>{html.escape(c)}</td>" for c in row) for row in part.rows)
        blocks.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    path.write_text(f"<html><body><main>{''.join(blocks)}</main></body></html>", encoding="utf-8")
    return read_html(path)


def as_docx(path: Path, parts: list[Part]) -> tuple[str, str]:
    import docx

    document = docx.Document()
    for part in parts:
        document.add_heading(part.heading, 2)
        document.add_paragraph(" ".join(part.sentences))
        for item in part.items:
            document.add_paragraph(item, style="List Bullet")
        if part.rows:
            table = document.add_table(rows=len(part.rows), cols=2)
            for row, words in zip(table.rows, part.rows, strict=True):
                for cell, text in zip(row.cells, words, strict=True):
                    cell.text = text
    document.save(str(path))
    return read_docx(path)


def as_pptx(path: Path, parts: list[Part]) -> tuple[str, str]:
    import pptx
    from pptx.util import Inches

    deck = pptx.Presentation()
    for part in parts:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = part.heading
        frame = slide.placeholders[1].text_frame
        frame.text = " ".join(part.sentences)
        for item in part.items:
            frame.add_paragraph().text = item
        if part.rows:
            shape = slide.shapes.add_table(
                len(part.rows), 2, Inches(1), Inches(5), Inches(6), Inches(1)
            )
            for i, row in enumerate(part.rows):
                for j, text in enumerate(row):
                    shape.table.cell(i, j).text = text
    deck.save(str(path))
    return read_pptx(path)


def as_pdf(path: Path, parts: list[Part]) -> tuple[str, str]:
    lines = []
    for part in parts:
        lines.append(("F2", 16, part.heading))
        lines += [("F1", 11, sentence) for sentence in part.sentences]
        lines += [("F1", 11, f"\u2022 {item}") for item in part.items]
        lines += [("F1", 11, " ".join(row)) for row in part.rows]
    samples.make_pdf(path, [lines])
    return read_pdf(path)


Writer = Callable[[Path, list[Part]], tuple[str, str]]


@pytest.mark.parametrize(
    ("suffix", "write"), [("html", as_html), ("docx", as_docx), ("pptx", as_pptx), ("pdf", as_pdf)]
)
def test_what_is_written_is_found_at_its_range(suffix: str, write: Writer) -> None:
    @settings(max_examples=25, deadline=None)
    @given(_DOCUMENT)
    def check(parts: list[Part]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            title, text = write(Path(folder) / f"a.{suffix}", parts)
        document = document_of(f"a.{suffix}", title, "x/y", text)
        content = content_of([document], "made", "Made")
        check_exact(content)
        # What is said twice is kept once, so it is looked for in the text, which loses nothing.
        plain = _letters(document.text)
        for part in parts:
            for words in (part.heading, *part.sentences, *part.items):
                assert _letters(words) in plain
            for row in part.rows:
                assert _letters(" ".join(row)) in plain

    check()


def test_a_zip_of_them_is_exact_too(tmp_path: Path) -> None:
    from ingest.course import read_course

    part = Part("Soil and sand", ("So the soil drains it.",), ("dig deep",), (("a b", "c"),) * 1)
    for suffix, write in (("html", as_html), ("docx", as_docx), ("pptx", as_pptx), ("pdf", as_pdf)):
        write(tmp_path / f"a.{suffix}", [part])
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for path in sorted(tmp_path.glob("a.*")):
            archive.write(path, f"lessons/{path.name}")
            path.unlink()
    content, _, problems = read_course([tmp_path], "made", "")
    assert not problems
    assert len(content.documents) == 4
    check_exact(content)


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())
