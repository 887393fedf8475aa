"""Training on a toy: what can be learned is learned, twice the same, and the export says it too."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from evals.errors import EvalsError
from evals.training import learning
from evals.training.exporting import SMALLEST, export, restored
from evals.training.learning import (
    Group,
    Lesson,
    Reader,
    load_weights,
    save_weights,
    trained,
    trained_further,
)
from evals.training.network import UpperLayers, load_layers
from knowledge import exported, verifier
from knowledge.exported import TokenStates
from knowledge.pairs import batch, paired
from tests.evals.training.conftest import COLOURS, LIGHT


def _lesson(seed: int = 5, count: int = 144) -> Lesson:
    """A text answers when its colour is the one asked for; the others share as many words."""
    chance = random.Random(seed)
    texts = tuple(f"the coat over there is {colour}" for colour in COLOURS)
    groups = []
    for _ in range(count):
        asked, *others = chance.sample(range(len(COLOURS)), 4)
        gold = (asked,) if chance.random() < 0.6 else ()
        groups.append(Group((f"which coat is {COLOURS[asked]}",), gold, tuple(others)))
    return Lesson(texts, tuple(groups), LIGHT, 20)


def _right(upper: UpperLayers, folder: Path, lesson: Lesson) -> float:
    """Share of questions whose answer is told, or that none is."""
    reader = Reader(folder, load_layers(folder, 1)[0], lesson, "cpu")
    reader.read([*lesson.texts, *(group.wordings[0] for group in lesson.groups)])
    right = 0
    for group in lesson.groups:
        texts = [lesson.texts[i] for i in (*group.gold, *group.wrong)]
        with torch.inference_mode():
            scores = upper(*reader.pairs([group.wordings[0]] * len(texts), texts))
        found, best = int(scores.argmax()), float(scores.max())
        right += (found == 0 and best > 0) if group.gold else best <= 0
    return right / len(lesson.groups)


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "RATE", 3e-3)
    monkeypatch.setattr(learning, "HEAD_RATE", 1e-2)
    monkeypatch.setattr(learning, "QUESTIONS", 12)


def _silent(text: str) -> None:
    pass


def test_what_can_be_learned_is_learned(toy: Path, fast: None) -> None:
    unseen = _lesson(seed=6, count=40)
    upper = trained(toy, _lesson(), 1, 6, _silent)
    assert _right(upper, toy, unseen) > max(0.9, _right(load_layers(toy, 1)[1], toy, unseen))


def test_the_command_writes_the_same_weights_twice(toy: Path, tmp_path: Path) -> None:
    lesson = tmp_path / "lesson.json"
    _lesson().save(lesson)
    assert Lesson.load(lesson) == _lesson()
    files = [tmp_path / "one.pt", tmp_path / "two.pt"]
    options = ["--model", str(toy), "--layers", "1", "--epochs", "2"]
    for file in files:
        assert learning.main([str(lesson), str(file), *options]) == 0
    one, two = (load_weights(toy, file).state_dict() for file in files)
    assert all(torch.equal(value, two[name]) for name, value in one.items())
    fresh = load_layers(toy, 1)[1].state_dict()
    assert any(not torch.equal(value, fresh[name]) for name, value in one.items())


def test_the_command_names_what_cannot_be_read(
    toy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"texts": []}', encoding="utf-8")
    out = str(tmp_path / "weights.pt")
    for lesson in (broken, tmp_path / "missing.json"):
        assert learning.main([str(lesson), out, "--model", str(toy)]) == 1
        assert lesson.name in capsys.readouterr().err
    _lesson().save(broken)
    assert learning.main([str(broken), out, "--model", str(tmp_path)]) == 1
    assert "tokenizer.json" in capsys.readouterr().err


def test_weights_of_something_else_are_refused(toy: Path, tmp_path: Path) -> None:
    file = tmp_path / "other.pt"
    for told in (b"no weights", {"layers.0.weight": torch.zeros(2)}):
        if isinstance(told, bytes):
            file.write_bytes(told)
        else:
            torch.save(told, file)
        with pytest.raises(ValueError, match="no weights of the verifier"):
            load_weights(toy, file)


def _run(file: Path, states: torch.Tensor, marks: torch.Tensor) -> np.ndarray:
    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    told = session.run(["score"], {"states": states.numpy(), "marks": marks.numpy()})
    return np.asarray(told[0])


def test_the_export_says_what_the_network_says(toy: Path, tmp_path: Path) -> None:
    torch.manual_seed(1)
    upper = load_layers(toy, 1)[1]
    torch.nn.init.normal_(upper.marks.weight)
    torch.nn.init.normal_(upper.out.weight)
    save_weights(upper, tmp_path / "weights.pt")  # in half precision: the export loses nothing
    upper = load_weights(toy, tmp_path / "weights.pt").eval()
    export(upper, tmp_path / "made.onnx")
    marks = torch.tensor([[1, 2, 1, 3, 4, 3, 3], [1, 1, 3, 3, 4, 0, 0], [1, 3, 0, 0, 0, 0, 0]])
    states = torch.randn(3, 7, 16) * (marks != 0)[..., None]
    with torch.inference_mode():
        said = upper(states, marks).numpy()
    assert np.ptp(said) > 0.01
    np.testing.assert_allclose(_run(tmp_path / "made.onnx", states, marks), said, atol=1e-4)
    weights = onnx.load(str(tmp_path / "made.onnx")).graph.initializer
    floats = [w for w in weights if w.data_type == onnx.TensorProto.FLOAT]
    assert all(np.prod(w.dims) < SMALLEST for w in floats)
    assert sum(w.data_type == onnx.TensorProto.FLOAT16 for w in weights) > 5


def test_an_exported_network_comes_back_and_learns_on(
    toy: Path, tmp_path: Path, fast: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, unseen = tmp_path / "made.onnx", _lesson(seed=6, count=40)
    save_weights(trained(toy, _lesson(), 1, 1, _silent), tmp_path / "weights.pt")
    begun = load_weights(toy, tmp_path / "weights.pt")  # as the export holds them
    export(begun, file)
    back = restored(toy, file)
    told = begun.state_dict()
    assert all(torch.equal(value, told[name]) for name, value in back.state_dict().items())
    monkeypatch.setattr(learning, "FURTHER_RATE", 3e-3)
    monkeypatch.setattr(learning, "FURTHER_HEAD_RATE", 1e-2)
    further = trained_further(toy, _lesson(seed=7), back, 5, _silent)
    assert _right(further, toy, unseen) > max(0.9, _right(begun, toy, unseen))


def test_what_is_no_exported_network_is_named(toy: Path, tmp_path: Path) -> None:
    network = load_layers(toy, 1)[1]
    export(network, tmp_path / "made.onnx")
    model = onnx.load(str(tmp_path / "made.onnx"))
    del model.graph.initializer[0]
    onnx.save(model, str(tmp_path / "less.onnx"))
    (tmp_path / "odd.onnx").write_bytes(b"no network")
    for name in ("less.onnx", "odd.onnx", "missing.onnx"):
        with pytest.raises(EvalsError, match=name):
            restored(toy, tmp_path / name)


def test_what_is_read_at_once_changes_no_score(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lesson = _lesson()
    lower, upper = load_layers(toy, 1)
    reader = Reader(toy, lower, lesson, "cpu")
    texts = ["the coat over there is amber", "amber", "coat is green", "the amber coat", "is"]
    questions = ["which coat is amber"] * 5
    reader.read([*questions, *texts])
    monkeypatch.setattr(learning, "_HALVES", False)  # which round by what is read at once
    found = []
    for pairs in (1, 2, 32):
        monkeypatch.setattr(learning, "PAIRS", pairs)
        with torch.inference_mode():
            found.append(learning._scores(reader, upper.eval(), questions, texts))
    assert found[0].unique().numel() == 5
    assert torch.allclose(found[0], found[1], atol=1e-5)
    assert torch.allclose(found[0], found[2], atol=1e-5)


def test_an_export_that_cannot_be_written_is_named(toy: Path, tmp_path: Path) -> None:
    kept = tmp_path / "folder"
    kept.mkdir()
    with pytest.raises(EvalsError, match="folder"):
        export(load_layers(toy, 1)[1], kept)
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_pairs_are_those_of_the_product(toy: Path) -> None:
    lesson = _lesson()
    reader = Reader(toy, load_layers(toy, 1)[0], lesson, "cpu")
    questions = ["which coat is amber", "which coat is green"]
    texts = ["the coat over there is amber", "amber"]
    reader.read([*questions, *texts])
    states, marks = reader.pairs(questions, texts)
    read = {}
    for text in (*questions, *texts):
        row, count = reader._row[text], reader.length(text)
        ids, told = reader._ids[row, :count], reader._states[row, :count]
        read[text] = TokenStates(ids.numpy(), told.float().numpy())
    pairs = [
        paired(read[q], read[t], np.array(LIGHT)) for q, t in zip(questions, texts, strict=True)
    ]
    expected_states, expected_marks = batch(pairs)
    assert marks.tolist() == expected_marks.tolist()
    np.testing.assert_array_equal(states.numpy(), expected_states)


def test_the_layers_trained_are_those_above_the_states_of_the_product() -> None:
    assert learning.UPPER_LAYERS == exported.UPPER_LAYERS


def test_the_shipped_file_is_such_an_export() -> None:
    weights = onnx.load(str(verifier.SHIPPED)).graph.initializer
    large = [w.data_type for w in weights if np.prod(w.dims) >= SMALLEST]
    assert onnx.TensorProto.FLOAT not in large
    assert large.count(onnx.TensorProto.FLOAT16) > 30
