"""A document: a calculator, its table and its other inputs, as text the way the team wrote it."""

from __future__ import annotations

import csv
import io
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.calculators import Calculator, get
from assistant.calculators.reading.records import rows_field
from assistant.workspace.columns import NOT_USED, column_meanings, row_titles, table_header

MOST_ROWS = 500
MOST_COLUMNS = 40
LONGEST_CELL = 400
LONGEST_INPUT = 4_000
LONGEST_NAME = 120
MOST_CELLS_TEXT = 180_000

Cell = Annotated[str, StringConstraints(max_length=LONGEST_CELL)]
Header = Annotated[str, StringConstraints(max_length=200)]
InputText = Annotated[str, StringConstraints(max_length=LONGEST_INPUT)]
FieldName = Annotated[str, StringConstraints(max_length=64)]
InputValue = (
    InputText
    | Annotated[dict[Header, Cell], Field(max_length=MOST_COLUMNS)]
    | Annotated[list[Cell], Field(max_length=MOST_COLUMNS)]
)


class Document(BaseModel):
    """What a team works on. Equal documents give equal numbers, on any day and any machine.

    ``fields`` says what the columns mean, by place: a field of the calculator, ``-`` for a column
    that is not used, nothing for what the header says by itself.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    calculator: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    name: Annotated[str, StringConstraints(max_length=LONGEST_NAME)] = ""
    columns: Annotated[list[Header], Field(max_length=MOST_COLUMNS)] = Field(default_factory=list)
    rows: Annotated[
        list[Annotated[list[Cell], Field(max_length=MOST_COLUMNS)]], Field(max_length=MOST_ROWS)
    ] = Field(default_factory=list)
    fields: Annotated[list[FieldName], Field(max_length=MOST_COLUMNS)] = Field(default_factory=list)
    inputs: Annotated[dict[FieldName, InputValue], Field(max_length=60)] = Field(
        default_factory=dict
    )

    @property
    def entry(self) -> Calculator:
        """The calculator. Raises UnknownCalculator."""
        return get(self.calculator)

    def filled_rows(self) -> list[tuple[int, list[str]]]:
        """The rows that hold anything, as wide as the header, each with its place."""
        width = len(self.columns)
        return [
            (place, [_one_line(cell) for cell in (*row, *[""] * width)[:width]])
            for place, row in enumerate(self.rows)
            if any(cell.strip() for cell in row)
        ]

    def raw_inputs(self) -> dict[str, Any]:
        """The inputs as the calculator takes them; the table goes in as pasted text would."""
        inputs: dict[str, Any] = {
            name: held for name, value in self.inputs.items() if (held := _without_blanks(value))
        }
        table = rows_field(self.entry.inputs)
        rows = self.filled_rows()
        if table is None or not rows:
            return inputs
        meanings = column_meanings(self.entry, self.columns, rows, self.fields)
        used = [n for n, meaning in enumerate(meanings) if meaning != NOT_USED]
        header = [_one_line(table_header(self.columns[n], meanings[n])) for n in used]
        cells = [[row[n] for n in used] for _, row in rows]
        if len(header) < 2:
            # One column is no table when written as text.
            return {**inputs, table[0]: [dict(zip(header, row, strict=True)) for row in cells]}
        return {**inputs, table[0]: _as_text(header, cells)}


def _without_blanks(value: InputValue) -> InputValue:
    if isinstance(value, dict):
        return {key: cell for key, cell in value.items() if cell.strip()}
    if isinstance(value, list):
        return [cell for cell in value if cell.strip()]
    return value.strip()


def titles_of(document: Document) -> list[str]:
    """What the calculator calls the rows that hold anything, in their order."""
    rows = document.filled_rows()
    meanings = column_meanings(document.entry, document.columns, rows, document.fields)
    at = meanings.index("name") if "name" in meanings else None
    return row_titles(["" if at is None else row[at] for _, row in rows])


def _as_text(header: list[str], rows: list[list[str]]) -> str:
    """Tab-separated text: the form of spreadsheet cells, from which decimal commas are seen."""
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter="\t", lineterminator="\n")
    writer.writerows([header, *rows])
    return lines.getvalue()


def _one_line(cell: str) -> str:
    """A cell on one line, with broken bars for bars: lines with bars would be read as Markdown."""
    return " ".join(cell.replace("\x00", "").replace("|", "\u00a6").split())
