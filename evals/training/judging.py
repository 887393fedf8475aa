"""How well sentences are told apart on articles not trained on, beside what the product does now.

``mrr`` and ``first``: how high, and how often first, the sentence that answers stands among those
of its passage. ``auc``: the chance that the best sentence of a passage that answers scores above
the best of one that does not.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.finding import COSINE_WEIGHT, COVERAGE_WEIGHT, SUBSTANCE, SUBSTANCE_WEIGHT
from evals.declining import auc
from evals.figures import mean
from evals.training.examples import Example
from evals.training.groups import whole
from evals.training.states import StateCache
from knowledge.models import Vectors
from knowledge.text import content_stems
from knowledge.verifier import Verifier

BLENDS = (0.05, 0.1, 0.2, 0.3, 0.5)
HEADING_WORTH = 0.7


@dataclass(frozen=True, slots=True)
class Judged:
    """Figures of one way to score, on one set."""

    mrr: float
    first: float
    auc: float | None
    questions: int

    def __str__(self) -> str:
        told = f"mrr {self.mrr:.3f}  first {self.first:.3f}"
        return told + (f"  auc {self.auc:.3f}" if self.auc is not None else "")


def judge(
    examples: Sequence[Example], cache: StateCache, verifier: Verifier
) -> dict[str, dict[str, Judged]]:
    """Figures by set and by way to score: cosine, BM25, the product's, the verifier's, blends."""
    ways: dict[str, list[Vectors]] = {}
    words = _Words([said for example in examples for said in example.sentences])
    for example in examples:
        group = whole(example)
        asked = cache[group.question].vector
        cosine = np.array([float(asked @ cache[text].vector) for text in group.texts])
        product = words.product(example, cosine)
        verified = verifier.scores(group.question, group.texts)
        scored = {"cosine": cosine, "bm25": words.bm25(example), "product": product}
        scored |= {"verifier": verified}
        scored |= {f"product + {w} verifier": product + w * verified for w in BLENDS}
        for way, scores in scored.items():
            ways.setdefault(way, []).append(scores)
    return {
        name: {way: _judged(name, examples, scores) for way, scores in ways.items()}
        for name in sorted({example.dataset for example in examples})
    }


def better(figures: Mapping[str, Mapping[str, Judged]]) -> str | None:
    """The blend that ranks better than the product on every set, best first; None if none does."""
    found = {
        way: min(of[way].mrr - of["product"].mrr for of in figures.values())
        for way in next(iter(figures.values()))
        if way.startswith("product +")
    }
    best = max(found, key=lambda way: found[way])
    return best if found[best] > 0 else None


def _judged(name: str, examples: Sequence[Example], scores: Sequence[Vectors]) -> Judged:
    ranks, answered, others = [], [], []
    for example, said in zip(examples, scores, strict=True):
        if example.dataset != name:
            continue
        if example.gold:
            ranks.append(1 + min(int((said > said[i]).sum()) for i in example.gold))
            answered.append(float(said.max()))
        else:
            others.append(float(said.max()))
    return Judged(
        mean(1 / rank for rank in ranks) or 0.0,
        mean(rank == 1 for rank in ranks) or 0.0,
        auc(answered, others),
        len(ranks),
    )


class _Words:
    """What words alone tell, by their rarity in the sentences given."""

    def __init__(self, texts: Sequence[str]) -> None:
        held = [content_stems(text) for text in dict.fromkeys(texts)]
        counts = Counter(word for words in held for word in set(words))
        self._length = sum(map(len, held)) / max(1, len(held))
        self._idf: Callable[[str], float] = lambda word: math.log(
            1 + (len(held) - counts[word] + 0.5) / (counts[word] + 0.5)
        )

    def bm25(self, example: Example) -> Vectors:
        asked = dict.fromkeys(content_stems(example.question))
        found = []
        for said in example.sentences:
            words = Counter(content_stems(said))
            long = 1.2 * (0.25 + 0.75 * sum(words.values()) / self._length)
            found.append(
                sum(self._idf(w) * words[w] * 2.2 / (words[w] + long) for w in asked if w in words)
            )
        return np.array(found)

    def product(self, example: Example, cosine: Vectors) -> Vectors:
        """As ``assistant.finding`` scores the sentences of one passage."""
        asked = list(dict.fromkeys(content_stems(example.question)))
        total = sum(map(self._idf, asked)) or 1.0
        frame = set(content_stems(example.heading))
        found = []
        for said, near in zip(example.sentences, cosine, strict=True):
            held = set(content_stems(said))
            worth = [1.0 if w in held else HEADING_WORTH if w in frame else 0.0 for w in asked]
            covered = sum(self._idf(w) * x for w, x in zip(asked, worth, strict=True)) / total
            substance = SUBSTANCE_WEIGHT * min(1.0, len(said) / SUBSTANCE)
            found.append(COSINE_WEIGHT * max(0.0, near) + COVERAGE_WEIGHT * covered + substance)
        return np.array(found)
