"""PDF: lines with their size and place, joined to paragraphs, headings found by their type."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from ingest.problems import Unreadable
from ingest.readers.rendering import Page

_BULLET = re.compile(r"(?:[\u2022\u25cf\u25aa\u25e6\u2023\u00b7\uf0b7\u25a0\u2013*-])\s+(?=\S)")
_NUMBER = re.compile(r"(?:\d{1,2}[.)]|\(?[a-z]\))\s+(?=\S)")
_MAX_PAGES = 1500
_CELL = 22  # characters: a column of running text has longer lines, a column of a table shorter
_Piece = tuple[float, float, float, bool, str]  # y, x, size, bold, text


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    size: float
    bold: bool
    x: float
    y: float
    page: int


def read_pdf(path: Path) -> tuple[str, str]:
    """Title and text of a PDF. Raises Unreadable when it is encrypted or holds only pictures."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(str(path), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("encrypted: it asks for a password")
        if len(reader.pages) > _MAX_PAGES:
            raise Unreadable(f"more than {_MAX_PAGES} pages; split it")
        lines = [
            line for number, page in enumerate(reader.pages) for line in _lines_of(page, number)
        ]
        title = (reader.metadata.title or "").strip() if reader.metadata else ""
    except Unreadable:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
        OSError,
        RecursionError,
    ) as error:
        raise Unreadable(f"a damaged PDF ({type(error).__name__})") from error
    if sum(len(line.text) for line in lines) < 20:
        raise Unreadable("no text in it; scanned pages have to be recognised (OCR) first")
    title = (
        ""
        if re.search(r"\.(?:docx?|pptx?|indd|tex|pdf)$|^(?:microsoft|untitled)", title, re.I)
        else title
    )
    return title, _render(_without_running_lines(lines))


def _lines_of(page: Any, number: int) -> list[_Line]:
    """The lines of a page in reading order, from pieces of text with their place and font."""
    pieces: list[_Piece] = []

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        if not text.strip():
            if text and pieces:
                y, x, s, b, before = pieces[-1]
                pieces[-1] = (y, x, s, b, f"{before} " if "\n" not in text else before)
            return
        scale = abs(tm[3] or tm[0]) * abs(cm[3] or cm[0] or 1.0)
        name = str(font.get("/BaseFont", "")) if font is not None else ""
        x = tm[4] * (cm[0] or 1.0) + cm[4]
        y = tm[5] * (cm[3] or 1.0) + cm[5]
        heavy = bool(re.search(r"bold|black|heavy|semib|demi", name, re.IGNORECASE))
        for part in text.split("\n"):
            if part.strip():
                pieces.append((y, x, round((size or 1.0) * (scale or 1.0), 1), heavy, part))

    plain = page.extract_text(visitor_text=visit)
    if not pieces or sum(len(p[4].strip()) for p in pieces) < 0.6 * len("".join(plain.split())):
        return [
            _Line(" ".join(t.split()), 10.0, False, 0.0, -i * 12.0, number)
            for i, t in enumerate(plain.split("\n"))
            if t.strip()
        ]
    lines: list[list[_Piece]] = []
    for piece in _column_by_column(pieces):
        same = lines and abs(lines[-1][-1][0] - piece[0]) < 0.4 * max(piece[2], 4.0)
        if same and piece[1] >= lines[-1][-1][1] - 1:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [_joined(line, number) for line in lines]


def _column_by_column(pieces: Sequence[_Piece]) -> Sequence[_Piece]:
    """The pieces of a page of two columns that was written line by line, the left column first.

    Such a page shows a second left edge well inside it: many pieces begin there, each on the
    height of one that begins at the first edge, and hardly any text crosses it. What reaches over
    both columns (a title above them, a line below) stays where it is.
    """
    edges = Counter(round(piece[1]) for piece in pieces if len(piece[4].strip()) > 12)
    if len(edges) < 2:
        return pieces
    (first, _), (second, _) = sorted(edges.most_common(2))
    heights = {round(piece[0]) for piece in pieces if round(piece[1]) == first}
    beside = [p for p in pieces if round(p[1]) == second and round(p[0]) in heights]
    in_columns = [p for p in pieces if round(p[1]) in {first, second}]
    turns = sum((a[1] < b[1]) for a, b in pairwise(in_columns))
    if second - first < 120 or len(beside) < 5 or turns < 0.6 * len(beside):
        return pieces  # one column, a narrow indent, or two that were written one after the other
    left = [p for p in pieces if round(p[0]) in heights and p[1] < second - 1]
    if sum(_width(p) > second - p[1] for p in left) > 0.2 * len(left):
        return pieces  # text crosses the edge: a table's cell, or words placed one by one
    if median(len(p[4].strip()) for p in beside) < _CELL:
        return pieces  # short words side by side are a table
    top, bottom = max(p[0] for p in beside) + 1, min(p[0] for p in beside) - 1
    start = next(i for i, p in enumerate(pieces) if bottom <= p[0] <= top)
    held = [p for p in pieces if bottom <= p[0] <= top]
    ordered = sorted(held, key=lambda p: p[1] >= second - 1)  # stable: each column keeps its order
    rest = [(i < start, p) for i, p in enumerate(pieces) if not bottom <= p[0] <= top]
    return [
        *(p for before, p in rest if before),
        *ordered,
        *(p for before, p in rest if not before),
    ]


def _width(piece: _Piece) -> float:
    """How far a piece reaches, about: half its type's size a character."""
    return 0.5 * piece[2] * len(piece[4].strip())


