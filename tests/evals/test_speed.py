"""What the speed suite is made of, apart from a server."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from evals.errors import EvalsError
from evals.speed import distinct, peak_memory


def test_questions_are_never_repeated() -> None:
    questions = distinct(["What?", "How?", "What?"], 9)
    assert len(set(questions)) == 9
    assert questions[:2] == ["What?", "How?"]


def test_too_few_questions_are_refused() -> None:
    with pytest.raises(EvalsError, match="1 cases are too few"):
        distinct(["What?"], 100)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux")
def test_peak_memory_is_read_of_a_running_process_in_megabytes() -> None:
    peak = peak_memory(os.getpid())
    assert peak is not None
    assert 10 < peak < 100_000
    assert peak_memory(2**22 + 1) is None
