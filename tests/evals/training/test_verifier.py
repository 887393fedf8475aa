"""The command: what it refuses, what it names, and what stays out of a lesson that is held out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from assistant.finding import READ_AT_MOST
from evals.training import courses, verifier, workshop
from evals.training.courses import Courses, Labelled
from evals.training.examples import Example, is_held_out
from evals.training.judging import Judge, line
from evals.training.learning import Lesson
from evals.training.lessons import WRONG, lesson_of
from evals.training.verifier import main
from knowledge.errors import CourseError
from knowledge.library import DEFAULT_COURSE
from tests.knowledge.made import WordsEmbedder, course

SHOWN = next(name for name in map(str, range(99)) if not is_held_out(name))
HIDDEN = next(name for name in map(str, range(99)) if is_held_out(name))


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--hold-out"],
        ["--data", "x", "--lesson", "l", "--weights", "w"],
        ["--judge", "--data", "x", "--hold-out"],
        ["--data", "x", "--cases", "c"],
        ["--data", "x", "--split", "tune"],
        ["--judge", "--course", "c"],
        ["--judge", "--epochs", "2"],
        ["--weights", "w", "--questions", "9"],
        ["--data", "x", "--lesson", "l", "--epochs", "2"],
        ["--data", "x", "--hold-out", "--out", "o"],
        ["--data", "x", "--questions", "9"],
        ["--data", "x", "--epochs", "0"],
        ["--data", "x", "--epochs", "many"],
        ["--further", "--judge"],
        ["--data", "x", "--further", "--hold-out"],
    ],
)
def test_a_wrong_call_ends_with_two(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--data", "nowhere"], "paragraphs.jsonl"),
        (["--data", "x", "--out", "gone/made.onnx"], "gone/made.onnx"),
        (["--weights", "w.pt"], "w.pt"),
        (["--judge", "--out", "made.onnx"], "made.onnx"),
        (["--further", "--data", "nowhere"], "paragraphs.jsonl"),
        (["--judge", "--cases", "mine.jsonl"], "mine.jsonl"),
    ],
)
def test_what_is_missing_is_named(
    arguments: list[str], named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 1
    assert named in capsys.readouterr().err


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Public sets of two articles, one of them held out; no small courses, none ingested."""
    rows = [
        {"article": name, "section": "", "text": f"Who wrote {name}?", "gold": [1],
         "candidates": ["It is long.", f"Ann wrote {name}."]}
        for name in (SHOWN, HIDDEN)
    ]  # fmt: skip
    for file, told in (
        ("selqa/dev.jsonl", rows), ("squad2/paragraphs.jsonl", []), ("squad2/questions.jsonl", []),
    ):  # fmt: skip
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text("\n".join(map(json.dumps, told)), encoding="utf-8")
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(workshop, "query_embedder", lambda model, folder: WordsEmbedder())
    monkeypatch.setattr(workshop, "own", list)
    monkeypatch.setattr(courses, "SETS", ())
    return tmp_path


def _lesson(file: Path) -> str:
    return " ".join(Lesson.load(file).texts)


def test_a_lesson_is_written_with_and_without_what_is_held_out(bench: Path) -> None:
    file = bench / "lesson.json"
    assert main(["--data", str(bench), "--lesson", str(file)]) == 0
    assert f"wrote {SHOWN}." in _lesson(file)
    assert f"wrote {HIDDEN}." in _lesson(file)
    assert main(["--data", str(bench), "--lesson", str(file), "--hold-out"]) == 0
    assert f"wrote {SHOWN}." in _lesson(file)
    assert f"wrote {HIDDEN}." not in _lesson(file)
    assert main(["--data", str(bench), "--lesson", str(file), "--questions", "1"]) == 0
    assert len(Lesson.load(file).groups) == 1


