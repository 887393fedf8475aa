"""The tornado: which single input moves a score most, from its low to its high end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.workspace.charts.svg import (
    RIGHT,
    WIDTH,
    Chart,
    Scale,
    clipped,
    line,
    name_at,
    picture,
    rect,
    span_of,
    ticks,
    words,
)
from assistant.workspace.figures import Table, shown

_STEP = 28
_LEFT = 190
_MOST = 12


@dataclass(frozen=True, slots=True)
class Swing:
    """One input of one item at both its ends: what it runs from and to, and the scores there."""

    name: str
    input: str
    start: str
    end: str
    low: float
    high: float
    middle: float


def tornado(swings: Sequence[Swing]) -> Chart:
    """The widest swings first, each around the score it has now."""
    drawn = sorted(swings, key=lambda s: -(s.high - s.low))[:_MOST]
    low, high = span_of([v for s in drawn for v in (s.low, s.high, s.middle)], zero=False)
    scale = Scale(low, high, _LEFT, WIDTH - RIGHT)
    foot = 26 + _STEP * len(drawn)
    body = []
    for tick in ticks(low, high):
        body.append(line(scale(tick), 8, scale(tick), foot - 16, "grid"))
        body.append(words(scale(tick), foot, shown(tick), "tick", "middle"))
    for place, swing in enumerate(drawn):
        y = 12.0 + _STEP * place
        left, middle, right = scale(swing.low), scale(swing.middle), scale(swing.high)
        body.append(name_at(_LEFT - 10, y + 13, f"{clipped(swing.name, 12)} · {swing.input}", 26))
        body.append(rect(left, y + 2, middle - left, 15, "bar low", data_value=repr(swing.low)))
        body.append(rect(middle, y + 2, right - middle, 15, "bar", data_value=repr(swing.high)))
        body.append(line(middle, y, middle, y + 19, "cut"))
        body.append(words(right + 6, y + 14, shown(swing.high - swing.low), "value"))
    rows = tuple(
        (
            s.name,
            s.input,
            f"{s.start} to {s.end}",
            shown(s.low),
            shown(s.high),
            shown(s.high - s.low),
        )
        for s in drawn
    )
    title = "What moves the scores most"
    widest = drawn[0]
    description = (
        f"One input at a time from its low to its high end, the others as they are. The widest is"
        f" {widest.input} of {widest.name}: {shown(widest.low)} to {shown(widest.high)}."
    )
    columns = ("Name", "Input", "From, to", "Lowest score", "Highest score", "Swing")
    return Chart(
        "tornado", title, description, picture(title, description, foot + 8, body),
        Table(title, columns, rows),
    )  # fmt: skip
