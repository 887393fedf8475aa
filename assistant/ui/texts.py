"""The words of the page, in the reader's language, from one catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language. Asking for one that does not exist is a KeyError."""

    language: str
    entries: Mapping[str, str]

    def __call__(self, name: str, /, **values: object) -> str:
        text = self.entries[name]
        return text.format(**values) if values else text


@cache
def catalogue() -> Mapping[str, Texts]:
    """Every language of the catalogue; what one leaves out is said in English.

    The catalogue is a folder with a file for each part of the page, so that a part keeps its
    words together; a name stands in one file only.
    """
    raw: dict[str, dict[str, str]] = {}
    for file in sorted(files(__package__).joinpath("catalogue").iterdir(), key=lambda f: f.name):
        for language, entries in yaml.safe_load(file.read_text("utf-8")).items():
            known = raw.setdefault(language, {})
            twice = known.keys() & entries.keys()
            if twice:
                raise ValueError(f"texts that stand in two files: {sorted(twice)}")
            known.update(entries)
    english = raw[FIRST_LANGUAGE]
    unknown = {name for entries in raw.values() for name in entries} - set(english)
    if unknown:
        raise ValueError(f"texts without an English original: {sorted(unknown)}")
    return MappingProxyType(
        {
            language: Texts(language, MappingProxyType({**english, **entries}))
            for language, entries in raw.items()
        }
    )


def texts_for(accept_language: str) -> Texts:
    """The best language for an ``Accept-Language`` header; English if none fits."""
    wishes: list[tuple[float, int, str]] = []
    for place, item in enumerate(accept_language[:500].split(",")):
        tag, _, weight = item.strip().partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=")) if weight else 1.0
        except ValueError:
            continue
        wishes.append((-quality, place, tag.strip().lower().split("-")[0]))
    for quality, _, language in sorted(wishes):
        if quality < 0 and language in catalogue():
            return catalogue()[language]
    return catalogue()[FIRST_LANGUAGE]


def lesson_name(lesson: str, words: Texts) -> str:
    """What a lesson is called: by its number, or by its name where it has none."""
    if not lesson:
        return words("whole_course")
    if not any(mark.isdigit() for mark in lesson):
        return lesson[:1].upper() + lesson[1:]
    return words("lesson", lesson=lesson)
