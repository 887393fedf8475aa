"""The left zone and the first screen: lessons, question templates, the reader's own words."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from assistant.ui.markup import button, tag, text
from assistant.ui.reading import heading_place
from assistant.ui.templates_form import template_line
from assistant.ui.texts import lesson_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.ui.texts import Texts
    from knowledge.index import Manifest
    from knowledge.library import Course
    from knowledge.types import CourseContent, Section

_BUSINESS = ("sells", "goal", "market", "data", "team")
_ORDER = ("suggested", "alternative", "discussion", "reflective")


def course_blocks(course: Course, courses: Sequence[Manifest], words: Texts) -> list[str]:
    """What the course offers: its lessons, its questions, the reader's own words, other courses,
    and the way to the page of those who write it."""
    return [
        _templates(course.content, words),
        _lessons(course, words),
        _business(words),
        _other_courses(course, courses, words),
        tag("p", tag("a", text(words("authors_title")), href="/authors"), class_="muted authors"),
    ]


def welcome_blocks(course: Course, words: Texts) -> list[str]:
    """The first screen: what this is, and a few ways to begin that this course can answer."""
    buttons = "".join(
        button(question, "ask", "starter", data_question=question)
        for question in starters(course.content, words)
    )
    suggested = [item for item in course.content.templates if item.kind == "suggested"]
    forms = "".join(
        tag(
            "button",
            tag("small", text(words("starter_form")), class_="label")
            + tag("span", template_line(item), class_="clamp"),
            type="button",
            class_="starter form",
            data_do="template",
            data_template=item.id,
        )
        for item in suggested[:2]
    )
    return [
        tag(
            "section",
            tag("h2", text(course.title))
            + tag("p", text(words("tagline")), class_="tagline")
            + tag("h3", text(words("starters")), class_="label")
            + tag("div", buttons + forms, class_="starters"),
            class_="welcome",
        )
    ]


EVERYWHERE = 15  # passages


def starters(content: CourseContent, words: Texts) -> list[str]:
    """First questions, from the course's own names: two sections, one term, one calculation."""
    numbered = any(_numbered(section.lesson) for section in content.outline)
    lessons: dict[str, Section] = {}
    for section in content.outline:
        fits = _numbered(section.lesson) if numbered else bool(section.lesson)
        if fits and section.level > 1 and section.lesson not in section.title:
            lessons.setdefault(section.lesson, section)
    questions = [
        words("starter_section", name=section.title) for section in list(lessons.values())[:2]
    ]
    # A name the course spells out, not one that stands on every page.
    spelled = [
        term for term in content.terms
        if term.kind == "acronym" and term.aliases and len(term.chunks) <= EVERYWHERE
    ]  # fmt: skip
    if spelled:
        most = max(spelled, key=lambda term: (len(term.aliases[0].split()), len(term.chunks)))
        questions.append(words("starter_term", name=most.aliases[0]))
    return [*questions, words("starter_numbers")]


def _numbered(lesson: str) -> bool:
    return any(mark.isdigit() for mark in lesson)


def _lessons(course: Course, words: Texts) -> str:
    groups = ""
    for lesson, found in groupby(course.content.outline, key=lambda section: section.lesson):
        sections = list(found)
        items = "".join(tag("li", _section(course, section)) for section in sections)
        name = lesson_name(lesson, words)
        first = sections[0]
        known = not _numbered(lesson) or lesson in first.title
        title = first.title if known else f"{name} · {first.title}"
        groups += tag(
            "details",
            tag("summary", text(title)) + tag("ul", items, class_="outline"),
            class_="inner",
        )
    return tag("details", tag("summary", text(words("lessons"))) + groups, open=True)


def _section(course: Course, section: Section) -> str:
    permalink = heading_place(course, section)
    return tag(
        "a",
        text(section.title),
        href=f"/passages/{permalink}",
        data_do="passage",
        data_passage=permalink,
        class_=f"level-{min(4, section.level)}",
    )


def _templates(content: CourseContent, words: Texts) -> str:
    groups = ""
    by_lesson: dict[str, list[str]] = {}
    for item in sorted(content.templates, key=lambda item: _ORDER.index(item.kind)):
        kind = tag("small", text(words(f"template_{item.kind}")), class_="label")
        line = tag(
            "button",
            kind + tag("span", template_line(item), class_="clamp"),
            type="button",
            class_="template",
            data_do="template",
            data_template=item.id,
        )
        by_lesson.setdefault(item.lesson, []).append(tag("li", line))
    for lesson, lines in sorted(by_lesson.items()):
        name = lesson_name(lesson, words)
        count = tag("span", str(len(lines)), class_="count")
        groups += tag(
            "details",
            tag("summary", text(name) + " " + count) + tag("ul", "".join(lines)),
            class_="inner",
        )
    if not groups:
        return ""
    return tag("details", tag("summary", text(words("templates"))) + groups, open=True)


def _business(words: Texts) -> str:
    fields = "".join(
        tag(
            "div",
            tag("label", text(words(f"business_{name}")), for_=f"business-{name}")
            + f'<input id="business-{name}" type="text" maxlength="300" autocomplete="off"'
            f' data-business="{name}" data-said="{text(words(f"said_{name}"))}">',
            class_="field",
        )
        for name in _BUSINESS
    )
    note = tag("p", text(words("business_note")), class_="muted")
    mention = button(words("mention_business"), "mention", "small mention")
    return tag("details", tag("summary", text(words("business"))) + note + fields + mention)


def _other_courses(course: Course, courses: Sequence[Manifest], words: Texts) -> str:
    others = [item for item in courses if item.course != course.id]
    if not others:
        return ""
    links = "".join(
        tag("li", tag("a", text(item.title), href=f"/?course={item.course}")) for item in others
    )
    return tag("details", tag("summary", text(words("other_courses"))) + tag("ul", links))
