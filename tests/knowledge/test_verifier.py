"""The verifier: pairs as it reads them, its scores in order, and the product without it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge.exported import OnnxEmbedder, TokenStates
from knowledge.models import DEFAULT_MODEL
from knowledge.pairs import batch, headed, light_tokens, paired
from knowledge.verifier import Verifier, shipped_verifier
from tests.knowledge.made import WordsEmbedder

WIDTH = 4
NONE = np.array([], dtype=np.int64)


def _states(*ids: int) -> TokenStates:
    states = np.array([[i] * WIDTH for i in ids], dtype=np.float32)
    return TokenStates(np.array(ids, dtype=np.int64), states)


class _Reader:
    """Reads a text of numbers as the tokens of those numbers; counts what it read."""

    name = DEFAULT_MODEL

    def __init__(self) -> None:
        self.read_texts: list[str] = []

    def read(self, texts: Sequence[str], most: int) -> list[TokenStates]:
        self.read_texts += texts
        return [_states(*map(int, text.split()[:most])) for text in texts]


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A file like the shipped one: the score is the number of tokens both sides have."""
    import onnx
    from onnx import TensorProto, helper

    two = helper.make_tensor("two", TensorProto.INT64, [], [2])
    axes = helper.make_tensor("axes", TensorProto.INT64, [1], [1])
    nodes = [
        helper.make_node("Equal", ["marks", "two"], ["both"]),
        helper.make_node("Cast", ["both"], ["counted"], to=TensorProto.FLOAT),
        helper.make_node("ReduceSum", ["counted", "axes"], ["words"], keepdims=0),
        helper.make_node("ReduceMean", ["states"], ["nothing"], axes=[1, 2], keepdims=0),
        helper.make_node("Sub", ["nothing", "nothing"], ["zero"]),
        helper.make_node("Add", ["words", "zero"], ["score"]),
    ]
    graph = helper.make_graph(
        nodes,
        "counts",
        [
            helper.make_tensor_value_info("states", TensorProto.FLOAT, ["pairs", "tokens", WIDTH]),
            helper.make_tensor_value_info("marks", TensorProto.INT64, ["pairs", "tokens"]),
        ],
        [helper.make_tensor_value_info("score", TensorProto.FLOAT, ["pairs"])],
        [two, axes],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(made, str(tmp_path / "made.onnx"))
    return tmp_path / "made.onnx"


def test_marks_tell_the_sides_and_what_both_have() -> None:
    states, marks = paired(_states(7, 8, 9), _states(9, 7, 5), np.array([7]))
    assert marks.tolist() == [1, 1, 2, 4, 3, 3]
    assert states[:, 0].tolist() == [7, 8, 9, 9, 7, 5]


def test_a_shorter_pair_is_padded_with_zero() -> None:
    states, marks = batch(
        [paired(_states(1), _states(2, 3), NONE), paired(_states(1), _states(2), NONE)]
    )
    assert states.shape == (2, 3, WIDTH)
    assert marks.tolist() == [[1, 3, 3], [1, 3, 0]]


def test_a_heading_stands_before_its_sentence() -> None:
    assert headed("Bees", "", "They fly.") == "Bees: They fly."
    assert headed("", "", "They fly.") == "They fly."
    assert headed("Bees", "They need:", "flowers") == "Bees They need: flowers"
    assert headed("Bees", "", "| Hive | Honey |") == "Bees: Hive, Honey"


def test_light_tokens_are_marks_and_stop_words() -> None:
    from knowledge.models import model_path

    vocabulary = (model_path(DEFAULT_MODEL) / "vocab.txt").read_text(encoding="utf-8").split("\n")
    light = set(light_tokens(DEFAULT_MODEL).tolist())
    assert {vocabulary.index(w) for w in (".", "the", "##s")} <= light
    assert not {vocabulary.index(w) for w in ("market", "price")} & light


def test_scores_keep_the_order_of_the_texts(model: Path) -> None:
    verifier = Verifier(_Reader(), model)  # type: ignore[arg-type]
    numbers = ["5000 5001 5002", "5003", "5001 5009 5010 5011"] * 5
    scores = verifier.scores("5000 5001", numbers)
    expected = [1 / (1 + np.exp(-n)) for n in (2, 0, 1)] * 5
    assert scores == pytest.approx(expected)
    assert verifier.scores("5000", []).shape == (0,)


def test_a_text_is_read_once(model: Path) -> None:
    reader = _Reader()
    verifier = Verifier(reader, model)  # type: ignore[arg-type]
    verifier.scores("5000", ["5001", "5002"])
    verifier.scores("5003", ["5002", "5001"])
    assert sorted(reader.read_texts) == ["5000", "5001", "5002", "5003"]


def test_without_the_model_it_was_trained_on_there_is_none(model: Path) -> None:
    assert shipped_verifier(WordsEmbedder(), model) is None


def _onnx_embedder() -> OnnxEmbedder:
    """An embedder by its class and name only: what is tested does not come to read with it."""
    embedder = OnnxEmbedder.__new__(OnnxEmbedder)
    embedder.name = DEFAULT_MODEL
    return embedder


def test_without_its_file_there_is_none_and_it_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    assert shipped_verifier(_onnx_embedder(), tmp_path / "gone.onnx") is None
    assert "no gone.onnx" in caplog.text


def test_a_broken_file_is_said_and_not_used(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "broken.onnx").write_bytes(b"no model")
    assert shipped_verifier(_onnx_embedder(), tmp_path / "broken.onnx") is None
    assert "cannot load broken.onnx" in caplog.text


def test_with_its_file_it_serves(model: Path) -> None:
    assert isinstance(shipped_verifier(_onnx_embedder(), model), Verifier)
