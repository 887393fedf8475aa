"""How well sentences are told apart: by the likeness of their vectors, and by the verifier.

``mrr`` and ``first``: how high, and how often first, a sentence that answers stands among those of
its passage or course. ``auc``: the chance that the best sentence found for a question that is
answered scores above the best for one that is not. The verifier reads what the product gives it,
the sentences nearest to the question; all others follow in the order of their likeness.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.finding import READ_AT_MOST
from evals.declining import auc
from evals.figures import mean
from evals.training.examples import Example
from knowledge.models import Embedder, Vectors
from knowledge.pairs import headed

Scores = Callable[[str, Sequence[str]], Vectors]  # of texts, by how probably they answer


@dataclass(frozen=True, slots=True)
class Judged:
    """Figures of one way to score on one set; None where no question of the set tells."""

    mrr: float | None
    first: float | None
    auc: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both ways on the same questions."""

    name: str
    cosine: Judged
    verifier: Judged
    answered: int
    absent: int  # questions that none of their texts answers


class Judge:
    """Scores questions by both ways; reads each text once."""

    def __init__(self, embedder: Embedder, scores: Scores) -> None:
        self._embedder, self._scores = embedder, scores
        self._vectors: dict[str, Vectors] = {}

    def compare(self, name: str, examples: Sequence[Example]) -> Comparison:
        """The figures of one set of examples."""
        cosines, verified = [], []
        for example in (one for one in examples if one.texts):
            texts = [headed(example.heading, "", text) for text in example.texts]
            likeness = self._embed(texts) @ self._embed([example.question])[0]
            order = np.argsort(-likeness, kind="stable")
            nearest, rest = order[:READ_AT_MOST], order[READ_AT_MOST:]
            probable = self._scores(example.question, [texts[i] for i in nearest])
            read = [*nearest[np.argsort(-probable, kind="stable")], *rest]
            cosines.append(_Told(_rank(example, order), float(likeness.max())))
            verified.append(_Told(_rank(example, read), float(probable.max())))
        answered = sum(one.rank is not None for one in cosines)
        return Comparison(
            name, _judged(cosines), _judged(verified), answered, len(cosines) - answered
        )

    def _embed(self, texts: Sequence[str]) -> Vectors:
        missing = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        self._vectors.update(zip(missing, self._embedder.embed(missing), strict=True))
        return np.stack([self._vectors[text] for text in texts])


@dataclass(frozen=True, slots=True)
class _Told:
    """What one way says of one question: the rank of the first sentence that answers it (None
    where none does), and the highest score."""

    rank: int | None
    best: float


def _rank(example: Example, order: Iterable[int]) -> int | None:
    return next((rank for rank, i in enumerate(order, 1) if i in example.gold), None)


def _judged(told: Sequence[_Told]) -> Judged:
    ranks = [one.rank for one in told if one.rank is not None]
    return Judged(
        mean(1 / rank for rank in ranks),
        mean(rank == 1 for rank in ranks),
        auc(
            [one.best for one in told if one.rank is not None],
            [one.best for one in told if one.rank is None],
        ),
    )


HEADING = (
    f"{'':22}{'answered':>9}{'absent':>8}   mrr cosine > verifier   first cosine > verifier"
    "   auc cosine > verifier"
)


def line(one: Comparison) -> str:
    """The figures of one set below ``HEADING``; never a question or a text."""
    pairs = (
        (one.cosine.mrr, one.verifier.mrr),
        (one.cosine.first, one.verifier.first),
        (one.cosine.auc, one.verifier.auc),
    )
    told = "".join(f"{_shown(a):>13} > {_shown(b):<9}" for a, b in pairs)
    return f"{one.name:22}{one.answered:>9}{one.absent:>8}{told}".rstrip()


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
