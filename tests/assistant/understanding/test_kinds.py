"""What a question wants: the kind of answer, the type of thing in it, how many."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding import AnswerType, Kind
from assistant.understanding.kinds import core_of, count_of, expected_type, kind_of, lesson_of

KINDS: list[tuple[str, Kind]] = [
    ("What can you do?", "meta"),
    ("hello", "meta"),
    ("Are you a bot?", "meta"),
    ("Which questions can I ask?", "templates"),
    ("Which questions should I ask my bookkeeper?", "name"),
    ("Which plants in the overview hold most nectar?", "name"),
    ("Show me the reflective prompts", "templates"),
    ("What are the key takeaways?", "takeaways"),
    ("Summarise lesson 2", "summary"),
    ("Give me an overview", "summary"),
    ("What is lesson 6.2 about?", "summary"),
    ("Quote the motto", "quote"),
    ("Give me the vision word for word", "quote"),
    ("I wrote: 'we need no plan.' Is that right?", "critique"),
    ("Please give feedback on my draft: we start small", "critique"),
    ("Does this fit the course?", "critique"),
    ("Are queen cups an early or late sign?", "classify"),
    ("Is retention a lagging indicator?", "classify"),
    ("What is the difference between a box and a bar?", "compare"),
    ("ROI vs. payback", "compare"),
    ("How does RICE differ from ICE?", "compare"),
    ("Which applications should we do first?", "priorities"),
    ("Where do we start?", "priorities"),
    ("What should I focus on this year?", "priorities"),
    ("What is model drift?", "define"),
    ("Define an apiary", "define"),
    ("What does IPM stand for?", "define"),
    ("What does 'agile' mean?", "define"),
    ("Why do pilots fail?", "why"),
    ("Name the reasons for a pilot", "why"),
    ("How do I scale a pilot?", "how"),
    ("What steps come after a pilot?", "how"),
    ("Ways to lower returns", "how"),
    ("How many frames are there?", "fact"),
    ("When was it founded?", "fact"),
    ("Can a pilot fail?", "fact"),
    ("Name three risks", "name"),
    ("Which benefits does it have?", "name"),
    ("chatbot budget", "fragment"),
    ("", "fragment"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_kind(text: str, kind: Kind) -> None:
    assert kind_of(text) == kind


def test_table_holds_every_kind() -> None:
    assert {kind for _, kind in KINDS} == set(get_args(Kind))


EXPECTED: list[tuple[str, AnswerType]] = [
    ("What does HONEST stand for?", "expansion"),
    ("What do the letters mean?", "expansion"),
    ("Explain me all six letters of HONEST", "expansion"),
    ("Is a wooden hive better than a plastic one?", "verdict"),
    ("Which hive is the best for a beginner?", "verdict"),
    ("How much does a hive cost?", "money"),
    ("What does a licence cost?", "money"),
    ("What percentage of colonies die?", "percent"),
    ("By how much did it grow?", "percent"),
    ("When was it founded?", "date"),
    ("In which year did it begin?", "date"),
    ("How long does a pilot take?", "duration"),
    ("How often should I look?", "duration"),
    ("How many frames are there?", "number"),
    ("Who invented the smoker?", "person"),
    ("Tell me the author of this course", "person"),
    ("founder of the club?", "person"),
    ("What is the name of the CEO?", "person"),
    ("How would I explain to our CEO why the first test failed?", "any"),
    ("Our founder doubts the figures. What helps?", "any"),
    ("Which vendors are named?", "brand"),
    ("What is the formula for ROI?", "formula"),
    ("How do I scale a pilot?", "any"),
    ("Why do pilots fail?", "any"),
    ("By two percentage points, can it rise?", "any"),
    ("", "any"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), EXPECTED)
def test_expected_type(text: str, expected: AnswerType) -> None:
    assert expected_type(text) == expected


def test_table_holds_every_answer_type() -> None:
    assert {expected for _, expected in EXPECTED} == set(get_args(AnswerType))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Name three risks", 3),
        ("the top 2-3 applications", 3),
        ("What are the 4 pillars?", 4),
        ("give me two or three examples", 3),
        ("list 5", 5),
        ("Which two principles matter?", 2),
        ("Name some risks", None),
        ("increase it by 3% in 9 months", None),
        ("the 6 months after the pilot", None),
        ("the 2.5 ratio", None),
        ("", None),
    ],
)
def test_count(text: str, count: int | None) -> None:
    assert count_of(text) == count


@pytest.mark.parametrize(
    ("text", "lesson"),
    [
        ("Summarise lesson 6.2", "6.2"),
        ("what does Chapter 3 say", "3"),
        ("the 6.2 release", ""),
        ("", ""),
    ],
)
def test_lesson(text: str, lesson: str) -> None:
    assert lesson_of(text) == lesson


@pytest.mark.parametrize(
    ("text", "core"),
    [
        ("If I keep bees, what should I buy?", "what should I buy?"),
        ("What should I buy, if I keep bees?", "What should I buy, if I keep bees?"),
        ("After our pilot - how do we scale?", "how do we scale?"),
        ("varroa", "varroa"),
    ],
)
def test_asking_clause(text: str, core: str) -> None:
    assert core_of(text).strip() == core


@given(st.text(max_size=400))
def test_any_text_has_a_kind_a_type_and_a_small_count(text: str) -> None:
    assert kind_of(text) in get_args(Kind)
    assert expected_type(text) in get_args(AnswerType)
    assert count_of(text) in {None, *range(10)}
    assert text.endswith(core_of(text))
