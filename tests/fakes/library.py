"""A library of one small course, held in memory."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.errors import CourseError
from knowledge.types import (
    Chunk,
    CourseContent,
    Document,
    Hit,
    Place,
    QuestionTemplate,
    Section,
    Slot,
)
from tests.fakes.answers import DOCUMENT, DOCUMENT_TEXT, QUOTE

TEMPLATE = "How would you pilot [e.g., 'a chatbot'] for <our shop>?"
_SLOT_START = TEMPLATE.index("[")
_SLOT_END = TEMPLATE.index("]") + 1


def small_content() -> CourseContent:
    """A course of one document with one lesson, one passage and two question templates."""
    start = DOCUMENT_TEXT.index(QUOTE)
    chunk = Chunk(
        id="k1",
        document=DOCUMENT,
        document_id="d1",
        start=start,
        end=start + len(QUOTE),
        text=QUOTE,
        kind="prose",
        lesson="6.1",
        section="Pilots",
        headings=("Lesson 6.1", "Pilots"),
    )
    end = len(DOCUMENT_TEXT)
    return CourseContent(
        id="pilots",
        title="Pilots <for> shops",
        documents=(Document("d1", DOCUMENT, "Lesson 6.1", "text/markdown", DOCUMENT_TEXT),),
        chunks=(chunk,),
        templates=(
            QuestionTemplate(
                "q1", "6.1", "suggested", TEMPLATE,
                (Slot("pilot", "a chatbot", True, _SLOT_START, _SLOT_END),),
            ),
            QuestionTemplate("q2", "6.2", "reflective", "What did you learn?"),
        ),
        outline=(
            Section("Lesson 6.1", 1, "6.1", DOCUMENT, 0, end),
            Section("Pilots", 2, "6.1", DOCUMENT, DOCUMENT_TEXT.index("## Pilots"), end),
        ),
        terms=(),
    )  # fmt: skip


@dataclass
class FakeManifest:
    course: str
    title: str
    version: str
    documents: Mapping[str, str]
    chunks: int


@dataclass
class FakeCourse:
    """The parts of ``knowledge.library.Course`` that the doors read."""

    content: CourseContent = field(default_factory=small_content)
    version: str = "v-test"

    @property
    def id(self) -> str:
        return self.content.id

    @property
    def title(self) -> str:
        return self.content.title

    def search(self, query: str, k: int = 10) -> list[Hit]:
        words = set(query.lower().split())
        found = [c for c in self.content.chunks if words & set(c.text.lower().split())]
        return [Hit(chunk, 0.5, {}) for chunk in found[:k]]

    def document(self, name: str) -> Document:
        for document in self.content.documents:
            if document.name == name:
                return document
        raise CourseError(f"no document {name!r}")

    def document_text(self, name: str) -> str:
        return self.document(name).text

    def permalink(self, document: str, start: int, end: int) -> str:
        plain = f"{self.id}|{document}|{start}|{end}"
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


class FakeLibrary:
    """The parts of ``knowledge.library.Library`` that the doors read."""

    def __init__(self, course: FakeCourse | None = None) -> None:
        self.only = course or FakeCourse()
        self.broken = False

    def courses(self) -> list[FakeManifest]:
        course = self.only
        names = {document.name: "0" * 64 for document in course.content.documents}
        return [FakeManifest(course.id, course.title, course.version, names, 1)]

    def course(self, course_id: str | None = None) -> FakeCourse:
        if self.broken or course_id not in (None, self.only.id):
            raise CourseError(f"there is no course {course_id!r}")
        return self.only

    def by_permalink(self, permalink: str) -> tuple[FakeCourse, Place]:
        try:
            padded = permalink + "=" * (-len(permalink) % 4)
            course, document, start, end = (
                base64.urlsafe_b64decode(padded.encode("ascii")).decode().split("|")
            )
            place = Place(document, int(start), int(end))
        except (ValueError, UnicodeError):
            raise CourseError("no such passage") from None
        return self.course(course), place
