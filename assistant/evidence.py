"""What was found for a part of a question: sentences with their places and their worth."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from assistant.types import Coverage
from assistant.understanding import Part
from knowledge.types import Chunk, Hit

ANSWERS = 0.5  # the verifier's probability from which a sentence is taken to answer
LEAST = 1e-4  # of a probability whose odds are taken
SUPPORTS = 3  # sentences whose word together tells whether a course answers


@dataclass(frozen=True, slots=True)
class Evidence:
    """A citable range of a document: ``document_text[start:end] == text``.

    ``score`` (0..1) says how well it answers the part it was found for; ``cosine`` and
    ``coverage`` are what the score was made of, and ``verified``, for the best of them, the
    probability by the trained verifier that it answers.
    """

    chunk: Chunk
    start: int
    end: int
    text: str
    score: float
    cosine: float = 0.0
    coverage: float = 0.0
    verified: float | None = None


def support(evidence: Iterable[Evidence]) -> float | None:
    """How surely the best ``SUPPORTS`` sentences answer, the mean of their log odds; None where
    the verifier read none.

    What a course treats it says more than once, and where it does not, one sentence alone may look
    like an answer: together they tell the two apart better than the best does (figures in
    ``evals/README.md``).
    """
    read = sorted((e.verified for e in evidence if e.verified is not None), reverse=True)
    if not read:
        return None
    odds = [math.log(max(p, LEAST) / max(1 - p, LEAST)) for p in read[:SUPPORTS]]
    odds += [math.log(LEAST)] * (SUPPORTS - len(odds))
    return sum(odds) / SUPPORTS


@dataclass(frozen=True, slots=True)
class Findings:
    """A part with its ranked evidence and the verdict on whether the course covers it."""

    part: Part
    hits: tuple[Hit, ...]
    evidence: tuple[Evidence, ...]  # best first
    status: Coverage
    reason: str  # why not covered, in words for the reader; "" when covered
    off_topic: bool = False

    @property
    def answered(self) -> float | None:
        """The highest probability that a sentence answers the part; None without a verifier."""
        return max((e.verified for e in self.evidence if e.verified is not None), default=None)

    def only(self, evidence: Iterable[Evidence]) -> Findings:
        """The same findings with this evidence and no other."""
        return replace(self, evidence=tuple(evidence))

    def without_rows(self) -> Findings:
        """The same findings without what is a table row."""
        return self.only(e for e in self.evidence if e.chunk.row is None)
