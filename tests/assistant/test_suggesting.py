"""What could be asked next: short, near what was answered, and never declined when asked."""

from __future__ import annotations

import itertools

import pytest

from assistant.suggesting import LIMIT, READABLE, about, of_row
from assistant.types import Answer
from knowledge.library import Course
from tests.assistant.conftest import Ask

QUESTIONS = (
    "What are the early signs of varroa infestation?",
    "How do we get a colony through the winter?",
    "My goal is to cut winter losses by 20% within two years. What should I do first?",
    "Score these with RICE: A reach 100 impact 2 confidence 80% effort 1; B reach 50 impact 3",
    "Who won the football match last night?",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_suggestion_asked_is_answered(ask: Ask, question: str) -> None:
    suggestions = ask(question).suggestions
    assert 1 <= len(suggestions) <= LIMIT
    assert len(set(suggestions)) == len(suggestions)
    for suggestion in suggestions:
        assert len(suggestion) <= READABLE + 40
        assert ask(suggestion).status in {"answered", "partial"}, suggestion


def test_they_lead_on_and_not_in_a_circle(ask: Ask) -> None:
    """Nobody who follows the first suggestion again and again is offered what they just asked."""
    question = QUESTIONS[0]
    for _ in range(4):
        found = ask(question)
        assert question not in found.suggestions
        question = found.suggestions[0]


def test_whatever_a_row_could_suggest_is_answered_from_that_row(ask: Ask, course: Course) -> None:
    rows = [chunk.row for chunk in course.content.chunks if chunk.row is not None]
    cells = [(row, cell) for row in rows for cell in row.cells[1:] if cell.text and cell.column]
    assert cells
    for row, cell in cells:
        found = ask(of_row(cell.column, row.name))
        assert found.status in {"answered", "partial"}, (cell.column, row.name)
        assert cell.text in found.answer, (cell.column, row.name)


def test_whatever_a_heading_could_suggest_is_answered_under_it(ask: Ask, course: Course) -> None:
    offered = {title for question in QUESTIONS for title in _headings(ask(question))}
    assert offered
    known = {section.title for section in course.content.outline}
    for title in offered:
        assert title in known
        assert title in {source.section for source in ask(about(title)).sources}, title


def test_a_cited_row_leads_to_its_other_columns(ask: Ask, course: Course) -> None:
    row = next(c.row for c in course.content.chunks if c.row is not None and len(c.row.cells) > 2)
    first, second = itertools.islice(row.cells[1:], 2)
    suggestions = ask(of_row(first.column, row.name)).suggestions
    assert suggestions[0] == of_row(second.column, row.name)


def _headings(answer: Answer) -> list[str]:
    start, end = about("|").split("|")
    return [
        s.removeprefix(start).removesuffix(end) for s in answer.suggestions if s.startswith(start)
    ]
