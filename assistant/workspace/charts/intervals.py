"""Interval plots: an estimate, how far it may be off, and whether that reaches "no difference"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.workspace.charts.svg import (
    LEFT,
    WIDTH,
    Chart,
    Scale,
    el,
    line,
    name_at,
    picture,
    span_of,
    ticks,
    words,
)
from assistant.workspace.figures import Table, shown

_STEP = 40
_END = WIDTH - 30


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its interval."""

    name: str
    estimate: float
    low: float
    high: float


def interval_plot(
    intervals: Sequence[Interval], title: str, unit: str | None, *, nothing: float | None = 0.0
) -> Chart:
    """Estimates as dots on their intervals, with a line where there would be no difference."""
    ends = [v for i in intervals for v in (i.low, i.estimate, i.high)]
    low, high = span_of([*ends, *([] if nothing is None else [nothing])], zero=False, room=0.08)
    scale = Scale(low, high, LEFT, _END)
    foot = 30 + _STEP * len(intervals)
    body = []
    for tick in ticks(low, high):
        body.append(line(scale(tick), 8, scale(tick), foot - 16, "grid"))
        body.append(words(scale(tick), foot, shown(tick, unit), "tick", "middle"))
    if nothing is not None:
        body.append(line(scale(nothing), 4, scale(nothing), foot - 12, "cut"))
    for place, found in enumerate(intervals):
        y = 30.0 + _STEP * place
        body.append(name_at(LEFT - 10, y + 4, found.name))
        left, right = scale(found.low), scale(found.high)
        body.append(line(left, y, right, y, "interval"))
        body.extend(line(x, y - 6, x, y + 6, "interval") for x in (left, right))
        body.append(
            el("circle", cx=scale(found.estimate), cy=y, r=5.5, class_="dot",
               data_value=repr(found.estimate), data_low=repr(found.low),
               data_high=repr(found.high))
        )  # fmt: skip
        text = (
            f"{shown(found.estimate, unit)} ({shown(found.low, unit)} to {shown(found.high, unit)})"
        )
        body.append(
            words(
                min(max(scale(found.estimate), LEFT + 80), _END - 80),
                y - 10,
                text,
                "value",
                "middle",
            )
        )
    verdicts = [_verdict(found, nothing) for found in intervals]
    rows = tuple(
        (f.name, shown(f.estimate, unit), shown(f.low, unit), shown(f.high, unit), verdict)
        for f, verdict in zip(intervals, verdicts, strict=True)
    )
    description = "; ".join(
        f"{f.name}: {shown(f.estimate, unit)}, from {shown(f.low, unit)} to {shown(f.high, unit)}"
        for f in intervals[:6]
    )
    columns = ("Name", "Estimate", "From", "To", "No difference in it?")
    return Chart(
        "intervals", title, description + ".", picture(title, description + ".", foot + 8, body),
        Table(title, columns, rows),
    )  # fmt: skip


def _verdict(found: Interval, nothing: float | None) -> str:
    if nothing is None:
        return "–"
    return "yes" if found.low <= nothing <= found.high else "no"
