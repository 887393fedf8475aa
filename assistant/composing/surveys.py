"""Answers about the course as a whole: summaries, takeaways, templates, statements, and itself."""

from __future__ import annotations

import re

from assistant.composing.types import Draft
from assistant.composing.wording import Plans, course_name, readable, sentence
from assistant.evidence import Evidence
from assistant.understanding import Part
from assistant.understanding.kinds import COURTESY
from knowledge.library import Course
from knowledge.text import content_stems, sentences
from knowledge.types import Chunk

_LABEL = re.compile(
    r"^(?:\w+\s+)?(?:statement|motto|vision|quote)\s*(?:\([^)]*\))?:\s*", re.IGNORECASE
)
_MINUTES = re.compile(r"\d\s*(?:-\s*\d+\s*)?(?:min|minutes|mins|h|hours?)\b", re.IGNORECASE)


def summary(course: Course, part: Part, plans: Plans) -> list[Draft]:
    """The first sentence of each section of the lesson asked for, or of each lesson."""
    lesson = part.lesson or _lesson_by_title(course, part)
    wanted = [c for c in course.content.chunks if c.kind in {"prose", "definition"}]
    drafts: list[Draft] = []
    if lesson:
        wanted = [c for c in wanted if c.lesson == lesson]
        seen: set[str] = set()
        for chunk in wanted:
            if chunk.section in seen or not chunk.section:
                continue
            item = _first_sentence(chunk)
            if item is None:
                continue
            seen.add(chunk.section)
            text = plans.frame(
                "section_point", section=readable(chunk.section), sentence=sentence(item.text)
            )
            role = "lead" if not drafts else "point"
            drafts.append(Draft(text, (item,), role=role, frame=readable(chunk.section)))  # type: ignore[arg-type]
        return drafts[:8]
    introduction = [c for c in wanted if not c.lesson][:1]
    for chunk in introduction:
        item = _first_sentence(chunk)
        if item is not None:
            drafts.append(Draft(sentence(item.text), (item,), role="lead"))
    for number in dict.fromkeys(c.lesson for c in wanted if c.lesson):
        first = next((c for c in wanted if c.lesson == number and len(c.text.split()) > 12), None)
        item = _first_sentence(first) if first else None
        if first is None or item is None:
            continue
        title = readable(first.headings[0]) if first.headings else number
        text = plans.frame("section_point", section=title, sentence=sentence(item.text))
        drafts.append(Draft(text, (item,), frame=title))
    return drafts


def takeaways(course: Course) -> list[Draft]:
    """The course's own takeaways, each with its place."""
    found = [c for c in course.content.chunks if c.kind == "takeaway"]
    return [
        Draft(_first_of(c), (Evidence(c, c.start, c.end, c.text, 1.0),), role="point")
        for c in found
    ]


def templates(course: Course, part: Part) -> list[Draft]:
    """The questions the course offers, as it words them; of one lesson or kind if asked."""
    said = set(content_stems(part.text))
    kinds = {"reflect": "reflective", "discuss": "discussion", "altern": "alternative"}
    kind = next((k for stem, k in kinds.items() if any(w.startswith(stem) for w in said)), None)
    chosen = [
        t for t in course.content.templates
        if (not part.lesson or t.lesson == part.lesson) and (kind is None or t.kind == kind)
    ]  # fmt: skip
    drafts = []
    for template in chosen[:8]:
        place = _place_of(course, template.template)
        if place is not None:
            drafts.append(Draft(readable(template.template), (place,), role="point"))
    return drafts


def statement(course: Course, part: Part) -> list[Draft]:
    """The statement a reader wants quoted; [] if the course marks none."""
    found = [c for c in course.content.chunks if c.kind == "statement"]
    if not found:
        return []
    said = set(content_stems(part.text))
    best = max(found, key=lambda c: len(said & set(content_stems(c.text + " ".join(c.headings)))))
    said_there = _LABEL.sub("", readable(best.text))
    return [
        Draft(
            sentence(said_there),
            (Evidence(best, best.start, best.end, best.text, 1.0),),
            role="lead",
        )
    ]


def meta(course: Course, part: Part, plans: Plans) -> list[Draft]:
    """What this assistant is, or a word back to a courtesy: our own words, no fact of the course."""
    if COURTESY.match(part.text):
        return [Draft(plans.courtesy(), support="guidance", role="lead")]
    lines = [*plans.meta(course_name(course.title)), plans.meta_try()]
    return [
        Draft(line, support="guidance", role="lead" if i == 0 else "point")
        for i, line in enumerate(lines)
    ]


def heading(course: Course, part: Part) -> list[Draft]:
    """A lesson's heading, where it holds the duration that was asked for."""
    if not part.lesson or part.expects != "duration":
        return []
    for section in course.content.outline:
        if section.lesson == part.lesson and _MINUTES.search(section.title):
            text = course.document_text(section.document)
            start = text.find(section.title, section.start, section.end)
            first = next((c for c in course.content.chunks if c.lesson == part.lesson), None)
            if start >= 0 and first is not None:
                item = Evidence(first, start, start + len(section.title), section.title, 1.0)
                return [Draft(sentence(section.title), (item,), role="lead")]
    return []


def _lesson_by_title(course: Course, part: Part) -> str:
    """The lesson whose title shares most words with the question, if it shares two."""
    said = set(content_stems(part.text))
    best, lesson = 1, ""
    for section in course.content.outline:
        words = set(content_stems(section.title))
        if section.lesson and len(said & words) > best:
            best, lesson = len(said & words), section.lesson
    return lesson


def _first_sentence(chunk: Chunk | None) -> Evidence | None:
    if chunk is None:
        return None
    for start, end in sentences(chunk.text):
        text = chunk.text[start:end]
        if len(text.split()) >= 6 and not text.rstrip().endswith(":"):
            return Evidence(chunk, chunk.start + start, chunk.start + end, text, 1.0)
    return None


def _first_of(chunk: Chunk) -> str:
    spans = sentences(chunk.text)
    first = sentence(chunk.text[spans[0][0] : spans[0][1]]) if spans else sentence(chunk.text)
    if len(first.split()) <= 4 and len(spans) > 1:  # "**Strategy first.** AI adoption …"
        return f"{first} {sentence(chunk.text[spans[1][0] : spans[1][1]])}"
    return first


def _place_of(course: Course, template: str) -> Evidence | None:
    for chunk in course.content.chunks:
        if chunk.kind in {"template", "reflective", "discussion"}:
            at = chunk.text.find(template)
            if at >= 0:
                start = chunk.start + at
                return Evidence(chunk, start, start + len(template), template, 1.0)
    return None
