"""Pictures of a calculator's result, as inline SVG beside its tables.

What can be drawn is told by the shape of the result, not by the calculator's name: flows by
period, a difference with an interval, value against effort, tasks with a start and an end. A
picture says nothing that no table says; it is hidden from screen readers, which read the table.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeGuard

from assistant.ui.markup import tag, text

if TYPE_CHECKING:
    from assistant.calculators.record import CalculatorResult
    from assistant.ui.texts import Texts

WIDE = 560
MOST_DRAWN = 24  # more marks than that are a texture, not a picture
_LABEL = 16  # letters of a name


def chart(result: CalculatorResult, words: Texts) -> str:
    """The picture of a result, or nothing where a table says it better."""
    rows = result.values.get("rows")
    listed = rows if isinstance(rows, list) and all(isinstance(r, dict) for r in rows) else []
    if 1 < len(listed) <= MOST_DRAWN:
        if _numeric(listed, "period", "flow"):
            return _flows(listed, result.values, words)
        if _numeric(listed, "effort", "value") and "quadrant" in listed[0]:
            return _quadrants(listed, result.values, words)
        if _numeric(listed, "start", "end"):
            return _bars_in_time(listed, words)
    return _interval(result.values, words)


def _flows(rows: Sequence[Mapping[str, Any]], values: Mapping[str, Any], words: Texts) -> str:
    """Money by period as bars from the line of zero, the sum so far as steps, payback marked."""
    flows = [float(row["flow"]) for row in rows]
    sums = [sum(flows[: place + 1]) for place in range(len(flows))]
    top, bottom = max(0.0, *flows, *sums), min(0.0, *flows, *sums)
    high = 150.0
    step = WIDE / len(rows)

    def y(amount: float) -> float:
        return 14 + (top - amount) / ((top - bottom) or 1) * high

    marks = []
    for place, flow in enumerate(flows):
        marks.append(
            _shape("rect", x=place * step + step * 0.2, y=min(y(0), y(flow)), width=step * 0.6,
                   height=max(1.0, abs(y(flow) - y(0))), class_="bar-good" if flow >= 0 else "bar-bad")
        )  # fmt: skip
        marks.append(_word((place + 0.5) * step, high + 30, str(rows[place]["period"])))
    line = " ".join(
        f"{place * step:.1f},{y(total):.1f} {(place + 1) * step:.1f},{y(total):.1f}"
        for place, total in enumerate(sums)
    )
    marks.append(_shape("polyline", points=line, class_="steps"))
    marks.append(_shape("line", x1=0, x2=WIDE, y1=y(0), y2=y(0), class_="axis"))
    paid = values.get("payback_periods")
    if isinstance(paid, int | float) and 0 <= paid < len(rows):
        x = (paid + 0.5) * step
        marks.append(_shape("line", x1=x, x2=x, y1=8, y2=high + 16, class_="mark"))
        marks.append(_word(x, 8, words("chart_payback"), "mark-word"))
    return _picture("".join(marks), high + 36, words("chart_flows"))


def _interval(values: Mapping[str, Any], words: Texts) -> str:
    """A difference with its interval on a line, and where no difference would be."""
    for name in ("relative_lift", "difference", "lift", "gap"):
        ends = [values.get(name), values.get(f"{name}_low"), values.get(f"{name}_high")]
        found = [float(end) for end in ends if _finite(end)]
        if len(found) == len(ends):
            break
    else:
        return ""
    middle, low, high = found
    left, right = min(low, 0.0), max(high, 0.0)
    room = (right - left) * 0.08 or 1.0

    def x(amount: float) -> float:
        return 12 + (amount - left + room) / (right - left + 2 * room) * (WIDE - 24)

    marks = (
        _shape("line", x1=x(0), x2=x(0), y1=12, y2=52, class_="axis")
        + _word(x(0), 66, words("chart_no_difference"))
        + _shape("line", x1=x(low), x2=x(high), y1=32, y2=32, class_="range")
        + "".join(_shape("line", x1=x(e), x2=x(e), y1=25, y2=39, class_="range") for e in (low, high))
        + _shape("circle", cx=x(middle), cy=32, r=6, class_="dot")
    )  # fmt: skip
    return _picture(marks, 72, words("chart_interval"))


def _quadrants(rows: Sequence[Mapping[str, Any]], values: Mapping[str, Any], words: Texts) -> str:
    """Value upwards against effort to the right, cut where the calculator cuts."""
    side = 250.0
    most_effort = max(float(row["effort"]) for row in rows)
    most_value = max(float(row["value"]) for row in rows)
    across_cut, up_cut = values.get("effort_cut"), values.get("value_cut")

    def x(effort: float) -> float:
        return 30 + effort / (most_effort * 1.1 or 1) * (WIDE - 60)

    def y(value: float) -> float:
        return side - value / (most_value * 1.1 or 1) * (side - 20)

    marks = [
        _shape("line", x1=30, x2=WIDE - 30, y1=side, y2=side, class_="axis"),
        _shape("line", x1=30, x2=30, y1=10, y2=side, class_="axis"),
        _word(WIDE - 30, side + 16, words("chart_effort"), "end"),
        _word(34, 12, words("chart_value"), "start"),
    ]
    if _finite(across_cut) and _finite(up_cut):
        marks.append(
            _shape("line", x1=x(across_cut), x2=x(across_cut), y1=10, y2=side, class_="cut")
        )
        marks.append(_shape("line", x1=30, x2=WIDE - 30, y1=y(up_cut), y2=y(up_cut), class_="cut"))
    for row in rows:
        across, up = x(float(row["effort"])), y(float(row["value"]))
        side_of = "end" if across > WIDE * 0.7 else "start"
        marks.append(_shape("circle", cx=across, cy=up, r=6, class_="dot"))
        shift = -11 if side_of == "end" else 11
        marks.append(_word(across + shift, up + 4, _short(row.get("name")), side_of))
    return _picture("".join(marks), side + 24, words("chart_quadrants"))


def _bars_in_time(rows: Sequence[Mapping[str, Any]], words: Texts) -> str:
    """One bar per task from its start to its end."""
    last = max(float(row["end"]) for row in rows) or 1.0
    names, line = 130.0, 26.0
    marks = []
    for place, row in enumerate(rows):
        start, end, top = float(row["start"]), float(row["end"]), place * line + 4
        x = names + start / last * (WIDE - names)
        marks.append(_word(0, top + 13, _short(row.get("name")), "start"))
        marks.append(
            _shape("rect", x=x, y=top, width=max(2.0, (end - start) / last * (WIDE - names)),
                   height=line - 9, rx=3, class_="bar-good")
        )  # fmt: skip
    bottom = len(rows) * line
    marks.append(_shape("line", x1=names, x2=WIDE, y1=bottom, y2=bottom, class_="axis"))
    for share in (0.0, 0.5, 1.0):
        where = ("start", "middle", "end")[round(share * 2)]
        moment = f"{last * share:.4g}"
        marks.append(_word(names + share * (WIDE - names), bottom + 15, moment, where))
    return _picture("".join(marks), bottom + 22, words("chart_time"))


def _picture(marks: str, high: float, caption: str) -> str:
    drawn = tag(
        "svg", marks, viewBox=f"0 0 {WIDE} {high:.0f}", aria_hidden="true", focusable="false"
    )
    return tag("figure", drawn + tag("figcaption", text(caption)), class_="chart")


def _shape(name: str, **values: float | str) -> str:
    written = {
        key: f"{value:.1f}" if isinstance(value, int | float) else value
        for key, value in values.items()
    }
    return tag(name, **written)


def _word(x: float, y: float, said: str, anchor: str = "middle") -> str:
    known = anchor if anchor in {"start", "end"} else "middle"
    return tag("text", text(said), x=f"{x:.1f}", y=f"{y:.1f}", style=f"text-anchor:{known}")


def _short(name: object) -> str:
    said = str(name or "")
    return said if len(said) <= _LABEL else said[: _LABEL - 1] + "…"


def _numeric(rows: Sequence[Mapping[str, Any]], *names: str) -> bool:
    return all(_finite(row.get(name)) for row in rows for name in names)


def _finite(value: object) -> TypeGuard[float]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value)
