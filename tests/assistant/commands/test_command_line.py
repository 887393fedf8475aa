"""The command line: results on stdout, the rest on stderr, exit codes 0, 1 and 2, no traceback."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.__main__ import main
from assistant.settings import PREFIX, Settings
from assistant.types import Answer

ROOT = Path(__file__).parents[3]
SIGNS = "What are the early signs of varroa infestation?"
ANSWER_FIELDS = {
    "id", "conversation_id", "course", "question", "standalone_question", "status", "answer",
    "claims", "parts", "sources", "calculations", "suggestions", "composer", "model",
    "fallback_reason", "versions", "timings_ms",
}  # fmt: skip
SOURCE_FIELDS = {
    "number", "document", "title", "lesson", "section", "headings", "quote", "start", "end",
    "permalink", "also_in",
}  # fmt: skip
RESULT_FIELDS = {
    "rank", "text", "document", "lesson", "section", "headings", "start", "end", "score", "permalink",
}  # fmt: skip
CALCULATION_FIELDS = {
    "id", "calculator", "status", "values", "inputs_as_read", "assumptions", "warnings", "formula",
    "source_label", "next_question",
}  # fmt: skip


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def own_data(apiary_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of its own: one Chroma folder belongs to one process."""
    folder = tmp_path_factory.mktemp("commands") / "data"
    shutil.copytree(apiary_dir / "index", folder / "index")
    (folder / "models").symlink_to(apiary_dir / "models")
    return folder


@pytest.fixture
def environment(
    own_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> pytest.MonkeyPatch:
    for field in Settings.model_fields:
        monkeypatch.delenv(PREFIX + field.upper(), raising=False)
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(own_data))
    monkeypatch.chdir(tmp_path)
    return monkeypatch


