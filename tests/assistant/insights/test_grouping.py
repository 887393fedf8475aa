"""Grouping: the same in any order, nothing lost, like with like."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from assistant.insights.export import COLUMNS, as_csv, neutral
from assistant.insights.grouping import by_lesson, group, likeness
from assistant.insights.types import Nearest, Uncovered
from knowledge.text import content_stems

TODAY = date(2026, 11, 25)
PRICES = Nearest("6.2", "Costs", "62.md", "link-a")
PEOPLE = Nearest("6.3", "People", "63.md", "link-b")


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Stand-in vectors: like where the first letters of content words are."""
    found = np.zeros((len(texts), 40), dtype=np.float32)
    for row, text in zip(found, texts, strict=True):
        for stem in content_stems(text) or ["?"]:
            row[sum(map(ord, stem[:4])) % 40] += 1
        row /= np.linalg.norm(row)
    return found


def asked(
    text: str,
    nearest: Nearest | None = PRICES,
    conversation: int = 1,
    index: str = "v-1",
    ago: int = 0,
) -> Uncovered:
    day = TODAY - timedelta(days=ago)
    return Uncovered(text, "not_in_course", conversation, day, index, nearest)


MANY = [
    asked("What does a chatbot cost?", conversation=1, ago=3),
    asked("what does a chatbot cost", conversation=2),
    asked("Cost of a chatbot per month?", conversation=2, index="v-0"),
    asked("What do strategists earn?", PEOPLE, conversation=3),
    asked("How much do strategists earn?", PEOPLE, conversation=4),
    asked("Tell me a joke", None, conversation=5),
]


def test_like_questions_are_one_group_with_what_is_known_of_it() -> None:
    groups = group(MANY, embed, current="v-1")
    assert [one.questions for one in groups] == [3, 2, 1]
    cost = groups[0]
    assert cost.text.lower().startswith("what does a chatbot cost")
    assert (cost.conversations, cost.stale, cost.nearest) == (2, 1, PRICES)
    assert (cost.first_day, cost.last_day) == (TODAY - timedelta(days=3), TODAY)
    assert "chatbot" in cost.words
    assert "cost" in cost.words
    assert cost.others == ("Cost of a chatbot per month?",)


def test_lessons_come_by_weight_and_what_is_near_nothing_last() -> None:
    lessons = by_lesson(group(MANY, embed))
    assert [(one.lesson, one.questions) for one in lessons] == [("6.2", 3), ("6.3", 2), (None, 1)]


words = st.sampled_from(
    ["chatbot", "cost", "price", "earn", "strategist", "fine", "law", "shop", "vendor", "best"]
)
questions = st.lists(words, min_size=1, max_size=4).map(lambda found: " ".join(found) + "?")
some = st.lists(
    st.builds(
        asked,
        questions,
        st.sampled_from([PRICES, PEOPLE, None]),
        st.integers(1, 9),
        st.sampled_from(["v-0", "v-1"]),
        st.integers(0, 20),
    ),
    max_size=25,
)


@given(some, st.randoms(use_true_random=False))
def test_the_order_of_questions_changes_nothing(
    items: list[Uncovered], shuffler: random.Random
) -> None:
    mixed = list(items)
    shuffler.shuffle(mixed)
    assert group(items, embed, "v-1") == group(mixed, embed, "v-1")
    assert as_csv(by_lesson(group(items, embed))) == as_csv(by_lesson(group(mixed, embed)))


@given(some)
def test_counts_add_up(items: list[Uncovered]) -> None:
    groups = group(items, embed, "v-1")
    assert sum(one.questions for one in groups) == len(items)
    assert sum(one.stale for one in groups) == sum(one.index == "v-0" for one in items)
    assert sum(one.questions for one in by_lesson(groups)) == len(items)
    shown = {one.text for one in items}
    for one in groups:
        assert {one.text, *one.others} <= shown
        assert 1 <= one.conversations <= one.questions
        assert one.first_day <= one.last_day


@given(st.lists(questions, min_size=1, max_size=12))
def test_likeness_is_a_likeness(texts: list[str]) -> None:
    like = likeness(embed(texts), [frozenset(content_stems(text)) for text in texts])
    assert np.array_equal(like, like.T)
    assert np.all(np.diag(like) == 1.0)
    assert np.all((like >= 0) & (like <= 1.000001))


def test_more_wordings_than_can_be_compared_are_still_counted() -> None:
    items = [asked(f"q{number}x?") for number in range(1_700)]
    groups = group(items, lambda texts: np.eye(len(texts), 1_800, dtype=np.float32))
    assert sum(one.questions for one in groups) == 1_700


def test_nothing_asked_gives_nothing() -> None:
    assert group([], embed) == ()
    assert as_csv(()).decode("utf-8-sig").strip() == ",".join(COLUMNS)


def test_no_cell_is_a_formula() -> None:
    evil = [asked(start + "HYPERLINK(1)") for start in ("=", "+", "-", "@", "\t=", "\r=")]
    lines = as_csv(by_lesson(group(evil, embed))).decode("utf-8-sig").split("\r\n")
    for line in lines[1:]:
        for cell in line.split(","):
            assert not cell.strip('"').startswith(("=", "+", "-", "@", "\t", "\r"))
    assert neutral("=1+1") == "'=1+1"
    assert neutral(-1) == -1
