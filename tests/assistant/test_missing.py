"""What the passages found do not hold."""

from __future__ import annotations

import pytest

from assistant.finding import find
from assistant.missing import unknown_names
from assistant.understanding import understand
from knowledge.library import Course


@pytest.mark.parametrize(
    "text",
    [
        "What does HONEST stand for?",
        "They keep writing HONEST on the boxes. What do all the letters mean?",
    ],
)
def test_a_name_that_is_not_spelled_out_is_told(course: Course, text: str) -> None:
    found = find(course, understand(text, course.reader).parts[-1])
    assert found.status == "not_in_course"
    assert "spell it out" in found.reason


def test_a_name_told_before_that_is_spelled_out_is_none(course: Course) -> None:
    text = "They keep writing IPM on the boxes. What do all the letters mean?"
    found = find(course, understand(text, course.reader).parts[-1])
    assert "spell" not in found.reason


@pytest.mark.parametrize("until", ["by Christmas", "before Easter", "by next summer"])
def test_until_when_is_no_name_to_look_for(course: Course, until: str) -> None:
    (part,) = understand(f"Which feed brings 10% more honey {until}?", course.reader).parts
    assert unknown_names(course, part) == []
    (other,) = understand(f"Which feed of Hivemart works {until}?", course.reader).parts
    assert unknown_names(course, other) == ["Hivemart"]


@pytest.mark.parametrize(
    "text",
    [
        "WHAT DOES HIVEMART SAY OF THE SWARMS",  # shouted
        "About Gather what is told of swarms: what is said?",
        "What is an INSPEKTION?",
    ],
)
def test_capitals_alone_make_no_name(course: Course, text: str) -> None:
    (part,) = understand(text, course.reader).parts
    assert unknown_names(course, part) == []
