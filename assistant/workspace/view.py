"""A document computed: the result, its charts, what was read in each cell, what would change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.calculators import Calculator, CalculatorResult, run
from assistant.workspace.charts.chosen import charts_of
from assistant.workspace.charts.svg import Chart
from assistant.workspace.columns import Column, column_meanings, row_model_of, shown_columns
from assistant.workspace.document import Document, titles_of
from assistant.workspace.figures import Table, is_number, label, shown

# What is worth computing from the same inputs beside a method, to show how sure it is.
BESIDE: Mapping[str, str] = {
    "rice": "ranking_robustness", "npv": "payback", "irr": "payback",
}  # fmt: skip
SPREAD = 20  # percent either way for what is no range, so that every input shows what it moves
_NO_FACTS = frozenset(
    {"rows", "order", "first", "ties", "switch_over", "tornado", "pairwise", "ranges", "quadrants",
     "not_scored", "failed_gates", "weights", "weight_sensitivity", "order_by_mean", "period",
     "convention", "draws", "seed", "top_k"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CellRead:
    """What stands in a cell for the calculator, where that is not what was typed, and what is wrong."""

    row: int
    column: int
    read: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """Everything the page shows of a computed document."""

    result: CalculatorResult
    ranking: Table | None
    facts: Table | None
    ties: Table | None
    notes: tuple[str, ...]
    charts: tuple[Chart, ...]
    columns: tuple[Column, ...] = ()
    cells: tuple[CellRead, ...] = ()
    left_out: Table | None = None
    beside: tuple[CalculatorResult, ...] = field(default=())


def view(document: Document) -> View:
    """Compute a document and look at it from every side. Raises UnknownCalculator."""
    inputs = document.raw_inputs()
    result = run(document.calculator, inputs)
    beside = _beside(document.entry.name, inputs) if result.values else ()
    rows = document.filled_rows()
    meanings = column_meanings(document.entry, document.columns, rows, document.fields)
    return View(
        result=result,
        ranking=ranking_table(result, document.entry),
        facts=facts_table(result),
        ties=ties_table(result),
        notes=(*_sensitivity(result), *map(_told, beside)),
        charts=tuple(charts_of(result, beside)),
        columns=tuple(shown_columns(document.entry, document.columns, meanings)),
        cells=tuple(_cells(document, result, rows, meanings)),
        left_out=_left_out(result),
        beside=beside,
    )


def _beside(name: str, inputs: Mapping[str, Any]) -> tuple[CalculatorResult, ...]:
    other = BESIDE.get(name)
    if other is None:
        return ()
    taken = {
        key: value for key, value in inputs.items() if key not in {"finance_rate", "reinvest_rate"}
    }
    found = run(other, taken | ({"spread": f"{SPREAD}%"} if other == "ranking_robustness" else {}))
    return (found,) if found.values else ()


def _told(beside: CalculatorResult) -> str:
    if beside.calculator != "ranking_robustness":
        return beside.headline
    return f"{beside.headline} Ranges were drawn as given, single values within +/- {SPREAD}%."


def ranking_table(result: CalculatorResult, entry: Calculator) -> Table | None:
    """The rows of a result in its order, with ranges: the table a team takes home.

    A ranking leaves out what only repeats the inputs; they stand in the table as written.
    """
    rows = [row for row in result.values.get("rows") or [] if isinstance(row, dict)]
    if not rows:
        return None
    plain = [
        key
        for key in dict.fromkeys(key for row in rows for key in row)
        if not key.endswith(("_low", "_high"))
        and not any(isinstance(r.get(key), dict) for r in rows)
    ]
    model = row_model_of(entry)
    if "rank" in plain and model is not None:
        plain = [key for key in plain if key == "name" or key not in model.model_fields]
    columns = tuple(_headed(key, result.units.get(key)) for key in plain)
    table = tuple(
        tuple(_with_range(row, key, result.units.get(key)) for key in plain) for row in rows
    )
    return Table("Ranking" if "rank" in plain else "Row by row", columns, table)


def _headed(key: str, unit: str | None) -> str:
    return f"{label(key)} ({unit})" if unit and unit not in _PLAIN_UNITS else label(key)


_PLAIN_UNITS = frozenset(
    {"share", "probability", "points", "none", "money", "ratio", "USD", "EUR", "GBP", "people"}
)


def _with_range(row: Mapping[str, Any], key: str, unit: str | None) -> str:
    unit = unit if unit in _PLAIN_UNITS - {"people"} else None
    low, high = row.get(f"{key}_low"), row.get(f"{key}_high")
    written = shown(row.get(key), unit)
    if is_number(low) and is_number(high):
        return f"{written} ({shown(low, unit)} to {shown(high, unit)})"
    return written


_ASIDE = ("_low", "_high", "_percent", "_exact", "_periods")


def facts_table(result: CalculatorResult) -> Table | None:
    """The single values of a result, each with its unit and its range if it has one."""
    ranges = result.values.get("ranges")
    ranges = ranges if isinstance(ranges, dict) else {}
    rows: list[tuple[str, str]] = []
    told: list[tuple[float, str | None]] = []
    for key, value in result.values.items():
        if key in _NO_FACTS or key.endswith(_ASIDE) or value in (None, [], {}):
            continue
        if isinstance(value, list) and any(isinstance(item, dict) for item in value):
            continue
        unit = result.units.get(key)
        if is_number(value):
            # The same figure under a second name, without a unit of its own, is told once.
            if any(float(value) == v and (unit is None or unit == u) for v, u in told):
                continue
            told.append((float(value), unit))
        written = shown(value, unit)
        span = ranges.get(key) or {
            "low": result.values.get(f"{key}_low"), "high": result.values.get(f"{key}_high"),
        }  # fmt: skip
        if (
            is_number(span.get("low"))
            and is_number(span.get("high"))
            and span["low"] != span["high"]
        ):
            written += f" ({shown(span['low'], unit)} to {shown(span['high'], unit)})"
        rows.append((label(key), written))
    return Table("Values", ("Value", "Result"), tuple(rows)) if rows else None


def ties_table(result: CalculatorResult) -> Table | None:
    """At which value of one input each item draws level with its neighbour."""
    pairs = [pair for pair in result.values.get("switch_over") or [] if isinstance(pair, dict)]
    rows = {
        row.get("name"): row for row in result.values.get("rows") or [] if isinstance(row, dict)
    }
    fields = [
        key
        for key in dict.fromkeys(key for pair in pairs for key in pair)
        if key not in {"item", "against", "factor"}
    ]
    if not pairs or not fields:
        return None
    table = tuple(
        (
            str(pair.get("item")),
            str(pair.get("against")),
            *(
                _tie(pair.get(f), rows.get(pair.get("item"), {}).get(f), result.units.get(f))
                for f in fields
            ),
        )
        for pair in pairs
    )
    return Table("Tie points", ("Item", "Ties with", *map(label, fields)), table)


def _tie(value: object, current: object, unit: str | None) -> str:
    unit = "share" if unit == "share" else None
    if not is_number(value):
        return "not by this alone"
    now = f" (now {shown(current, unit)})" if is_number(current) else ""
    return f"{shown(value, unit)}{now}"


def _sensitivity(result: CalculatorResult) -> list[str]:
    found = result.values.get("weight_sensitivity")
    if not isinstance(found, dict):
        return []
    weight, tie = found.get("weight"), found.get("tie_weight")
    if not (is_number(weight) and is_number(tie)):
        return []
    return [
        f"With a weight of {shown(tie, 'share')} instead of {shown(weight, 'share')} for"
        f" {found.get('criterion')}, {found.get('against')} draws level with the first."
    ]


def _left_out(result: CalculatorResult) -> Table | None:
    """Rows without a rank, and why: a blank is never 0."""
    rows = [
        (
            str(item.get("name")),
            "; ".join(
                str(r).removeprefix(f"{item.get('name')}: ") for r in item.get("reasons", ())
            ),
        )
        for key in ("not_scored", "failed_gates")
        for item in result.values.get(key) or []
        if isinstance(item, dict)
    ]
    spans = result.values.get("ranges")
    for item in spans if isinstance(spans, list) else ():
        rows.append(
            (
                str(item.get("name")),
                f"between {shown(item.get('low'))} and {shown(item.get('high'))}, as"
                f" {shown(item.get('missing'))} is missing",
            )
        )
    return Table("Not ranked", ("Name", "Why"), tuple(rows)) if rows else None


def _cells(
    document: Document,
    result: CalculatorResult,
    rows: list[tuple[int, list[str]]],
    meanings: list[str],
) -> list[CellRead]:
    titles = titles_of(document)
    echoes = {read.name: read for read in result.inputs_as_read}
    wrong = {(problem.row, problem.field): problem.message for problem in result.problems}
    found = []
    for title, (place, cells) in zip(titles, rows, strict=True):
        for column, (meaning, cell) in enumerate(zip(meanings, cells, strict=True)):
            if meaning in {"-", "name"}:
                continue
            header = document.columns[column].strip()
            problem = wrong.get((title, meaning)) or wrong.get((title, header)) or ""
            echo = echoes.get(f"{title}.{meaning}")
            read = (
                _echo(echo.value, echo.unit, cell)
                if echo and not isinstance(echo.value, dict)
                else ""
            )
            if read or problem:
                found.append(CellRead(place, column, read, problem.removeprefix(f"{title}: ")))
    return found


def _echo(value: Any, unit: str | None, cell: str) -> str:
    """What was read, unless that is what stands there."""
    if isinstance(value, list) and len(value) == 2 and all(is_number(v) for v in value):
        written = " to ".join(shown(v, "share" if unit == "share" else None) for v in value)
        return f"{written} {unit}" if unit and unit != "share" else written
    written = shown(value, unit)
    same = {form.replace(",", "").casefold() for form in (written, shown(value))}
    return "" if cell.strip().replace(",", "").casefold() in same else written
