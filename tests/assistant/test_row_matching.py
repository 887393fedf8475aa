"""Rows that a question sets side by side, and which of them a goal chooses."""

from __future__ import annotations

import pytest

from assistant.composing.rows import for_goal
from assistant.composing.wording import Plans
from assistant.prompts import load_prompts
from assistant.row_matching import options
from assistant.table_rows import row_of
from assistant.understanding import understand
from knowledge.library import Course


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("I want fewer empty stores: robbing or swarming first?", {"Robbing", "Swarming"}),
        (
            "Robbing, chalkbrood, swarming: which comes first?",
            {"Robbing", "Chalkbrood", "Swarming"},
        ),
        ("Should I look at swarming first, to cut empty stores by 50%?", set()),
        (
            "To cut empty stores by 50%: swarming or mummies, which first?",
            {"Swarming", "Chalkbrood"},
        ),
        ("Is robbing dangerous?", set()),
        ("Robbing took two of my hives and swarming a third.", set()),
    ],
)
def test_options(course: Course, question: str, rows: set[str]) -> None:
    understood = understand(question, course.reader)
    found = options(course, understood.parts[-1], understood.goal)
    assert {row_of(chunk).name for chunk in found} == rows


def test_a_goal_chooses_among_the_options_only(course: Course) -> None:
    plans = Plans(load_prompts().plans)
    goal = understand("I want to reduce empty stores by 50% this year", course.reader).goal
    assert goal is not None
    rows = {row_of(chunk).name: chunk for chunk in course.rows}
    told = [draft.text for draft in for_goal(course, goal, 3, plans)]
    assert "Robbing" in told[0]
    among = [rows["Robbing"], rows["Swarming"]]
    assert [draft.text for draft in for_goal(course, goal, 3, plans, among)] == told
    assert for_goal(course, goal, 3, plans, [rows["Chalkbrood"], rows["Swarming"]]) == []
