"""A computed document as a file: CSV and XLSX for sheets, Markdown for slides, JSON to run again.

A cell that a spreadsheet could take for a formula goes out as text with an apostrophe before it;
a negative number stays a number.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any, Literal

from assistant.workspace.document import Document, InputValue, titles_of
from assistant.workspace.figures import Table, is_number, label, shown
from assistant.workspace.reading import FORMAT
from assistant.workspace.sheets import table_cells, workbook
from assistant.workspace.view import View

Value = Any  # a cell of a result: text, number, truth value or nothing
ExportFormat = Literal["csv", "xlsx", "md", "json"]
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)*|[.,]\d+)(?:[eE][+-]?\d+)?\s?%?")
_NOT_A_TITLE = re.compile(r"[\[\]:*?/\\]")
_EXPORTED_CHARTS = frozenset({"tornado", "flows", "intervals"})
_MARKS = str.maketrans({m: f"\\{m}" for m in "\\|`*_[]#~!"} | {"<": "&lt;", ">": "&gt;"})
_PLAIN_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet runs: what begins like a formula begins with an apostrophe."""
    if text.startswith(_RISKY) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def export(document: Document, seen: View, form: ExportFormat, *, date: str, version: str) -> bytes:
    """The file. ``date`` and ``version`` say when and by what the figures were computed."""
    about = _about(document, seen, date, version)
    match form:
        case "csv":
            return _csv(document, seen)
        case "xlsx":
            return _xlsx(document, seen, about)
        case "md":
            return _markdown(document, seen, about).encode("utf-8")
        case "json":
            return _json(document, seen, date, version)


def _about(document: Document, seen: View, date: str, version: str) -> Table:
    result = seen.result
    rows = [
        ("Scenario", document.name or document.entry.title),
        ("Method", document.entry.title),
        ("Result", result.headline),
        ("Formula", result.formula),
        ("Source of the formula", result.source_label),
        *(("Assumed", line) for line in result.assumptions),
        *(("To mind", line) for line in result.warnings),
        *(("To mind", problem.message) for problem in result.problems),
        *(("What would change it", line) for line in seen.notes),
        ("Computed", f"{date}, version {version}"),
    ]
    return Table("About", ("What", "Text"), tuple(rows))


def _input_table(document: Document) -> Table:
    rows = [
        (f"{name}: {key}" if key else name, cell)
        for name, value in document.inputs.items()
        for key, cell in _pieces(value)
        if cell.strip()
    ]
    return Table("Inputs", ("Input", "As written"), tuple(rows))


def _pieces(value: InputValue) -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return list(value.items())
    return [("", ", ".join(value) if isinstance(value, list) else value)]


def _tables(seen: View) -> list[Table]:
    charts = [chart.table for chart in seen.charts if chart.kind in _EXPORTED_CHARTS]
    wanted = [seen.ranking, seen.left_out, seen.facts, seen.ties, *charts]
    return [each for each in wanted if each is not None and each.rows]


def _as_written(document: Document) -> list[list[str]]:
    """The table as the team wrote it, header first."""
    width = len(document.columns)
    return [
        list(document.columns),
        *([*row, *[""] * width][:width] for row in document.rows if any(map(str.strip, row))),
    ]


def _csv(document: Document, seen: View) -> bytes:
    """One rectangular table: what was written in each row and what came of it, in full precision.

    A method without a table gives a line for each input and each result.
    """
    rows = (
        _with_results(document, seen) if _by_row(document, seen) else _line_by_line(document, seen)
    )
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    for row in rows:
        writer.writerow([safe_cell(_plain(value)) for value in row])
    return b"\xef\xbb\xbf" + lines.getvalue().encode("utf-8", "replace")


def _by_row(document: Document, seen: View) -> bool:
    """Whether the result says something of the rows that were written."""
    named = {str(row.get("name")) for row in _result_rows(seen)}
    return bool(named.intersection(titles_of(document)) and _new_columns(document, seen))


def _with_results(document: Document, seen: View) -> list[list[Value]]:
    results = {str(row.get("name")): row for row in _result_rows(seen)}
    why = {row[0]: row[1] for row in seen.left_out.rows} if seen.left_out else {}
    named = _new_columns(document, seen)
    header: list[Value] = [*document.columns, *map(label, named), *(["Not ranked"] if why else [])]
    written = _as_written(document)[1:]
    body = [
        [
            *row,
            *(results.get(title, {}).get(key) for key in named),
            *([why.get(title)] if why else []),
        ]
        for title, row in zip(titles_of(document), written, strict=True)
    ]
    return [header, *body]


def _new_columns(document: Document, seen: View) -> list[str]:
    """What the result says of a row that is not already among the columns as written."""
    written = {column.field for column in seen.columns if column.field}
    return [
        key
        for key in dict.fromkeys(key for row in _result_rows(seen) for key in row)
        if key not in written and key != "name" and not _nested(seen, key)
    ]


def _result_rows(seen: View) -> list[dict[str, Value]]:
    return [row for row in seen.result.values.get("rows") or [] if isinstance(row, dict)]


