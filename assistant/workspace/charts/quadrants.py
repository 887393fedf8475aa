"""The 2x2: value against effort, with the cut lines and what each corner is called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.workspace.charts.svg import (
    WIDTH,
    Chart,
    Scale,
    el,
    line,
    name_at,
    picture,
    rect,
    span_of,
    ticks,
    words,
)
from assistant.workspace.figures import Table, shown

_HEIGHT = 400
_BOX = (52.0, 16.0, WIDTH - 16.0, _HEIGHT - 46.0)
_APART = 15.0


@dataclass(frozen=True, slots=True)
class Point:
    """One idea in the square."""

    name: str
    value: float
    effort: float
    quadrant: str


def two_by_two(points: Sequence[Point], value_cut: float, effort_cut: float) -> Chart:
    """Effort to the right, value upwards; corners as the calculator names them."""
    left, top, right, bottom = _BOX
    x_low, x_high = _around([p.effort for p in points], effort_cut)
    y_low, y_high = _around([p.value for p in points], value_cut)
    across = Scale(x_low, x_high, left, right)
    up = Scale(y_low, y_high, bottom, top)
    cut_x, cut_y = across(effort_cut), up(value_cut)
    body = [
        rect(left, top, cut_x - left, cut_y - top, "corner good"),
        rect(left, top, right - left, bottom - top, "frame"),
        line(cut_x, top, cut_x, bottom, "cut"),
        line(left, cut_y, right, cut_y, "cut"),
        words(left + 8, top + 17, "Quick wins", "corner-name"),
        words(right - 8, top + 17, "Major projects", "corner-name", "end"),
        words(left + 8, bottom - 8, "Fill-ins", "corner-name"),
        words(right - 8, bottom - 8, "Money pits", "corner-name", "end"),
    ]
    for tick in ticks(x_low, x_high):
        body.append(words(across(tick), bottom + 16, shown(tick), "tick", "middle"))
    for tick in ticks(y_low, y_high):
        body.append(words(left - 7, up(tick) + 4, shown(tick), "tick", "end"))
    body.append(words((left + right) / 2, _HEIGHT - 10, "Effort →", "axis", "middle"))
    body.append(
        el("text", "Value →", x=14, y=(top + bottom) / 2, class_="axis", text_anchor="middle",
           transform=f"rotate(-90 14 {(top + bottom) / 2:.0f})")
    )  # fmt: skip
    taken: list[tuple[float, float, float]] = []
    for point in points:
        x, y = across(point.effort), up(point.value)
        body.append(
            el("circle", cx=x, cy=y, r=6, class_="dot",
               data_value=repr(point.value), data_effort=repr(point.effort))
        )  # fmt: skip
        body.append(_named(point.name, x, y, right, top, taken))
    rows = tuple((p.name, shown(p.value), shown(p.effort), p.quadrant) for p in points)
    title = "Value against effort"
    counts = ", ".join(
        f"{sum(p.quadrant == q for p in points)} {q}"
        for q in dict.fromkeys(p.quadrant for p in points)
    )
    description = (
        f"{len(points)} ideas; cut lines at value {shown(value_cut)} and effort"
        f" {shown(effort_cut)}: {counts}."
    )
    return Chart(
        "quadrants", title, description, picture(title, description, _HEIGHT, body),
        Table(title, ("Name", "Value", "Effort", "Place"), rows),
    )  # fmt: skip


def _around(values: Sequence[float], cut: float) -> tuple[float, float]:
    """An axis with the cut in its middle where that leaves every point inside."""
    reach = max([abs(value - cut) for value in values] or [1.0]) * 1.18 or 1.0
    low, high = span_of([*values, cut], zero=False, room=0.12)
    return min(low, cut - reach), max(high, cut + reach)


def _named(
    name: str, x: float, y: float, right: float, top: float, taken: list[tuple[float, float, float]]
) -> str:
    """The name beside its dot, moved up or down until it covers no other name."""
    width = min(len(name), 22) * 6.8
    anchor = "end" if x + 12 + width > right else "start"
    start = x - 11 - width if anchor == "end" else x + 11
    for shift in (0.0, -_APART, _APART, -2 * _APART, 2 * _APART, 3 * _APART):
        at = y + 4 + shift
        clash = any(
            abs(at - other_y) < _APART - 1 and start < other_end and start + width > other_start
            for other_start, other_end, other_y in taken
        )
        if not clash and at > top + 6:
            break
    taken.append((start, start + width, at))
    return name_at(x + (11 if anchor == "start" else -11), at, name, 22, anchor)