def _joined(pieces: Sequence[_Piece], page: int) -> _Line:
    text = " ".join("".join(piece[4] for piece in pieces).split())
    long = sum(len(piece[4]) for piece in pieces)
    bold = sum(len(piece[4]) for piece in pieces if piece[3]) > 0.8 * long
    size = max(pieces, key=lambda piece: len(piece[4]))[2]
    return _Line(text, size, bold, pieces[0][1], pieces[0][0], page)


def _without_running_lines(lines: Sequence[_Line]) -> list[_Line]:
    """Lines without page numbers, headers and footers that come back on most pages."""
    pages = len({line.page for line in lines})
    by_page: dict[int, list[_Line]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    edge = {id(line) for page in by_page.values() for line in (*page[:2], *page[-2:])}
    counted = Counter(_pattern(line.text) for line in lines if id(line) in edge)
    running = {p for p, n in counted.items() if pages >= 3 and n >= max(3, 0.5 * pages)}
    return [
        line
        for line in lines
        if not (
            id(line) in edge
            and (
                _pattern(line.text) in running
                or re.fullmatch(
                    r"[-\u2013 ]*(?:page )?\d{1,4}(?: (?:of|/) \d+)?[-\u2013 ]*", line.text, re.I
                )
            )
        )
    ]


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "#", text.lower())


def _render(lines: Sequence[_Line]) -> str:
    body = _body_size(lines)
    sizes = sorted({line.size for line in lines if _is_larger(line, body)}, reverse=True)
    level_of = {size: min(5, rank) for rank, size in enumerate(_distinct(sizes), start=1)}
    gaps = [a.y - b.y for a, b in pairwise(lines) if a.page == b.page and 0 < a.y - b.y < 60]
    step = median(gaps) if gaps else 14.0
    reach = sorted(len(line.text) for line in lines)[int(len(lines) * 0.8)] if lines else 0
    page = Page()
    paragraph: list[_Line] = []
    margin = min((line.x for line in lines), default=0.0)

    def close() -> None:
        if paragraph:
            _add_paragraph(page, paragraph, margin)
            paragraph.clear()

    for line in lines:
        level = level_of.get(_nearest(line.size, level_of), 0) if _is_larger(line, body) else 0
        if not level and _is_bold_heading(line, body, paragraph):
            level = min(6, len(set(level_of.values())) + 1)
        if level and len(line.text) <= 160:
            close()
            page.heading(level, line.text)
            continue
        if paragraph and _begins_paragraph(line, paragraph, step, reach):
            close()
        paragraph.append(line)
    close()
    return _joined_headings(page.text())


def _body_size(lines: Sequence[_Line]) -> float:
    counted: Counter[float] = Counter()
    for line in lines:
        counted[line.size] += len(line.text)
    return counted.most_common(1)[0][0] if counted else 10.0


def _is_larger(line: _Line, body: float) -> bool:
    return line.size > body * 1.12 and any(c.isalpha() for c in line.text) and len(line.text) <= 160


def _is_bold_heading(line: _Line, body: float, above: Sequence[_Line]) -> bool:
    ends = above[-1].text if above else "."
    return (
        line.bold
        and line.size >= body * 0.95
        and len(line.text) <= 90
        and line.text[-1] not in ".;,"
        and ends[-1] in '.!?:;"\u201d)'
        and not _BULLET.match(line.text)
    )


def _distinct(sizes: Sequence[float]) -> list[float]:
    """Sizes with those that differ by rounding only taken as one."""
    kept: list[float] = []
    for size in sizes:
        if not kept or kept[-1] - size > 0.6:
            kept.append(size)
    return kept


def _nearest(size: float, levels: dict[float, int]) -> float:
    return min(levels, key=lambda known: abs(known - size), default=0.0)


def _begins_paragraph(line: _Line, above: Sequence[_Line], step: float, reach: int) -> bool:
    last = above[-1]
    if _BULLET.match(line.text):
        return True
    if _NUMBER.match(line.text) and (last.text[-1] in ".!?:;" or _NUMBER.match(above[0].text)):
        return True
    ended = last.text[-1] in '.!?:"\u201d)'
    if line.page != last.page:
        return ended and not line.text[0].islower()
    gap = last.y - line.y
    if gap < 0 or gap > 1.45 * step:
        return ended or gap < 0 or gap > 2.2 * step
    return ended and len(last.text) < 0.75 * reach


def _add_paragraph(page: Page, lines: Sequence[_Line], margin: float) -> None:
    text = lines[0].text
    for line in lines[1:]:
        if re.search(r"[a-z]-$", text) and line.text[0].islower():
            text = text[:-1] + line.text  # a word divided at the line's end
        elif text.endswith(("-", "/", "\u2013")) and not text.endswith((" -", " \u2013")):
            text += line.text
        else:
            text = f"{text} {line.text}"
    bullet = _BULLET.match(text)
    number = re.match(r"(\d{1,2})[.)]\s+", text)
    if bullet is not None:
        page.item(int(max(0.0, lines[0].x - margin) // 36 > 1), text[bullet.end() :])
    elif number is not None:
        page.item(0, text[number.end() :], int(number.group(1)))
    else:
        page.paragraph(text)


def _joined_headings(text: str) -> str:
    """A heading broken over two lines is one heading."""
    return re.sub(
        r"^(#{1,6}) ([^\n]{25,})\n\n\1 ((?:[a-z(&]|(?:and|of|for|in|the|to|with)\b)[^\n]*)$",
        r"\1 \2 \3",
        text,
        flags=re.MULTILINE,
    )
