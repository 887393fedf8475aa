"""The child process that reads one workbook: bytes in, cells as JSON out, under limits.

Run as ``python -m assistant.workspace.sheet_child CPU_SECONDS MEMORY_BYTES``; not for people.
"""

from __future__ import annotations

import datetime
import io
import json
import re
import resource
import sys
import warnings
import zipfile
from typing import Any

_MOST_ROWS = 1_500  # a little more than a document may hold, so that what is too long is seen
_MOST_COLUMNS = 60
_CURRENCY = re.compile(r"\[\$([^\]\-]{1,4})[^\]]*\]|\"([$€£])\"|([$€£])")


def main() -> None:
    """Read the workbook on stdin; answer with cells and notes, or with the reason why not."""
    cpu, memory = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("ignore")
    try:
        answer = read(sys.stdin.buffer.read())
    except MemoryError:
        answer = {"reason": "Reading the workbook needs too much memory."}
    except Exception:  # a parser may raise anything on a damaged file
        answer = {"reason": "The workbook could not be read: it is damaged or locked."}
    sys.stdout.write(json.dumps(answer))


def read(content: bytes) -> dict[str, Any]:
    """Cells of the first visible sheet that holds a table, as text; the other sheets by number."""
    from openpyxl import load_workbook

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.infolist():
            with archive.open(part) as opened:
                if b"<!DOCTYPE" in opened.read(4096):
                    return {"reason": "The workbook declares entities, as no spreadsheet does."}
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in sheets:
        cells = _cells(sheet)
        start = next((n for n, row in enumerate(cells) if sum(map(bool, row)) >= 2), None)
        if start is None or start + 1 >= len(cells):
            continue
        notes = []
        if start:
            notes.append(f"{start} lines above the header were left out.")
        if len(sheets) > 1:
            notes.append(f"One sheet was read, {sheet.title[:60]}; the workbook has {len(sheets)}.")
        return {"cells": cells[start:], "notes": notes}
    return {"reason": "No sheet of the workbook holds a table with a header and a row."}


def _cells(sheet: Any) -> list[list[str]]:
    sheet.reset_dimensions()  # what a file says of its own size is not believed
    rows = [
        [_text(cell) for cell in row]
        for row in sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS)
    ]
    return [row for row in rows if any(row)]


def _text(cell: Any) -> str:
    """A cell as the sheet shows it, as far as units go: 0.8 under a percent format is "80%"."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        shown_as = str(getattr(cell, "number_format", "") or "")
        if "%" in shown_as:
            return f"{_number(value * 100)}%"
        found = _CURRENCY.search(shown_as)
        mark = next((part for part in found.groups() if part), "") if found else ""
        return f"{mark}{_number(value)}" if len(mark) == 1 else f"{_number(value)} {mark}".strip()
    if isinstance(value, datetime.datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    return str(value).strip()[:2_000]


def _number(value: float) -> str:
    """A number without what binary fractions leave behind: 0.1 + 0.2 is "0.3"."""
    return f"{value:.12g}" if "e" not in f"{value:.12g}" else repr(value)


if __name__ == "__main__":
    main()
