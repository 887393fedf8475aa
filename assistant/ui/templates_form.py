"""Question templates: the form a reader fills, and the question it becomes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from assistant.ui.markup import button, tag, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.ui.texts import Texts
    from knowledge.types import CourseContent, QuestionTemplate

LONGEST_VALUE = 300


def find_template(content: CourseContent, template_id: str) -> QuestionTemplate | None:
    """The template with this id, if the course has it."""
    return next((item for item in content.templates if item.id == template_id), None)


def by_text(content: CourseContent) -> dict[str, QuestionTemplate]:
    """The course's templates by their text, so that one that is only quoted can be recognised."""
    return {item.template: item for item in content.templates}


def segments(template: QuestionTemplate) -> list[tuple[str, str]]:
    """The template as alternating ``("text", words)`` and ``("slot", name)``."""
    pieces: list[tuple[str, str]] = []
    position = 0
    for slot in sorted(template.slots, key=lambda slot: slot.start):
        pieces.append(("text", template.template[position : slot.start]))
        pieces.append(("slot", slot.name))
        position = slot.end
    pieces.append(("text", template.template[position:]))
    return [piece for piece in pieces if piece[1]]


def filled_question(template: QuestionTemplate, values: Mapping[str, str]) -> str:
    """The question as shown: the reader's words, the course's example where there are none."""
    examples = {slot.name: slot.example for slot in template.slots}
    return "".join(
        (values.get(content) or examples[content]) if kind == "slot" else content
        for kind, content in segments(template)
    )


def slot_label(name: str) -> str:
    """A slot's name as a label: ``target_market`` becomes ``Target market``."""
    spoken = name.replace("_", " ").replace("-", " ").strip()
    return spoken[:1].upper() + spoken[1:]


def template_line(template: QuestionTemplate) -> str:
    """A template on one line, its slots as the names of what goes there."""
    return "".join(
        tag("em", text(slot_label(content).lower()), class_="slot")
        if kind == "slot"
        else text(content)
        for kind, content in segments(template)
    )


def template_button(template: QuestionTemplate, class_: str = "suggestion") -> str:
    """A button that opens the form of a template."""
    line = tag("span", template_line(template), class_="clamp")
    return tag(
        "button",
        line,
        type="button",
        class_=class_,
        data_do="template",
        data_template=template.id,
    )


def form_blocks(template: QuestionTemplate, values: Mapping[str, str], words: Texts) -> list[str]:
    """The form: a field per slot, the example as placeholder, a preview, one button that asks."""
    fields = []
    for number, slot in enumerate(template.slots):
        field_id = f"slot-{number}"
        label = text(slot_label(slot.name))
        if not slot.required:
            label += " " + tag("small", text(words("form_optional")), class_="muted")
        given = values.get(slot.name, "")[:LONGEST_VALUE]
        field = (
            f'<input id="{field_id}" type="text" autocomplete="off" maxlength="{LONGEST_VALUE}"'
            f' data-slot="{text(slot.name)}" placeholder="{text(slot.example)}"'
            f' value="{text(given)}">'
        )
        offers = tag("div", "", class_="offers", data_offers=field_id)
        fields.append(
            tag("div", tag("label", label, for_=field_id) + field + offers, class_="field")
        )
    note = tag("p", text(words("form_note")), class_="muted") if fields else ""
    preview = tag("p", text(filled_question(template, values)), class_="preview", id="form-preview")
    body = (
        tag(
            "h2",
            text(words("form_title" if fields else "form_plain")),
            id="form-title",
            tabindex="-1",
        )
        + note
        + tag("div", "".join(fields), class_="fields")
        + tag("p", text(words("form_preview")), class_="label")
        + preview
        + tag(
            "div",
            button(words("form_ask"), "form-ask", "primary")
            + button(words("form_close"), "form-close"),
            class_="row",
        )
    )
    return [
        tag(
            "section",
            body,
            id="question-form",
            aria_labelledby="form-title",
            data_template=template.id,
            data_segments=json.dumps(segments(template)),
        )
    ]
