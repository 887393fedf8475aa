"""A small course, made by hand, with hostile text in one lesson. Its parts are found by rule."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import CourseError
from knowledge.types import (
    CourseContent,
    Document,
    Place,
    QuestionTemplate,
    Section,
    Slot,
    Term,
)
from knowledge.versions import Manifest

PILOT = """# Lesson 1.1: Starting small

## Choosing a pilot

A pilot answers one question with little money. **Choose a task** that is frequent, measured and
forgiving, so that a mistake costs a minute and not a customer. Write down before the start which
figure has to move, by how much and until when.

- A frequent task gives enough cases within weeks.
- A measured task has a baseline before the pilot begins.
- A forgiving task lets a person step in.

## Growing a pilot

Grow in steps of a tenth, a half and then everything. After each step compare cost per case with
the baseline, and stop when quality falls. A pilot that nobody dares to stop is no pilot.

| Task | Leading indicator | Lagging indicator |
| --- | --- | --- |
| Chatbot | First-contact resolution | Repeat purchases |
| Search | Clicks on the first result | Average order value |
| Pricing | Share of prices reviewed | Gross margin |

# Lesson 1.2: Counting the cost

## Total cost

The total cost of a tool has six parts: licences, set-up, data work, training, upkeep and the hours
of your own people. Leave one out and the return looks better than it is.

## Odd text

Some notes hold <img src=x onerror="window.hacked=1"> and <script>window.hacked=2</script> as text,
a [link](javascript:window.hacked=3), a ${window.hacked=4} and a {{constructor}}.
"""
DOCUMENT = "pilots.md"
_TEMPLATES = (
    (
        "t-pilot",
        "1.1",
        "suggested",
        "We sell [e.g., 'garden tools'] and want to [e.g., 'answer customers faster'] "
        "(e.g., 'within six months'). Which task should our first pilot take on, and how would we "
        "know that it works?",
        ("product", "goal", "deadline"),
    ),
    (
        "t-grow",
        "1.1",
        "alternative",
        "Our pilot for [e.g., 'product search'] went well. What has to be true before we grow it?",
        ("pilot",),
    ),
    (
        "t-cost",
        "1.2",
        "suggested",
        "What belongs in the total cost of [e.g., 'a chatbot'] for a team of our size?",
        ("tool",),
    ),
    ("t-think", "1.2", "reflective", "Which of your costs has nobody counted yet?", ()),
)


@dataclass
class SmallCourse:
    """What the page needs of a course."""

    id: str = "pilots"
    title: str = "Small pilots, honest numbers"
    version: str = "v-test"
    content: CourseContent = field(default_factory=lambda: small_content())
    embedder: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(name="fake"))

    @property
    def opened(self) -> SimpleNamespace:
        manifest = Manifest(
            self.id, self.title, self.version, 1, "fake", 32, "r", {DOCUMENT: "0"}, 1, "2026-01-01"
        )
        return SimpleNamespace(manifest=manifest)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors by the words alone."""
        found = np.full((len(texts), 32), 1e-6, dtype=np.float32)
        for row, text in zip(found, texts, strict=True):
            for word in re.findall(r"\w+", text.lower()):
                row[sum(map(ord, word)) % 32] += 1
            row /= np.linalg.norm(row)
        return found

    def document_text(self, name: str) -> str:
        if name != DOCUMENT:
            raise CourseError("no such document")
        return PILOT

    def permalink(self, document: str, start: int, end: int) -> str:
        plain = f"{self.id}|{document}|{start}|{end}"
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")

    def resolve(self, permalink: str) -> Place:
        try:
            padded = permalink + "=" * (-len(permalink) % 4)
            _, document, start, end = base64.urlsafe_b64decode(padded).decode().split("|")
        except ValueError:
            raise CourseError("no such passage") from None
        self.document_text(document)
        return Place(document, int(start), int(end))


class SmallLibrary:
    """One course, and the way to its passages."""

    def __init__(self) -> None:
        self._course = SmallCourse()

    def courses(self) -> list[Manifest]:
        course = self._course
        return [Manifest(course.id, course.title, "v-test", 1, "fake", 1, "r", {}, 1, "2026-01-01")]

    def course(self, course_id: str | None = None) -> SmallCourse:
        if course_id not in {None, self._course.id}:
            raise CourseError("there is no such course")
        return self._course

    def by_permalink(self, permalink: str) -> tuple[SmallCourse, Place]:
        return self._course, self._course.resolve(permalink)

    def close(self) -> None:
        pass


def small_content() -> CourseContent:
    """The course as an ingest would hand it over, as far as the page looks."""
    return CourseContent(
        id="pilots",
        title="Small pilots, honest numbers",
        documents=(Document("d1", DOCUMENT, "Small pilots", "text/markdown", PILOT),),
        chunks=(),
        templates=tuple(_template(*parts) for parts in _TEMPLATES),
        outline=tuple(_outline()),
        terms=(Term("TCO", ("total cost",), "acronym", ()),),
    )


def _template(
    template_id: str, lesson: str, kind: str, words: str, names: tuple[str, ...]
) -> QuestionTemplate:
    found = re.finditer(r"\[e\.g\., '([^']*)'\]|\(e\.g\., '([^']*)'\)", words)
    slots = tuple(
        Slot(name, match[1] or match[2], match[1] is not None, match.start(), match.end())
        for name, match in zip(names, found, strict=True)
    )
    return QuestionTemplate(template_id, lesson, kind, words, slots)  # type: ignore[arg-type]


def _outline() -> list[Section]:
    found = [
        (match.start(), len(match[1]), match[2])
        for match in re.finditer(r"^(#+) (.*)$", PILOT, re.MULTILINE)
    ]
    sections, lesson = [], ""
    for number, (start, level, title) in enumerate(found):
        named = re.search(r"Lesson (\d\.\d)", title)
        lesson = named[1] if named else lesson
        end = next((s for s, deeper, _ in found[number + 1 :] if deeper <= level), len(PILOT))
        sections.append(Section(title, level, lesson, DOCUMENT, start, end))
    return sections
