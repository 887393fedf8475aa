"""The last evaluation: kept by suite, read back, never taken for another one's."""

from __future__ import annotations

from pathlib import Path

from assistant.evaluations import EvaluationFigure, keep_evaluation, last_evaluation


def figure(name: str, value: float | None = 0.5, fell: bool = False) -> EvaluationFigure:
    return EvaluationFigure(name=name, value=value, accepted=0.6, fell=fell, n=10)


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    figures = [figure("answers.passed", fell=True), figure("answers.ms", None)]
    keep_evaluation(tmp_path, figures, "report", course="bees", index="v-1")
    found = last_evaluation(tmp_path, "bees")
    assert found is not None
    assert found.measured is not None
    assert (found.half, found.index, found.figures) == ("report", "v-1", tuple(figures))
    assert last_evaluation(tmp_path, "another") is None


def test_a_suite_replaces_its_own_figures_and_another_index_all(tmp_path: Path) -> None:
    keep_evaluation(tmp_path, [figure("answers.passed")], "report", course="bees", index="v-1")
    speed = [figure("speed.ms"), figure("answers.passed", 0.9)]
    keep_evaluation(tmp_path, speed[:1], "report", course="bees", index="v-1")
    found = last_evaluation(tmp_path, "bees")
    assert found is not None
    assert [one.name for one in found.figures] == ["answers.passed", "speed.ms"]
    keep_evaluation(tmp_path, speed[1:], "report", course="bees", index="v-2")
    found = last_evaluation(tmp_path, "bees")
    assert found is not None
    assert [(one.name, one.value) for one in found.figures] == [("answers.passed", 0.9)]


def test_the_shipped_course_has_its_accepted_figures_said_to_be_those(tmp_path: Path) -> None:
    found = last_evaluation(tmp_path, "ai-ecommerce-strategy", shipped=True)
    assert found is not None
    assert found.measured is None
    assert any(one.name == "answers.passed" for one in found.figures)


def test_a_damaged_file_is_no_evaluation(tmp_path: Path) -> None:
    path = keep_evaluation(tmp_path, [figure("a.b")], "report", course="bees", index="v-1")
    path.write_text("{", "utf-8")
    assert last_evaluation(tmp_path, "bees") is None
