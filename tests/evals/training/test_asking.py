"""The query encoder's training: what can be learned is learned, twice the same, and exported."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from tokenizers import Tokenizer

from evals.training import asking, query_encoder
from evals.training.asking import Compared, asked, recall, trained_to_ask
from evals.training.exporting import export_query_encoder
from evals.training.network import QueryLayers, load_layers
from knowledge.models import Vectors
from tests.evals.training.conftest import COLOURS

WIDTH = 16
FORMS = (
    "which coat is {}",
    "the {} coat",
    "{} over there",
    "is the coat {}",
    "{}",
    "which {} coat is there",
    "{} coat",
)


def _compared() -> list[Compared]:
    """Each colour's answer is a vector that has nothing to do with how the question reads."""
    chance = np.random.default_rng(4)
    told = chance.normal(size=(len(COLOURS), WIDTH)).astype(np.float32)
    told /= np.linalg.norm(told, axis=1, keepdims=True)
    return [
        Compared(form.format(colour), told, (number,))
        for form in FORMS
        for number, colour in enumerate(COLOURS)
    ]


def _states(toy: Path, compared: list[Compared]) -> dict[str, Vectors]:
    tokenizer = Tokenizer.from_file(str(toy / "tokenizer.json"))
    lower, _ = load_layers(toy, 1)
    found = {}
    with torch.inference_mode():
        for one in compared:
            ids = torch.tensor([tokenizer.encode(one.question).ids])
            found[one.question] = lower(ids)[0].numpy()
    return found


def _trained(toy: Path, compared: list[Compared], epochs: int) -> QueryLayers:
    states = _states(toy, compared)
    return trained_to_ask(toy, compared, states, lambda text: None, layers=1, epochs=epochs)


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many steps, as large, as a toy needs."""
    monkeypatch.setattr(asking, "RATE", 5e-3)
    monkeypatch.setattr(asking, "TURN_RATE", 5e-3)
    monkeypatch.setattr(asking, "QUESTIONS", 6)
    monkeypatch.setattr(asking, "STAY", 0.0)


@pytest.mark.usefixtures("fast")
def test_what_can_be_learned_is_learned_and_holds_for_other_wordings(toy: Path) -> None:
    every = _compared()
    unseen, seen = every[::5], [one for i, one in enumerate(every) if i % 5]
    states = _states(toy, unseen)
    before = recall(unseen, asked(_trained(toy, seen, 0), unseen, states))[0]
    assert before < 0.4
    assert recall(unseen, asked(_trained(toy, seen, 40), unseen, states))[0] > 0.9


def test_it_begins_as_the_embedding_model(toy: Path) -> None:
    states = torch.from_numpy(next(iter(_states(toy, _compared()).values())))[None]
    network = _trained(toy, _compared(), 0)
    with torch.inference_mode():
        hidden = states
        for layer in load_layers(toy, 1)[1].layers:
            told = layer(hidden)
            hidden = told[0] if isinstance(told, tuple) else told
        vector = torch.nn.functional.normalize(hidden.mean(1), dim=1)
        said = network(states, torch.ones(states.shape[:2], dtype=torch.int64))
    assert torch.allclose(said, vector, atol=1e-5)


def test_the_same_questions_give_the_same_weights(toy: Path) -> None:
    one, two = (_trained(toy, _compared(), 2).state_dict() for _ in range(2))
    assert all(torch.equal(value, two[name]) for name, value in one.items())


def test_the_export_says_what_the_network_says(toy: Path, tmp_path: Path) -> None:
    compared = _compared()
    states = _states(toy, compared)
    network = _trained(toy, compared, 1)
    file = tmp_path / "made.onnx"
    export_query_encoder(network, file)
    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    for one, vector in zip(compared, asked(network, compared, states), strict=True):
        state = states[one.question][None]
        feed = {"states": state, "read": np.ones(state.shape[:2], dtype=np.int64)}
        np.testing.assert_allclose(session.run(["embedding"], feed)[0][0], vector, atol=5e-3)


def test_recall_is_the_share_of_the_answers_among_the_first() -> None:
    sentences = np.eye(3, dtype=np.float32)
    question = np.array([0.9, 0.5, 0.1], dtype=np.float32)
    first, most, _ = recall([Compared("?", sentences, (0, 2))], [question])
    assert (first, most) == (0.5, 1.0)


def test_a_folder_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "missing" / "encoder.onnx"
    assert query_encoder.main(["--out", str(target)]) == 1
    assert str(target) in capsys.readouterr().err
