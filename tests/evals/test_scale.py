"""The scale suite, small: what it makes, how it measures, and the whole of it over a made course."""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from evals import scale, suites
from evals.errors import EvalsError
from evals.generated import MadeVectors, Writer, course_of, write_lessons
from evals.processes import measured
from ingest.course import read_course
from knowledge.library import Library
from tests.knowledge.made import GARDEN, WordsEmbedder, build, course

LONG = " ".join(f"Bed {i} is dug deeply before the winter comes with frost." for i in range(30))
CONTENT = course({**GARDEN, "beds.md": f"# Beds\n\n{LONG}\n"})


def test_made_lessons_are_the_same_each_time_and_differ_from_each_other(tmp_path: Path) -> None:
    writer = Writer(CONTENT.chunks)
    assert writer.lesson(1) == Writer(CONTENT.chunks).lesson(1)
    assert writer.lesson(1) != writer.lesson(2)
    assert writer.lesson(1) != Writer(CONTENT.chunks, seed=1).lesson(1)
    write_lessons(writer, 2, tmp_path)
    content, _, problems = read_course([tmp_path], "made", "")
    assert not problems
    assert len(content.documents) == 2
    kinds = {chunk.kind for chunk in content.chunks}
    assert {"prose", "list_item", "table_row"} <= kinds
    assert {chunk.lesson for chunk in content.chunks} == {"1.1", "1.2"}


def test_a_course_without_sentences_makes_none() -> None:
    with pytest.raises(ValueError, match="no sentences"):
        Writer([])


def test_the_ranges_of_a_made_course_are_exact() -> None:
    content = course_of(list(Writer(CONTENT.chunks).passages(250)), "made")
    text = content.documents[0].text
    assert len(content.chunks) == 250
    assert all(text[c.start : c.end] == c.text for c in content.chunks)


def test_made_vectors_are_of_length_one_and_the_same_each_time() -> None:
    made = MadeVectors("any", 32)
    vectors = made.embed(["one", "two", "one"])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert (vectors[0] == vectors[2]).all()
    assert not np.allclose(vectors[0], vectors[1])


def test_a_process_is_measured_and_its_failure_is_named(tmp_path: Path) -> None:
    (tmp_path / "works.py").write_text("import json\nprint(json.dumps({'n': sum(range(10**6))}))")
    (tmp_path / "fails.py").write_text("raise SystemExit('no room')")
    (tmp_path / "mute.py").write_text("pass")
    environment = {"PYTHONPATH": str(tmp_path)}
    found = measured("works", [], environment)
    assert found.result["n"] == sum(range(10**6))
    assert 0 < found.cpu_s < 60
    assert found.peak_mb > 1
    with pytest.raises(EvalsError, match="fails ended with 1: no room"):
        measured("fails", [], environment)
    with pytest.raises(EvalsError, match="mute printed no JSON"):
        measured("mute", [], environment)


def test_the_suite_is_run_when_asked_for_only() -> None:
    assert "scale" in suites.NAMES
    assert "scale" not in suites.default(own_cases=False)
    assert "scale" not in suites.default(own_cases=True)


def test_the_whole_suite_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With an embedder that needs no model, but the real ingest in a process of its own."""
    monkeypatch.setattr("knowledge.library.common_words", lambda model: frozenset())
    embedder = WordsEmbedder()
    build(tmp_path, CONTENT, embedder)
    library = Library(tmp_path, embedder)
    cases = [
        SimpleNamespace(whole_question=question)
        for question in ("How do I save water?", "What eats aphids?", "When is a bed dug?")
    ]
    bench: Any = SimpleNamespace(course=library.course(), cases=cases)
    monkeypatch.setattr(scale, "COURSES", 3)
    monkeypatch.setattr(scale, "SEARCHES", 6)
    monkeypatch.setattr(scale, "measured", _without_a_model)
    try:
        result = scale.run(bench, scale.Sizes(lessons=2, vectors=120))
    finally:
        library.close()
    figures = {figure.name: figure for figure in result.figures}
    assert figures["scale.leaks"].value == 0
    assert figures["scale.ann_recall_10"].value == pytest.approx(1.0)
    assert figures["scale.search_p95_ratio"].value is not None
    assert (figures["scale.ingest_peak_mb"].value or 0) > 1
    assert (figures["scale.ingest_of_encode"].value or 0) > 0


def test_a_leak_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where every course answered for every other one, the figure would say so."""
    monkeypatch.setattr("knowledge.library.common_words", lambda model: frozenset())
    embedder = WordsEmbedder()
    build(tmp_path, CONTENT, embedder)
    library = Library(tmp_path, embedder)
    monkeypatch.setattr(scale, "COURSES", 2)

    class Leaky(Library):
        """Gives passages of all its courses, whichever one is asked."""

        def course(self, course_id: str | None = None) -> Any:
            asked = super().course(course_id)
            both = [super(Leaky, self).course(f"made-0{n}") for n in range(2)]
            return SimpleNamespace(
                content=asked.content,
                permalink=asked.permalink,
                resolve=lambda link: None,
                search=lambda query, k: [hit for one in both for hit in one.search(query, k)],
            )

    monkeypatch.setattr(scale, "Library", Leaky)
    bench: Any = SimpleNamespace(course=library.course())
    try:
        assert (scale._side_by_side(bench, tmp_path / "two").value or 0) > 2
    finally:
        library.close()


def _without_a_model(module: str, arguments: list[str], environment: dict[str, str]) -> Any:
    """The ingest as it is, but for the embedder; the yardstick as if it took a second."""
    if module == "evals.encoding":
        count = len(json.loads(Path(arguments[0]).read_text(encoding="utf-8")))
        return SimpleNamespace(
            result={"texts": count, "wall_s": 1.0, "cpu_s": 1.0}, cpu_s=1.0, peak_mb=10.0
        )
    here = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join((here, os.environ.get("PYTHONPATH", "")))
    return measured(
        "tests.evals.ingest_without_model", arguments, {**environment, "PYTHONPATH": path}
    )
