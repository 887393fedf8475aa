"""A row that a table does not have is said to be missing; what it has, in other words too, is not."""

from __future__ import annotations

import pytest

from assistant.absent_rows import absent_row
from assistant.finding import find
from assistant.understanding import understand
from knowledge.library import Course


def _absent(course: Course, text: str) -> str:
    return absent_row(course, understand(text, course.reader).parts[0])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Which early signs does the table give for nosema?", "nosema"),
        ("What are the late signs of nosema?", "nosema"),
        ("Which late signs does the table show for frostbite?", "frostbite"),
    ],
)
def test_a_name_that_no_row_has_is_told(course: Course, text: str, name: str) -> None:
    part = understand(text, course.reader).parts[0]
    found = find(course, part)
    assert absent_row(course, part) == name
    assert found.status == "not_in_course"
    assert name in found.reason


@pytest.mark.parametrize(
    "text",
    [
        "Which early signs does the table give for swarming?",
        "What are the late signs of varroa?",
        "Which early signs are there for mites on the sugar board?",
        "What are early signs?",
        "Which early signs should I look for in my hive?",
        "What does the course say of nosema?",
        "Are there rules for wax moths?",
    ],
)
def test_what_a_table_holds_or_no_table_is_asked_for_is_not_told(course: Course, text: str) -> None:
    assert _absent(course, text) == ""
