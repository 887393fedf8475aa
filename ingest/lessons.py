"""Lesson numbers: read from headings, file names and front matter, and passed down the outline."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CONTAINERS = r"module|part|modul|teil|módulo|modulo|parte|partie"
_LESSONS = (
    r"lesson|chapter|unit|week|lecture|session|day|class|lektion|kapitel|woche|einheit|leçon|lecon|chapitre"
    r"|semaine|unité|lección|leccion|capítulo|capitulo|semana|unidad|lezione|capitolo|les|hoofdstuk"
)
_WORDS = ("one two three four five six seven eight nine ten eleven twelve").split()  # noqa: SIM905
_NUMBER = rf"\d{{1,3}}(?:\.\d{{1,3}}){{0,3}}|[IVX]{{1,5}}(?=\s*(?:[:.\u2013\u2014-]|$))|(?:{'|'.join(_WORDS)})\b"
_WORDED = re.compile(
    rf"(?:^|(?<=[\s(:|\u2013\u2014-]))(?P<word>{_CONTAINERS}|{_LESSONS})\s*(?:no\.?|nr\.?|#)?\s*(?P<number>{_NUMBER})"
    r"(?=$|[\s:.,)\u2013\u2014|-])",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(?:§\s*)?(\d{1,2}(?:\.\d{1,2}){1,3})[.):]?\s+\S")
_PLAIN = re.compile(r"(\d{1,2})(?:[.):]|\s+[-\u2013\u2014:])\s+\S")
_STEM = re.compile(
    rf"(?:^|[\W_])(?:{_CONTAINERS}|{_LESSONS})[\s_.-]*(\d{{1,3}}(?:[._]\d{{1,2}})?)(?=$|[\W_a-z])|^(\d{{1,2}}(?:\.\d{{1,2}})?)[\s_.-]+[A-Za-z]",
    re.IGNORECASE,
)
_ROMAN = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True, slots=True)
class LessonMark:
    """What a heading says of its place: the number, and how it says it."""

    number: str
    how: str  # "container" (Module 3), "lesson" (Lesson 6.1), "dotted" (6.1 Title), "plain" (2. Title)


def lesson_mark(title: str) -> LessonMark | None:
    """The lesson number in a cleaned heading, or None."""
    match = _WORDED.search(title)
    if match is not None and (match.start() == 0 or _set_off(title, match)):
        container = re.fullmatch(_CONTAINERS, match.group("word"), re.IGNORECASE)
        return LessonMark(_digits(match.group("number")), "container" if container else "lesson")
    match = _DOTTED.match(title)
    if match is not None:
        return LessonMark(match.group(1), "dotted")
    match = _PLAIN.match(title)
    if match is not None:
        return LessonMark(match.group(1), "plain")
    return None


def _set_off(title: str, match: re.Match[str]) -> bool:
    """Whether the words stand apart inside the title: ``Baking: Lesson 3``, ``Roses (Week 2)``."""
    before = title[: match.start()].rstrip()
    return match.group("number")[0].isdigit() and before[-1:] in "-\u2013\u2014:|("


def lesson_word_rank(line: str) -> int | None:
    """1 for ``Module 3…``, 2 for ``Lesson 3…``, None for a line that opens with neither."""
    match = _WORDED.match(line)
    if match is None or (line[match.end() :].strip() and len(line) > 110):
        return None
    return 1 if re.fullmatch(_CONTAINERS, match.group("word"), re.IGNORECASE) else 2


def lesson_of_name(stem: str) -> str:
    """The lesson a file name states (``lesson-03-heat`` gives ``3``), or the empty string."""
    match = _STEM.search(stem)
    return _digits((match.group(1) or match.group(2)).replace("_", ".")) if match else ""


class LessonScope:
    """Follows the headings of one document from top to bottom and knows the lesson that governs.

    A lesson number holds for everything below its heading until a heading of the same or an outer
    level, another lesson, or a heading that names the enclosing module (its summary) begins.
    """

    def __init__(
        self, document_lesson: str = "", *, stated: bool = False, plain_numbers: bool = False
    ) -> None:
        self._document = document_lesson
        self._stated = stated  # by the author, in the front matter
        self._plain = plain_numbers
        self._stack: list[tuple[int, str, str]] = []  # level, lesson, how

    @property
    def lesson(self) -> str:
        return self._stack[-1][1] if self._stack else self._document

    def enter(self, level: int, title: str) -> str:
        """The lesson that governs from this heading on."""
        while self._stack and self._stack[-1][0] >= level:
            self._stack.pop()
        mark = lesson_mark(title)
        if mark is None or (mark.how == "plain" and not self._plain):
            return self.lesson
        lesson, how = self._place(mark)
        if self._stated and not (lesson or "").startswith(f"{self._document}."):
            return self.lesson  # only a part of the stated lesson is finer than it
        if lesson is not None:
            self._stack.append((level, lesson, how))
        return self.lesson

    def _place(self, mark: LessonMark) -> tuple[str | None, str]:
        outer, outer_how = (self._stack[-1][1], self._stack[-1][2]) if self._stack else ("", "")
        inside = bool(outer) and mark.number.startswith(f"{outer}.")
        match mark.how:
            case "container":
                if outer and outer_how != "container" and outer.startswith(f"{mark.number}."):
                    return "", "container"  # the module's own summary after its last lesson
                return mark.number, mark.how
            case "lesson":
                nested = outer_how == "container" and "." not in mark.number and outer
                return (f"{outer}.{mark.number}" if nested else mark.number), mark.how
            case "dotted":
                if outer and outer_how in {"lesson", "dotted", "plain"}:
                    return None, mark.how
                if outer and not inside:
                    return None, mark.how
                return mark.number, mark.how
            case _:
                return (None if outer else mark.number), mark.how


def _digits(number: str) -> str:
    if number.lower() in _WORDS:
        return str(_WORDS.index(number.lower()) + 1)
    if number[0].isdigit():
        return ".".join(part.lstrip("0") or "0" for part in number.split("."))
    values = [_ROMAN[c] for c in number.upper()]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return str(sum(-value if value < following else value for value, following in pairs))
