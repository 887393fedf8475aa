"""The form of every calculator, made from its inputs model: columns, fields, options, an example.

A new calculator is a record in the catalogue; its form is here without a line of its own.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from assistant.calculators import CALCULATORS, Calculator
from assistant.calculators.reading.columns import field_extra
from assistant.calculators.reading.records import label_of, options_of, rows_field
from assistant.workspace.columns import collector_of
from assistant.workspace.document import Document

_GROUPS = ("prioritisation", "economics", "experiments", "monitoring")
_SETTING_KINDS = frozenset({"rates", "choice"})


def forms() -> list[dict[str, Any]]:
    """Every calculator's form, in the order of the catalogue."""
    return [form_of(entry) for entry in CALCULATORS]


def form_of(entry: Calculator) -> dict[str, Any]:
    """The form of one calculator as plain JSON."""
    table = rows_field(entry.inputs)
    criteria = bool(table and collector_of(table[1]))
    return {
        "name": entry.name,
        "title": entry.title,
        "summary": entry.summary,
        "formula": entry.formula,
        "source_label": entry.source_label,
        "group": _group(entry),
        "table": _table(entry, table) if table else None,
        "fields": [
            _field(name, info, criteria)
            for name, info in entry.inputs.model_fields.items()
            if field_extra(info).get("quantity") not in {None, "rows"}
        ],
        "example": example(entry.name),
    }


def _group(entry: Calculator) -> str:
    """The folder of the calculator's function names the group it belongs to."""
    module = entry.function.__module__.split(".")
    return next((group for group in _GROUPS if group in module), "other")


def _table(entry: Calculator, table: tuple[str, Any]) -> dict[str, Any]:
    field, row = table
    collector = collector_of(row)
    columns = [
        {
            "name": name,
            "label": label_of(name) if name != "name" else "Name",
            "help": info.description or "",
            "unit": field_extra(info).get("unit"),
        }
        for name, info in row.model_fields.items()
        if "quantity" in field_extra(info) and name != collector
    ]
    started = _examples().get(entry.name, {}).get("columns")
    return {
        "field": field,
        "required": entry.inputs.model_fields[field].is_required(),
        "help": entry.inputs.model_fields[field].description or "",
        "columns": columns,
        "open": collector is not None,
        "start": list(started) if started else [column["label"] for column in columns],
    }


def _field(name: str, info: Any, criteria: bool) -> dict[str, Any]:
    extra = field_extra(info)
    kind = str(extra["quantity"])
    required = info.is_required()
    default = None if required or info.default in (None, ()) else info.default
    per_criterion = criteria and (kind == "weights" or name == "lower_is_better")
    return {
        "name": name,
        "label": label_of(name),
        "help": info.description or "",
        "kind": kind,
        "unit": extra.get("unit"),
        "options": list(options_of(info.annotation)),
        "default": default if isinstance(default, bool | int | float | str) else None,
        "required": required,
        # What has a default, or only says how to read the rest, can wait in a closed drawer.
        "setting": not per_criterion
        and (default is not None or kind in _SETTING_KINDS or name == "currency")
        and kind != "flag",
        "per_criterion": per_criterion,
    }


@cache
def _examples() -> dict[str, Any]:
    text = files(__package__).joinpath("examples.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def example(name: str) -> dict[str, Any] | None:
    """An example to start from, as a document; None where there is none."""
    found = _examples().get(name)
    if found is None:
        return None
    document = Document(
        calculator=name,
        name=str(found.get("name", "")),
        columns=[str(cell) for cell in found.get("columns", ())],
        rows=[[str(cell) for cell in row] for row in found.get("rows", ())],
        inputs={
            key: {str(k): str(v) for k, v in value.items()}
            if isinstance(value, dict)
            else str(value)
            for key, value in found.get("inputs", {}).items()
        },
    )
    return document.model_dump()
