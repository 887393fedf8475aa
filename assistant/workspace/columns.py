"""What the columns of a team's table mean to a calculator, and which row is called what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.calculators.reading.columns import field_extra, field_names, hint_of, match_field
from assistant.calculators.reading.records import label_of, rows_field
from assistant.calculators.record import Calculator, Row

NOT_USED = "-"
_NUMBER = re.compile(r"^\W*\d")


@dataclass(frozen=True, slots=True)
class Column:
    """A column for show: its field ("" where it collects under its own name), and its label."""

    header: str
    field: str
    label: str
    used: bool


def row_model_of(entry: Calculator) -> type[Row] | None:
    """The model of the calculator's rows, if it takes a table."""
    found = rows_field(entry.inputs)
    return found[1] if found else None


def collector_of(model: type[Row]) -> str | None:
    """The field that takes every column no other field claims, as criteria do."""
    return next(
        (name for name, info in model.model_fields.items() if field_extra(info).get("collects")),
        None,
    )


def column_meanings(
    entry: Calculator,
    columns: Sequence[str],
    rows: Sequence[tuple[int, Sequence[str]]],
    chosen: Sequence[str] = (),
) -> list[str]:
    """For each column a field, the collecting field, or `NOT_USED`.

    What the team chose holds; else the header decides, as the calculators read it. Where nothing
    is called a name, the first column of words that means nothing else is the name.
    """
    model = row_model_of(entry)
    if model is None:
        return [NOT_USED for _ in columns]
    names = field_names(model)
    collector = collector_of(model)
    taken: set[str] = set()
    meanings: list[str] = []
    for place, header in enumerate(columns):
        choice = chosen[place] if place < len(chosen) else ""
        if choice and (choice == NOT_USED or choice in names):
            meanings.append(choice)
        else:
            found = match_field(header, names, fuzzy=collector is None)
            meanings.append(found[0] if found and found[0] not in taken else "")
        if meanings[-1] != collector:
            taken.add(meanings[-1])
    if "name" not in meanings:
        for place, meaning in enumerate(meanings):
            cells = [row[place] for _, row in rows if place < len(row) and row[place].strip()]
            if not meaning and sum(not _NUMBER.match(cell) for cell in cells) * 2 > len(cells):
                meanings[place] = "name"
                break
    rest = collector or NOT_USED
    return [
        meaning or (rest if header.strip() else NOT_USED)
        for meaning, header in zip(meanings, columns, strict=True)
    ]


def table_header(header: str, meaning: str) -> str:
    """The header under which a column goes to the calculator: it keeps what brackets say."""
    if meaning in {"scores", ""}:
        return header
    hint = hint_of(header)
    return f"{meaning} ({hint})" if hint and meaning != "name" else _kept(header, meaning)


def _kept(header: str, meaning: str) -> str:
    """The team's own header where it says more than the field, as in "monthly reach"."""
    found = match_field(header, {meaning: meaning})
    return f"{meaning} ({found[1]})" if found and found[1] else meaning


def shown_columns(
    entry: Calculator, columns: Sequence[str], meanings: Sequence[str]
) -> list[Column]:
    """The columns with what they were taken for."""
    model = row_model_of(entry)
    collector = collector_of(model) if model else None
    return [
        Column(
            header=header,
            field="" if meaning in {NOT_USED, collector} else meaning,
            label=label_of(meaning) if meaning not in {NOT_USED, collector} else "",
            used=meaning != NOT_USED,
        )
        for header, meaning in zip(columns, meanings, strict=True)
    ]


def row_titles(names: Sequence[str]) -> list[str]:
    """What the calculators call the rows: by name, numbered where it is missing or comes again."""
    titles: list[str] = []
    seen: dict[str, int] = {}
    for number, name in enumerate(names, start=1):
        title = name.strip() or f"row {number}"
        seen[title.casefold()] = seen.get(title.casefold(), 0) + 1
        times = seen[title.casefold()]
        titles.append(title if times == 1 else f"{title} ({times})")
    return titles
