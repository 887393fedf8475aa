"""The pieces a follow-up is made whole with: phrases, places, directions, names, other readings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.contextualise import contextualise
from assistant.contextualise.directions import gerund, turned, wanted
from assistant.contextualise.introduced import name_of, other_than
from assistant.contextualise.naming import about, phrase_of, thing_of
from assistant.contextualise.places import place_for
from assistant.understanding import understand
from assistant.understanding.topic_first import topic_first
from tests.assistant.understanding.test_messages import READER

AOV = "What are the top priorities for raising AOV by 15% in 9 months?"


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("How should a pilot be expanded?", "how a pilot should be expanded"),
        ("how do we keep watch over a live model?", "how we keep watch over a live model"),
        ("How often is AI performance reviewed?", "how often AI performance is reviewed"),
        ("how long does a quick win take on a roadmap", "how long a quick win takes on a roadmap"),
        ("What KPIs does an AI support chatbot move?", "what KPIs an AI support chatbot moves"),
        ("Should I draw a map of our AI?", "whether I should draw a map of our AI"),
        ("what can derail an AI strategy", "what can derail an AI strategy"),
        ("What are the steps against bias?", "the steps against bias"),
        ("steps against bias please", "steps against bias"),
        ("My model got worse over the year. Is there a name for that?",
         "the fact that my model got worse over the year"),
        ("About a pilot: why not all at once?", "a pilot"),
        ("When is a pilot ready to be scaled?", "when a pilot is ready to be scaled"),
        ("how is the effect of a recommendation engine measured",
         "how the effect of a recommendation engine is measured"),
        ("we have texts written by a model now, what could go wrong",
         "the fact that we have texts written by a model now"),
        ("We sell shoes, which applications would raise our conversion rate?",
         "which applications would raise our conversion rate"),
    ],
)  # fmt: skip
def test_question_as_a_phrase(question: str, phrase: str) -> None:
    assert phrase_of(question) == phrase


def test_only_a_question_after_one_thing_has_a_thing() -> None:
    assert thing_of("Who is GadgetGo?") == "GadgetGo"
    assert thing_of("Tell me about data minimization.") == "data minimization"
    assert thing_of("How do we scale our pilot?") == ""


@given(st.text(max_size=80), st.text(min_size=1, max_size=80))
def test_what_is_put_first_is_read_as_the_topic(phrase: str, message: str) -> None:
    phrase = "a pilot " + "".join(c for c in phrase if c.isalnum() or c == " ")
    found, rest = topic_first(about(" ".join(phrase.split()), f"why {message.split()[:1]}"))
    assert found == " ".join(phrase.split())
    assert rest.startswith("why")


def test_a_topic_put_first_is_searched_for_and_not_asked() -> None:
    question = understand("About how we scale a pilot: why not all at once?", READER)
    (part,) = question.parts
    assert part.kind == "why"
    assert part.text == "why not all at once?"
    assert "pilot" in part.query


@pytest.mark.parametrize(
    ("message", "has", "hasnt"),
    [
        ("And for cart abandonment?", "reducing cart abandonment by 15%", "raising"),
        ("what about churn?", "reducing churn", "raising"),
        ("And for CLV?", "raising CLV by 15%", "reducing"),
        ("What if I wanted fewer support tickets?", "fewer support tickets", "AOV"),
        ("forget that. what if I wanted fewer support tickets", "fewer support tickets", "AOV"),
        ("and to reduce returns?", "reducing returns in 9 months", "AOV"),
    ],
)
def test_a_goal_for_another_metric_goes_its_way(message: str, has: str, hasnt: str) -> None:
    text = contextualise(message, [AOV], READER).text
    assert has in text
    assert hasnt not in text


@given(st.sampled_from(["AOV", "conversion", "revenue", "return on ad spend", "CLV"]))
def test_turning_there_and_back_gives_the_question_again(metric: str) -> None:
    question = f"priorities for raising {metric} by 15%"
    other = turned(question.replace(metric, "churn"), metric, "churn")
    assert "reducing churn" in other
    assert turned(other.replace("churn", metric), "churn", metric) == question


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("conversion from 1.8% to 2.5% by summer", "AOV", "raise AOV by summer"),
        ("conversion to 2.5% by summer", "churn", "reduce churn by summer"),
        ("conversion by 10% to please our board", "AOV", "raise AOV by 10% to please our board"),
        ("conversion above 3 percent?", "AOV", "raise AOV?"),
        ("conversion to 2nd place", "AOV", "raise AOV to 2nd place"),
    ],
)
def test_a_level_was_the_other_metrics(old: str, new: str, expected: str) -> None:
    assert turned(f"raise {old}".replace("conversion", new), "conversion", new) == expected


def test_costs_that_rise_on_purpose_stay_so() -> None:
    assert wanted("returns") == "down"
    assert wanted("return on investment") == "up"
    assert (
        turned("what if costs rise by more AOV", "costs", "AOV") == "what if costs rise by more AOV"
    )
    assert [gerund(w) for w in ("reduce returns", "cut cost", "agree")] == [
        "reducing returns", "cutting cost", "agreeing"
    ]  # fmt: skip


def _embed(texts: Sequence[str]) -> np.ndarray:  # type: ignore[type-arg]
    """People are alike, and so are things; nothing else is."""
    people = ("shoppers", "staff", "auditors")
    rows = [[1.0, 0.0] if any(p in t for p in people) else [0.0, 1.0] for t in texts]
    return np.asarray(rows, dtype=np.float32)


def test_a_thing_takes_the_place_of_what_it_is_like() -> None:
    asked = "What do I tell shoppers about how our algorithm works?"
    span = place_for("our own staff", asked, _embed)
    assert span is not None
    assert asked[slice(*span)] == "shoppers"
    found = contextualise("and our own staff?", [asked], READER, embed=_embed)
    assert found.text == "What do I tell our own staff about how our algorithm works?"


def test_the_other_of_two_points() -> None:
    points = ["Quick wins can be had in months.", "Long bets: they take years."]
    assert name_of(points[1]) == "long bets"
    assert other_than("quick win", "How long does a quick win take?", points) == "long bets"
    assert other_than("pilot", "How long does a pilot take?", points) == ""


@pytest.mark.parametrize(
    ("earlier", "message", "text"),
    [
        ("What is a CoE?", "do we need one?", "do we need a CoE?"),
        ("what's a vanity metric", "and a good one?", "what's a good metric"),
        ("Do you know what it is called?", "why?", "why?"),
    ],
)
def test_one_of_a_kind(earlier: str, message: str, text: str) -> None:
    assert contextualise(message, [earlier], READER).text.endswith(text)


@pytest.mark.parametrize(
    "message",
    [
        "Which privacy laws are named, and how high are the fines under each of them?",
        "Must coded storage protect data only on the disk or also on its way?",
        "what does the course say about generative AI in both the lesson and the topic page?",
        "So that we sell more, which of our twelve product lines should get new texts from AI and who checks it?",
    ],
)
def test_a_whole_question_takes_nothing_over(message: str) -> None:
    found = contextualise(message.removeprefix("So that "), ["How do we scale our pilot?"], READER)
    assert found.carried == "nothing"
    assert "pilot" not in found.text


def test_a_message_without_a_sign_has_another_reading_to_fall_back_on() -> None:
    found = contextualise(
        "would you switch all 12 stores over in one weekend?", ["How do we roll it out?"], READER
    )
    assert found.carried == "nothing"
    assert found.leaning.startswith("About how we roll it out: would you switch")
    assert contextualise("What is STRIVE?", ["How do we roll it out?"], READER).leaning == ""
    assert contextualise("btw would you eat that?", ["How do we scale?"], READER).leaning == ""
