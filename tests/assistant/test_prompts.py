"""The prompts folder: every variable checked at the start, every change visible in the version."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import get_args

import pytest

from assistant.prompts import FOLDER, TEMPLATES, PromptError, load_prompts
from assistant.understanding import Kind


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "prompts"))


def test_shipped_folder_loads_and_renders() -> None:
    prompts = load_prompts()
    for name, variables in TEMPLATES.items():
        said = prompts.render(name, **{v: f"<{v} here>" for v in variables})
        assert all(f"<{v} here>" in said for v in variables)
    assert set(prompts.writing.kinds) == set(get_args(Kind))
    assert len(prompts.version) == 12


def test_values_are_not_read_as_templates() -> None:
    said = load_prompts().render("repair", reason="{removed} {0} {x!r}", removed="{{}}")
    assert "{removed} {0} {x!r}" in said
    assert "{{}}" in said


def test_version_follows_every_file_but_the_readme(folder: Path) -> None:
    before = load_prompts(folder).version
    assert before == load_prompts().version
    seen = {before}
    for name in ("system.md", "answer.md", "repair.md", "writing.yaml", "plans.yaml"):
        path = folder / name
        comment = "\n# a remark\n" if name.endswith("yaml") else "\nOne more line.\n"
        path.write_text(path.read_text("utf-8") + comment, "utf-8")
        seen.add(load_prompts(folder).version)
    assert len(seen) == 6
    last = load_prompts(folder).version
    (folder / "README.md").write_text("other words", "utf-8")
    assert load_prompts(folder).version == last


def test_plans_are_given_parsed_and_may_be_absent(folder: Path) -> None:
    (folder / "plans.yaml").write_text("frames: {goal: 'For {goal}: '}\n", "utf-8")
    assert load_prompts(folder).plans["frames"]["goal"] == "For {goal}: "
    (folder / "plans.yaml").unlink()
    assert dict(load_prompts(folder).plans) == {}


@pytest.mark.parametrize(
    ("name", "old", "new", "culprits"),
    [
        ("system.md", "{max_words}", "many", ("system.md", "max_words")),
        ("answer.md", "{goal}", "{aim}", ("answer.md", "aim")),
        ("answer.md", "{goal}", "{goal.text}", ("answer.md", "goal.text")),
        ("answer.md", "{goal}", "{}", ("answer.md", "unknown variable")),
        ("repair.md", "{removed}", "{removed", ("repair.md", "brace")),
        ("writing.yaml", "{passages}", "{sources}", ("writing.yaml", "parts.covered", "sources")),
        ("writing.yaml", "  why:", "  wherefore:", ("writing.yaml", "kinds.")),
        ("writing.yaml", "{count}", "some", ("writing.yaml", "count")),
        ("writing.yaml", 'none: "(none)"', "none: [1]", ("writing.yaml", "none", "text")),
        ("writing.yaml", "parts:", "parts: [", ("writing.yaml", "YAML", "line")),
    ],
)
def test_wrong_variable_stops_the_start(
    folder: Path, name: str, old: str, new: str, culprits: tuple[str, ...]
) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(PromptError) as caught:
        load_prompts(folder)
    assert all(culprit in str(caught.value) for culprit in culprits)
    assert "\n" not in str(caught.value)


def test_missing_stray_and_unreadable_files_are_named(folder: Path) -> None:
    (folder / "extra.md").write_text("Hello", "utf-8")
    with pytest.raises(PromptError, match=r"extra\.md"):
        load_prompts(folder)
    (folder / "extra.md").unlink()
    (folder / "repair.md").write_bytes(b"\xff\xfe{reason}")
    with pytest.raises(PromptError, match=r"repair\.md.*UTF-8"):
        load_prompts(folder)
    (folder / "repair.md").unlink()
    with pytest.raises(PromptError, match=r"repair\.md"):
        load_prompts(folder)
    with pytest.raises(PromptError, match="cannot be read"):
        load_prompts(folder / "nowhere")


def test_render_wants_exactly_its_variables() -> None:
    prompts = load_prompts()
    with pytest.raises(PromptError, match="max_words"):
        prompts.render("system")
    with pytest.raises(PromptError, match="colour"):
        prompts.render("system", max_words=250, colour="red")
    with pytest.raises(PromptError, match="nothing"):
        prompts.render("nothing")
