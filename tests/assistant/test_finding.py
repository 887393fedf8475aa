"""Where evidence is looked for, and how its sentences together tell whether a course answers."""

from __future__ import annotations

import math

import pytest

import assistant.finding
from assistant.evidence import Evidence, support
from assistant.finding import find
from assistant.understanding import understand
from knowledge.library import Course
from knowledge.types import Chunk


def test_what_stands_in_a_passage_of_something_else_is_found_too(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    (part,) = understand("How is a smoker lit?", course.reader).parts
    monkeypatch.setattr(assistant.finding, "HITS", 1)
    monkeypatch.setattr(assistant.finding, "BESIDES", 0)
    few = {e.chunk.id for e in find(course, part).evidence}
    monkeypatch.setattr(assistant.finding, "BESIDES", 3)
    more = {e.chunk.id for e in find(course, part).evidence}
    assert len(few) == 1
    assert few < more
    assert len(more) == 4


def _evidence(course: Course, *verified: float | None) -> list[Evidence]:
    chunk: Chunk = course.content.chunks[0]
    return [Evidence(chunk, 0, 1, "x", 0.5, verified=one) for one in verified]


def test_support_is_the_mean_of_the_best_three(course: Course) -> None:
    odds = [math.log(p / (1 - p)) for p in (0.9, 0.5, 0.2)]
    found = support(_evidence(course, 0.1, 0.9, None, 0.2, 0.5))
    assert found == pytest.approx(sum(odds) / 3)


def test_a_sentence_alone_supports_less_than_among_others(course: Course) -> None:
    alone, among = (support(_evidence(course, *some)) for some in ((0.9,), (0.9, 0.9, 0.9)))
    assert alone is not None
    assert among is not None
    assert alone < 0 < among


@pytest.mark.parametrize("probability", [0.0, 1.0])
def test_the_surest_word_has_finite_odds(course: Course, probability: float) -> None:
    found = support(_evidence(course, *[probability] * 3))
    assert found is not None
    assert math.isfinite(found)


def test_what_nobody_read_supports_nothing(course: Course) -> None:
    assert support(_evidence(course, None, None)) is None


def test_what_else_a_message_asks_is_no_part_of_a_story(course: Course) -> None:
    message = (
        "What is foulbrood, and who invented the smoker, and which risks end colonies in winter?"
    )
    first, _, last = understand(message, course.reader).parts
    assert find(course, first).status == "covered"
    assert find(course, last).status == "covered"


def test_what_is_told_around_a_short_question_is_read_with_it(course: Course) -> None:
    (part,) = understand(
        "My larvae turned to a smelly brown paste. What is it?", course.reader
    ).parts
    best = find(course, part).evidence[0]
    assert "Foulbrood" in best.text
