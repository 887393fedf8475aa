"""Pasted tables become rows: Markdown, CSV (comma, semicolon, tab) and spreadsheet cells."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")
_DECIMAL_COMMA = re.compile(
    r"(?<![\d.,])(?:\d+,(?:\d{1,2}|\d{4,})|0,\d+|\d{1,3}(?:\.\d{3})+,\d+)(?![\d.,])"
)
_DECIMAL_POINT = re.compile(
    r"(?<![\d.,])(?:\d*\.(?:\d{1,2}|\d{4,})|0\.\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?)(?![\d.,])"
)
MAX_ROWS = 2000


@dataclass(frozen=True, slots=True)
class Table:
    """A header, its rows, and whether the file writes decimals with a comma (None: not shown)."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    decimal_comma: bool | None = None

    def records(self) -> list[dict[str, str]]:
        """One dict per row; cells beyond the header are dropped, absent ones are blank."""
        width = len(self.header)
        return [
            dict(zip(self.header, (*row, *[""] * width)[:width], strict=True)) for row in self.rows
        ]


def decimal_comma_evidence(cells: Sequence[str], separator: str | None) -> bool | None:
    """Whether the cells write decimals with a comma, by what stands in them."""
    comma = sum(bool(_DECIMAL_COMMA.search(cell)) for cell in cells)
    point = sum(bool(_DECIMAL_POINT.search(cell)) for cell in cells)
    if comma and not point:
        return True
    if point and not comma:
        return False
    if comma and point:
        return None
    return True if separator == ";" and any(re.search(r"\d", cell) for cell in cells) else None


def _markdown_cells(line: str) -> tuple[str, ...]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return tuple(
        re.sub(r"[*`_]{1,2}(.+?)[*`_]{1,2}", r"\1", cell.strip())
        for cell in re.split(r"(?<!\\)\|", inner)
    )


def _markdown(lines: Sequence[str]) -> list[tuple[str, ...]] | None:
    piped = [line for line in lines if line.count("|") >= 2 or _RULE.match(line)]
    if len(piped) < 2 or not any("|" in line for line in piped):
        return None
    return [_markdown_cells(line) for line in piped if not _RULE.match(line)]


def _separator(lines: Sequence[str]) -> str | None:
    header = lines[0]
    for separator in ("\t", ";", "|", ","):
        counts = [line.count(separator) for line in lines]
        if header.count(separator) >= 1 and sum(count >= 1 for count in counts) == len(lines):
            return separator
    return None


def read_table(text: str, *, header: bool = True) -> Table | None:
    """The table in `text`, or None if there is none with a header and at least one row."""
    lines = [
        line
        for line in text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .removeprefix("\ufeff")
        .split("\n")
        if line.strip()
    ]
    if len(lines) < 2:
        return None
    separator: str | None = "|"
    cells = _markdown(lines)
    if cells is None:
        separator = _separator(lines)
        if separator is None:
            return None
        try:
            parsed = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=separator))
        except csv.Error:
            return None
        cells = [
            tuple(cell.strip() for cell in row) for row in parsed if any(c.strip() for c in row)
        ]
    if len(cells) < 2 or len(cells[0]) < 2:
        return None
    body = [cell for row in cells[1 : MAX_ROWS + 1] for cell in row]
    return Table(cells[0], tuple(cells[1 : MAX_ROWS + 1]), decimal_comma_evidence(body, separator))
