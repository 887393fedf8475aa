"""A calculation of the chat as a document, so that a team can go on with it in the workspace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from assistant.calculators import UnknownCalculator, get
from assistant.calculators.reading.columns import (
    field_extra,
    field_names,
    match_field,
    normalised,
)
from assistant.calculators.reading.records import label_of, rows_field
from assistant.calculators.reading.tables import read_table
from assistant.workspace.columns import collector_of
from assistant.workspace.document import Document


def from_calculation(scenario: Mapping[str, Any]) -> Document | None:
    """The document of a stored calculation; None where it cannot be written as a table and text."""
    try:
        entry = get(str(scenario.get("calculator")))
    except UnknownCalculator:
        return None
    raw = scenario.get("inputs")
    given: dict[str, Any] = dict(raw) if isinstance(raw, Mapping) else {}
    found = rows_field(entry.inputs)
    records: list[Mapping[str, Any]] = []
    if found is not None:
        aliases = field_extra(entry.inputs.model_fields[found[0]]).get("aliases", ())
        names = {normalised(str(alias)): found[0] for alias in (found[0], *aliases)}
        key = next((key for key in given if match_field(str(key), names, fuzzy=False)), None)
        if key is not None:
            records = _records(given.pop(key), collector_of(found[1]))
        else:
            row_names = field_names(found[1])
            own = field_names(entry.inputs)
            single = {
                key: given[key]
                for key in list(given)
                if not match_field(str(key), own, fuzzy=False)
                and match_field(str(key), row_names, fuzzy=False)
            }
            if single:
                records = [single]
                given = {key: value for key, value in given.items() if key not in single}
    columns = list(dict.fromkeys(str(key) for record in records for key in record))
    columns.sort(key=lambda name: normalised(name) != "name")
    try:
        return Document(
            calculator=entry.name,
            columns=[label_of(name) for name in columns],
            rows=[[_text(record.get(name)) for name in columns] for record in records],
            inputs={str(key): _input(value) for key, value in given.items()},
        )
    except ValidationError:
        return None


def _records(raw: object, collector: str | None) -> list[Mapping[str, Any]]:
    if isinstance(raw, str):
        table = read_table(raw)
        return [dict(record) for record in table.records()] if table else []
    if isinstance(raw, Mapping):
        raw = [{"name": name, **row} for name, row in raw.items() if isinstance(row, Mapping)]
    if not isinstance(raw, list | tuple):
        return []
    rows: list[Mapping[str, Any]] = []
    for item in raw:
        if not isinstance(item, Mapping):
            continue
        row = dict(item)
        inner = row.pop(collector, None) if collector else None
        rows.append({**row, **(inner if isinstance(inner, Mapping) else {})})
    return rows


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        if len(value) in {2, 3} and all(isinstance(end, int | float) for end in value):
            return f"{_text(value[0])}-{_text(value[-1])}"  # the ends of a range
        return ", ".join(_text(item) for item in value)
    if isinstance(value, Mapping):
        ends = [_text(value[key]) for key in ("low", "high") if key in value]
        return "-".join(ends) if len(ends) == 2 else ", ".join(_text(v) for v in value.values())
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) and value == int(value) else str(value)


def _input(value: object) -> str | dict[str, str]:
    if isinstance(value, Mapping):
        return {str(key): _text(item) for key, item in value.items()}
    return _text(value)
