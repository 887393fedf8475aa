"""What could be asked next: short questions from what was found beside the answer.

Each names something the course holds under that very name (a column of a cited row, the heading of
a passage), so that asking it finds an answer. A calculator's next question is none of them: it is
asked of the reader, and the calculation shows it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from assistant.evidence import Findings
from assistant.types import SourceCard
from knowledge.library import Course
from knowledge.text import content_stems
from knowledge.types import Chunk, Section

LIMIT = 3
TELLING = 2  # words of meaning from which a heading says alone what it is about
READABLE = 80  # characters of a heading; a longer one is a sentence
_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")  # what a column's title adds in brackets
_PROMPTS = frozenset({"template", "reflective", "discussion"})  # passages that ask, not answer


def suggest(
    course: Course, findings: Sequence[Findings], sources: Sequence[SourceCard], said: str
) -> tuple[str, ...]:
    """At most three questions: what a cited row says besides, then the nearest other sections.

    ``sources`` are those of the answer, ``said`` its text and the question's: what stands there
    is not asked again.
    """
    known = set(content_stems(said))
    chunks = list(_cited(findings, sources))
    sections = {(source.document, source.section) for source in sources}
    found = itertools.chain(
        itertools.islice(_columns(chunks, said), 1),
        _sections(course, findings, sections, known),
    )
    return tuple(itertools.islice(dict.fromkeys(found), LIMIT))


def about(title: str) -> str:
    """The question after what stands under a heading."""
    return f"What does the course say about {title}?"


def of_row(column: str, row: str) -> str:
    """The question after what a table gives in one column for one row."""
    named = _ASIDE.sub("", column) or column
    named = named[:1].lower() + named[1:] if named[1:2].islower() else named
    return f"Which {named} does the course list for {row}?"


def _cited(findings: Sequence[Findings], sources: Sequence[SourceCard]) -> Iterator[Chunk]:
    """The passages that the answer cites, in its order."""
    for source in sources:
        for evidence in itertools.chain.from_iterable(f.evidence for f in findings):
            chunk = evidence.chunk
            if chunk.document == source.document and chunk.start <= source.start < chunk.end:
                yield chunk
                break


def _columns(chunks: Sequence[Chunk], said: str) -> Iterator[str]:
    """What a cited row of a table holds that the answer did not tell."""
    for row in (chunk.row for chunk in chunks if chunk.row is not None):
        for cell in row.cells[1:]:
            if cell.text and cell.column and cell.text not in said and cell.column not in said:
                yield of_row(cell.column, row.name)


def _sections(
    course: Course, findings: Sequence[Findings], cited: set[tuple[str, str]], known: set[str]
) -> Iterator[str]:
    """Headings of what was found next best; where nothing was, the lessons' first ones."""
    numbered = any(_numbered(section) for section in course.content.outline)
    answering = {
        (chunk.document, chunk.section)
        for chunk in course.content.chunks
        if chunk.kind not in _PROMPTS
    }
    outline = [
        section
        for section in course.content.outline
        if (section.document, section.title) in answering - cited
        and not _heads_a_lesson(section)
        and (_numbered(section) or not numbered)
        and len(section.title) <= READABLE
        and len(words := set(content_stems(section.title))) >= TELLING
        and not words <= known
    ]
    offered = {(section.document, section.title) for section in outline}
    for evidence in itertools.chain.from_iterable(f.evidence for f in findings if not f.off_topic):
        if (evidence.chunk.document, evidence.chunk.section) in offered:
            yield about(evidence.chunk.section)
    lessons: dict[str, Section] = {}
    for section in outline:
        lessons.setdefault(section.lesson, section)
    yield from (about(section.title) for section in lessons.values())


def _numbered(section: Section) -> bool:
    """Whether a section stands in a lesson with a number, and not in an introduction or a page."""
    return any(mark.isdigit() for mark in section.lesson)


def _heads_a_lesson(section: Section) -> bool:
    """Whether a heading is that of a lesson or a document: too wide to ask about."""
    return section.level == 1 or (bool(section.lesson) and section.lesson in section.title)
