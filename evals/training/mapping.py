"""The linear map of the query adapter: fitted by gradient descent, and measured.

Each question is compared with every sentence of its course: softmax over them, as in InfoNCE
(https://arxiv.org/abs/1807.03748). The sentences' vectors stay as the index has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from knowledge.adapter import QueryAdapter
from knowledge.models import Vectors

SEED = 7
EPOCHS = 4
QUESTIONS = 32  # in a step
RATE = 1e-3
TEMPERATURE = 0.05
STAY = 0.01  # what it costs, squared, to leave the map that changes nothing
WITHIN = (1, 12, 24)  # ranks that recall is told for


@dataclass(frozen=True, slots=True)
class Compared:
    """A question's vector, those of its course's sentences, and which of these answer it."""

    question: Vectors
    sentences: Vectors
    gold: tuple[int, ...]


def fitted(compared: Sequence[Compared], epochs: int = EPOCHS) -> Vectors:
    """The map (dimension, dimension) that gives the answers the probability. The same for the same
    questions in the same order."""
    torch.manual_seed(SEED)
    size = compared[0].sentences.shape[1]
    matrix = torch.eye(size, requires_grad=True)
    same = torch.eye(size)
    optimizer = torch.optim.Adam([matrix], lr=RATE)
    chance = np.random.default_rng(SEED)
    # Courses share their sentences: one tensor each.
    known = {id(one.sentences): torch.from_numpy(one.sentences) for one in compared}
    steps = max(1, len(compared) // QUESTIONS)
    for _ in range(epochs):
        for some in np.array_split(chance.permutation(len(compared)), steps):
            asked = torch.from_numpy(np.stack([compared[i].question for i in some])) @ matrix
            loss = STAY * ((matrix - same) ** 2).sum()
            for vector, number in zip(asked, some, strict=True):
                one = compared[number]
                scores = known[id(one.sentences)] @ vector / TEMPERATURE
                right = torch.logsumexp(scores[list(one.gold)], 0)
                loss = loss + (torch.logsumexp(scores, 0) - right) / len(some)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    return np.asarray(matrix.detach().numpy(), dtype=np.float32)


def recall(compared: Sequence[Compared], adapter: QueryAdapter | None) -> list[float]:
    """Share of the answers among the first sentences, for each number of ``WITHIN``."""
    found: list[list[float]] = [[] for _ in WITHIN]
    for one in compared:
        asked = one.question if adapter is None else adapter.adapted(one.question)
        order = np.argsort(-(one.sentences @ asked), kind="stable")
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        for some, most in zip(found, WITHIN, strict=True):
            some.append(float(np.mean([rank[i] < most for i in one.gold])))
    return [float(np.mean(some)) for some in found]
