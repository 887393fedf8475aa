"""The ``prompts/`` folder: what a model is told, as plain files, checked when it is loaded.

Each template declares here which ``{variables}`` its file must use: a missing, unknown or unused
one stops the start with the file's name. The version is a hash over the folder, so that every
answer says which words produced it. ``README.md`` is for people and outside the hash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Any, get_args

import yaml

from assistant.errors import AssistantError
from assistant.types import Coverage
from assistant.understanding import Kind

FOLDER = Path(__file__).resolve().parent.parent / "prompts"
NOT_SPOKEN = frozenset({"README.md", "__init__.py"})

TEMPLATES: Mapping[str, frozenset[str]] = {
    "system": frozenset({"max_words"}),
    "answer": frozenset({"course", "question", "goal", "plan", "passages", "calculations"}),
    "repair": frozenset({"reason", "removed"}),
}
_PART_LINES: Mapping[Coverage, frozenset[str]] = {
    "covered": frozenset({"number", "part", "passages", "how"}),
    "partly": frozenset({"number", "part", "passages", "how"}),
    "not_in_course": frozenset({"number", "part"}),
}


class PromptError(AssistantError):
    """A file of the prompts folder is missing, unreadable, or has the wrong variables."""


@dataclass(frozen=True, slots=True)
class Writing:
    """The phrases of ``writing.yaml`` from which a plan for the model is put together."""

    parts: Mapping[Coverage, str]
    kinds: Mapping[Kind, str]
    count: str
    none: str


@dataclass(frozen=True, slots=True)
class Prompts:
    """The loaded folder. ``plans`` is ``plans.yaml`` as it was read; empty without that file."""

    templates: Mapping[str, str]
    writing: Writing
    plans: Mapping[str, Any]
    version: str

    def render(self, name: str, **values: object) -> str:
        """Fill a template. Raises PromptError on an unknown name or other variables."""
        if name not in self.templates:
            raise PromptError(f"there is no prompt {name!r}")
        declared = TEMPLATES[name]
        for variable in sorted(declared ^ values.keys()):
            fault = "needs" if variable in declared else "has no variable"
            raise PromptError(f"prompt {name!r} {fault} {variable!r}")
        return self.templates[name].format(**values).strip()


def load_prompts(folder: Path | None = None) -> Prompts:
    """Read and check the prompts folder. Raises PromptError naming the file and the variable."""
    folder = folder or FOLDER
    files = _files(folder)
    found = {Path(name).stem for name in files if name.endswith(".md")}
    for name in sorted(found - TEMPLATES.keys()):
        raise PromptError(f"{name}.md: no code uses this prompt")
    templates = {}
    for name, variables in TEMPLATES.items():
        text = _text(files, f"{name}.md")
        _check(f"{name}.md", text, variables)
        templates[name] = text
    plans = _yaml(files, "plans.yaml") if "plans.yaml" in files else {}
    return Prompts(
        templates=MappingProxyType(templates),
        writing=_writing(_yaml(files, "writing.yaml")),
        plans=MappingProxyType(plans),
        version=_version(files),
    )


def _files(folder: Path) -> dict[str, bytes]:
    try:
        paths = sorted(folder.iterdir())
        return {
            path.name: path.read_bytes()
            for path in paths
            if path.suffix in {".md", ".yaml"} and path.name not in NOT_SPOKEN
        }
    except OSError:
        raise PromptError(f"the prompts folder {str(folder)!r} cannot be read") from None


def _version(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(files):
        # Lengths keep two files apart that would read the same when run together.
        digest.update(f"{name}\0{len(files[name])}\0".encode())
        digest.update(files[name])
    return digest.hexdigest()[:12]


def _text(files: Mapping[str, bytes], name: str) -> str:
    if name not in files:
        raise PromptError(f"{name}: this prompt is missing")
    try:
        return files[name].decode("utf-8")
    except UnicodeDecodeError:
        raise PromptError(f"{name}: not UTF-8 text") from None


def _yaml(files: Mapping[str, bytes], name: str) -> dict[str, Any]:
    try:
        read = yaml.safe_load(_text(files, name))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise PromptError(f"{name}: not valid YAML{where}") from None
    if not isinstance(read, dict):
        raise PromptError(f"{name}: expected names with values")
    return read


def _writing(read: Mapping[str, Any]) -> Writing:
    name = "writing.yaml"
    _same_keys(name, "", read, {"parts", "kinds", "count", "none"})
    parts: dict[Coverage, str] = _lines(name, "parts", read["parts"], set(_PART_LINES))
    for status, variables in _PART_LINES.items():
        _check(f"{name} (parts.{status})", parts[status], variables)
    kinds: dict[Kind, str] = _lines(name, "kinds", read["kinds"], set(get_args(Kind)))
    for kind, text in kinds.items():
        _check(f"{name} (kinds.{kind})", text, frozenset())
    ends = _lines(name, "", {key: read[key] for key in ("count", "none")}, {"count", "none"})
    _check(f"{name} (count)", ends["count"], frozenset({"count"}))
    _check(f"{name} (none)", ends["none"], frozenset())
    return Writing(parts, kinds, ends["count"], ends["none"])


def _lines(name: str, under: str, value: object, keys: set[Any]) -> dict[Any, str]:
    if not isinstance(value, dict):
        raise PromptError(f"{name}: {under!r} should hold names with texts")
    _same_keys(name, under, value, keys)
    for key, text in value.items():
        if not isinstance(text, str):
            raise PromptError(f"{name}: {under}{'.' if under else ''}{key} should be text")
    return dict(value)


def _same_keys(name: str, under: str, value: Mapping[str, Any], keys: set[Any]) -> None:
    for key in sorted(keys ^ value.keys(), key=str):
        fault = "is missing" if key in keys else "is used by no code"
        raise PromptError(f"{name}: {under}{'.' if under else ''}{key} {fault}")


def _check(name: str, text: str, variables: frozenset[str]) -> None:
    try:
        fields = [field for _, field, _, _ in Formatter().parse(text) if field is not None]
    except ValueError:
        raise PromptError(
            f"{name}: a single brace; write '{{{{' or '}}}}' for a plain one"
        ) from None
    for field in fields:
        if field not in variables:
            raise PromptError(f"{name}: unknown variable {{{field}}}")
    for variable in sorted(variables - set(fields)):
        raise PromptError(f"{name}: variable {{{variable}}} is not used")
