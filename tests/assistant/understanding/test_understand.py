"""A message understood as a whole, against the names of a course."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding import MOST_PARTS, understand
from knowledge.query import QueryReader
from knowledge.types import Term

TERMS = (
    Term("Integrated Pest Management", (), "term", ("a", "b")),
    Term("IPM", (), "acronym", ("a",)),
    Term("Varroa infestation", (), "row", ("c",)),
    Term("queen cups", (), "value", ("d",)),
    Term("Taking Honey", (), "heading", ("e",)),
)
READER = QueryReader({"honey": 5, "varroa": 3, "threshold": 2}, TERMS, frozenset())


def test_parts_carry_kind_type_count_and_names() -> None:
    question = understand("What is IPM and which three signs show a Varroa infestation?", READER)
    first, second = question.parts
    assert (first.kind, second.kind) == ("define", "name")
    assert second.count == 3
    assert [t.name for t in first.terms] == ["IPM"]
    assert "Varroa infestation" in [t.name for t in second.terms]


def test_own_values_steer_and_are_not_searched_for() -> None:
    question = understand(
        "I run a shop for candles. We want to raise repeat purchases by 12% in 9 months. "
        "How do we fight a Varroa infestation?",
        READER,
    )
    (part,) = question.parts
    assert question.product == "candles"
    assert question.goal is not None
    assert question.goal.amount == "12%"
    assert "Varroa" in part.query
    assert not any(own in part.query for own in ("candles", "12", "months"))


def test_product_in_the_question_itself_is_not_searched_for() -> None:
    question = understand("For a brand selling shoes, is a Varroa infestation a threat?", READER)
    assert question.product == "shoes"
    assert "shoes" not in question.parts[0].query
    assert "Varroa" in question.parts[0].query


def test_pronoun_of_a_later_part_brings_the_earlier_name() -> None:
    question = understand("What is IPM and how is it measured?", READER)
    assert "IPM" not in question.parts[1].text
    assert "IPM" in question.parts[1].query


def test_question_without_words_of_its_own_is_about_its_context() -> None:
    question = understand("Our hives suffer from varroa. What should I do?", READER)
    assert question.context == "Our hives suffer from varroa."
    assert "varroa" in question.parts[0].query


def test_introduction_leaves_the_query_but_its_names_stay() -> None:
    question = understand(
        "If I practise Integrated Pest Management on my farm, which threshold tells me to treat?",
        READER,
    )
    query = question.parts[0].query
    assert "threshold" in query
    assert "Integrated Pest Management" in query
    assert "farm" not in query


def test_courtesy_is_not_searched_for() -> None:
    query = understand("Hi, please: what is the varroa threshold, thanks", READER).parts[0].query
    assert "threshold" in query
    assert not {"hi", "please", "thanks"} & set(query.lower().replace(",", "").split())


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("I run a shop for handmade soap.", "handmade soap"),
        ("We sell organic tea and want to grow", "organic tea"),
        ("my store sells 'artisanal food'. Which tools?", "artisanal food"),
        ("For a brand selling shoes, what should I do?", "shoes"),
        ("My e-commerce business sells 'customised jewelry'. Which?", "customised jewelry"),
        ("What do you sell?", ""),
        ("Which tools sell best?", ""),
    ],
)
def test_product(text: str, product: str) -> None:
    assert understand(text, READER).product == product


@given(st.text(max_size=500))
def test_any_text_is_understood(text: str) -> None:
    question = understand(text, READER)
    assert bool(question.parts) == bool(text.strip())
    assert all(part.query.strip() and len(part.query) <= 1500 for part in question.parts)


@pytest.mark.parametrize(
    "text", ["a" * 8000, "? " * 4000, "'" * 8000, "which (" * 1100, "1. " * 2600]
)
def test_long_messages_take_no_time(text: str) -> None:
    assert understand(text, READER).parts


def test_a_question_asked_again_is_one_part() -> None:
    question = understand("What is IPM? Who sells honey? what  is ipm? " * 50, READER)
    assert [part.text for part in question.parts] == ["What is IPM?", "Who sells honey?"]
    assert question.left == ""


def test_of_too_many_questions_the_first_are_answered_and_the_next_is_named() -> None:
    asked = [f"How much honey does hive {number} give?" for number in range(1, MOST_PARTS + 4)]
    question = understand(" ".join(asked), READER)
    assert [part.text for part in question.parts] == asked[:MOST_PARTS]
    assert question.left == asked[MOST_PARTS]


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("How do I estimate the cost of a Varroa infestation check?", "How do I estimate the cost"),
        ("Which records does the wax supplier need for IPM?", "Which records does the wax supplier need"),
        ("Can queen cups hurt weak colonies in spring?", "Can hurt weak colonies in spring"),
        ("How is the test of IPM brought to all yards?", "How is the test brought to all yards"),
        ("What is IPM?", ""),
    ],
)  # fmt: skip
def test_a_name_goes_with_what_it_hangs_on(question: str, left: str) -> None:
    (part,) = understand(question, READER).parts
    assert part.query_without_names == left
