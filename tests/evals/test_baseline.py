"""What counts as fallen: tolerances, direction, figures that are gone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals import baseline
from evals.baseline import Accepted, accept, compare, load, missing
from evals.errors import EvalsError
from evals.figures import Figure, Unit, mean, quantile, show


def test_a_figure_falls_by_more_than_its_tolerance_in_its_own_direction() -> None:
    accepted = {
        "answers.passed": Accepted(value=0.9, tolerance=0.02, better="higher"),
        "answers.words": Accepted(value=100, tolerance=10, better="lower"),
    }

    def fell(passed: float | None, words: float) -> list[bool]:
        figures = [
            Figure("answers.passed", passed),
            Figure("answers.words", words, "words", "lower"),
        ]
        return [one.fell for one in compare(figures, accepted)]

    assert fell(0.88, 110) == [False, False]
    assert fell(0.879, 110.1) == [True, True]
    assert fell(1.0, 1) == [False, False]
    assert fell(None, 100) == [True, False]


def test_gain_is_positive_when_better_and_new_figures_have_none() -> None:
    accepted = {"a.x": Accepted(value=10, tolerance=1, better="lower")}
    lower, new = compare([Figure("a.x", 8, "ms", "lower"), Figure("a.y", 1)], accepted)
    assert lower.gain == 2
    assert (new.gain, new.fell) == (None, False)


def test_an_accepted_figure_that_is_not_measured_any_more_is_named() -> None:
    accepted = {
        name: Accepted(value=1, tolerance=0, better="higher")
        for name in ("answers.passed", "answers.points", "speed.cold_s")
    }
    assert missing([Figure("answers.passed", 1)], accepted) == ["answers.points"]


def test_accepting_replaces_the_suites_that_ran_and_keeps_the_others(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    accept(
        [Figure("answers.passed", 0.5, n=100), Figure("speed.cold_s", 1.5, "s", "lower")],
        "report",
        path,
    )
    accept([Figure("answers.points", 0.75, n=10)], "report", path)
    accept([Figure("answers.passed", 0.4, n=10)], "tune", path)
    stored = json.loads(path.read_text("utf-8"))
    assert sorted(stored["report"]) == ["answers.points", "speed.cold_s"]
    assert stored["report"]["answers.points"] == {
        "value": 0.75,
        "tolerance": 0.15,
        "better": "higher",
    }
    assert load(path)["tune"]["answers.passed"].value == 0.4


@pytest.mark.parametrize(
    ("unit", "value", "n", "tolerance"),
    [("share", 0.9, 200, 0.02), ("share", 0.9, 10, 0.15), ("count", 3, 9, 0), ("s", 2, 1, 4)],
)
def test_default_tolerances(unit: Unit, value: float, n: int, tolerance: float) -> None:
    assert baseline.default_tolerance(unit, value, n) == tolerance


def test_a_missing_baseline_is_empty_and_a_damaged_one_is_refused(tmp_path: Path) -> None:
    assert load(tmp_path / "none.json") == {}
    path = tmp_path / "bad.json"
    path.write_text('{"report": {"answers.passed": 1}}', "utf-8")
    with pytest.raises(EvalsError, match=r"bad\.json"):
        load(path)


def test_means_and_quantiles_leave_out_what_does_not_apply() -> None:
    assert mean([1, None, 0, True]) == pytest.approx(2 / 3)
    assert mean([None]) is None
    assert quantile([4, 1, 3, 2], 0.5) == 2
    assert quantile([4, 1, 3, 2], 0.95) == 4
    assert quantile([], 0.5) is None


def test_figures_are_shown_in_their_unit() -> None:
    assert show(0.1234, "share") == "12.3%"
    assert show(None, "ms") == "-"
    assert (show(12.34, "ms"), show(1.234, "s"), show(99.6, "words")) == (
        "12.3 ms",
        "1.23 s",
        "100",
    )