def _nested(seen: View, key: str) -> bool:
    return any(isinstance(row.get(key), dict | list) for row in _result_rows(seen))


def _line_by_line(document: Document, seen: View) -> list[list[Value]]:
    result = seen.result
    rows: list[list[Value]] = [["Kind", "Name", "Value", "Unit"]]
    rows += [["input", name, cell, None] for name, cell in _input_table(document).rows]
    rows += [
        ["input", f"{title}: {header}", cell, None]
        for title, row in zip(titles_of(document), _as_written(document)[1:], strict=True)
        for header, cell in zip(document.columns, row, strict=True)
        if cell.strip()
    ]
    rows += [
        ["result", key, value, result.units.get(key)]
        for key, value in result.values.items()
        if is_number(value) or isinstance(value, str | bool)
    ]
    rows += [
        ["result", f"{key} {number} {name}", value, result.units.get(str(name))]
        for key, table in result.values.items()
        if isinstance(table, list)
        for number, row in enumerate(table, start=1)
        if isinstance(row, dict)
        for name, value in row.items()
        if is_number(value) or isinstance(value, str | bool)
    ]
    return [*rows, ["about", "result in words", result.headline, None]]


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return repr(value) if isinstance(value, float) else str(value)


def _xlsx(document: Document, seen: View, about: Table) -> bytes:
    """A sheet for the table as written first, so that the file can be brought back; then results."""
    sheets: list[tuple[str, list[list[Value]]]] = []
    if document.filled_rows():
        sheets.append(
            ("As written", [[_cell(text) for text in row] for row in _as_written(document)])
        )
    if _by_row(document, seen):
        sheets.append(
            ("With results", [[_cell(v) for v in row] for row in _with_results(document, seen)])
        )
    else:
        sheets.append(
            ("Results", [[_cell(v) for v in row] for row in _line_by_line(document, seen)])
        )
    for table in (*_tables(seen), _input_table(document), about):
        if table.rows:
            cells = [[_cell(text) for text in row] for row in table_cells(table)]
            sheets.append((_NOT_A_TITLE.sub(" ", table.caption), cells))
    return workbook(sheets)


def _cell(value: Value) -> str | float | int | None:
    """A number as a number; everything else as text that cannot run."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        return value if isinstance(value, int | float) else str(value)
    if _PLAIN_NUMBER.fullmatch(value) and len(value) < 16:
        return float(value) if "." in value else int(value)
    return safe_cell(value)


def _markdown(document: Document, seen: View, about: Table) -> str:
    result = seen.result
    parts = [
        f"# {_escaped(document.name or document.entry.title)}",
        f"**{_escaped(result.headline)}**",
    ]
    written = _as_written(document)
    body = tuple(map(tuple, written[1:]))
    as_written = [Table("Table as written", tuple(written[0]), body)] if body else []
    for table in (*_tables(seen), *as_written, _input_table(document)):
        if not table.rows:
            continue
        head = "| " + " | ".join(map(_escaped, table.columns)) + " |"
        rule = "|" + " --- |" * len(table.columns)
        rows = ["| " + " | ".join(map(_escaped, row)) + " |" for row in table.rows]
        parts.append("\n".join([f"## {_escaped(table.caption)}", "", head, rule, *rows]))
    lines = [f"- {_escaped(what)}: {_escaped(text)}" for what, text in about.rows[3:]]
    return "\n\n".join([*parts, "## How this was computed", "\n".join(lines)]) + "\n"


def _escaped(text: str) -> str:
    """Text that stays text where Markdown is shown: no HTML, no links, no table breaks."""
    return " ".join(text.split()).translate(_MARKS)


def _json(document: Document, seen: View, date: str, version: str) -> bytes:
    result = seen.result
    data = {
        "format": FORMAT,
        "version": 1,
        "document": document.model_dump(),
        "computed": {
            "date": date,
            "by": version,
            "seed": next(
                (r.values["seed"] for r in (result, *seen.beside) if "seed" in r.values), None
            ),
            "result": result.model_dump(mode="json"),
        },
    }
    return json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2).encode(
        "utf-8", "replace"
    )


def chat_question(document: Document, seen: View, longest: int = 7_000) -> str:
    """A question for the chat that brings the table along; nobody sends it but the person."""
    title = document.entry.title
    if document.columns and document.filled_rows():
        lines = [f"{title}: rank these and tell me what the course says to mind.", ""]
        lines.append("| " + " | ".join(_bare(cell) for cell in document.columns) + " |")
        lines.append("|" + " --- |" * len(document.columns))
        for _, row in document.filled_rows():
            line = "| " + " | ".join(_bare(cell) for cell in row) + " |"
            if sum(map(len, lines)) + len(line) > longest:
                break
            lines.append(line)
        return "\n".join(lines)
    given = [
        f"{name.replace('_', ' ')} {shown(value)}"
        for name, value in document.inputs.items()
        if value and value != ""
    ]
    return f"{title}: {', '.join(given)}"[:longest]


def _bare(cell: str) -> str:
    return " ".join(cell.replace("|", "/").split())
