"""The comparison of wordings runs on any conversations with passages, and says what it can't read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from evals.rewrites import Passages, main, measure, recall


class Letters:
    """Vectors by the letters of a text."""

    model_name = "letters"
    dimension = 26

    def embed(self, texts: Sequence[str]) -> np.ndarray:  # type: ignore[type-arg]
        rows = np.array([[t.lower().count(chr(97 + i)) for i in range(26)] for t in texts], float)
        length = np.linalg.norm(rows, axis=1, keepdims=True)
        return (rows / np.maximum(length, 1e-9)).astype(np.float32)


PASSAGES = [
    {"_id": "wax", "title": "", "text": "Wax moths are kept out by a narrow entrance of the hive."},
    {"_id": "tea", "title": "", "text": "Green tea is picked by hand in spring."},
    {"_id": "bus", "title": "", "text": "The bus to the harbour leaves every hour."},
]
ROWS = [
    {"user_turns": ["What are wax moths?", "how are they kept out?"], "relevant": ["wax"],
     "rewrite": "How are wax moths kept out of the hive?"},
    {"user_turns": ["What is green tea?"], "relevant": ["tea"], "rewrite": "What is green tea?"},
]  # fmt: skip


def test_our_wording_holds_what_was_left_out() -> None:
    passages = Passages(PASSAGES, Letters())
    assert "wax moths" in passages.standalone(["What are wax moths?", "how are they kept out?"], "")
    lines = measure(passages, ROWS)
    assert [(name, count) for name, count, _ in lines] == [
        ("as typed", 1), ("ours", 1), ("a person's", 1)
    ]  # fmt: skip
    assert lines[1][2] == [1.0, 1.0]


def test_recall_is_the_share_found() -> None:
    assert recall(["a", "b", "c"], ["c", "x"], 3) == 0.5
    assert recall(["a", "b", "c"], ["c", "x"], 2) == 0.0


def test_a_folder_that_cannot_be_read_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 2
    assert "passages.jsonl" in capsys.readouterr().err
    (tmp_path / "passages.jsonl").write_text(json.dumps(PASSAGES[0]) + "\n")
    assert main([str(tmp_path)]) == 2
    assert "no passages and turns" in capsys.readouterr().err
