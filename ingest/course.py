"""A course read as a whole: files to documents, documents to chunks, copies found, terms gathered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from ingest.chunking import Cut, cut
from ingest.dedupe import once
from ingest.found import Found, find
from ingest.problems import Problem
from ingest.readers import read_files
from ingest.structure import terms_of
from ingest.templates import templates_of
from knowledge.types import CourseContent, Document

Progress = Callable[[int, int], None]


def read_course(
    paths: Sequence[Path], course_id: str, title: str, progress: Progress | None = None
) -> tuple[CourseContent, dict[str, str], list[Problem]]:
    """Read the course below ``paths``: its content, the hash of each document's file, and the problems.

    A file that cannot be read is a problem; the others make the course.
    """
    return read_found(find(paths), course_id, title, progress)


def read_found(
    found: Found, course_id: str, title: str, progress: Progress | None = None
) -> tuple[CourseContent, dict[str, str], list[Problem]]:
    """Read the files that ``find`` gave."""
    reading = read_files(found.files, progress)
    content = content_of(reading.documents, course_id, title)
    problems = sorted((*found.problems, *reading.problems), key=lambda problem: problem.name)
    return content, dict(reading.hashes), problems


def content_of(documents: Sequence[Document], course_id: str, title: str) -> CourseContent:
    """What the documents say, as one course. An empty ``title`` is read from the first document."""
    cuts = [cut(document) for document in documents]
    if not any(section.lesson for one in cuts for section in one.sections):
        # No lesson is named anywhere: the numbers of "2. Tools" are what numbers the course.
        cuts = [cut(document, plain_numbers=True) for document in documents]
    cuts = _numbered(once(cuts))
    chunks = tuple(chunk for one in cuts for chunk in one.chunks)
    return CourseContent(
        id=course_id,
        title=title or (documents[0].title if documents else course_id),
        documents=tuple(documents),
        chunks=chunks,
        templates=templates_of(chunks),
        outline=tuple(section for one in cuts for section in one.sections),
        terms=terms_of(chunks),
    )


def _numbered(cuts: Sequence[Cut]) -> list[Cut]:
    numbered: list[Cut] = []
    ordinal = 0
    for one in cuts:
        chunks = tuple(replace(chunk, ordinal=ordinal + i) for i, chunk in enumerate(one.chunks))
        ordinal += len(chunks)
        numbered.append(Cut(chunks, one.sections))
    return numbered
