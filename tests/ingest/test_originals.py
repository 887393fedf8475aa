"""Structure of a course like the originals: broken headings, a bare twin of a lesson, a KPI table."""

from __future__ import annotations

import pytest

from ingest.course import content_of
from ingest.readers.titles import document_of
from knowledge.templates import render
from knowledge.types import Chunk, CourseContent
from tests.ingest.test_offsets import check_exact

# ruff: noqa: E501 - a paragraph of a document is one line
MARKED = """\
# Keeping bees (120 mins)

**Module introduction:**

This module follows a colony through its year, from the first flight to the winter cluster.

# Lesson 6.1: The colony and its law (60 mins)

## Watching the entrance

A glance at the entrance tells more than an open hive. Foragers with pollen on their legs mean that the queen lays.

- **Hypothetical Scenario:** *A keeper, "Nora," opened her hive every day and lost the brood to the cold in April.*

Two things count: the number of foragers, and what they carry; "robbing" at the entrance calls for a smaller door at once.

- *Reflective Prompt: When did you last sit beside your hive and only look?*

**Suggested Question for Link:** *"Given my goal of [e.g., 'harvesting 20 kg of honey by July'], which two signs should I watch first?"*

- **Alternative Question:** *"With my hive type (e.g., 'a Warré hive') and my weekly time (e.g., 'one hour on Sundays'), what can I leave undone (e.g., queen marking, frame rotation)?"*

# Lesson 6.2: Measuring (30 mins)

## Scales and signs:

| Sign | Measures | Early | Late |
|---|---|---|---|
| Hive scale | Weight, "Flow," Daily Gain (DG) | Rising nights | Full supers |
| Mite board | Varroa Mite Count (VMC), Falls | Single mites | Dead brood |

### Module 6: Key Takeaways

- **Look first:** the entrance tells most.

# Topic Page: 

## The year to come

## ## Pillars

### 1. Space

Give room before the swarm asks for it.

## ## **Talking it over (Group Discussion Points):**

- How would you explain a swarm to a neighbour?
"""
BARE = """\
Knowledge Base
📝 Context Summary
The colony and its law
Watching the entrance
A glance at the entrance tells more than an open hive. Foragers with pollen on their legs mean that the queen lays.
- Hypothetical Scenario: A keeper, “Nora,” opened her hive every day and lost the brood to the cold in April.
Two things count: the number of foragers, and what they carry; “robbing” at the entrance calls for a smaller door at once.
- Reflective Prompt: When did you last sit beside your hive and only look?
A hive tool is enough to open it, and a calm hand is worth more than a veil of any kind on any day of the year.
Suggested Question for Link: “Given my goal of [e.g., ‘harvesting 20 kg of honey by July’], which two signs should I watch first?”
- Alternative Question: “With my hive type (e.g., ‘a Warré hive’) and my weekly time (e.g., ‘one hour on Sundays’), what can I leave undone (e.g., queen marking, frame rotation)?”
"""


@pytest.fixture(scope="module")
def course() -> CourseContent:
    documents = [
        document_of("000.txt", "", "text/plain", MARKED),
        document_of("001.txt", "", "text/plain", BARE),
    ]
    return content_of(documents, "bees", "")


def found(course: CourseContent, start: str) -> Chunk:
    return next(chunk for chunk in course.chunks if chunk.text.startswith(start))


def test_ranges_are_exact(course: CourseContent) -> None:
    check_exact(course)


def test_lessons_hold_until_something_else_begins(course: CourseContent) -> None:
    assert found(course, "This module").lesson == ""
    assert found(course, "A glance").lesson == "6.1"
    assert found(course, "| Hive scale").lesson == "6.2"
    assert found(course, "**Look first").lesson == ""
    assert found(course, "Give room").lesson == ""


def test_broken_headings_are_read(course: CourseContent) -> None:
    assert found(course, "This module").section == "Module introduction"
    assert found(course, "Give room").headings == ("Topic Page", "Pillars", "1. Space")
    assert found(course, "How would").headings[-1] == "Talking it over (Group Discussion Points)"
    assert found(course, "| Hive scale").section == "Scales and signs"


def test_kinds_follow_labels_and_headings(course: CourseContent) -> None:
    assert found(course, "**Hypothetical").kind == "example"
    assert found(course, "**Look first").kind == "takeaway"
    assert found(course, "How would").kind == "discussion"
    assert found(course, "*Reflective").kind == "reflective"
    assert {c.kind for c in course.chunks if c.document == "001.txt"} == {"navigation", "prose"}


def test_a_row_keeps_its_columns_and_a_comma_inside_quotes(course: CourseContent) -> None:
    row = found(course, "| Hive scale").row
    assert row is not None
    assert (row.table, row.name) == ("Scales and signs", "Hive scale")
    assert [(c.column, c.text) for c in row.cells] == [
        ("Sign", "Hive scale"),
        ("Measures", 'Weight, "Flow," Daily Gain (DG)'),
        ("Early", "Rising nights"),
        ("Late", "Full supers"),
    ]
    terms = {term.name: term for term in course.terms}
    assert {"Hive scale", "Weight", "Flow", "Rising nights"} <= terms.keys()
    assert terms["VMC"].aliases == ("Varroa Mite Count",)
    assert terms["DG"].aliases == ("Daily Gain",)


def test_a_lesson_that_stands_twice_is_one_source(course: CourseContent) -> None:
    chunk = found(course, "**Hypothetical")
    (place,) = chunk.also_in
    assert place.document == "001.txt"
    assert BARE[place.start : place.end].startswith("Hypothetical Scenario: A keeper")
    assert BARE[place.start : place.end].endswith("in April.")
    left = [c for c in course.chunks if c.document == "001.txt" and c.kind != "navigation"]
    assert [c.text[:11] for c in left] == ["A hive tool"]
    assert left[0].lesson == "6.1"  # inferred from its twin
    assert left[0].section == "Watching the entrance"
    assert sum(c.text.startswith("A glance") for c in course.chunks) == 1


def test_templates_and_their_slots(course: CourseContent) -> None:
    templates = {template.id: template for template in course.templates}
    assert set(templates) == {"6.1-S", "6.1-A", "6.1-R1", "topic-D1"}
    (goal,) = templates["6.1-S"].slots
    assert (goal.name, goal.required, goal.example) == (
        "goal",
        True,
        "harvesting 20 kg of honey by July",
    )
    optional = [(s.name, s.required, s.example) for s in templates["6.1-A"].slots]
    assert optional == [
        ("hive_type", False, "a Warré hive"),
        ("weekly_time", False, "one hour on Sundays"),
    ]
    assert templates["6.1-S"].template.startswith("Given my goal")


def test_render_fills_some_slots_and_names_the_rest(course: CourseContent) -> None:
    template = next(t for t in course.templates if t.id == "6.1-A")
    question, unfilled = render(template, {"hive_type": "a Dadant hive"})
    assert "With my hive type (a Dadant hive) and my weekly time (one hour on Sundays)," in question
    assert unfilled == ("weekly_time",)
    with pytest.raises(KeyError, match="colour"):
        render(template, {"colour": "red"})
