"""Does a message belong to this course, or is it about something else altogether?

Far from the course is not off topic: "Is that finished one day?" shares no word with it and is
asked about it all the same. Off topic is something positive, a message that is nearer to what
people say about the rest of life (``prompts/scope.yaml``) than to the course and to what people
ask about their work. A few signals are weighed; their weights are fitted by ``python -m
evals.training.scope`` and kept in ``weights.json``. One of them is learned by itself, from thousands of
questions at work and of requests to a household's assistant: ``scope.npy``, a direction in the
embedding model's space.
"""

from __future__ import annotations

import json
import logging
import re
import weakref
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, fields
from functools import cache
from pathlib import Path

import numpy as np

from assistant.background import BackgroundVectors, vectors_of
from assistant.understanding import Part
from assistant.understanding.plain import unframed
from knowledge.library import Course
from knowledge.models import DEFAULT_MODEL, Embedder, Vectors
from knowledge.query import Query

logger = logging.getLogger(__name__)

WEIGHTS = Path(__file__).with_name("weights.json")
DIRECTION = Path(__file__).with_name("scope.npy")
OURS = 0.45  # cosine to a sentence of the course from which a background sentence is the course's
NEAREST = 2  # background sentences whose likeness counts: one alone may be a chance
NEAR = 0.35  # cosine to a passage above which a likeness is hardly chance
FEW, MANY = 2, 8  # content words: half trusted, and no more told by more
LONGEST = 600  # characters of a message that are looked at beside the part

_TOGETHER = re.compile(
    r"\b(?:we|our|ours|us|customers?|clients?|shoppers?|visitors?|guests?|members?|staff|team|employees"
    r"|shop|store|business|company|firm|organi[sz]ation|course|lessons?|module)\b",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Signals:
    """What tells a message of the course from one about something else. Cosines are -1..1.

    Shares of few words are taken for less: one word held of one may be a chance.
    """

    passage: float  # best cosine of a passage or sentence of the course
    near: float  # by how much that exceeds a cosine which is no chance
    held: float  # share of the question's information that one sentence holds, 0..1
    known: float  # share of its content words that the course uses, 0..1
    words: float  # how many content words it has; more than some tell no more
    named: float  # 1 where it holds a name of the course
    elsewhere: float  # likeness to the nearest sentences about the rest of life
    own_work: float  # likeness to the nearest sentences of people who learn for their work
    at_work: float  # log odds by the learned direction that it is asked at work; 0 without one
    together: float  # 1 where it speaks of "us", of people served or led, or of the course
    addressed: float  # 1 where it is about whoever is asked ("how old are you?")


class Yardstick:
    """One course beside the background: which sentences are truly elsewhere."""

    def __init__(
        self, course: Course, vectors: BackgroundVectors, at_work: Vectors | None = None
    ) -> None:
        """``at_work``: the learned direction (dimension + 1,), if there is one."""
        sentences = np.asarray(course.opened.sentences.vectors, dtype=np.float32)
        ours = np.zeros(len(vectors.elsewhere), dtype=bool)
        if len(sentences):
            ours = (vectors.elsewhere @ sentences.T).max(axis=1) >= OURS
        self.elsewhere = vectors.elsewhere[~ours] if not ours.all() else vectors.elsewhere
        self.own_work = vectors.own_work
        self._direction = at_work

    def at_work(self, vector: Vectors) -> float:
        """Log odds that a message is a question at work and no request to a household's assistant;
        0 where the direction was not learned for the course's model."""
        if self._direction is None:
            return 0.0
        return float(self._direction[:-1] @ vector + self._direction[-1])


def direction(embedder: Embedder, file: Path = DIRECTION) -> Vectors | None:
    """The learned direction, its offset last; None, said in the log, where it cannot serve."""
    if embedder.name != DEFAULT_MODEL:
        logger.info("the direction of off topic was learned for %s only", DEFAULT_MODEL)
        return None
    try:
        read = np.load(file, allow_pickle=False)
    except (OSError, EOFError, ValueError) as error:
        logger.warning("cannot load %s (%s); off topic is told without it", file.name, error)
        return None
    if read.shape != (embedder.dimension + 1,):
        logger.warning("%s does not fit the embedding model; off topic is told without it", file)
        return None
    return np.asarray(read, dtype=np.float32)


_yardsticks: weakref.WeakKeyDictionary[Course, Yardstick] = weakref.WeakKeyDictionary()


def yardstick_of(course: Course) -> Yardstick:
    """The yardstick of a course, made at its first use (some milliseconds)."""
    found = _yardsticks.get(course)
    if found is None:
        vectors = vectors_of(course.embedder)
        found = _yardsticks[course] = Yardstick(course, vectors, direction(course.embedder))
    return found


def signals(
    course: Course,
    part: Part,
    query: Query,
    cosine: float,
    held: float,
    beside: str = "",
    measure: Yardstick | None = None,
) -> Signals:
    """The signals of one part, read alone and in its message or conversation. ``measure``: another
    yardstick than the course's."""
    measure = measure or yardstick_of(course)
    around = f"{beside} {part.message or part.text}".strip()[:LONGEST]
    vectors = course.embed([part.text[:LONGEST], around])
    words = len(query.stems)
    trust = words / (words + FEW)
    known = sum(map(course.lexical.knows, query.stems)) / max(1, words)
    return Signals(
        passage=cosine,
        near=max(0.0, cosine - NEAR),
        held=trust * held,
        known=trust * known,
        words=float(min(words, MANY)),
        named=float(any(t.kind in {"acronym", "row", "term"} for t in query.terms)),
        elsewhere=_mean(_nearest(measure.elsewhere, one) for one in vectors),
        own_work=_mean(_nearest(measure.own_work, one) for one in vectors),
        at_work=_mean(measure.at_work(one) for one in vectors),
        together=float(bool(_TOGETHER.search(around))),
        addressed=float(bool(_ADDRESSED.search(unframed(part.text)))),
    )


@dataclass(frozen=True, slots=True)
class Fitted:
    """What ``evals.training.scope`` fitted. Below log odds of 0 a message is about something else; below
    ``unsure`` it may be, and what the course says of it must be near to count."""

    bias: float
    weights: tuple[float, ...]
    unsure: float


def belongs(found: Signals) -> float:
    """Log odds that a message belongs to the course, less the threshold: negative is off topic."""
    fit = fitted()
    return float(np.dot(fit.weights, astuple(found))) + fit.bias


@cache
def fitted() -> Fitted:
    """The bias, with the threshold taken off, and a weight for each signal."""
    read: Mapping[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))["scope"]
    # A signal that was not fitted yet counts for nothing.
    weights = tuple(read.get(field.name, 0.0) for field in fields(Signals))
    return Fitted(read["bias"], weights, read.get("unsure", 0.0))


def _nearest(sentences: Vectors, vector: Vectors) -> float:
    return float(np.sort(sentences @ vector)[-NEAREST:].mean())


def _mean(values: Iterable[float]) -> float:
    return float(np.mean(list(values)))
