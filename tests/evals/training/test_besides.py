"""A thing beside a question: only what the texts speak of, and the same for the same chance."""

from __future__ import annotations

import random

import pytest

from evals.training.besides import LONGEST, beside, with_things
from evals.training.examples import Example

TEXTS = ("Guided tours need a plan.", "Newsletters are read on Mondays.", "An effect is measured.")


def test_a_thing_of_the_texts_stands_beside_what_is_asked() -> None:
    said = {beside("How do I measure it?", TEXTS, random.Random(n)) for n in range(40)}
    assert all("guided tours" in one or "the newsletter" in one for one in said)
    assert any("guided tours" in one for one in said)
    assert all(one.lower().count("how do i measure it") == 1 for one in said)
    assert all(one.endswith("?") for one in said)


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        ("How do I measure it?", TEXTS[2:]),
        ("Are guided tours in the newsletter?", TEXTS),
        ("x" * (LONGEST + 1), TEXTS),
    ],
)
def test_nothing_stands_beside(question: str, texts: tuple[str, ...]) -> None:
    assert beside(question, texts, random.Random(1)) == ""


def test_what_answers_stays_what_answers() -> None:
    example = Example("courses", "tours", "How do I measure it?", "", TEXTS, (2,))
    every = with_things([example] * 200, share=0.5)
    assert 70 < len(every) < 130
    assert {one.gold for one in every} == {(2,)}
    assert with_things([example] * 200, share=0.5) == every