@pytest.fixture
def run(environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process."""

    def ran(*arguments: str) -> Ran:
        capsys.readouterr()
        try:
            code = main(arguments)
        except SystemExit as stop:  # argparse
            code = int(stop.code or 0)
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return ran


@pytest.mark.parametrize("command", [[], ["ask"], ["search"], ["calc"], ["serve"]])
def test_help_has_an_example(run: Run, command: list[str]) -> None:
    found = run(*command, "--help")
    assert (found.code, found.err) == (0, "")
    assert "example: python -m assistant" in found.out


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["sing"], ["ask"], ["ask", "a", "b"], ["ask", "a", "--nonsense"], ["search"],
        ["search", "a", "-k", "0"], ["search", "a", "-k", "many"], ["search", "a", "-k", "1000"],
        ["serve", "--port", "99999"], ["serve", "--port", "http"],
    ],
)  # fmt: skip
def test_called_wrongly_is_2(run: Run, arguments: list[str]) -> None:
    found = run(*arguments)
    assert found.code == 2
    assert found.out == ""
    assert "usage:" in found.err


def test_ask_prints_answer_sources_and_conversation(run: Run) -> None:
    found = run("ask", SIGNS)
    assert found.code == 0
    assert "spotty brood" in found.out
    assert "[1]" in found.out
    assert "lesson-1-2.md:" in found.out
    assert "conversation: " in found.out
    assert found.err == ""


def test_ask_json_is_the_answer_object(run: Run) -> None:
    found = run("ask", SIGNS, "--json", "--course", "apiary")
    assert found.code == 0
    assert found.err == ""
    assert set(found.json) >= ANSWER_FIELDS
    assert set(found.json["sources"][0]) >= SOURCE_FIELDS
    assert set(found.json["claims"][0]) >= {"text", "sources", "calculations", "support"}
    assert set(found.json["parts"][0]) >= {"text", "status", "nearest"}
    assert set(found.json["versions"]) >= {"index", "prompts", "app"}
    assert "total" in found.json["timings_ms"]
    Answer.model_validate(found.json)


def test_ask_continues_a_conversation(run: Run) -> None:
    first = run("ask", SIGNS, "--json").json
    second = run(
        "ask", "And for swarming?", "--json", "--conversation", first["conversation_id"]
    ).json
    assert second["conversation_id"] == first["conversation_id"]
    assert second["standalone_question"] == "What are the early signs of swarming?"


def test_declining_is_an_answer(run: Run) -> None:
    found = run("ask", "What is the capital of France?", "--json")
    assert (found.code, found.json["status"]) == (0, "declined")


def test_search_gives_ranked_passages(run: Run) -> None:
    found = run("search", "water content of honey", "-k", "3", "--json")
    assert found.code == 0
    results = found.json["results"]
    assert [r["rank"] for r in results] == [1, 2, 3]
    assert all(set(r) >= RESULT_FIELDS for r in results)
    scores = [r["score"] for r in results]
    assert scores == sorted(scores, reverse=True)
    assert any("18%" in r["text"] for r in results)
    plain = run("search", "water content of honey", "-k", "3")
    assert plain.code == 0
    assert plain.out.startswith("1. ")


def test_calc_alone_lists_the_calculators(run: Run) -> None:
    plain, listed = run("calc"), run("calc", "--json")
    assert (plain.code, listed.code) == (0, 0)
    names = [c["name"] for c in listed.json["calculators"]]
    assert len(names) == len(set(names)) > 5
    assert all(name in plain.out for name in names)


def test_calc_computes(run: Run) -> None:
    found = run("calc", "roi", "benefit=21,000", "cost=12000", "--json")
    assert (found.code, found.err) == (0, "")
    assert set(found.json) >= CALCULATION_FIELDS
    assert found.json["status"] == "ok"
    assert "75%" in run("calc", "roi", "benefit=21000", "cost=12000").out


def test_calc_reads_a_table(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "projects.csv"
    table.write_text("name,reach,impact,confidence,effort\nA,100,2,80%,1\nB,50,3,50%,2\n", "utf-8")
    found = run("calc", "rice", "--file", str(table), "--json")
    assert found.code == 0
    assert found.json["values"]["rows"][0]["name"] == "A"


def test_calc_without_its_inputs_fails_and_asks(run: Run) -> None:
    found = run("calc", "roi", "benefit=21000", "--json")
    assert (found.code, found.json["status"]) == (1, "needs_input")


FAILURES = [
    (["ask", ""], "empty"),
    (["ask", " \t\n"], "empty"),
    (["ask", "\x00\x01"], "empty"),
    (["ask", "\ud800"], "empty"),
    (["ask", "a" * 9000], "longer than"),
    (["ask", SIGNS, "--course", "no-such"], "no such course"),
    (["ask", SIGNS, "--course", "../../etc"], "no such course"),
    (["ask", SIGNS, "--course", "\x00"], "no such course"),
    (["search", ""], "empty"),
    (["search", "honey", "--course", "no-such"], "no-such"),
    (["search", "honey", "--course", "../.."], "course"),
    (["calc", "no-such-calculator"], "no calculator"),
    (["calc", "roi", "benefit"], "key=value"),
    (["calc", "roi", "=5"], "key=value"),
    (["calc", "rice", "--file", "missing.csv"], "missing.csv"),
    (["calc", "rice", "--file", "."], "directory"),
    (["calc", "rice", "--file", "binary.xlsx"], "not a text table"),
    (["calc", "rice", "--file", "huge.csv"], "at most"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "says"), FAILURES, ids=lambda v: ascii(v)[:40])
def test_bad_input_is_one_line_and_2(
    run: Run, tmp_path: Path, arguments: list[str], says: str
) -> None:
    (tmp_path / "binary.xlsx").write_bytes(b"PK\x03\x04\x00\x00\xff\xfe" * 40)
    (tmp_path / "huge.csv").write_text("name,reach\n" + "a,1\n" * 200_000, "utf-8")
    found = run(*arguments)
    assert found.code == 2
    assert found.out == ""
    assert found.err.startswith("assistant: ")
    assert found.err.count("\n") == 1
    assert says in found.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["calc", "roi", "benefit=\x00", "cost=1"],
        ["calc", "roi", "benefit=[1", "cost={}"],
        ["calc", "roi", "benefit=NaN", "cost=Infinity"],
        ["calc", "roi", "benefit=1e999", "cost=" + "9" * 5000],
        ["calc", "roi", "benefit=" + "[" * 5000, "cost=1"],
        ["calc", "roi", "benefit=" + "[" * 900 + "]" * 900, "cost=1"],
        ["calc", "rice", "projects=" + "[" * 900 + "]" * 900],
        ["calc", "roi", "nonsense=1"],
        ["calc", "roi", "benefit=12", "cost=0"],
        ["calc", "rice", "--file", "empty.csv"],
        ["calc", "rice", "--file", "latin.csv"],
        ["calc", "rice", "--file", "ragged.csv"],
    ],
    ids=lambda v: ascii(v)[:40],
)
def test_bad_numbers_are_refused_without_traceback(
    run: Run, tmp_path: Path, arguments: list[str]
) -> None:
    (tmp_path / "empty.csv").write_text("", "utf-8")
    (tmp_path / "latin.csv").write_bytes("name,reach\nCafé,1\n".encode("cp1252"))
    (tmp_path / "ragged.csv").write_text('name,reach\n"A,1,2,3\n,,,\nB\n', "utf-8")
    found = run(*arguments)
    assert found.code in {1, 2}  # some input is missing, or what is there is refused
    assert found.out.strip() or found.err.startswith("assistant: ")
    assert "Traceback" not in found.out + found.err


def test_bad_setting_stops_with_its_name(run: Run, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("ASSISTANT_CHATMODEL", "x")
    for command in (["ask", SIGNS], ["search", "honey"], ["serve", "--port", "0"]):
        found = run(*command)
        assert found.code == 1
        assert "ASSISTANT_CHATMODEL" in found.err
        assert found.err.count("\n") == 1


def test_nothing_ingested_says_what_to_run(
    run: Run, environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    environment.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "new"))
    environment.setattr("knowledge.embedding.logger.disabled", True)  # its log is no result
    for command in ("ask", "search"):
        found = run(command, SIGNS)
        assert (found.code, found.out) == (1, "")


def test_taken_port_is_one_line(run: Run) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        found = run("serve", "--port", str(port))
    assert (found.code, found.out) == (1, "")
    assert str(port) in found.err
    assert "--port" in found.err
    assert found.err.count("\n") == 1


def test_as_a_process(own_data: Path, tmp_path: Path) -> None:
    """The real thing: bytes that are no UTF-8 in the arguments, a narrow terminal encoding."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(PREFIX)} | {
        "ASSISTANT_DATA_DIR": str(own_data),
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "ascii",
    }
    command = [sys.executable, "-m", "assistant", "ask", b"What does foul\xffbrood cost?", "--json"]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    assert b"Traceback" not in done.stderr
    answer = json.loads(done.stdout)
    assert answer["question"] == "What does foulbrood cost?"
    assert "“" in answer["answer"]
