"""Labelled questions on ingested courses: which there are, and a course as its sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.dataset import CASES, Corpus, Split, load_cases
from evals.declining import is_near
from evals.errors import EvalsError
from evals.training.examples import Example, Unit, labelled, quoting
from knowledge.errors import CourseError
from knowledge.library import DEFAULT_COURSE, Library
from knowledge.models import Vectors
from knowledge.pairs import in_place
from knowledge.passages import passage_of
from knowledge.types import CourseContent

_EVALS = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Case files on one course. ``held_out``: left out where training is to be measured."""

    name: str
    course: str
    files: tuple[Path, ...]
    corpus: Corpus
    held_out: bool = False


SHIPPED = Labelled("shipped course", DEFAULT_COURSE, CASES, "edition")
ORIGINAL = Labelled("original course", "original", CASES, "original")
EVERYDAY = Labelled(
    "everyday", DEFAULT_COURSE, (_EVALS / "cases" / "everyday.jsonl",), "edition", held_out=True
)
SECOND = Labelled(
    "second course", "volunteer-tours", (_EVALS / "courses" / "volunteer-tours.jsonl",),
    "edition", held_out=True,
)  # fmt: skip
SETS = (SHIPPED, ORIGINAL, EVERYDAY, SECOND)


class Courses:
    """The ingested courses as the verifier reads them, each read once."""

    def __init__(self, library: Library, tell: Callable[[str], None]) -> None:
        self._library, self._tell = library, tell
        self._read: dict[str, list[Unit] | None] = {}

    def units(self, course: str) -> list[Unit] | None:
        """The sentences of a course. None, told once, where it is not ingested; the shipped one
        must be: EvalsError says so."""
        if course not in self._read:
            try:
                self._read[course] = units_of(self._library.course(course).content)
            except CourseError as error:
                if course == DEFAULT_COURSE:
                    raise EvalsError(f"{error}; run: python -m ingest") from None
                self._tell(f"without the questions on course {course!r}: it is not ingested")
                self._read[course] = None
        return self._read[course]

    def learned(self, *, held_out: bool) -> list[Example]:
        """What is learned from courses: our own questions on the shipped one, and of the labelled
        cases the half to tune on. With ``held_out`` without the sets that are to be judged."""
        found: list[Example] = []
        for one in SETS:
            units = None if held_out and one.held_out else self.units(one.course)
            if units is None:
                continue
            if one is SHIPPED:
                found += quoting(units, one.course)
            cases = [case for case in load_cases(*one.files) if case.split == "tune"]
            found += labelled(units, cases, one.course, one.corpus)
        return found

    def vectors(self, course: str) -> Mapping[str, Vectors]:
        """The vectors that the index of a course has of its sentences, by what the verifier reads
        of them. CourseError where it is not ingested."""
        opened = self._library.course(course)
        found: dict[str, Vectors] = {}
        for chunk in opened.content.chunks:
            if passage_of(chunk).sentences:
                for start, end, vector in opened.sentences_of(chunk):
                    found.setdefault(in_place(chunk, chunk.text[start:end]), vector)
        return found

    def judged(self, one: Labelled, split: Split | None) -> list[Example]:
        """The questions of a labelled set that its course answers, or that are in its scope but
        not in it; none where the course is not ingested."""
        units = self.units(one.course)
        if units is None:
            return []
        cases = [c for c in load_cases(*one.files) if split is None or c.split in (split, None)]
        absent = [case.whole_question for case in cases if is_near(case)]
        texts = tuple(unit.headed for unit in units)
        return [
            *labelled(units, [c for c in cases if c.answerable is True], one.course, one.corpus),
            *(Example("cases", one.course, question, "", texts, ()) for question in absent),
        ]


def units_of(content: CourseContent) -> list[Unit]:
    """The sentences, list items and table rows of a course in order; equal ones once."""
    found: dict[str, Unit] = {}
    for chunk in content.chunks:
        for start, end in passage_of(chunk).sentences:
            text = chunk.text[start:end]
            found.setdefault(text, Unit(text, in_place(chunk, text)))
    return list(found.values())


def named(files: Sequence[Path], course: str) -> Labelled:
    """Case files of one's own; their evidence is found in the words of the edition."""
    return Labelled(", ".join(file.name for file in files), course, tuple(files), "edition")
