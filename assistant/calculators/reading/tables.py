"""Pasted tables become rows: Markdown, CSV (comma, semicolon, tab) and spreadsheet cells."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.calculators.reading.amounts import DIGITS, read_digits
from assistant.calculators.reading.columns import field_extra, field_names, match_field
from assistant.calculators.record import Row

_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_DECIMAL_COMMA = re.compile(
    r"(?<![\d.,])(?:\d+,(?:\d{1,2}|\d{4,})|0,\d+|\d{1,3}(?:\.\d{3})+,\d+)(?![\d.,])"
)
_DECIMAL_POINT = re.compile(
    r"(?<![\d.,])(?:\d*\.(?:\d{1,2}|\d{4,})|0\.\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?)(?![\d.,])"
)
MAX_ROWS = 2000
MOST_TITLES = 3  # lines above a table that are no part of it


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


def _separated(lines: Sequence[str]) -> tuple[list[tuple[str, ...]], str] | None:
    """The cells by the first separator that every row has; a quoted cell may hold a line break."""
    for separator in ("\t", ";", "|", ","):
        if separator not in lines[0]:
            continue
        try:
            parsed = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=separator))
        except csv.Error:
            continue
        rows = [tuple(" ".join(cell.split()) for cell in row) for row in parsed]
        rows = [row for row in rows if any(row)]
        if len(rows) >= 2 and all(len(row) >= 2 for row in rows):
            return rows, separator
    return None


def read_table(text: str) -> Table | None:
    """The table in `text`, or None if there is none with a header and at least one row.

    Lines above it that hold no separator (a title, a fence) are passed over.
    """
    lines = [
        line
        for line in text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .removeprefix("\ufeff")
        .split("\n")
        if line.strip() and not _FENCE.match(line)
    ]
    for skipped in range(min(MOST_TITLES, max(0, len(lines) - 2)) + 1):
        table = _table(lines[skipped:])
        if table is not None:
            return table
    return None


def _table(lines: Sequence[str]) -> Table | None:
    if len(lines) < 2:
        return None
    separator = "|"
    cells = _markdown(lines)
    if cells is None:
        found = _separated(lines)
        if found is None:
            return None
        cells, separator = found
    if len(cells) < 2 or len(cells[0]) < 2:
        return None
    body = [cell for row in cells[1 : MAX_ROWS + 1] for cell in row]
    return Table(cells[0], tuple(cells[1 : MAX_ROWS + 1]), decimal_comma_evidence(body, separator))


def naming_column(
    header: Sequence[str],
    rows: Sequence[Mapping[str, object]],
    names: dict[str, str],
    collects: bool,
) -> str | None:
    """The column that holds the rows' names though its header says so in no word we know.

    The first column that means no other field and whose cells are words; None where a column is
    known to hold the names, or none does.
    """
    found = {key: match_field(key, names, fuzzy=not collects) for key in header}
    if any(match and match[0] == "name" for match in found.values()):
        return None
    for key in header[:2]:
        cells = [str(row.get(key) or "").strip() for row in rows]
        words = [
            cell
            for cell in cells
            if re.search(r"[^\W\d_]", cell) and not re.match(r"[~<>$\u20ac\u00a3]?\d", cell)
        ]
        if found[key] is None and len(words) * 2 > len(cells):
            return key
    return None


def records_for(table: Table, row_class: type[Row]) -> list[dict[str, str]]:
    """The rows as cells that read the same without their table.

    Columns that name no field are left out (unless the row collects them), and numbers lose the
    separators that only the table as a whole explains.
    """
    names = field_names(row_class)
    collects = any(field_extra(info).get("collects") for info in row_class.model_fields.values())
    records = table.records()
    naming = naming_column(table.header, records, names, collects)
    kept = [
        key
        for key in table.header
        if key == naming or (key.strip() and (collects or match_field(key, names) is not None))
    ]
    return [
        {
            "name" if key == naming else key: record[key]
            if key == naming
            else _plain_number(record[key], table.decimal_comma)
            for key in kept
        }
        for record in records
    ]


def _plain_number(cell: str, decimal_comma: bool | None) -> str:
    if not decimal_comma:
        return cell
    return re.sub(
        DIGITS,
        lambda match: (
            f"{value:f}" if (value := read_digits(match[0], True)[0]) is not None else match[0]
        ),
        cell,
    )
