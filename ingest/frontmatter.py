"""YAML front matter: read for title and lesson, passed over as text."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

_BLOCK = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(.{0,20000}?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the block says, and where the text after it begins (0 without a block)."""

    title: str = ""
    lesson: str = ""
    end: int = 0


def front_matter(text: str) -> FrontMatter:
    """The front matter at the head of ``text``; a block that is no YAML mapping is text."""
    match = _BLOCK.match(text)
    if match is None:
        return FrontMatter()
    try:
        values = yaml.safe_load(match.group(1))
    except (yaml.YAMLError, ValueError, RecursionError):
        values = None
    if values is None and not match.group(1).strip():
        return FrontMatter(end=match.end())
    if not isinstance(values, dict):
        return FrontMatter()
    lesson = _plain(values.get("lesson", values.get("chapter", values.get("week", ""))))
    number = re.search(r"\d+(?:\.\d+)*", lesson)
    named = re.fullmatch(r"[a-z][a-z0-9-]{0,30}", lesson.lower())
    key = number.group() if number else lesson.lower() if named else ""
    return FrontMatter(_plain(values.get("title", "")), key, match.end())


def _plain(value: object) -> str:
    return (
        str(value).strip()
        if isinstance(value, (str, int, float)) and not isinstance(value, bool)
        else ""
    )