def test_without_the_shipped_course_the_command_says_what_to_do(
    bench: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(courses, "SETS", (courses.SHIPPED,))
    assert main(["--data", str(bench), "--lesson", str(bench / "lesson.json")]) == 1
    assert "python -m ingest" in capsys.readouterr().err
    assert not (bench / "lesson.json").exists()


def test_weights_of_something_else_are_named(
    bench: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = bench / "odd.pt"
    file.write_bytes(b"no weights")
    assert main(["--weights", str(file), "--out", str(bench / "made.onnx")]) == 1
    assert "odd.pt" in capsys.readouterr().err
    assert not (bench / "made.onnx").exists()


class _Library:
    """The shipped course, made small; another one is not there."""

    def course(self, name: str) -> SimpleNamespace:
        if name != DEFAULT_COURSE:
            raise CourseError(f"there is no course {name!r}")
        texts = {"1.md": "Peas climb.\n\nBeans climb higher.\n\nWorms dig."}
        return SimpleNamespace(content=course(texts))


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Labelled:
    """Cases of both halves, one absent from the course, one off topic, and a set of a course that
    is not ingested."""
    base = {"category": "factual", "answerable": True}
    cases = [
        {**base, "id": "1", "split": "tune", "question": "q1", "gold": [{"quote": "Peas climb."}]},
        {**base, "id": "2", "split": "report", "question": "q2", "gold": [{"quote": "Worms dig."}]},
        {"id": "3", "split": "report", "question": "q3", "answerable": False,
         "category": "unanswerable_near"},
        {"id": "4", "split": "report", "question": "q4", "answerable": False,
         "category": "unanswerable_far"},
    ]  # fmt: skip
    file = tmp_path / "cases.jsonl"
    file.write_text("\n".join(map(json.dumps, cases)), encoding="utf-8")
    made = Labelled("small", DEFAULT_COURSE, (file,), "edition")
    sets = (made, replace(made, course="other"), replace(made, held_out=True))
    monkeypatch.setattr(courses, "SETS", sets)
    return made


def test_only_the_half_to_tune_on_is_learned_and_only_the_asked_half_judged(
    small: Labelled,
) -> None:
    told: list[str] = []
    known = Courses(_Library(), told.append)  # type: ignore[arg-type]
    learned = known.learned(held_out=True)
    assert [(one.question, one.texts[one.gold[0]][-11:]) for one in learned] == [
        ("q1", "Peas climb.")
    ]
    assert len(known.learned(held_out=False)) == 2
    assert [one.question for one in known.judged(small, "report")] == ["q2", "q3"]
    assert [one.question for one in known.judged(small, None)] == ["q1", "q2", "q3"]
    assert known.judged(replace(small, course="other"), None) == []
    assert len(told) == 1
    assert "'other'" in told[0]


def test_a_lesson_holds_the_hardest_texts_and_the_same_ones_again() -> None:
    texts = (
        "Peas climb poles.",
        *(f"Number {i} is a number." for i in range(60)),
        "Peas are green.",
    )
    examples = [
        Example("toy", "a", "Do peas climb tall poles?", "Garden", texts, (0,), ("Peas too.",)),
        Example("toy", "a", "Do fish climb?", "", ("Fish swim.",), (), complete=False),
    ]  # fmt: skip
    lesson = lesson_of(examples, WordsEmbedder())
    first, second = lesson.groups
    assert [lesson.texts[i] for i in first.gold] == ["Garden: Peas climb poles."]
    wrong = [lesson.texts[i] for i in first.wrong]
    assert len(wrong) == WRONG + 1
    assert wrong[0] == "Garden: Peas are green."
    assert wrong[-1] == "Garden: Peas too."
    assert not set(first.gold) & set(first.wrong)
    assert first.wordings[0] == "Do peas climb tall poles?"
    assert (second.gold, second.complete, len(second.wordings)) == ((), False, 1)
    assert lesson_of(examples, WordsEmbedder()) == lesson


def test_with_the_query_encoder_the_hardest_texts_are_those_that_it_finds() -> None:
    texts = ("peas", *(f"number {i} peas" for i in range(60)), "zebras graze")
    example = Example("toy", "x", "number peas", "", texts, (0,))

    class Turned:
        def encode(self, question: str) -> np.ndarray:
            return np.asarray(WordsEmbedder().embed(["zebras graze"])[0])

    def wrong(encoder: Turned | None) -> set[str]:
        lesson = lesson_of([example], WordsEmbedder(), encoder)  # type: ignore[arg-type]
        return {lesson.texts[i] for i in lesson.groups[0].wrong}

    assert "zebras graze" in wrong(Turned())
    assert "zebras graze" not in wrong(None)


def test_judging_ranks_what_the_verifier_reads_before_the_rest() -> None:
    near = READ_AT_MOST - 4
    texts = (*["peas pod"] * near, "peas pod vine", *["far away"] * 10)
    examples = [
        Example("toy", "a", "peas", "", texts, (near,)),
        Example("toy", "a", "peas", "", texts, tuple(range(near + 1, near + 11))),
        Example("toy", "a", "zebras", "", texts, ()),
    ]
    read: list[int] = []

    def scores(question: str, some: list[str]) -> np.ndarray:
        read.append(len(some))
        return np.array([0.9 if text == "peas pod vine" else 0.1 for text in some]) * (
            question == "peas"
        )

    told = Judge(WordsEmbedder(), scores).compare("toy", examples)  # type: ignore[arg-type]
    assert read == [READ_AT_MOST] * 3
    assert (told.answered, told.absent) == (2, 1)
    assert told.cosine.mrr == pytest.approx((1 / (near + 1) + 1 / (near + 2)) / 2)
    assert told.verifier.mrr == pytest.approx((1 + 1 / (near + 2)) / 2)
    assert (told.verifier.first, told.verifier.auc) == (0.5, 1.0)
    assert "zebras" not in line(told)
    assert line(Judge(WordsEmbedder(), scores).compare("toy", [])).count("-") == 6  # type: ignore[arg-type]


def test_help_shows_how_to_train_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    assert stopped.value.code == 0
    assert "evals.training.learning" in capsys.readouterr().out
    assert verifier.EXAMPLES.count("python -m evals.training.verifier") == 6
