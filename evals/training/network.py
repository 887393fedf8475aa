"""The upper layers of the embedding model, taught to read a question and a sentence together, or
to bring a question alone nearer to what answers it.

The lower layers read question and sentence apart and stay as they are: what is trained, and what
the product ships, is small, and the states of a course's sentences need be computed once only
(Cao et al. 2020, "DeFormer", https://arxiv.org/abs/2005.00697).
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

FAR = 1e4  # taken from a logit that must not win
HIDDEN = 64


class LowerLayers(nn.Module):
    """Embeddings and lower layers: ``ids`` (texts, tokens; 0 pads) to states of the same shape,
    with one dimension more. Not trained."""

    def __init__(self, embeddings: Any, layers: Any) -> None:
        super().__init__()
        self.embeddings, self.layers = embeddings, layers
        self.requires_grad_(False)

    def forward(self, ids: Tensor) -> Tensor:
        return _through(self.layers, self.embeddings(input_ids=ids), ids != 0)


class UpperLayers(nn.Module):
    """Reads pairs: ``states`` (pairs, tokens, width) and ``marks`` (pairs, tokens) as
    ``knowledge.pairs`` describes them, to one logit a pair. Above 0 it says that the text answers.
    """

    def __init__(self, layers: Any, width: int) -> None:
        super().__init__()
        self.layers = copy.deepcopy(layers)
        self.marks = nn.Embedding(5, width)
        self.dense = nn.Linear(2 * width, HIDDEN)
        self.out = nn.Linear(HIDDEN + 1, 1)
        nn.init.zeros_(self.marks.weight)
        with torch.no_grad():  # it begins as the likeness of question and text, and refines that
            self.out.weight.zero_()
            self.out.weight[0, 0] = 10.0
            self.out.bias.fill_(-4.0)

    def forward(self, states: Tensor, marks: Tensor) -> Tensor:
        hidden = _through(self.layers, states + self.marks(marks), marks != 0)
        question = _mean(hidden, (marks == 1) | (marks == 2))
        text = _mean(hidden, marks >= 3)
        likeness = nn.functional.cosine_similarity(question, text, dim=1)
        both = torch.relu(self.dense(torch.cat([hidden[:, 0], question * text], dim=1)))
        scores: Tensor = self.out(torch.cat([likeness[:, None], both], dim=1)).squeeze(-1)
        return scores


class QueryLayers(nn.Module):
    """Reads questions: ``states`` (questions, tokens, width) and ``read`` (questions, tokens; 0
    pads) to vectors (questions, width) of length 1. It begins as the embedding model."""

    def __init__(self, layers: Any, width: int) -> None:
        super().__init__()
        self.layers = copy.deepcopy(layers)
        self.turn = nn.Linear(width, width, bias=False)
        nn.init.eye_(self.turn.weight)

    def forward(self, states: Tensor, read: Tensor) -> Tensor:
        told = read != 0
        vectors = _mean(_through(self.layers, states, told), told)
        turned: Tensor = self.turn(nn.functional.normalize(vectors, dim=1))
        return nn.functional.normalize(turned, dim=1)


def load_query_layers(folder: Path, upper: int) -> QueryLayers:
    """The ``upper`` layers of the model in ``folder``, ready to be trained on questions alone."""
    _, layers = load_layers(folder, upper)
    return QueryLayers(layers.layers, layers.marks.embedding_dim)


def load_layers(folder: Path, upper: int) -> tuple[LowerLayers, UpperLayers]:
    """The model in ``folder`` in two parts, ``upper`` layers of it ready to be trained."""
    from transformers import AutoModel

    model = AutoModel.from_pretrained(str(folder), attn_implementation="eager").float()
    layers = model.encoder.layer
    width = int(model.config.hidden_size)
    cut = len(layers) - upper
    return LowerLayers(model.embeddings, layers[:cut]), UpperLayers(layers[cut:], width)


def _through(layers: Any, hidden: Tensor, read: Tensor) -> Tensor:
    mask = (~read)[:, None, None, :].to(hidden.dtype) * -FAR
    for layer in layers:
        told = layer(hidden, attention_mask=mask)
        hidden = told[0] if isinstance(told, tuple) else told
    return hidden


def _mean(hidden: Tensor, chosen: Tensor) -> Tensor:
    weight = chosen.to(hidden.dtype)[..., None]
    return (hidden * weight).sum(1) / weight.sum(1).clamp(min=1.0)
