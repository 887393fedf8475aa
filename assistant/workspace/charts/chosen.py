"""Which charts a result has, by the shape of its values: a new calculator needs no line here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.calculators.record import CalculatorResult
from assistant.workspace.charts.bars import Bar, ranked_bars
from assistant.workspace.charts.flows import cash_steps
from assistant.workspace.charts.gantt import Task, roadmap_chart
from assistant.workspace.charts.intervals import Interval, interval_plot
from assistant.workspace.charts.quadrants import Point, two_by_two
from assistant.workspace.charts.svg import Chart
from assistant.workspace.charts.tornado import Swing, tornado
from assistant.workspace.figures import is_number, label, words

_BARS = ("score", "selection_rate", "present_value")
_INTERVALS = (
    "difference", "relative_lift", "lift", "relative_difference", "incremental_buyers", "gap",
)  # fmt: skip


def charts_of(result: CalculatorResult, beside: Sequence[CalculatorResult] = ()) -> list[Chart]:
    """The charts of a result and of those computed beside it, the most telling first.

    A refused result has none; a number that is missing or not finite is not drawn.
    """
    found: list[Chart] = []
    for each in (result, *beside):
        if not each.values:
            continue
        for chart in _of_one(each, first=each is result):
            if chart.title not in {other.title for other in found}:
                found.append(chart)
    order = ("quadrants", "roadmap", "flows")
    return sorted(found, key=lambda chart: order.index(chart.kind) if chart.kind in order else 9)


def _of_one(result: CalculatorResult, *, first: bool) -> list[Chart]:
    values, units = result.values, result.units
    rows = _rows(values.get("rows"))
    charts: list[Chart] = []
    if rows and _all(rows, "value", "effort") and _both(values, "value_cut", "effort_cut"):
        points = [
            Point(str(r["name"]), float(r["value"]), float(r["effort"]), str(r.get("quadrant", "")))
            for r in rows
        ]
        charts.append(two_by_two(points, float(values["value_cut"]), float(values["effort_cut"])))
    if rows and _all(rows, "start", "end"):
        charts.append(_roadmap(result, rows))
    charts.extend(_flows(result, rows))
    if first:
        charts.extend(_bars(result, rows))
    swings = _swings(values, rows)
    if swings:
        charts.append(tornado(swings))
    chances = [
        Bar(str(r["name"]), float(r["p_first"])) for r in rows if is_number(r.get("p_first"))
    ]
    if len(chances) > 1:
        charts.append(
            ranked_bars(
                chances,
                "How often each comes first",
                unit="probability",
                value_name="Share of lists",
            )
        )
    charts.extend(_intervals(values, units, rows))
    return charts


def _rows(value: object) -> list[Mapping[str, Any]]:
    if not isinstance(value, list):
        return []
    return [row for row in value if isinstance(row, Mapping)]


def _all(rows: Sequence[Mapping[str, Any]], *names: str) -> bool:
    return all(is_number(row.get(name)) for row in rows for name in names)


def _both(values: Mapping[str, Any], *names: str) -> bool:
    return all(is_number(values.get(name)) for name in names)


def _bars(result: CalculatorResult, rows: Sequence[Mapping[str, Any]]) -> list[Chart]:
    values, units = result.values, result.units
    for name in _BARS:
        scored = [row for row in rows if is_number(row.get(name)) and row.get("name")]
        if not scored:
            continue
        bars = [
            Bar(str(row["name"]), float(row[name]), _end(row, name, "low"), _end(row, name, "high"),
                "bar low" if row.get("passes") is False else "bar")
            for row in scored
        ]  # fmt: skip
        open_ranges = [
            Bar(str(row["name"]), (float(row["low"]) + float(row["high"])) / 2, float(row["low"]),
                float(row["high"]), "bar open")
            for row in _rows(values.get("ranges"))
            if is_number(row.get("low")) and is_number(row.get("high")) and row.get("name")
        ]  # fmt: skip
        gate = values.get("gate")
        return [
            ranked_bars(
                [*bars, *open_ranges],
                "Ranking" if any("rank" in row for row in scored) else label(name),
                unit=units.get(name),
                value_name=label(name),
                threshold=("Gate", float(gate)) if is_number(gate) else None,
            )
        ]
    return []


def _end(row: Mapping[str, Any], name: str, end: str) -> float | None:
    value = row.get(f"{name}_{end}")
    return float(value) if is_number(value) else None


def _swings(values: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> list[Swing]:
    scores = {str(row.get("name")): row.get("score") for row in rows}
    swings = []
    for item in _rows(values.get("tornado")):
        low, high, middle = (
            item.get("score_low"),
            item.get("score_high"),
            scores.get(str(item.get("name"))),
        )
        if not (is_number(low) and is_number(high) and is_number(middle)) or low == high:
            continue
        swings.append(
            Swing(str(item["name"]), words(item.get("input", "")), str(item.get("from", "")),
                  str(item.get("to", "")), float(low), float(high), float(middle))
        )  # fmt: skip
    return swings


def _roadmap(result: CalculatorResult, rows: Sequence[Mapping[str, Any]]) -> Chart:
    critical = {str(name) for name in result.values.get("critical_path") or []}
    tasks = [
        Task(
            name=str(row["name"]),
            start=float(row["start"]),
            end=float(row["end"]),
            people=float(row["people"]) if is_number(row.get("people")) else 1.0,
            depends_on=tuple(str(name) for name in row.get("depends_on") or ()),
            band=str(row.get("band") or ""),
            critical=str(row["name"]) in critical,
        )
        for row in rows
    ]
    return roadmap_chart(tasks, _input(result, "capacity"))


def _input(result: CalculatorResult, name: str) -> float | None:
    return next(
        (
            float(read.value)
            for read in result.inputs_as_read
            if read.name == name and is_number(read.value)
        ),
        None,
    )


def _flows(result: CalculatorResult, rows: Sequence[Mapping[str, Any]]) -> list[Chart]:
    flows = [float(row["flow"]) for row in rows if is_number(row.get("flow"))]
    if not flows or len(flows) != len(rows) or "payback" not in result.calculator:
        return []
    payback = result.values.get("payback_periods", result.values.get("payback"))
    return [
        cash_steps(
            flows,
            float(payback) if is_number(payback) else None,
            next((u for u in result.units.values() if u in {"USD", "EUR", "GBP"}), None),
            str(result.values.get("period") or "period"),
        )
    ]


def _intervals(
    values: Mapping[str, Any], units: Mapping[str, str], rows: Sequence[Mapping[str, Any]]
) -> list[Chart]:
    charts = []
    for name in _INTERVALS:
        held = [row for row in rows if _has_interval(row, name)] or (
            [values] if _has_interval(values, name) else []
        )
        if not held:
            continue
        found = [
            Interval(str(row.get("name") or label(name)), float(row[name]), float(row[f"{name}_low"]),
                     float(row[f"{name}_high"]))
            for row in held
        ]  # fmt: skip
        unit = units.get(name)
        charts.append(interval_plot(found, f"{label(name)} with its interval", unit))
    return charts


def _has_interval(row: Mapping[str, Any], name: str) -> bool:
    return all(is_number(row.get(key)) for key in (name, f"{name}_low", f"{name}_high"))
