"""The command: exit codes, what is printed of which half, and that a crash is a failed row."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals import __main__ as command
from evals import suites
from evals.answers import row
from evals.bench import Bench, Outcome
from evals.dataset import Case
from evals.errors import EvalsError
from evals.figures import CaseRow, Figure, SuiteResult
from evals.metrics import score_answer
from evals.replies import Reply, asked_safely

SECRET = CaseRow("answers", "fac-01", "factual", False, "missing: x", "What is asked?", "This.")


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own: made-up figures are nobody's last evaluation."""
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> dict[str, float | None]:
    """Figures that the next run will "measure", in place of the suites."""
    values: dict[str, float | None] = {"answers.passed": 0.9}

    def run(names: object, choice: object) -> list[SuiteResult]:
        figures = tuple(Figure(name, value, naive=0.4, n=100) for name, value in values.items())
        return [SuiteResult("answers", figures, (SECRET,))]

    monkeypatch.setattr(suites, "run", run)
    return values


def accepted(tmp_path: Path, value: float) -> str:
    path = tmp_path / "baseline.json"
    entry = {"value": value, "tolerance": 0.02, "better": "higher"}
    path.write_text(json.dumps({"report": {"answers.passed": entry}}), "utf-8")
    return str(path)


def test_check_passes_within_the_tolerance_and_fails_below(
    measured: dict[str, float | None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--check", "--baseline", accepted(tmp_path, 0.92)]
    assert command.main(arguments) == 0
    measured["answers.passed"] = 0.89
    assert command.main(arguments) == 1
    assert "answers.passed" in capsys.readouterr().err
    assert command.main(arguments[1:]) == 0  # without --check it only says so


@pytest.mark.parametrize("value", [None, "gone"])
def test_check_fails_when_a_figure_can_no_longer_be_measured(
    measured: dict[str, float | None], tmp_path: Path, value: str | None
) -> None:
    del measured["answers.passed"]
    measured["answers.passed" if value is None else "answers.points"] = None
    assert command.main(["--check", "--baseline", accepted(tmp_path, 0.92)]) == 1


def test_check_without_an_accepted_figure_does_not_pass(
    measured: dict[str, float | None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["--check", "--baseline", str(tmp_path / "none.json")]) == 1
    assert "no accepted figure" in capsys.readouterr().err


def test_accept_writes_what_check_then_holds(
    measured: dict[str, float | None], tmp_path: Path
) -> None:
    path = str(tmp_path / "new.json")
    assert command.main(["--accept", "--baseline", path]) == 0
    assert command.main(["--check", "--baseline", path]) == 0
    measured["answers.passed"] = 0.5
    assert command.main(["--check", "--baseline", path]) == 1


def test_the_table_shows_the_naive_pipeline_and_the_gain(
    measured: dict[str, float | None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command.main(["--baseline", accepted(tmp_path, 0.85)])
    line = capsys.readouterr().out.splitlines()[1]
    assert line.split() == ["answers.passed", "100", "90.0%", "40.0%", "85.0%", "+5.0%"]


@pytest.mark.parametrize("split", ["report", None])
def test_texts_of_the_reported_half_are_never_printed(
    measured: dict[str, float | None], capsys: pytest.CaptureFixture[str], split: str | None
) -> None:
    chosen = ["--split", split] if split else []
    assert command.main([*chosen, "--json"]) == 0
    out = capsys.readouterr().out
    assert json.loads(out)["half"] == "report"
    assert SECRET.question not in out
    assert SECRET.answer not in out


def test_texts_of_the_tuning_half_are_printed_when_asked_for(
    measured: dict[str, float | None], capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["--split", "tune", "--details"]) == 0
    assert SECRET.question in capsys.readouterr().out
    assert command.main(["--split", "tune", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"][0]["why"] == "missing: x"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--suite", "nonsense"],
        ["--details"],
        ["--split", "all", "--details"],
        ["--check", "--accept"],
        ["--accept", "--course", "mine"],
        ["extra"],
    ],
)
def test_a_wrong_call_ends_with_two(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        command.main(arguments)
    assert stopped.value.code == 2


def test_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        command.main(["--help"])
    assert stopped.value.code == 0
    assert "python -m evals --suite answers --split tune" in capsys.readouterr().out


def test_an_error_is_one_line_and_exit_code_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(names: object, choice: object) -> list[SuiteResult]:
        raise EvalsError("there is no course 'x'")

    monkeypatch.setattr(suites, "run", run)
    assert command.main([]) == 1
    assert capsys.readouterr().err == "evals: there is no course 'x'\n"


def test_a_missing_case_file_is_one_line_and_exit_code_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "none.jsonl"
    assert command.main(["--suite", "answers", "--cases", str(path)]) == 1
    err = capsys.readouterr().err
    assert "none.jsonl" in err
    assert len(err.splitlines()) == 1


def test_a_suite_that_breaks_down_costs_only_its_own_figures(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(bench: object) -> SuiteResult:
        raise RuntimeError("no port left")

    def whole(bench: object) -> SuiteResult:
        return SuiteResult("answers", (Figure("answers.passed", 1.0),))

    class NoBench:
        unusable: dict[str, str] = {}  # noqa: RUF012

    monkeypatch.setattr(suites, "_bench", lambda choice, stack: NoBench())
    monkeypatch.setattr(suites, "_suites", lambda choice: {"answers": whole, "speed": broken})
    results = suites.run(("answers", "speed"), suites.Choice("report"))
    assert [result.suite for result in results] == ["answers", "speed"]
    assert results[0].figures[0].value == 1
    assert results[1].failures == ("RuntimeError: no port left",)
    assert command.main(["--suite", "answers", "--suite", "speed"]) == 1
    captured = capsys.readouterr()
    assert "answers.passed" in captured.out
    assert "no figures from: speed" in captured.err


CASE = Case(id="c", category="factual", question="q?", answerable=False)


def test_a_case_that_crashes_is_a_failed_row() -> None:
    def ask(case: Case) -> Reply:
        raise ZeroDivisionError("a fault")

    reply = asked_safely(ask, CASE)
    assert reply.error == "ZeroDivisionError: a fault"
    outcome = Outcome(CASE, reply, score_answer(CASE, reply.text, reply.cited, ()))
    assert not outcome.passed  # though an empty text declines, which this case asks for
    assert row("answers", outcome).why == "ZeroDivisionError: a fault"


def test_a_bench_goes_on_after_a_crash() -> None:
    def ask(case: Case) -> Reply:
        if case.id == "a":
            raise ValueError("boom")
        return Reply("The course does not say.", (), 1.0)

    cases = [CASE.model_copy(update={"id": name}) for name in "ab"]
    bench = Bench.__new__(Bench)
    bench.gold = bench.near_miss = {"a": (), "b": ()}
    outcomes = bench.outcomes(ask, cases, "test")
    assert [outcome.passed for outcome in outcomes] == [False, True]
