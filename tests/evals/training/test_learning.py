"""Training on a toy: what can be learned is learned, and the shipped form says the same."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import BertConfig
from transformers.models.bert.modeling_bert import BertLayer

from evals.training import learning
from evals.training.examples import Example
from evals.training.exporting import export
from evals.training.groups import Group
from evals.training.judging import Judged, better, judge
from evals.training.network import UpperLayers
from evals.training.states import StateCache
from knowledge.exported import TokenStates
from knowledge.models import DEFAULT_MODEL
from knowledge.pairs import batch, paired
from knowledge.verifier import Verifier

WIDTH = 16
COLOURS = ("amber", "brown", "coral", "denim", "ebony", "fawn", "green", "ivory")
NONE = np.array([], dtype=np.int64)


class _Words:
    """Reads every word as a fixed random state; a stand-in for the lower layers."""

    name = DEFAULT_MODEL

    def read(self, texts: list[str], most: int) -> list[TokenStates]:
        found = []
        for text in texts:
            ids = [5000 + sum(map(ord, word)) for word in text.lower().split()][:most]
            states = np.stack(
                [np.random.default_rng(i).normal(size=WIDTH) for i in ids], dtype=np.float32
            )
            found.append(TokenStates(np.array(ids), states, states.mean(axis=0)))
        return found


@pytest.fixture
def network() -> UpperLayers:
    torch.manual_seed(3)
    torch.set_num_threads(1)
    config = BertConfig(
        hidden_size=WIDTH, num_attention_heads=2, intermediate_size=32, hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0, attn_implementation="eager",
    )  # fmt: skip
    return UpperLayers(torch.nn.ModuleList([BertLayer(config)]), WIDTH)


def _toy() -> tuple[list[Group], StateCache]:
    """A text answers when its colour is the one asked for; the others share as many words."""
    chance = random.Random(5)
    groups = []
    for _ in range(160):
        some = chance.sample(COLOURS, 3)
        texts = tuple(f"the coat over there is {colour}" for colour in some)
        gold = (0,) if chance.random() < 0.6 else ()
        asked = some[0] if gold else chance.choice([c for c in COLOURS if c not in some])
        groups.append(Group(f"which coat is {asked}", texts, gold))
    cache = StateCache(_Words(), 20)  # type: ignore[arg-type]
    cache.read(text for group in groups for text in (group.question, *group.texts))
    return groups, cache


def _right(network: UpperLayers, groups: list[Group], cache: StateCache) -> float:
    network.eval()
    right = 0
    for group in groups:
        states, marks = batch(
            [paired(cache[group.question], cache[text], NONE) for text in group.texts]
        )
        with torch.inference_mode():
            scores = network(torch.from_numpy(states), torch.from_numpy(marks))[0].numpy()
        right += bool(scores.max() > 0) == bool(group.gold) and (
            not group.gold or int(scores.argmax()) == 0
        )
    return right / len(groups)


def test_what_can_be_learned_is_learned_and_twice_the_same(
    network: UpperLayers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "RATE", 3e-3)
    groups, cache = _toy()
    learn, unseen = groups[:120], groups[120:]
    before = _right(network, unseen, cache)
    start = {name: value.clone() for name, value in network.state_dict().items()}
    learning.train(network, learn, cache, 12, lambda text: None)
    assert _right(network, unseen, cache) > max(0.8, before)
    first = {name: value.clone() for name, value in network.state_dict().items()}
    network.load_state_dict(start)
    learning.train(network, learn, cache, 12, lambda text: None)
    again = network.state_dict()
    assert all(torch.equal(value, again[name]) for name, value in first.items())


def test_the_shipped_form_scores_as_the_network_does(network: UpperLayers, tmp_path: Path) -> None:
    groups, cache = _toy()
    export(network, tmp_path / "made.onnx")
    verifier = Verifier(_Words(), tmp_path / "made.onnx")  # type: ignore[arg-type]
    states, marks = batch(
        [paired(cache[groups[0].question], cache[text], NONE) for text in groups[0].texts]
    )
    with torch.inference_mode():
        logits = network.eval()(torch.from_numpy(states), torch.from_numpy(marks))[0]
    said = verifier.scores(groups[0].question, groups[0].texts)
    assert said == pytest.approx(torch.sigmoid(logits).numpy(), abs=0.03)


def test_states_are_kept_on_disk(tmp_path: Path) -> None:
    StateCache(_Words(), 20, tmp_path).read(["one two three", "four"])  # type: ignore[arg-type]
    kept = StateCache(None, 20, tmp_path)  # type: ignore[arg-type]
    (fresh,) = _Words().read(["one two three"], 20)
    assert kept["one two three"].ids.tolist() == fresh.ids.tolist()
    np.testing.assert_allclose(kept["one two three"].states, fresh.states, atol=1e-2)
    assert len(kept["four"].ids) == 1


def test_judging_counts_ranks_and_what_nothing_answers(
    network: UpperLayers, tmp_path: Path
) -> None:
    said = ("the coat is amber", "the moon is far")
    examples = [
        Example("toy", "a", "which coat is amber", "", said, (0,)),
        Example("toy", "a", "which train is late", "", said, ()),
    ]
    cache = StateCache(_Words(), 20)  # type: ignore[arg-type]
    cache.read((*said, *(one.question for one in examples)))
    export(network, tmp_path / "made.onnx")
    verifier = Verifier(_Words(), tmp_path / "made.onnx")  # type: ignore[arg-type]
    figures = judge(examples, cache, verifier)["toy"]
    assert (figures["bm25"].mrr, figures["bm25"].first, figures["bm25"].auc) == (1.0, 1.0, 1.0)
    assert figures["product"].questions == 1


def test_only_a_blend_that_is_better_on_every_set_is_better() -> None:
    def ways(product: float, low: float, high: float) -> dict[str, Judged]:
        named = {"product": product, "product + 0.1": low, "product + 0.3": high, "verifier": 1.0}
        return {way: Judged(mrr, mrr, None, 9) for way, mrr in named.items()}

    assert better({"a": ways(0.8, 0.82, 0.9), "b": ways(0.8, 0.81, 0.79)}) == "product + 0.1"
    assert better({"a": ways(0.8, 0.9, 0.9), "b": ways(0.8, 0.8, 0.79)}) is None
