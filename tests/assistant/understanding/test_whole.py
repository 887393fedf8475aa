"""A course as a whole, or what is told in it: which of the two a question wants."""

from __future__ import annotations

import pytest

from assistant.understanding.kinds import kind_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Summarise lesson 6.2", "summary"),
        ("Give me a short summary of the course", "summary"),
        ("Summarise the lesson on swarm control", "summary"),
        ("What topics does lesson 3.1 cover?", "summary"),
        ("Summarise the whole thing for me in a few points, I have no time", "summary"),
        ("What is this module about?", "summary"),
        ("tl;dr", "summary"),
        ("What are the key takeaways of module 6?", "takeaways"),
        ("What are the main lessons to take away from this course?", "takeaways"),
        ("main points of the course", "takeaways"),
    ],
)
def test_the_whole(text: str, kind: str) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Summarise the dangers of winter for a memo",
        "Name the six hives from the overview of sizes",
        "What does the takeaway on smoke tell a beginner?",
        "Can I be fobbed off with a summary of how mites breed?",
        "Which of the four lessons will eat up most of my afternoon?",
        "Among the various groups, which one gets a broad overview only?",
        "From which sources do the lessons come that go into next year's plan?",
    ],
)
def test_what_is_told_in_it(text: str) -> None:
    assert kind_of(text) not in {"summary", "takeaways"}
