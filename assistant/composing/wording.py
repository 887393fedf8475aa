"""Connecting words from ``prompts/plans.yaml``, and course text made ready to be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter
from typing import Any

from assistant.prompts import PromptError

# A star between figures is a sign of arithmetic ("7*7"), no emphasis.
_MARKS = re.compile(r"(?!(?<=\d)\*\d)(?:(?<!\*)\*{1,3}(?!\*)|\*\*|__|`)")
_BULLET = re.compile(r"^\s*(?:[-*+•]|\d+[.)])\s+")
_HEADING_MARK = re.compile(r"^\s*#{1,6}\s+")


# Every phrase that answers use, with the variables they fill.
_PHRASES: Mapping[str, Mapping[str, set[str]]] = {
    "frames": {
        "goal": {"goal"},
        "row_lead": {"row", "column", "value"},
        "row_point": {"column", "value"},
        "rows_for_metric": {"metric", "rows"},
        "row_summary": {"row", "summary"},
        "rows_with_value": {"value", "column", "row"},
        "section_point": {"section", "sentence"},
    },
    "gaps": {
        "part": {"reason", "part"},
        "partly": {"reason", "part"},
        "unsure": {"part"},
        "closest": {"part"},
        "nearest": {"sentence"},
        "no_row": {"metric"},
        "undefined_name": {"name"},
        "left": {"part"},
        "off_topic_plain": {"title"},
    },
    "meta": {"what_i_do": {"title"}, "courtesy": set(), "try": set()},
}


def _check(data: Mapping[str, Any], group: str, name: str, variables: set[str]) -> None:
    phrase = (data.get(group) or {}).get(name)
    if not phrase:
        raise PromptError(f"plans.yaml: {group}.{name} is missing")
    text = " ".join(phrase) if isinstance(phrase, list) else str(phrase)
    try:
        asked = {field for _, field, _, _ in Formatter().parse(text) if field is not None}
    except ValueError as error:
        raise PromptError(f"plans.yaml: {group}.{name}: {error}") from error
    if asked != variables:
        wrong = ", ".join(sorted(asked ^ variables))
        raise PromptError(f"plans.yaml: {group}.{name}: missing or unknown variable {wrong}")


class Plans:
    """The answer plans: phrases by group and name, filled with values."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        """Raises PromptError where a phrase is missing or asks for a variable nobody fills."""
        for group, phrases in _PHRASES.items():
            for name, variables in phrases.items():
                _check(data, group, name, variables)
        self._data = data

    def frame(self, name: str, /, **values: str) -> str:
        """A connecting phrase."""
        return str(self._data["frames"][name]).format(**values)

    def gap(self, name: str, /, **values: str) -> str:
        """A sentence that says what is missing."""
        return str(self._data["gaps"][name]).format(**values)

    def next_step(self, kind: str) -> str:
        """The one next step for a kind of question; "" for none."""
        return str(self._data["next"].get(kind) or "")

    def meta(self, title: str) -> list[str]:
        """What this assistant says of itself."""
        lines = [str(line) for line in self._data["meta"]["what_i_do"]]
        return [line.format(title=title) for line in lines]

    def courtesy(self) -> str:
        """A word back to "thanks"."""
        return str(self._data["meta"]["courtesy"])

    def meta_try(self) -> str:
        """The invitation after it."""
        return str(self._data["meta"]["try"])


def course_name(title: str) -> str:
    """A course's title without a bracketed figure: "(160 mins)" is no part of its name."""
    return re.sub(r"\s*\([^)]*\d[^)]*\)", "", readable(title))


def readable(text: str) -> str:
    """Course text without list marks, emphasis marks and line breaks, for a sentence on its own."""
    text = _HEADING_MARK.sub("", _BULLET.sub("", text.strip()))
    text = _MARKS.sub("", text)
    text = " ".join(text.split())
    return text.strip().rstrip(";").strip()


def sentence(text: str) -> str:
    """``readable`` text that ends like a sentence."""
    plain = readable(text)
    if not plain:
        return plain
    if plain[-1] in ":,":
        plain = plain[:-1]
    return plain if plain[-1] in ".!?”\"'…)" else f"{plain}."


def joined(items: list[str]) -> str:
    """'a, b and c'."""
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
