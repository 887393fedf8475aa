"""The house itself: its walls, its rooms, and that nothing in it belongs to one machine."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("assistant", "evals", "ingest", "knowledge")
FOLDERS = {*PACKAGES, "prompts", "tests"}
FILES = {
    ".gitattributes", ".gitignore", "CHANGELOG.md", "LICENSE", "Makefile", "README.md",
    "constraints.txt", "pyproject.toml",
}  # fmt: skip
LONGEST = 350  # lines of a module
TEXT = {
    ".md",
    ".py",
    ".toml",
    ".txt",
    ".yaml",
    ".yml",
    ".json",
    ".jsonl",
    ".css",
    ".js",
    ".html",
    ".svg",
    "",
}


def tracked() -> list[Path]:
    """The files of the repository: what git holds or would hold."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    if listed.returncode != 0:
        pytest.skip("this is no git checkout")
    names = listed.stdout.decode().split("\0")
    return [Path(name) for name in names if name and (ROOT / name).is_file()]


def texts() -> Iterator[tuple[Path, str]]:
    for name in tracked():
        if name.suffix in TEXT:
            yield name, (ROOT / name).read_text("utf-8")


def modules(package: str) -> Iterator[Path]:
    return (p for p in (ROOT / package).rglob("*.py") if "__pycache__" not in p.parts)


def pyproject() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_import_contracts_hold() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 broken" in done.stdout


def test_every_module_has_a_place_in_the_contracts() -> None:
    config = pyproject()["tool"]["importlinter"]  # type: ignore[index]
    assert set(config["root_packages"]) == set(PACKAGES)
    exhaustive = [c for c in config["contracts"] if c.get("exhaustive")]
    assert {name for c in exhaustive for name in c["containers"]} == set(PACKAGES)
    for contract in exhaustive:
        placed = set(re.findall(r"\w+", " ".join(contract["layers"])))
        for container in contract["containers"]:
            rooms = {
                p.stem for p in (ROOT / container).iterdir()
                if p.suffix == ".py" or (p.is_dir() and any(p.glob("*.py")))
            } - {"__init__", "__pycache__"}  # fmt: skip
            assert rooms <= placed, f"{container}: {sorted(rooms - placed)} have no place"
            assert not contract.get("exhaustive_ignores")


def test_only_the_agreed_folders_stand_at_the_top() -> None:
    top = {name.parts[0] for name in tracked() if len(name.parts) > 1}
    assert {name for name in top if not name.startswith(".")} == FOLDERS
    assert top - FOLDERS <= {".ci"}


def test_only_the_agreed_files_stand_at_the_top() -> None:
    assert {str(name) for name in tracked() if len(name.parts) == 1} <= FILES


@pytest.mark.parametrize("package", PACKAGES)
def test_rooms_are_small(package: str) -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in modules(package)
        if (lines := len(path.read_text("utf-8").splitlines())) > LONGEST
    }
    assert long == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_every_module_says_what_it_is(package: str) -> None:
    for path in modules(package):
        text = path.read_text("utf-8")
        assert not text.strip() or text.lstrip().startswith('"""'), path


# An absolute path of somebody's machine, written so that this line is none.
_MACHINE = re.compile(r"(?<![\w.~:/-])/(?:wor[k]|roo[t]|hom[e]|Users|mn[t])/\w+")


def test_no_path_of_a_machine_in_the_repository() -> None:
    found = [f"{name}: {m.group()}" for name, text in texts() for m in _MACHINE.finditer(text)]
    assert found == []


def test_text_files_are_utf8_and_end_with_a_newline() -> None:
    for name, text in texts():
        assert "\r" not in text, name
        assert not text or text.endswith("\n"), name


def readme_commands() -> list[str]:
    blocks = re.findall(
        r"```(?:bash|sh|console|shell)?\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S
    )
    lines = [line.strip().removeprefix("$ ") for block in blocks for line in block.splitlines()]
    return [line for line in lines if re.match(r"(?:\S+=\S+ )*(?:make|\S*python3?) ", line)]


def test_readme_shows_the_two_commands() -> None:
    commands = readme_commands()
    assert any(line.startswith("make run") for line in commands)
    assert any(line.startswith("make test") for line in commands)


def test_make_targets_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z][\w-]*):", makefile, re.M))
    readme = (ROOT / "README.md").read_text("utf-8")
    named = set(re.findall(r"`make ([a-z-]+)", readme))
    named |= {
        m.group(1) for line in readme_commands() if (m := re.search(r"\bmake ([a-z-]+)", line))
    }
    assert {"run", "test"} <= named
    assert named <= targets
    declared = set(re.findall(r"^\.PHONY: (.+)$", makefile, re.M)[0].split())
    assert declared >= named


def test_python_commands_of_the_readme_are_modules() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    named = set(re.findall(r"python -m ([\w.]+)", readme))
    assert {"assistant", "ingest", "evals"} <= named
    for name in named - {"pip", "venv", "pytest"}:
        path = ROOT / name.replace(".", "/")
        assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file(), name


def test_files_named_in_the_readme_exist() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    linked = re.findall(r"\]\((?!https?:|#|mailto:)([^)\s#]+)", readme)
    named = re.findall(r"`((?:assistant|knowledge|ingest|evals|prompts|tests)/[\w/.*-]+)`", readme)
    for name in (*linked, *named):
        found = list(ROOT.glob(name)) if "*" in name else [ROOT / name]
        assert found, name
        assert all(path.exists() for path in found), name


def test_exact_versions_are_locked() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pinned = {re.split(r"==", line)[0].lower().replace("_", "-") for line in lines if "==" in line}
    project = pyproject()["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]  # type: ignore[index]
    for requirement in wanted:
        name = re.split(r"[\[<>=!~ ;]", requirement)[0].lower().replace("_", "-")
        assert name in pinned, f"{name} is not in constraints.txt"


def test_ci_runs_make_test() -> None:
    script = ROOT / ".ci" / "run"
    assert "make test" in script.read_text("utf-8")
    assert script.stat().st_mode & 0o111
