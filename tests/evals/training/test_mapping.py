"""The adapter's training: what can be learned is learned, twice the same, and recall counts it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from evals.training import adapter
from evals.training.mapping import Compared, fitted, recall
from knowledge.adapter import QueryAdapter

WIDTH = 16


def _shifted(count: int, seed: int) -> list[Compared]:
    """Each question's answer is its vector moved on by one place: likeness does not find it."""
    chance = np.random.default_rng(seed)
    asked = chance.normal(size=(count, WIDTH)).astype(np.float32)
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    told = np.roll(asked, 1, axis=1)
    return [Compared(asked[i], told, (i,)) for i in range(count)]


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many steps as a toy needs."""
    monkeypatch.setattr("evals.training.mapping.RATE", 0.03)
    monkeypatch.setattr("evals.training.mapping.STAY", 0.0)


@pytest.mark.usefixtures("strict")
def test_what_can_be_learned_is_learned_and_holds_for_others() -> None:
    matrix = fitted(_shifted(120, seed=1), epochs=30)
    unseen = _shifted(60, seed=2)
    assert recall(unseen, None)[0] < 0.3
    assert recall(unseen, QueryAdapter(matrix))[0] > 0.9


def test_the_same_questions_give_the_same_map() -> None:
    some = _shifted(40, seed=3)
    assert np.array_equal(fitted(some, epochs=2), fitted(some, epochs=2))


def test_recall_is_the_share_of_the_answers_among_the_first() -> None:
    sentences = np.eye(3, dtype=np.float32)
    question = np.array([0.9, 0.5, 0.1], dtype=np.float32)
    first, most, _ = recall([Compared(question, sentences, (0, 2))], None)
    assert (first, most) == (0.5, 1.0)


def test_a_folder_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "missing" / "map.npy"
    assert adapter.main(["--out", str(target)]) == 1
    assert str(target) in capsys.readouterr().err
