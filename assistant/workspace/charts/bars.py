"""Ranked bars with ranges: who is first, by how much, and how far the ranges overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.workspace.charts.svg import (
    LEFT,
    RIGHT,
    WIDTH,
    Chart,
    Scale,
    line,
    name_at,
    picture,
    rect,
    span_of,
    ticks,
    words,
)
from assistant.workspace.figures import Table, shown

_STEP = 30
_MOST = 25


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: a name, a value, the ends of its range if it has one, and how it is drawn."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    class_: str = "bar"


def ranked_bars(
    bars: Sequence[Bar],
    title: str,
    *,
    unit: str | None = None,
    value_name: str = "Score",
    threshold: tuple[str, float] | None = None,
) -> Chart:
    """Bars in the order given, with whiskers where a value is a range, and a line to reach."""
    drawn = list(bars)[:_MOST]
    ends = [v for b in drawn for v in (b.value, b.low, b.high) if v is not None]
    if threshold is not None:
        ends.append(threshold[1])
    low, high = span_of(ends)
    scale = Scale(low, high, LEFT, WIDTH - RIGHT)
    foot = 26 + _STEP * len(drawn)
    body = []
    for tick in ticks(low, high):
        body.append(line(scale(tick), 8, scale(tick), foot - 16, "grid"))
        body.append(
            words(scale(tick), foot, shown(tick, unit if _short(unit) else None), "tick", "middle")
        )
    zero = scale(0.0)
    for place, bar in enumerate(drawn):
        y = 12.0 + _STEP * place
        start, end = sorted((zero, scale(bar.value)))
        body.append(name_at(LEFT - 10, y + 13, bar.name))
        body.append(
            rect(start, y + 2, end - start, 15, bar.class_, rx=2, data_value=repr(bar.value))
        )
        edge = end
        if bar.low is not None and bar.high is not None:
            left, right = scale(bar.low), scale(bar.high)
            middle = y + 9.5
            body.append(line(left, middle, right, middle, "whisker"))
            body.extend(line(x, middle - 4, x, middle + 4, "whisker") for x in (left, right))
            edge = max(edge, right)
        body.append(words(edge + 7, y + 14, _figure(bar.value, unit), "value"))
    if threshold is not None:
        at = scale(threshold[1])
        body.append(line(at, 4, at, foot - 16, "cut"))
        body.append(words(at, foot, shown(threshold[1]), "tick strong", "middle"))
    has_range = any(bar.low is not None for bar in bars)
    rows = tuple(
        (
            bar.name,
            shown(bar.value, unit),
            *((_range(bar, unit),) if has_range else ()),
        )
        for bar in bars
    )
    columns = ("Name", value_name, *(("Range",) if has_range else ()))
    first = bars[0]
    description = f"{len(bars)} bars; the first is {first.name} with {shown(first.value, unit)}."
    if threshold is not None:
        description += f" {threshold[0]}: {shown(threshold[1])}."
    if len(bars) > _MOST:
        description += f" The first {_MOST} are drawn, all stand in the table."
    return Chart(
        "bars", title, description, picture(title, description, foot + 8, body),
        Table(title, columns, rows),
    )  # fmt: skip


def _short(unit: str | None) -> bool:
    return unit in {"share", "probability", "USD", "EUR", "GBP"}


def _figure(value: float, unit: str | None) -> str:
    return shown(value, unit if _short(unit) else None)


def _range(bar: Bar, unit: str | None) -> str:
    if bar.low is None or bar.high is None:
        return "one value"
    return f"{_figure(bar.low, unit)} to {_figure(bar.high, unit)}"
