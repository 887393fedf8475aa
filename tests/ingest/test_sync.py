"""The command: what it plans, says and returns, and that nothing is half done."""

from __future__ import annotations

import fcntl
import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

import knowledge.embedding
from ingest.__main__ import main
from ingest.settings import load_settings
from ingest.sync import SyncPlan, plan
from knowledge.versions import read_manifest


class WordCountEmbedder:
    """A quick stand-in behind the Embedder protocol: vectors from letter counts."""

    dimension = 16

    def __init__(self, model: str) -> None:
        self.name = model

    def embed(self, texts: list[str]) -> np.ndarray:
        rows = [[text.count(chr(97 + i)) + 0.01 for i in range(self.dimension)] for text in texts]
        vectors = np.array(rows, dtype=np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("ASSISTANT_EMBEDDING_MODEL", raising=False)
    monkeypatch.delenv("ASSISTANT_CHROMA_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(knowledge.embedding, "ReferenceEmbedder", WordCountEmbedder)
    monkeypatch.setattr(knowledge.embedding, "ensure_export", lambda reference, data_dir: None)
    course = tmp_path / "tea"
    course.mkdir()
    (course / "lesson-1.md").write_text(
        "# Lesson 1: Leaves\n\nBlack tea is oxidised, green tea is not.\n"
    )
    (course / "lesson-2.md").write_text("# Lesson 2: Water\n\nSoft water shows the taste best.\n")
    return course


def run(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, object]]:
    capsys.readouterr()
    code = main([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_the_plan_is_a_comparison_of_hashes() -> None:
    found = {"a.md": "1", "b.md": "2", "c.zip": "3", "d.md": "4"}
    indexed = {"a.md": "1", "b.md": "0", "c.zip/x.md": "3", "c.zip/y.md": "3", "e.md": "5"}
    assert plan(found, indexed) == SyncPlan(("d.md",), ("b.md",), ("e.md",), ("a.md", "c.zip"))


def test_added_replaced_removed_left(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, first = run(str(folder), capsys=capsys)
    assert (code, first["status"], first["course"]) == (0, "built", "tea")
    assert first["lessons"] == ["1", "2"]
    code, again = run(str(folder), capsys=capsys)
    assert (code, again["status"], again["version"]) == (0, "unchanged", first["version"])
    (folder / "lesson-1.md").write_text("# Lesson 1: Leaves\n\nOolong is half oxidised.\n")
    (folder / "lesson-2.md").unlink()
    (folder / "lesson-3.md").write_text("# Lesson 3: Cups\n\nWarm the cup before you pour.\n")
    expected = {
        "added": ["lesson-3.md"],
        "replaced": ["lesson-1.md"],
        "removed": ["lesson-2.md"],
        "left": [],
    }
    code, dry = run(str(folder), "--dry-run", capsys=capsys)
    assert (code, dry["status"], dry["documents"]) == (0, "dry-run", expected)
    assert dry["version"] == first["version"]  # nothing was touched
    _, done = run(str(folder), capsys=capsys)
    assert (done["status"], done["documents"]) == ("built", expected)
    assert done["version"] != first["version"]


def test_another_model_or_rebuild_builds_anew(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(str(folder), capsys=capsys)
    assert run(str(folder), "--rebuild", capsys=capsys)[1]["status"] == "built"
    monkeypatch.setenv("ASSISTANT_EMBEDDING_MODEL", "another")
    _, built = run(str(folder), capsys=capsys)
    assert built["status"] == "built"
    manifest = read_manifest(load_settings().data_dir, "tea")
    assert manifest is not None
    assert manifest.embedding_model == "another"


def test_a_bad_file_is_reported_on_every_run(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.txt").write_bytes(b"a\x00b")
    code, first = run(str(folder), capsys=capsys)
    assert (code, first["status"]) == (1, "built")
    code, again = run(str(folder), capsys=capsys)
    assert (code, again["status"]) == (1, "unchanged")
    assert [problem["name"] for problem in again["problems"]] == ["bad.txt"]  # type: ignore[attr-defined]


def test_called_wrongly(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["nowhere"]) == 2
    assert "nowhere" in capsys.readouterr().err
    assert main([str(folder), "--course", "Not A Slug"]) == 2
    with pytest.raises(SystemExit, match="2"):
        main(["--no-such-option"])
    monkeypatch.setenv("ASSISTANT_CHROMA_URL", "chroma")
    assert main([str(folder)]) == 2
    assert "ASSISTANT_CHROMA_URL" in capsys.readouterr().err


def test_a_course_of_nothing_readable_leaves_the_index(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, built = run(str(folder), capsys=capsys)
    for path in folder.iterdir():
        path.write_bytes(b"\x00")
    assert main([str(folder)]) == 1
    assert "stays as it was" in capsys.readouterr().err
    manifest = read_manifest(load_settings().data_dir, "tea")
    assert manifest is not None
    assert manifest.version == built["version"]


def test_two_ingests_of_one_course_do_not_meet(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index = load_settings().data_dir / "index"
    index.mkdir(parents=True)
    with (index / ".tea.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert main([str(folder)]) == 1
        assert "another ingest" in capsys.readouterr().err
    assert main([str(folder)]) == 0


def test_the_summary_is_for_a_person(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(folder), "--title", "Tea"])
    said = capsys.readouterr().out
    assert "tea: Tea" in said
    assert "lessons: 1, 2" in said
    main([str(folder)])
    assert capsys.readouterr().out == "tea: unchanged, 2 passages (Tea)\n"


def test_an_unchanged_course_loads_nothing_heavy(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(folder)])
    code = (
        "import sys; from ingest.__main__ import main; code = main(sys.argv[1:]); "
        "heavy = {'torch', 'chromadb', 'numpy', 'sentence_transformers', 'lxml', 'pypdf'} & set(sys.modules); "
        "sys.exit(str(heavy) if heavy else code)"
    )
    root = Path(__file__).resolve().parents[2]
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        capture_output=True, text=True, check=False, cwd=folder.parent,
        env={"PYTHONPATH": str(root), "ASSISTANT_DATA_DIR": str(load_settings().data_dir)},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "unchanged" in done.stdout
    assert time.monotonic() - began < 3
