"""Workbooks: read in a child process under limits, written without a formula in them."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import assistant
from assistant.workspace.figures import Table

WALL_SECONDS = 20.0
CPU_SECONDS = 10
MEMORY_BYTES = 768 * 1024 * 1024
MOST_UNPACKED = 40_000_000
_MOST_PARTS = 2_000
_MOST_ANSWER = 8_000_000
_BROKEN = "The workbook could not be read: it is damaged, locked, or larger than it looks."


class Unreadable(ValueError):
    """What was brought cannot be read; the message says why and quotes nothing of it."""


def read_workbook(content: bytes) -> tuple[list[list[str]], list[str]]:
    """The cells of the first sheet with a table, and what is to be said about the reading.

    Values only: no macro runs, no formula is computed, no link is followed. A file may be made to
    hurt its reader, so a child process with limits on memory and time reads it. Raises
    Unreadable.
    """
    _check_archive(content)
    root = str(Path(assistant.__file__).resolve().parent.parent)
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": root, "LANG": "C.UTF-8"}
    command = [
        sys.executable, "-P", "-m", "assistant.workspace.sheet_child",
        str(CPU_SECONDS), str(MEMORY_BYTES),
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=WALL_SECONDS, env=environment,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Unreadable("Reading the workbook took too long.") from None
    if done.returncode != 0 or len(done.stdout) > _MOST_ANSWER:
        raise Unreadable(_BROKEN)
    answer = json.loads(done.stdout)
    if "reason" in answer:
        raise Unreadable(str(answer["reason"]))
    cells: list[list[str]] = answer["cells"]
    notes: list[str] = answer["notes"]
    return cells, notes


def _check_archive(content: bytes) -> None:
    """Refuse what unpacks to far more than it is, before anything unpacks it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Unreadable(_BROKEN) from None
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or not any(n.startswith("xl/") for n in names):
        raise Unreadable("This is no Excel workbook: give a CSV or an .xlsx file.")
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable("The workbook is too large once unpacked: keep only the sheet you need.")


def workbook(sheets: Sequence[tuple[str, Sequence[Sequence[str | float | int | None]]]]) -> bytes:
    """A workbook of text and numbers; every text is text, whatever it begins with."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils.exceptions import IllegalCharacterError

    book = Workbook(write_only=True)
    bold = Font(bold=True)
    for title, rows in sheets:
        sheet = book.create_sheet(title[:31])
        sheet.freeze_panes = "A2"
        sheet.column_dimensions["A"].width = 34
        for letter in "BCDEFGHIJ":
            sheet.column_dimensions[letter].width = 16
        for place, row in enumerate(rows):
            cells = []
            for value in row:
                cell = WriteOnlyCell(sheet)
                try:
                    cell.value = value
                except IllegalCharacterError:
                    cell.value = "".join(c for c in str(value) if c >= " ")
                if isinstance(value, str):
                    cell.data_type = "s"
                if place == 0:
                    cell.font = bold
                cells.append(cell)
            sheet.append(cells)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def table_cells(table: Table) -> list[list[str]]:
    """A table as rows of cells, header first."""
    return [list(table.columns), *(list(row) for row in table.rows)]
