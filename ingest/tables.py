"""Tables: pipe tables with or without a rule, and tab-separated lines; every cell with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lines import Line
from ingest.markup import clean
from knowledge.types import Cell

_DELIMITER = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:[|+][ \t]*:?-+:?[ \t]*)*\|?$")
_GRID = re.compile(r"\+(?:[-=]+\+)+$")
_MAX_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class Table:
    """The body rows of a table, and the number of the first line after it."""

    rows: tuple[tuple[int, int, tuple[Cell, ...]], ...]  # start, end, cells
    stop: int


def is_delimiter(line: str) -> bool:
    """The rule under a header row: ``|---|:--:|``."""
    return ("|" in line or "+" in line) and _DELIMITER.match(line) is not None


def read_table(text: str, lines: Sequence[Line], at: int) -> Table | None:
    """The table whose header is line ``at``, or None when no table begins there."""
    line = lines[at]
    if "\t" in line.text:
        return _tab_separated(text, lines, at)
    if _GRID.match(line.text):
        at += 1
        if at >= len(lines) or "|" not in lines[at].text:
            return None
    elif "|" not in line.text:
        return None
    stop = at
    while stop < len(lines) and ("|" in lines[stop].text or _GRID.match(lines[stop].text)):
        stop += 1
    rows = [
        row for row in lines[at:stop] if not is_delimiter(row.text) and not _GRID.match(row.text)
    ]
    ruled = at + 1 < stop and (
        is_delimiter(lines[at + 1].text) or bool(_GRID.match(lines[at + 1].text))
    )
    walled = len(rows) > 1 and all(row.text[0] == "|" and row.text[-1] == "|" for row in rows)
    if not ruled and not walled:
        return None
    return _table([_pipe_cells(text, row) for row in rows], rows, stop)


def _tab_separated(text: str, lines: Sequence[Line], at: int) -> Table | None:
    stop = at
    fields = lines[at].text.count("\t") + 1
    while stop < len(lines) and lines[stop].text.count("\t") + 1 == fields:
        stop += 1
    if stop - at < 2:
        return None
    rows = list(lines[at:stop])
    return _table([_split(text, row.start, row.end, "\t") for row in rows], rows, stop)


def _table(
    cells: list[list[tuple[int, int, str]]], rows: Sequence[Line], stop: int
) -> Table | None:
    if len(cells) < 2 or not 2 <= len(cells[0]) <= _MAX_COLUMNS:
        return None if len(cells) < 2 or len(cells[0]) != 1 else _one_column(cells, rows, stop)
    columns = [clean(words) for _, _, words in cells[0]]
    body = []
    for row, found in zip(rows[1:], cells[1:], strict=True):
        named = tuple(
            Cell(columns[i] if i < len(columns) else "", words, start, end)
            for i, (start, end, words) in enumerate(found[:_MAX_COLUMNS])
        )
        if any(clean(cell.text) for cell in named):
            body.append((row.start, row.end, named))
    return Table(tuple(body), stop)


def _one_column(cells: list[list[tuple[int, int, str]]], rows: Sequence[Line], stop: int) -> Table:
    column = clean(cells[0][0][2])
    body = [
        (row.start, row.end, (Cell(column, found[0][2], found[0][0], found[0][1]),))
        for row, found in zip(rows[1:], cells[1:], strict=True)
        if found
    ]
    return Table(tuple(body), stop)


def _pipe_cells(text: str, line: Line) -> list[tuple[int, int, str]]:
    start, end = line.start, line.end
    if text[start] == "|":
        start += 1
    if end > start and text[end - 1] == "|" and text[end - 2 : end - 1] != "\\":
        end -= 1
    return _split(text, start, end, "|")


def _split(text: str, start: int, end: int, mark: str) -> list[tuple[int, int, str]]:
    """Half-open places of the cells between marks; escaped marks and those in code stay inside."""
    cells: list[tuple[int, int, str]] = []
    code = False
    left = start
    for i in range(start, end + 1):
        if i < end and text[i] == "`" and mark == "|":
            code = not code and "`" in text[i + 1 : end]
        if i == end or (text[i] == mark and not code and text[i - 1] != "\\"):
            a, b = left, i
            while a < b and text[a].isspace():
                a += 1
            while b > a and text[b - 1].isspace():
                b -= 1
            cells.append((a, b, text[a:b]))
            left = i + 1
    return cells
