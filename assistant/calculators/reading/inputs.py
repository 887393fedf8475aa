"""Raw inputs of any channel become an inputs model, an echo and every problem at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from assistant.calculators.reading.amounts import is_missing
from assistant.calculators.reading.assigning import assign
from assistant.calculators.reading.checks import jsonable, problems_of
from assistant.calculators.reading.columns import (
    field_extra,
    field_names,
    match_field,
    nearest,
)
from assistant.calculators.reading.currencies import convert, convert_rows
from assistant.calculators.reading.draft import Draft
from assistant.calculators.reading.quantities import Reading, read_quantity
from assistant.calculators.reading.records import (
    _kind,
    _records,
    label_of,
    options_of,
    row_model,
    with_hint,
)
from assistant.calculators.reading.series import (
    read_amounts,
    read_choice,
    read_flag,
    read_numbers,
    read_rates,
    read_texts,
    read_weights,
    three_points,
)
from assistant.calculators.reading.tables import naming_column
from assistant.calculators.record import InputRead, Inputs, Problem, Row

LONGEST_VALUE = 400
_ONCE = re.compile(r"\bone[- ]?(?:off|time)\b|\bonce\b", re.I)


MOST_ROWS = 2000


@dataclass(frozen=True, slots=True)
class ReadInputs:
    """The model (None when a problem prevents it), what was read and what is wrong."""

    inputs: Inputs | None
    echoes: tuple[InputRead, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[str, ...]


def read_inputs(model: type[Inputs], raw: Mapping[str, object]) -> ReadInputs:
    """Match names, read every value, validate bounds; nothing stops at the first problem."""
    draft = Draft()
    cells = assign(model, raw, draft)
    prepared = convert(model, cells, draft)
    data = _read_fields(model, prepared, draft, row=None)
    _as_written(draft, cells, prepared)
    if draft.currency and "currency" in model.model_fields:
        data.setdefault("currency", draft.currency)
    inputs = _validated(model, data, draft)
    return ReadInputs(inputs, tuple(draft.echoes), tuple(draft.problems), tuple(draft.warnings))


def _as_written(
    draft: Draft, cells: Mapping[str, object], prepared: Mapping[str, object], row: str = ""
) -> None:
    """An amount that a rate converted is echoed as the person wrote it."""
    changed = {row + name for name in cells if cells[name] != prepared.get(name)}
    if changed:
        draft.echoes[:] = [
            echo.model_copy(
                update={
                    "raw": jsonable(cells[echo.name.removeprefix(row)]),
                    "note": "converted at the rate given",
                }
            )
            if echo.name in changed
            else echo
            for echo in draft.echoes
        ]


def _as_typed(echo: InputRead, typed: Mapping[str, object]) -> InputRead:
    """A cell is echoed as typed, with the note that its column's name gave the unit."""
    if echo.name not in typed:
        return echo
    note = "; ".join(text for text in (echo.note, f"{echo.raw} by its column's name") if text)
    return echo.model_copy(update={"raw": jsonable(typed[echo.name]), "note": note})


def _read_fields(
    model: type[Inputs], cells: Mapping[str, object], draft: Draft, row: str | None
) -> dict[str, Any]:
    data: dict[str, Any] = {}
    periods: dict[str, str] = {}
    spans: dict[str, tuple[float, float]] = {}
    points: set[str] = set()
    for name, raw in cells.items():
        info = model.model_fields[name]
        extra = field_extra(info)
        kind = str(extra["quantity"])
        label = f"{row}: {name.replace('_', ' ')}" if row else label_of(name)
        if kind == "rows":
            data[name] = _read_rows(model, name, raw, cells, draft)
            continue
        if is_missing(raw):
            continue
        reading = _read_value(kind, raw, label, info.annotation, extra, draft)
        if isinstance(reading, Reading):
            if reading.missing:
                continue
            if reading.problem is not None:
                _report(draft, reading, name, row)
                continue
            if reading.low is not None and reading.high is not None:
                spans[name] = (float(reading.low), float(reading.high))
            if reading.per:
                periods[name] = reading.per
            elif kind == "count" and isinstance(raw, str) and _ONCE.search(raw):
                periods[name] = "once"
            if reading.unit == "points":
                points.add(name)
            value: Any = reading.value
            shown: Any = _shown(reading)
            unit = reading.unit or reading.currency or extra.get("unit")
            unit = f"{unit or ''} per {reading.per}".strip() if reading.per else unit
            note = reading.note
        else:
            value, shown, unit, note = reading, reading, extra.get("unit"), None
        if value is not None:
            data[name] = value
        echo = f"{row}.{name}" if row else name
        draft.echoes.append(
            InputRead(name=echo, raw=jsonable(raw), value=jsonable(shown), unit=unit, note=note)
        )
    data.update(periods=periods, spans=spans, points=frozenset(points))
    return data


def _shown(reading: Reading) -> Any:
    if reading.value is None:
        return [reading.low, reading.high]
    return reading.value


def _report(draft: Draft, reading: Reading, name: str, row: str | None) -> None:
    assert reading.problem is not None
    draft.problems.append(
        Problem(kind=reading.problem_kind, field=name, row=row, message=reading.problem)
    )


