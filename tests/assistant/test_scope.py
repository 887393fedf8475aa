"""Off topic is something positive: judged on two courses that have nothing in common.

The handbook for beekeepers and the messages here were written apart from the sentences the product
ships and from the cases its weights were fitted on.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.background import background, load_background, vectors_of
from assistant.bootstrap import Product
from assistant.finding import find
from assistant.prompts import PromptError
from assistant.scope import NEAREST, Signals, Yardstick, direction, fitted, yardstick_of
from assistant.understanding import understand
from knowledge.library import Course


def off_topic(course: Course, text: str) -> bool:
    parts = understand(text, course.reader).parts
    return all(find(course, part).off_topic for part in parts)


@pytest.fixture
def course(apiary: Product) -> Course:
    return apiary.library.course(None)


@pytest.mark.parametrize(
    "text",
    [
        "Will there be thunderstorms over Hamburg on Sunday?",
        "how do you make pancakes fluffy",
        "Who scored the winning goal in the cup final?",
        "cheapest flight from Oslo to Rome next month",
        "transfer 200 euros to my landlord",
        "Write a SQL query that joins two tables",
        "wake me up at half past five",
        "what is the biggest desert on earth",
        "Tell me something funny",
        "my back hurts when I sit, which pill helps?",
    ],
)
def test_the_rest_of_life_is_off_topic(course: Course, text: str) -> None:
    assert off_topic(course, text)


def test_a_message_with_no_subject_of_its_own_belongs_to_the_course(course: Course) -> None:
    """They share no word with the course; two of the eight are still mistaken, and no more may be."""
    messages = [
        "Is there a day when all of that is over and done with?",
        "We made a mess of it last year. Where did we go wrong?",
        "Which of these two would you pick if you were in our shoes?",
        "My helpers keep forgetting it. How do I bring them round?",
        "What do beginners get wrong most of the time?",
        "It was fine at the start and now it is not. What has changed?",
        "How do I tell whether it was worth the trouble?",
        "Can that wait or does it have to be done at once?",
    ]
    assert sum(off_topic(course, text) for text in messages) <= 2


def test_what_the_course_speaks_of_is_not_elsewhere_for_it(course: Course) -> None:
    """A background that speaks of bees is left out for a course on bees."""
    chunk = next(c for c in course.content.chunks if len(c.text.split()) > 8)
    start, end, _ = course.sentences_of(chunk)[0]
    shipped = vectors_of(course.embedder)
    about = course.embed([chunk.text[start:end]])
    more = type(shipped)(np.vstack([shipped.elsewhere, about]), shipped.own_work)
    plain, with_bees = yardstick_of(course), Yardstick(course, more)
    assert len(with_bees.elsewhere) == len(plain.elsewhere)


def test_every_signal_has_a_fitted_weight_of_the_sign_it_should_have() -> None:
    fit = fitted()
    weights = dict(zip(Signals.__dataclass_fields__, fit.weights, strict=True))
    assert all(weights[name] > 0 for name in ("passage", "held", "known", "own_work", "at_work"))
    assert weights["elsewhere"] < 0
    assert fit.unsure > 0


def test_vectors_are_kept_and_read_again(course: Course, tmp_path: Path) -> None:
    from assistant import background as module

    module._known.clear()
    made = vectors_of(course.embedder, tmp_path)
    kept = list(tmp_path.glob("background-*.npz"))
    assert len(kept) == 1

    class Never:
        name, dimension = course.embedder.name, course.embedder.dimension

        def embed(self, texts: object) -> np.ndarray:
            raise AssertionError("embedded again")

    module._known.clear()
    assert np.array_equal(vectors_of(Never(), tmp_path).elsewhere, made.elsewhere)
    kept[0].write_bytes(b"torn")
    module._known.clear()
    assert np.array_equal(vectors_of(course.embedder, tmp_path).own_work, made.own_work)


def test_the_shipped_background_is_large_and_says_nothing_twice() -> None:
    shipped = background()
    assert len(shipped.elsewhere) > 100
    assert len(shipped.own_work) > 50 > NEAREST
    assert not set(shipped.elsewhere) & set(shipped.own_work)


@pytest.mark.parametrize(
    ("text", "culprit"),
    [
        ("elsewhere: [", "YAML"),
        ("elsewhere: {a: [b]}", "'own work'"),
        ("elsewhere: {sport: 3}\nown work: {x: [a]}", "elsewhere.sport"),
        ("elsewhere: {sport: [Who won it]}\nown work: {x: [a]}", "'elsewhere'"),
    ],
)
def test_a_damaged_background_is_named(tmp_path: Path, text: str, culprit: str) -> None:
    (tmp_path / "scope.yaml").write_text(text, "utf-8")
    with pytest.raises(PromptError, match=r"scope\.yaml") as caught:
        load_background(tmp_path)
    assert culprit in str(caught.value)


def test_without_the_learned_direction_it_tells_nothing(course: Course, tmp_path: Path) -> None:
    torn, other = tmp_path / "torn.npy", tmp_path / "other.npy"
    torn.write_bytes(b"torn")
    np.save(other, np.zeros(5, dtype=np.float32))
    for file in (torn, other, tmp_path / "none.npy"):
        assert direction(course.embedder, file) is None
    vector = course.embed(["What does it cost?"])[0]
    assert Yardstick(course, vectors_of(course.embedder)).at_work(vector) == 0.0
    assert yardstick_of(course).at_work(vector) != 0.0
