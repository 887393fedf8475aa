"""What people bring becomes a document: pasted cells, CSV, Markdown, XLSX, an exported scenario.

Nothing is cut off in silence: what is too large is refused with its limit, and what was left out
(lines above the header, other sheets) is said.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from assistant.calculators import CALCULATORS, UnknownCalculator
from assistant.calculators.reading.columns import field_names, match_field
from assistant.calculators.reading.tables import read_table
from assistant.workspace.columns import collector_of, row_model_of
from assistant.workspace.document import (
    LONGEST_CELL,
    MOST_CELLS_TEXT,
    MOST_COLUMNS,
    MOST_ROWS,
    Document,
)
from assistant.workspace.sheets import Unreadable, read_workbook

FORMAT = "course-strategist/scenario"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_RULE = re.compile(r"[\s|:+=-]+")
__all__ = ["FORMAT", "Unreadable", "WasRead", "read"]


@dataclass(frozen=True, slots=True)
class WasRead:
    """The document, what is to be said about the reading, and the methods its columns fit."""

    document: Document
    notes: tuple[str, ...] = ()
    fits: tuple[str, ...] = ()


def read(content: bytes, calculator: str = "rice") -> WasRead:
    """A document from a file's bytes or from pasted text, whatever of the known forms it is.

    ``calculator`` is the method of the table while its columns do not say another. Raises
    Unreadable with the reason, which never quotes what was sent.
    """
    if content.startswith(_OLD_EXCEL):
        raise Unreadable(
            "This is an old Excel file (.xls) or a locked one: save it as .xlsx or CSV."
        )
    if content.startswith(b"PK\x03\x04"):
        cells, notes = read_workbook(content)
        return _table(cells, notes, calculator)
    text = _decoded(content)
    if text.lstrip()[:1] == "{":
        return _scenario(text)
    cells, notes = _cells_of(text)
    return _table(cells, notes, calculator)


def _decoded(content: bytes) -> str:
    """Text in the encodings spreadsheets save: UTF-8, UTF-16 with its mark, else Windows."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        text = content.decode("utf-16", "replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")
    if "\x00" in text or not text.strip():
        raise Unreadable("There is no table in it: paste cells, or give a CSV or XLSX file.")
    return text


def _cells_of(text: str) -> tuple[list[list[str]], list[str]]:
    """The cells of pasted text, header first; lines around the table are left out and counted."""
    if text.count("\n") > 4 * MOST_ROWS:
        raise Unreadable(f"The table may have {MOST_ROWS} rows.")
    lines = [line for line in text.splitlines() if line.strip()]
    table = read_table("\n".join(lines))
    left_out = 0
    while table is None and len(lines) > 2:
        # A title above the table or a remark below it has no separator.
        separator = max("\t;,|", key=lambda mark: sum(mark in line for line in lines))
        kept = [line for line in lines if separator in line]
        if len(kept) < 2 or len(kept) == len(lines):
            break
        left_out, lines = len(lines) - len(kept), kept
        table = read_table("\n".join(lines))
    if table is None:
        raise Unreadable(
            "There is no table in it: a header line and at least one row are needed, with the"
            " cells apart by tabs, commas, semicolons or bars."
        )
    if not left_out and '"' not in text:
        # The table's reader leaves out a title or a remark by itself.
        left_out = sum(not _RULE.fullmatch(line) for line in lines) - 1 - len(table.rows)
    plural = "line that is" if left_out == 1 else "lines that are"
    verb = "was" if left_out == 1 else "were"
    notes = [f"{left_out} {plural} no part of the table {verb} left out."] if left_out > 0 else []
    return [list(table.header), *(list(row) for row in table.rows)], notes


def _table(cells: Sequence[Sequence[str]], notes: Sequence[str], calculator: str) -> WasRead:
    header, rows = [cell.strip() for cell in cells[0]], cells[1:]
    width = max((n for n, cell in enumerate(header, start=1) if cell), default=0)
    widest = max((n for row in rows for n, cell in enumerate(row, 1) if cell.strip()), default=0)
    width = max(width, min(widest, MOST_COLUMNS + 1))
    if len(rows) > MOST_ROWS:
        raise Unreadable(f"The table has {len(rows):,} rows; it may have {MOST_ROWS}.")
    if width > MOST_COLUMNS:
        raise Unreadable(f"The table has more than {MOST_COLUMNS} columns.")
    for number, row in enumerate(rows, start=1):
        if any(len(cell) > LONGEST_CELL for cell in row):
            raise Unreadable(f"Row {number}: a cell has more than {LONGEST_CELL} characters.")
    if sum(len(cell) for row in rows for cell in row) > MOST_CELLS_TEXT:
        raise Unreadable(f"The table may have {MOST_CELLS_TEXT:,} characters in all.")
    columns = [(*header, *[""] * width)[n][:200] or f"Column {n + 1}" for n in range(width)]
    fits = fitting(columns)
    chosen = calculator if calculator in fits or not fits else fits[0]
    document = Document(
        calculator=chosen,
        columns=columns,
        rows=[[_clean(cell) for cell in (*row, *[""] * width)[:width]] for row in rows],
    )
    return WasRead(document, tuple(notes), fits)


def _clean(cell: str) -> str:
    return "".join(c for c in cell if c in "\t\n" or c >= " ").strip()


def fitting(columns: Sequence[str]) -> tuple[str, ...]:
    """The methods whose columns stand in a header, best first: all that one needs, in its words.

    Only methods whose example shows what they need are weighed; a scorecard takes any columns.
    """
    from assistant.workspace.forms import example

    found: list[tuple[float, int, str]] = []
    for place, entry in enumerate(CALCULATORS):
        model = row_model_of(entry)
        shown = example(entry.name)
        if model is None or shown is None or collector_of(model):
            continue
        names = field_names(model)
        needed = {m[0] for c in shown["columns"] if (m := match_field(c, names))} - {"name"}
        held = {m[0] for column in columns if (m := match_field(column, names))} - {"name"}
        if needed and len(needed & held) * 4 >= len(needed) * 3:
            found.append((-len(needed & held) / len(needed) - len(held) / 100, place, entry.name))
    return tuple(name for _, _, name in sorted(found))


def _scenario(text: str) -> WasRead:
    """A scenario as it was exported: its document, to be computed again."""
    try:
        loaded: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable(
            "It begins like a scenario in JSON and is none: it cannot be read."
        ) from None
    if loaded.get("format") != FORMAT:
        raise Unreadable(f"This JSON is no scenario: its format is not {FORMAT}.")
    if loaded.get("version") != 1:
        raise Unreadable("This scenario was written by a newer program: its version is not 1.")
    try:
        document = Document.model_validate(loaded.get("document"))
        document.entry  # noqa: B018 - an unknown calculator is refused here
    except ValidationError as error:
        first = error.errors()[0]
        known = [str(part) for part in first["loc"] if str(part) in Document.model_fields]
        place = ".".join(known[:1]) or "the document"
        raise Unreadable(
            f"The scenario cannot be used: {place} is not as it was exported."
        ) from None
    except UnknownCalculator:
        raise Unreadable("The scenario is for a calculator that is not known here.") from None
    return WasRead(document)