def _read_value(
    kind: str, raw: object, label: str, annotation: Any, extra: Mapping[str, Any], draft: Draft
) -> Any:
    if (
        isinstance(raw, str)
        and len(raw) > LONGEST_VALUE
        and kind not in {"numbers", "texts", "text"}
    ):
        return Reading(problem=f"{label}: the text is too long to be one value.")
    match kind:
        case "text":
            return str(raw).strip()[:LONGEST_VALUE]
        case "texts":
            return read_texts(raw)
        case "flag":
            return read_flag(raw, label)
        case "choice":
            return read_choice(raw, label, options_of(annotation), extra.get("synonyms", {}))
        case "numbers":
            return read_numbers(raw, label, draft.decimal_comma)
        case "rates":
            return read_rates(raw, label)
        case "weights":
            return read_weights(raw, label)
        case "amounts" if isinstance(raw, Mapping | list | tuple) or (
            isinstance(raw, str) and (":" in raw or "=" in raw)
        ):
            return read_amounts(raw, label)
    if isinstance(raw, list | tuple | Mapping):
        ends = three_points(raw)
        if ends is not None:
            return _span(kind, ends, label, extra)
        return Reading(
            problem=f"{label}: one value is needed, not a list.", problem_kind="mismatch"
        )
    return read_quantity(
        kind, raw, label, unit=extra.get("unit"), decimal_comma=draft.decimal_comma
    )


def _span(kind: str, ends: tuple[object, ...], label: str, extra: Mapping[str, Any]) -> Reading:
    """Low, likely and high as one reading; the likely value is kept, not replaced."""
    readings = [read_quantity(kind, end, label, unit=extra.get("unit")) for end in ends]
    wrong = next((reading for reading in readings if reading.value is None), None)
    if wrong is not None:
        return (
            wrong if wrong.problem else Reading(problem=f"{label}: an end of the range is missing.")
        )
    low, likely, high = readings[0].value, readings[-2].value, readings[-1].value
    assert low is not None
    assert high is not None
    if low > high:
        return Reading(problem=f"{label}: the range runs backwards.", problem_kind="out_of_range")
    value = likely if len(readings) == 3 else None
    return replace(readings[0], value=value, low=low, high=high, note="low, likely and high")


def _read_rows(
    model: type[Inputs], name: str, raw: object, beside: Mapping[str, object], draft: Draft
) -> list[Any]:
    """The rows of a table field; `beside` are the cells next to the table."""
    row_class = row_model(model.model_fields[name].annotation)
    assert row_class is not None
    records, from_text = _records(raw, draft, name)
    names = field_names(row_class)
    collector = next(
        (key for key, info in row_class.model_fields.items() if field_extra(info).get("collects")),
        None,
    )
    if from_text and records:
        naming = naming_column(list(records[0]), records, names, collector is not None)
        records = [{"name" if k == naming else k: v for k, v in r.items()} for r in records]
    written: list[dict[str, object]] = []
    typed: dict[str, object] = {}
    unused: list[str] = []
    seen: dict[str, int] = {}
    for number, record in enumerate(records[:MOST_ROWS], start=1):
        cells: dict[str, object] = {}
        hinted: dict[str, object] = {}
        collected: dict[str, object] = {}
        for key, value in record.items():
            found = match_field(str(key), names, fuzzy=collector is None)
            if found is not None and found[0] not in cells:
                cells[found[0]] = with_hint(value, found[1], _kind(row_class, found[0]))
                if cells[found[0]] is not value:
                    hinted[found[0]] = value
            elif collector is not None and str(key).strip():
                collected[str(key).strip()] = value
            elif not is_missing(value):
                unused.append(str(key))
        if collected and collector:
            given = cells.get(collector)
            cells[collector] = {**(given if isinstance(given, Mapping) else {}), **collected}
        title = str(cells.get("name") or "").strip() or f"row {number}"
        seen[title.casefold()] = seen.get(title.casefold(), 0) + 1
        if seen[title.casefold()] > 1:
            title = f"{title} ({seen[title.casefold()]})"
        written.append({**cells, "name": title})
        typed |= {f"{title}.{name}": value for name, value in hinted.items()}
    prepared = convert_rows(row_class, written, beside, draft)
    rows = [_read_row(row_class, str(cells["name"]), cells, draft) for cells in prepared]
    for cells, converted in zip(written, prepared, strict=True):
        _as_written(draft, cells, converted, f"{cells['name']}.")
    draft.echoes[:] = [_as_typed(echo, typed) for echo in draft.echoes]
    for key in dict.fromkeys(unused):
        if from_text:
            draft.warnings.append(f"Column {key[:60]!r} was not used.")
        else:
            close = nearest(key, names)
            draft.problems.append(
                Problem(
                    kind="mismatch",
                    field=key[:80],
                    message=f"Unknown input {key[:80]!r} in {name}."
                    + (f" Did you mean {close!r}?" if close else ""),
                )
            )
    return rows


def _read_row(row_class: type[Row], title: str, cells: dict[str, object], draft: Draft) -> Row:
    own = replace(draft, problems=[])
    data = _read_fields(row_class, cells, own, row=title)
    unread = list(own.problems)
    while True:
        try:
            return row_class.model_validate({**data, "unread": tuple(unread)})
        except ValidationError as error:
            for problem in problems_of(row_class, error, title):
                unread.append(problem)
            failed = {str(item["loc"][0]) for item in error.errors() if item["loc"]}
            remaining = {key: value for key, value in data.items() if key not in failed}
            if len(remaining) == len(data):
                raise
            data = remaining


def _validated(model: type[Inputs], data: dict[str, Any], draft: Draft) -> Inputs | None:
    reported = {problem.field for problem in draft.problems}
    try:
        inputs = model.model_validate(data)
    except ValidationError as error:
        draft.problems.extend(
            problem for problem in problems_of(model, error, None) if problem.field not in reported
        )
        return None
    return None if draft.problems else inputs
