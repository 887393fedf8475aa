"""What is learned from, made of examples: each question with the texts hardest to tell apart."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assistant.finding import ENCODED_SHARE
from evals.training.besides import SHARE, beside
from evals.training.examples import Example
from evals.training.learning import Group, Lesson
from knowledge.models import DEFAULT_MODEL, Embedder, Vectors
from knowledge.pairs import MOST_TOKENS, headed, light_tokens
from knowledge.query_encoder import QueryEncoder
from knowledge.text import content_stems

WRONG = 32  # texts kept for each question, of which each epoch draws some
BY_WORDS = 8  # of them those that share most words; the others are the nearest by likeness
ELSEWHERE = 40  # texts of the rest of the article to choose from
HIDDEN = 0.5  # of the questions get a second wording, without words that the answer shares
KEPT = 0.4  # of those words stay all the same
OF_COURSES = frozenset({"courses", "questions", "cases"})
NEAR_THING = 4  # of the wrong texts are then the nearest to that wording


def lesson_of(
    examples: Sequence[Example], embedder: Embedder, encoder: QueryEncoder | None = None
) -> Lesson:
    """The lesson of examples, the same for the same examples. With the encoder the nearest texts
    are those that the product finds with it."""
    chance = random.Random(5)
    texts: dict[str, int] = {}
    vectors = _Vectors(embedder, encoder)
    groups = []
    for example in examples:
        every = [headed(example.heading, "", text) for text in example.texts]
        wrong = [i for i in range(len(every)) if i not in set(example.gold)]
        chosen = [every[i] for i in _hardest(example, wrong, every, vectors)]
        near = chance.sample(example.others, min(ELSEWHERE, len(example.others)))
        rest = _by_words(example.question, range(len(near)), near)[:3]
        chosen += [headed(example.heading, "", near[i]) for i in rest]
        wordings: tuple[str, ...] = (example.question,)
        if example.gold and chance.random() < HIDDEN:
            wordings += _without_shared(example.question, every[example.gold[0]], chance)
        if example.dataset in OF_COURSES and chance.random() < SHARE:
            more = beside(example.question, example.texts, chance)
            if more:
                wordings += (more,)
                other = [
                    every[i]
                    for i in _hardest(replace(example, question=more), wrong, every, vectors)
                ]
                chosen = list(dict.fromkeys([*other[:NEAR_THING], *chosen]))
        groups.append(
            Group(
                wordings,
                tuple(texts.setdefault(every[i], len(texts)) for i in example.gold),
                tuple(texts.setdefault(text, len(texts)) for text in chosen),
                example.complete,
            )
        )
    light = tuple(int(i) for i in light_tokens(DEFAULT_MODEL))
    return Lesson(tuple(texts), tuple(groups), light, MOST_TOKENS)


class _Vectors:
    def __init__(self, embedder: Embedder, encoder: QueryEncoder | None) -> None:
        self._embedder, self._encoder = embedder, encoder
        self._known: dict[str, Vectors] = {}

    def of(self, texts: Sequence[str]) -> Vectors:
        missing = [text for text in dict.fromkeys(texts) if text not in self._known]
        for text, vector in zip(missing, self._embedder.embed(missing), strict=True):
            self._known[text] = vector
        return np.stack([self._known[text] for text in texts])

    def likeness(self, question: str, texts: Sequence[str]) -> Vectors:
        asked = self.of([question])[0]
        if self._encoder is not None:
            encoded = self._encoder.encode(question)
            asked = (1 - ENCODED_SHARE) * asked + ENCODED_SHARE * encoded
        return np.asarray(self.of(texts) @ asked)


def _hardest(
    example: Example, numbers: Sequence[int], texts: Sequence[str], vectors: _Vectors
) -> list[int]:
    """At most WRONG of the numbered texts: all of a short passage, by words; of a whole course the
    nearest to the question."""
    words = _by_words(example.question, numbers, texts)
    if len(words) <= WRONG:
        return words
    likeness = vectors.likeness(example.question, texts)
    nearest = sorted(numbers, key=lambda i: -likeness[i])
    return list(dict.fromkeys([*nearest[: WRONG - BY_WORDS], *words[:BY_WORDS], *nearest]))[:WRONG]


def _by_words(question: str, numbers: Sequence[int], texts: Sequence[str]) -> list[int]:
    asked = set(content_stems(question))
    return sorted(numbers, key=lambda i: -len(asked & set(content_stems(texts[i]))))


def _without_shared(question: str, answer: str, chance: random.Random) -> tuple[str, ...]:
    """The question without most words that the answer holds too: what people type who do not know
    the course's words. Nothing if too little is left."""
    shared = set(content_stems(answer))
    kept = [
        word
        for word in question.split()
        if not set(content_stems(word)) & shared or chance.random() < KEPT
    ]
    return (" ".join(kept),) if 3 <= len(kept) < len(question.split()) else ()
