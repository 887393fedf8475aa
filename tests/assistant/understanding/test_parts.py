"""A message is cut into the questions it asks; nothing a person wrote gets lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.parts import split_parts

CASES = [
    # message, questions, context
    ("How do I start?", ["How do I start?"], ""),
    ("hive colours", ["hive colours"], ""),
    ("We sell honey. What should we do first?", ["What should we do first?"], "We sell honey."),
    ("What is a smoker? And why use one?", ["What is a smoker?", "And why use one?"], ""),
    ("What is a smoker and how is it lit?", ["What is a smoker", "how is it lit?"], ""),
    ("What is a smoker, and is it safe?", ["What is a smoker, and is it safe?"], ""),
    ("Name three risks. Explain the worst one.", ["Name three risks.", "Explain the worst one."], ""),
    (
        "What is drift, how is it found and what does it cost us?",
        ["What is drift", "how is it found", "what does it cost us?"],
        "",
    ),
    (
        "We offer 'soap and what we call scrub'. How do we grow?",
        ["How do we grow?"],
        "We offer 'soap and what we call scrub'.",
    ),
    (
        "How should we test it (alone and how long we like) before a launch?",
        ["How should we test it (alone and how long we like) before a launch?"],
        "",
    ),
    ("What is wax and what is propolis?", ["What is wax", "what is propolis?"], ""),
    ("Which gains and which losses count?", ["Which gains and which losses count?"], ""),
    ("Which hive is best? I don't know where to look.", ["Which hive is best?"], "I don't know where to look."),
    ("I don't know which hive to buy.", ["I don't know which hive to buy."], ""),
    ("Bees and what do they eat?", ["Bees and what do they eat?"], ""),  # two words ask nothing
    ("", [], ""),
    (" \n\t ", [], ""),
    ("?!", ["?!"], ""),
    ("Thanks. Bye.", ["Thanks. Bye."], ""),
]  # fmt: skip


@pytest.mark.parametrize(("message", "questions", "context"), CASES)
def test_questions_and_context(message: str, questions: list[str], context: str) -> None:
    assert split_parts(message) == (questions, context)


FRAGMENTS = [
    "what is a hive?", "We sell soap.", "how long does it take", "and", "name two risks",
    "and what does it cost per year", "which one should we choose first?", "our goal is 15%",
    "'a quoted and how we like it'", "(in brackets or why not)", "Ok", "thanks!", "e.g. honey",
    "- a point", "1. first", "?", "🐝", "why", "Is it \"good\"?", "\n\n", ";", "but how is it done well",
]  # fmt: skip
messages = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(FRAGMENTS), max_size=12).map(" ".join),
)
CONNECTORS = {"and", "but", "or", "plus", "as", "well", "also"}


@given(messages)
def test_every_message_has_a_part(message: str) -> None:
    parts, _ = split_parts(message)
    assert bool(parts) == bool(message.strip())
    assert all(part.strip() for part in parts)


@given(messages)
def test_no_word_is_lost_but_connectors(message: str) -> None:
    parts, context = split_parts(message)
    kept = re.findall(r"\w+", " ".join((*parts, context)).lower())
    for word in re.findall(r"\w+", message.lower()):
        if word in kept:
            kept.remove(word)
        else:
            assert word in CONNECTORS or word.isdigit(), f"{word!r} is lost"
    assert kept == [], "words nobody wrote"


@given(messages)
def test_parts_stand_in_the_message_in_order(message: str) -> None:
    text = " ".join(message.split())
    at = 0
    for part in split_parts(message)[0]:
        found = text.find(part, at)
        assert found >= 0
        at = found + len(part)
