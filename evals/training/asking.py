"""The query encoder's training: a question's vector learns to point at what answers it.

Each question is compared with every sentence of its course: softmax over them, as in InfoNCE
(https://arxiv.org/abs/1807.03748), where each sentence that answers counts the same. The sentences'
vectors stay as the index has them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from evals.training.network import QueryLayers, load_query_layers
from knowledge.exported import UPPER_LAYERS
from knowledge.models import Vectors

SEED = 7
EPOCHS = 5
QUESTIONS = 32  # in a step
RATE, TURN_RATE = 2e-4, 1e-3  # of the layers, of the linear map above them
WARM_UP = 0.1  # of the steps
DECAY = 0.01
TEMPERATURE = 0.05
STAY = 0.01  # what it costs, squared, if the linear map leaves the one that changes nothing
WITHIN = (1, 12, 24)  # ranks that recall is told for


@dataclass(frozen=True, slots=True)
class Compared:
    """A question, the vectors of its course's sentences, and which of these answer it."""

    question: str
    sentences: Vectors
    gold: tuple[int, ...]


def trained_to_ask(
    folder: Path,
    compared: Sequence[Compared],
    states: Mapping[str, Vectors],
    tell: Callable[[str], None],
    *,
    layers: int = UPPER_LAYERS,
    epochs: int = EPOCHS,
) -> QueryLayers:
    """The upper layers of the model in ``folder`` after these questions. ``states`` has for each
    question (tokens, width) as the lower layers read it. The same twice on the same machine."""
    torch.manual_seed(SEED)
    network = load_query_layers(folder, layers).train()
    same = torch.eye(network.turn.in_features)
    rates = RATE, TURN_RATE
    parts = network.layers.parameters(), network.turn.parameters()
    optimizer = torch.optim.AdamW(
        [{"params": part, "lr": rate} for part, rate in zip(parts, rates, strict=True)],
        weight_decay=DECAY,
    )
    # Courses share their sentences: one tensor each.
    known = {id(one.sentences): torch.from_numpy(one.sentences) for one in compared}
    chance = np.random.default_rng(SEED)
    steps = max(1, len(compared) // QUESTIONS)
    done = 0
    for epoch in range(epochs):
        losses = []
        for some in np.array_split(chance.permutation(len(compared)), steps):
            share = done / (steps * epochs)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * max(0.05, min(1.0, share / WARM_UP) * (1 - share))
            chosen = [compared[i] for i in some]
            vectors = network(*_batch([states[one.question] for one in chosen]))
            loss = STAY * ((network.turn.weight - same) ** 2).sum()
            for vector, one in zip(vectors, chosen, strict=True):
                scores = known[id(one.sentences)] @ vector / TEMPERATURE
                right = scores[list(one.gold)].mean()
                loss = loss + (torch.logsumexp(scores, 0) - right) / len(chosen)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            losses.append(loss.item())
            done += 1
        tell(f"epoch {epoch + 1} of {epochs}: loss {np.mean(losses):.3f}")
    return network.eval()


def asked(
    network: QueryLayers, compared: Sequence[Compared], states: Mapping[str, Vectors]
) -> list[Vectors]:
    """The vector that the network gives for each question."""
    with torch.inference_mode():
        return [network(*_batch([states[one.question]]))[0].numpy() for one in compared]


def recall(compared: Sequence[Compared], vectors: Sequence[Vectors]) -> list[float]:
    """Share of the answers among the first sentences, for each number of ``WITHIN``, where the
    questions have these vectors."""
    found: list[list[float]] = [[] for _ in WITHIN]
    for one, vector in zip(compared, vectors, strict=True):
        order = np.argsort(-(one.sentences @ vector), kind="stable")
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        for some, most in zip(found, WITHIN, strict=True):
            some.append(float(np.mean([rank[i] < most for i in one.gold])))
    return [float(np.mean(some)) for some in found]


def _batch(states: Sequence[Vectors]) -> tuple[Tensor, Tensor]:
    """States of several questions in one tensor, and what of it is read."""
    told = [torch.from_numpy(one) for one in states]
    read = [torch.ones(len(one), dtype=torch.int64) for one in states]
    pad = torch.nn.utils.rnn.pad_sequence
    return pad(told, batch_first=True), pad(read, batch_first=True)
