"""A follow-up is made to stand alone from what was asked before, and from nothing else."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.contextualise import Standalone, contextualise, topic_of
from assistant.contextualise.places import Embed
from knowledge.query import QueryReader
from knowledge.types import Term

TERMS = (
    Term("hive robbing", (), "row", ("a",)),
    Term("wax moth", (), "row", ("b",)),
    Term("IPM", ("integrated pest management",), "acronym", ("c",)),
    Term("mite count", (), "term", ("d",)),
    Term("queen cups", (), "value", ("e",)),
)
WORDS = {"robbing": 3, "moth": 2, "signs": 4, "risks": 3, "mites": 3, "hive": 9}
READER = QueryReader(WORDS, TERMS, frozenset())
SIGNS = "What are the early signs of hive robbing?"


def stands(message: str, *earlier: str) -> Standalone:
    return contextualise(message, earlier, READER)


@pytest.mark.parametrize(
    ("earlier", "message", "standalone"),
    [
        (SIGNS, "And for wax moth?", "What are the early signs of wax moth?"),
        (SIGNS, "what about wax moth?", "What are the early signs of wax moth?"),
        (SIGNS, "do that for the wax moth", "What are the early signs of wax moth?"),
        ("Which feed should I buy for a swarm?", "and for a weak colony?",
         "Which feed should I buy for a weak colony?"),
        ("Which feed should I buy for a swarm?", "and a weak colony?",
         "Which feed should I buy for a swarm, for weak colony?"),
        (SIGNS, "And the late ones?", "What are the late signs of hive robbing?"),
        ("Which benefits does a mite count have?", "And the challenges?",
         "Which challenges does a mite count have?"),
        ("What is IPM?", "what does it miss?", "what does IPM miss?"),
        ("What is IPM?", "What are its limits?", "What are IPM's limits?"),
        (SIGNS, "How do I prevent it?", "How do I prevent hive robbing?"),
        (SIGNS, "Other question: what is IPM?", "What is IPM?"),
        (SIGNS, "thanks, new topic: what is IPM?", "What is IPM?"),
        (SIGNS, "What is a mite count?", "What is a mite count?"),
        (SIGNS, "Which hive suits somebody who cannot lift heavy boxes?",
         "Which hive suits somebody who cannot lift heavy boxes?"),
        (SIGNS, "How does IPM work and when is it useful?",
         "How does IPM work and when is it useful?"),
        ("Is syrup allowed for hive robbing?", "and in the US?",
         "Is syrup allowed for hive robbing in the US?"),
        ("Is syrup allowed in France?", "and in the US?", "Is syrup allowed in the US?"),
        ("Which signs does the hive robbing have that starts early?", "and wax moth too?",
         "Which signs does wax moth have that starts early?"),
        (SIGNS, "for the moth please", "What are the early signs of moth?"),
        (SIGNS, "and for the moth that eats combs?", "What are the early signs of moth that eats combs?"),
        ("What goes into syrup?", "can you make that a checklist", "What goes into syrup?"),
        ("What is IPM?", "are there any downsides to doing this?",
         "are there any downsides to doing IPM?"),
        ("What is IPM?", "do keepers like that?", "do keepers like IPM?"),
        ("How is syrup made?", "how do I know which one fits?",
         "About how syrup is made: how do I know which one fits?"),
        ("What are the benefits and risks of a second box?", "and for a long hive?",
         "What are the benefits and risks of a long hive?"),
        ("What are the main risks of a second box?", "and the costs?",
         "What are the main costs of a second box?"),
        ("What goes into syrup?", "and into fondant?", "What goes into fondant?"),
        ("How are mites counted?", "not mites, I mean moths", "How are moths counted?"),
        ("What does a hive cost with 200 paid and 50 a month?", "and with 80 a month?",
         "What does a hive cost with 200 paid and 80 a month?"),
        ("When is syrup a bad idea?", "why?", "About when syrup is a bad idea: why?"),
        ("Is syrup hard to make?", "who does that?",
         "About whether syrup is hard to make: who does that?"),
        ("Explain IPM", "what does the P mean?", "About IPM: what does the P mean?"),
        ("What are the risks of a mite count?", "how would I notice that?",
         "About the risks of a mite count: how would I notice that?"),
        ("We want to reduce losses by 10%. Which feed fits?", "what would that cost?",
         "About which feed fits to reduce losses by 10%: what would that cost?"),
        ("About how a hive should be moved: isn't there something simpler?", "and if it rains?",
         "About how a hive should be moved: what if it rains?"),
    ],
)  # fmt: skip
def test_follow_up(earlier: str, message: str, standalone: str) -> None:
    assert stands(message, earlier).text == standalone


@pytest.mark.parametrize("message", ["Why?", "for example?", "How exactly?", "tell me more"])
def test_bare_words_ask_again(message: str) -> None:
    found = stands(message, SIGNS)
    assert "early signs of hive robbing" in found.text
    assert found.carried == "everything"


@pytest.mark.parametrize("message", ["shorter", "in short", "tl;dr", "Can you make it shorter?"])
def test_shorter_is_the_same_question(message: str) -> None:
    assert stands(message, SIGNS) == Standalone(SIGNS, "everything", "shorter")


@pytest.mark.parametrize("message", ["longer", "in more depth"])
def test_longer_is_the_same_question(message: str) -> None:
    assert stands(message, SIGNS) == Standalone(SIGNS, "everything", "longer")


def test_numbers_alone_vary_the_question() -> None:
    found = stands("and with 18,000?", "What is our return on 12,000?")
    assert found == Standalone("What is our return on 18,000?", "frame")


@pytest.mark.parametrize(
    ("answer", "message", "meant"),
    [
        ("There are three dangers: chilled brood, hive robbing, and wet combs.", "explain the first",
         "chilled brood"),
        ("The dangers are chilled brood, robbing and wet combs.\n", "how do I avoid the last one?",
         "wet combs"),
        ("- Chilled brood: keep it warm.\n- Robbing: narrow the entrance.",
         "how do I stop the one with the robbing?", "robbing"),
    ],
)  # fmt: skip
def test_points_of_an_answer_are_pointed_at(answer: str, message: str, meant: str) -> None:
    found = contextualise(message, ["What can go wrong in spring?"], READER, answer)
    assert meant in found.text


def test_after_a_side_question_a_noun_is_about_what_that_was_about() -> None:
    nothing_alike: Embed = lambda texts: np.eye(len(texts), dtype=np.float32)  # noqa: E731
    earlier = ["About the best hive: what if it rains?"]
    found = contextualise("and the runner-up?", earlier, READER, embed=nothing_alike)
    assert found.text == "About the best hive: the runner-up?"


def test_fragment_takes_the_topic() -> None:
    found = stands("risks?", SIGNS)
    assert found.carried == "topic"
    assert "hive robbing" in found.text


def test_pronoun_reaches_past_a_question_without_topic() -> None:
    assert "IPM" in stands("How is it done?", "What is IPM?", "Why?").text


@pytest.mark.parametrize(
    "message",
    [
        "Other question: what is IPM?",
        "What is IPM?",
        "Moving on, how do I feed syrup to bees in autumn?",
    ],
)
def test_topic_switch_carries_nothing(message: str) -> None:
    found = stands(message, SIGNS)
    assert found.carried == "nothing"
    assert "robbing" not in found.text


def test_topic_is_the_name_in_the_question() -> None:
    assert topic_of(SIGNS, READER) == "hive robbing"
    assert topic_of("How much sugar goes into syrup?", READER) == ""  # about no single thing
    assert topic_of("About hive robbing: how is it stopped?", READER) == "hive robbing"
    assert topic_of("", READER) == ""


FRAGMENTS = [
    "and", "it", "that", "for wax moth", "what about", "why", "?", "shorter", "the late ones", "IPM",
    "its risks", "other question", "with 18,000", "(", "'", "*", "\\", "[a-z]", "$1", "ok", "do that",
]  # fmt: skip
messages = st.one_of(
    st.text(max_size=120),
    st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=5).map(" ".join),
)


@given(messages, st.lists(messages.filter(str.strip), max_size=4))
def test_any_message_stands_after_any_history(message: str, earlier: list[str]) -> None:
    found = contextualise(message, earlier, READER)
    assert found.text.strip() or not message.strip()
    assert found.length in {"normal", "shorter", "longer"}
    assert contextualise(message, earlier, READER) == found


@given(messages)
def test_without_history_a_message_stands_as_it_is_twice_over(message: str) -> None:
    once = contextualise(message, (), READER)
    assert (once.carried, once.length) == ("nothing", "normal")
    if "question" not in message and "topic" not in message:  # words that announce a change
        assert once.text == " ".join(message.split())
    if message.count("question") < 2:
        assert contextualise(once.text, (), READER) == once


def test_long_conversation_costs_no_more() -> None:
    def cost(turns: int) -> float:
        earlier = [f"{SIGNS} ({n})" for n in range(turns)]
        began = time.perf_counter()
        for _ in range(20):
            contextualise("How do I prevent it?", earlier, READER)
        return time.perf_counter() - began

    cost(2)
    short, long = min(cost(4) for _ in range(3)), min(cost(20_000) for _ in range(3))
    assert long < 5 * short + 0.05


def test_only_the_last_turns_are_read() -> None:
    class Watched(list[str]):
        seen: set[int]

        def __getitem__(self, at):  # type: ignore[no-untyped-def,override]
            self.seen |= set(range(len(self))[at]) if isinstance(at, slice) else {at % len(self)}
            return super().__getitem__(at)

    earlier = Watched([f"What is plan {n}?" for n in range(50)])
    earlier.seen = set()
    contextualise("Why is it so?", earlier, READER)
    assert earlier.seen
    assert min(earlier.seen) >= 45
