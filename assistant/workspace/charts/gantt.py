"""The roadmap: bars in time, arrows from what must be finished, and the people busy below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.workspace.charts.svg import (
    LEFT,
    WIDTH,
    Chart,
    Scale,
    el,
    line,
    name_at,
    picture,
    rect,
    ticks,
    words,
)
from assistant.workspace.figures import Table, shown

_STEP = 30
_LOAD = 64
_END = WIDTH - 40
_MOST = 40


@dataclass(frozen=True, slots=True)
class Task:
    """One item of the plan; times in months from the start."""

    name: str
    start: float
    end: float
    people: float
    depends_on: tuple[str, ...] = ()
    band: str = ""
    critical: bool = False


def roadmap_chart(tasks: Sequence[Task], capacity: float | None) -> Chart:
    """When each item runs, what it waits for, and how many people are busy against how many there are."""
    drawn = list(tasks)[:_MOST]
    last = max(task.end for task in tasks)
    scale = Scale(0.0, last, LEFT, _END)
    foot = 14 + _STEP * len(drawn)
    places = {task.name: place for place, task in enumerate(drawn)}
    bottom = foot + 22 + _LOAD
    body = []
    for tick in ticks(0.0, last, 6):
        body.append(line(scale(tick), 6, scale(tick), bottom, "grid"))
        body.append(words(scale(tick), bottom + 17, shown(tick), "tick", "middle"))
    for place, task in enumerate(drawn):
        y = 10.0 + _STEP * place
        body.append(name_at(LEFT - 10, y + 14, task.name))
        kind = "bar critical" if task.critical else "bar"
        body.append(
            rect(scale(task.start), y + 2, scale(task.end) - scale(task.start), 17, kind, rx=3,
                 data_start=repr(task.start), data_end=repr(task.end))
        )  # fmt: skip
        for needed in task.depends_on:
            if needed in places:
                body.append(_arrow(scale(drawn[places[needed]].end), places[needed],
                                   scale(task.start), place))  # fmt: skip
    body.append(_load(tasks, capacity, scale, foot + 22, bottom))
    body.append(words((LEFT + _END) / 2, bottom + 36, "Months from the start", "axis", "middle"))
    rows = tuple(
        (
            task.name,
            shown(task.start),
            shown(task.end),
            shown(task.people),
            ", ".join(task.depends_on) or "nothing",
            task.band,
        )
        for task in tasks
    )
    title = "Roadmap"
    peak = max(_busy(tasks, task.start) for task in tasks)
    description = (
        f"{len(tasks)} items, done after {shown(last)} months; at most {shown(peak)} people busy"
    )
    description += f" of {shown(capacity)}." if capacity is not None else "."
    columns = ("Name", "Starts (month)", "Ends (month)", "People", "Waits for", "Length")
    return Chart(
        "roadmap", title, description, picture(title, description, bottom + 44, body),
        Table(title, columns, rows),
    )  # fmt: skip


def _busy(tasks: Sequence[Task], moment: float) -> float:
    return sum(task.people for task in tasks if task.start <= moment < task.end)


def _load(
    tasks: Sequence[Task], capacity: float | None, scale: Scale, top: float, bottom: float
) -> str:
    """People busy over time as steps, under the line of how many there are."""
    moments = sorted({moment for task in tasks for moment in (task.start, task.end)})
    steps = list(pairwise(moments))
    most = max([_busy(tasks, start) for start, _ in steps] + [capacity or 0.0]) or 1.0
    up = Scale(0.0, most * 1.15, bottom, top)
    parts = [
        rect(scale(start), up(busy), scale(end) - scale(start), bottom - up(busy), "load",
             data_people=repr(busy))
        for start, end in steps
        if (busy := _busy(tasks, start))
    ]  # fmt: skip
    parts.append(line(LEFT, bottom, _END, bottom, "base"))
    parts.append(words(LEFT - 10, bottom - 4, "People busy", "tick", "end"))
    if capacity is not None:
        at = up(capacity)
        parts.append(line(LEFT, at, _END, at, "cut"))
        parts.append(words(LEFT - 10, at + 4, f"Capacity {shown(capacity)}", "tick strong", "end"))
    return "".join(parts)


def _arrow(x1: float, row1: int, x2: float, row2: int) -> str:
    """From the end of one bar to the start of another, along the grid."""
    y1, y2 = 20.5 + _STEP * row1, 20.5 + _STEP * row2
    turn = x2 - 7
    path = f"M{x1:.1f} {y1:.1f} H{max(turn, x1):.1f} V{y2:.1f} H{x2:.1f}"
    head = f"M{x2 - 5:.1f} {y2 - 3.5:.1f} L{x2:.1f} {y2:.1f} L{x2 - 5:.1f} {y2 + 3.5:.1f} Z"
    return el("path", d=path, class_="arrow") + el("path", d=head, class_="arrow-head")
