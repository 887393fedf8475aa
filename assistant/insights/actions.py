"""What an author would do next, in order of weight, found in the figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant.insights.types import Alarm, FeedbackFigures, Group

ActionKind = Literal["dropped", "unreadable", "fell", "write", "reread", "retry", "wait"]
MOST_GROUPS = 3
ENOUGH = 3  # questions, or thumbs down, from which it is worth somebody's time


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do. ``values`` are what its sentence is filled with; ``group`` what it is about."""

    kind: ActionKind
    values: Mapping[str, str | int | float] = field(default_factory=dict)
    group: Group | None = None


def next_actions(
    alarm: Alarm,
    groups: Sequence[Group],
    feedback: FeedbackFigures,
    unreadable: int = 0,
    fell: Sequence[str] = (),
) -> tuple[Action, ...]:
    """What to do about these figures; `wait` alone where there is nothing to go by yet.

    Args:
        groups: the uncovered groups, the largest first.
        unreadable: files of the course that the last ingest could not use.
        fell: evaluation figures below their accepted value.
    """
    found: list[Action] = []
    if alarm.state == "dropped":
        found.append(
            Action(
                "dropped",
                {"recent": alarm.recent.tally.share or 0.0, "before": alarm.before.tally.share or 0.0},
            )
        )  # fmt: skip
    if unreadable:
        found.append(Action("unreadable", {"count": unreadable}))
    if fell:
        found.append(Action("fell", {"count": len(fell)}))
    open_groups = [one for one in groups if one.stale < one.questions]
    near = [one for one in open_groups if one.nearest is not None and one.questions >= ENOUGH]
    found += [Action("write", {"count": one.questions}, one) for one in near[:MOST_GROUPS]]
    if feedback.down >= ENOUGH:
        lesson = next(iter(feedback.by_lesson), "")
        found.append(Action("reread", {"count": feedback.down, "lesson": lesson}))
    stale = sum(one.stale for one in groups)
    if stale:
        found.append(Action("retry", {"count": stale}))
    return tuple(found) or ((Action("wait"),) if alarm.state == "too_few" else ())
