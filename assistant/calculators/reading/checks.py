"""Validation errors as problems that name field, value and bound."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from assistant.calculators.reading.columns import field_extra
from assistant.calculators.reading.records import label_of
from assistant.calculators.record import Inputs, Problem


def jsonable(value: Any) -> Any:
    if isinstance(value, Decimal):
        return (
            int(value)
            if value == value.to_integral_value() and abs(value) < 10**15
            else float(value)
        )
    if isinstance(value, Mapping):
        return {str(key): jsonable(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [jsonable(item) for item in value]
    if isinstance(value, float) and value - value != 0:
        return str(value)
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


_BOUNDS = {
    "greater_than": ("gt", "must be above"),
    "greater_than_equal": ("ge", "must be at least"),
    "less_than": ("lt", "must be below"),
    "less_than_equal": ("le", "must be at most"),
}


def problems_of(model: type[Inputs], error: ValidationError, row: str | None) -> list[Problem]:
    """The validation errors as problems that name the field, the value and the bound."""
    found = []
    for item in error.errors():
        name = str(item["loc"][0]) if item["loc"] else ""
        info = model.model_fields.get(name)
        label = f"{row}: {name.replace('_', ' ')}" if row else label_of(name)
        what = (info.description or "") if info else ""
        if item["type"] == "missing":
            found.append(
                Problem(
                    kind="missing_input",
                    field=name,
                    row=row,
                    message=f"{label} is missing" + (f": {what}." if what else "."),
                )
            )
            continue
        kind = item["type"]
        given = jsonable(item.get("input"))
        if kind in _BOUNDS:
            key, words = _BOUNDS[kind]
            bound = item["ctx"][key]
            shares = field_extra(info).get("quantity") if info else None
            percent = shares in {"share", "confidence", "retention", "change"}
            message = f"{label} {_bounded(given, percent)} {words} {_bounded(bound, percent)}."
        elif kind.startswith("int_"):
            message = f"{label} {given} must be a whole number."
        else:
            message = f"{label}: {given!r} cannot be used ({item['msg'].casefold()})."
        found.append(Problem(kind="out_of_range", field=name, row=row, message=message))
    return found


def _bounded(value: Any, percent: bool) -> str:
    return f"{float(value) * 100:g}%" if percent else f"{float(value):,g}"
