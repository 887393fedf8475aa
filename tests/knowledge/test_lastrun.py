"""How the last ingest went is kept beside the versions, by the command itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import __main__ as command
from knowledge.lastrun import keep_last_run, read_last_run


def test_a_course_without_a_folder_has_no_last_run(tmp_path: Path) -> None:
    keep_last_run(tmp_path, "bees", (("a.pdf", "it is empty"),))
    assert read_last_run(tmp_path, "bees") is None
    assert read_last_run(tmp_path, "../bees") is None


def test_what_is_kept_comes_back_and_a_damaged_note_is_none(tmp_path: Path) -> None:
    (tmp_path / "index" / "bees").mkdir(parents=True)
    keep_last_run(tmp_path, "bees", (("ä.pdf", "it is empty"),))
    found = read_last_run(tmp_path, "bees")
    assert found is not None
    assert found.problems == (("ä.pdf", "it is empty"),)
    (tmp_path / "index" / "bees" / "last-run.json").write_text("[]", "utf-8")
    assert read_last_run(tmp_path, "bees") is None


def test_the_ingest_names_the_files_it_could_not_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    folder = tmp_path / "material"
    folder.mkdir()
    (folder / "good.md").write_text("# Lesson 1: Hives\n\nA hive has frames.\n", "utf-8")
    (folder / "bad.pdf").write_bytes(b"not a pdf")
    assert command.main([str(folder), "--course", "hives"]) == 1
    found = read_last_run(tmp_path / "data", "hives")
    assert found is not None
    assert [name for name, _ in found.problems] == ["bad.pdf"]
