"""Which rows and fields an input means: tables, hints of column names, labels."""

import json
import re
import types
import typing
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.calculators.reading.amounts import is_missing, period_of
from assistant.calculators.reading.columns import field_extra
from assistant.calculators.reading.draft import Draft
from assistant.calculators.reading.tables import read_table
from assistant.calculators.record import Inputs, Problem, Row

_PERSON_MONTHS = frozenset({"months", "month", "mo", "mos", "pm", "pms", "p-m", "man-months", "mm"})


def row_model(annotation: Any) -> type[Row] | None:
    """The `Row` class inside `list[Item]`, `tuple[Item, ...]` or an optional of those."""
    if isinstance(annotation, type) and issubclass(annotation, Row):
        return annotation
    for part in typing.get_args(annotation):
        found = row_model(part)
        if found is not None:
            return found
    return None


def options_of(annotation: Any) -> tuple[str, ...]:
    """The literal options of an annotation, through unions."""
    if typing.get_origin(annotation) is typing.Literal:
        return tuple(str(option) for option in typing.get_args(annotation))
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return tuple(option for part in typing.get_args(annotation) for option in options_of(part))
    return ()


def label_of(name: str) -> str:
    """A field name as words, first letter large."""
    text = name.replace("_", " ")
    return text[:1].upper() + text[1:]


def rows_field(model: type[Inputs]) -> tuple[str, type[Row]] | None:
    """The table field of a model and its row class, if it has one."""
    for name, info in model.model_fields.items():
        if field_extra(info).get("quantity") == "rows":
            row = row_model(info.annotation)
            if row is not None:
                return name, row
    return None


def _kind(model: type[Inputs], name: str) -> str:
    return str(field_extra(model.model_fields[name]).get("quantity"))


def with_hint(value: object, hint: str, kind: str) -> object:
    """A bare number with what its column name says of it: 3 under "effort (weeks)" is "3 weeks"."""
    if not hint or is_missing(value) or isinstance(value, bool | list | dict | tuple):
        return value
    if kind == "effort" and hint.casefold() in _PERSON_MONTHS:
        hint = "person-months"
    if kind in {"score", "impact", "text", "choice", "flag"}:
        return value
    text = str(value)
    if period_of(hint) and period_of(text) is None and re.search(r"\d", text):
        return f"{text} {hint}"
    bare = re.sub(r"(?<=\d)\s?(?:k|mn?|bn?)\b", "", text, flags=re.I)
    if any(character.isalpha() or character in "%/$\u20ac\u00a3" for character in bare):
        return value
    if hint.startswith("%"):
        return f"{text}%"
    return f"{text} {hint}"


def transposed(raw: Mapping[str, object]) -> list[Mapping[str, object]]:
    """Columns of equal length as rows; anything else is one row."""
    columns = [value for value in raw.values() if isinstance(value, list | tuple)]
    if not columns or len(columns) != len(raw) or len({len(column) for column in columns}) != 1:
        return [raw]
    return [dict(zip(raw, cells, strict=True)) for cells in zip(*columns, strict=True)]


def _records(raw: object, draft: Draft, name: str) -> tuple[list[Mapping[str, object]], bool]:
    if isinstance(raw, str):
        text = raw.strip()
        if text[:1] in "[{":
            try:
                return _records(json.loads(text), draft, name)
            except (json.JSONDecodeError, RecursionError):
                pass
        table = read_table(raw)
        if table is not None:
            draft.decimal_comma = table.decimal_comma
            return [dict(record) for record in table.records()], True
    if isinstance(raw, Mapping):
        if raw and all(isinstance(value, Mapping) for value in raw.values()):
            return [
                {"name": key, **value} for key, value in raw.items() if isinstance(value, Mapping)
            ], False
        return transposed(raw), False
    if isinstance(raw, Sequence) and not isinstance(raw, str):
        records = [item for item in raw if isinstance(item, Mapping)]
        if len(records) == len(raw):
            return records, False
    draft.problems.append(
        Problem(
            kind="missing_input",
            field=name,
            message=f"{label_of(name)}: give a table with a header line, or a list of rows.",
        )
    )
    return [], False
