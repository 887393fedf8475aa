"""The section that makes links: choose a question of the course, fill its slots, copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.linking import advice, embed_code, question_link
from assistant.ui.authors.sections import hidden, section
from assistant.ui.markup import tag, text
from assistant.ui.templates_form import LONGEST_VALUE, filled_question, find_template, slot_label
from assistant.ui.texts import lesson_name

if TYPE_CHECKING:
    from assistant.settings import Settings
    from assistant.ui.authors.asked import Asked
    from assistant.ui.texts import Texts
    from knowledge.library import Course
    from knowledge.types import QuestionTemplate

_LONGEST_LABEL = 90


def sharing(
    course: Course, settings: Settings, asked: Asked, base: str, default: bool, words: Texts
) -> str:
    """The form, and under it the link and the code for the chosen question."""
    templates = course.content.templates
    if not templates:
        body = tag("p", text(words("authors_no_templates")))
        return section("links", words("authors_links"), body)
    first = next((one for one in templates if one.slots), templates[0])
    chosen = find_template(course.content, asked.template) or first
    body = tag("p", text(words("authors_links_note"))) + _choose(course, chosen, asked, words)
    body += _fill(course, chosen, asked, base, default, words)
    told = [
        words(f"authors_advice_{one}")
        for one in advice(settings.public_url, settings.allowed_origins)
    ]
    if settings.allowed_origins:
        told.append(words("authors_origins", origins=", ".join(settings.allowed_origins)))
    body += tag("ul", "".join(tag("li", text(line)) for line in told), class_="plain advice")
    return section("links", words("authors_links"), body)


def _choose(course: Course, chosen: QuestionTemplate, asked: Asked, words: Texts) -> str:
    lessons: dict[str, list[QuestionTemplate]] = {}
    for template in course.content.templates:
        lessons.setdefault(template.lesson, []).append(template)
    options = "".join(
        tag(
            "optgroup",
            "".join(
                tag(
                    "option", text(_short(template.template)), value=template.id,
                    selected=template.id == chosen.id,
                )
                for template in own
            ),
            label=lesson_name(lesson, words),
        )
        for lesson, own in lessons.items()
    )  # fmt: skip
    field = tag("label", text(words("authors_template")), for_="template") + tag(
        "select", options, id="template", name_="question"
    )
    return tag(
        "form",
        tag("div", field, class_="field") + _kept(course, asked)
        + tag("button", text(words("authors_choose"))),
        action="/authors#links", method="get", class_="row",
    )  # fmt: skip


def _fill(
    course: Course, chosen: QuestionTemplate, asked: Asked, base: str, default: bool, words: Texts
) -> str:
    names = {slot.name for slot in chosen.slots}
    slots = {name: value for name, value in asked.slots.items() if name in names}
    link = question_link(base, chosen.id, slots, None if default else course.id)
    code = embed_code(link, course.title)
    fields = "".join(
        tag(
            "div",
            tag("label", text(slot_label(slot.name)), for_=f"slot-{number}")
            + f'<input id="slot-{number}" name="slot.{text(slot.name)}" type="text"'
            f' autocomplete="off" maxlength="{LONGEST_VALUE}" placeholder="{text(slot.example)}"'
            f' value="{text(slots.get(slot.name, ""))}">',
            class_="field",
        )
        for number, slot in enumerate(chosen.slots)
    )
    form = ""
    if fields:
        form = tag(
            "form",
            hidden("question", chosen.id)
            + _kept(course, asked) + fields
            + tag("button", text(words("authors_make"))),
            action="/authors#links", method="get", id="slots",
        )  # fmt: skip
    return tag(
        "div",
        tag("p", text(filled_question(chosen, slots)), class_="question")
        + form
        + _copied("link", words("authors_link"), link, 2, words)
        + _copied("code", words("authors_embed"), code, 4, words)
        + tag("p", tag("a", text(words("authors_open")), href=link)),
        class_="made",
    )


def _copied(name: str, label: str, value: str, rows: int, words: Texts) -> str:
    """A text to take along; the script shows the button where the clipboard works."""
    return tag(
        "div",
        tag("label", text(label), for_=name)
        + tag("textarea", text(value), id=name, rows=str(rows), readonly=True, spellcheck="false")
        + tag("button", text(words("authors_copy")), type="button", data_copy=name,
              data_done=words("authors_copied"), hidden=True),
        class_="field",
    )  # fmt: skip


def _kept(course: Course, asked: Asked) -> str:
    """The other choices on the page, so that a form does not lose them."""
    pairs: Sequence[tuple[str, str]] = (("course", course.id), ("days", str(asked.days)))
    return "".join(hidden(name, value) for name, value in pairs)


def _short(question: str) -> str:
    plain = " ".join(question.split())
    return plain if len(plain) <= _LONGEST_LABEL else plain[: _LONGEST_LABEL - 1] + "…"
