"""``/v1/questions``: the course's question templates, and filling in their slots."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, Path, Query
from starlette.requests import Request

from assistant.api.callers import Caller, allowed
from assistant.api.deps import new_router, product_of
from assistant.api.schemas import CourseQuery, QuestionsQuery, RenderRequest
from assistant.errors import InvalidRequest, NotFound
from knowledge.library import Course
from knowledge.templates import render
from knowledge.text import clean_message
from knowledge.types import QuestionTemplate

router = new_router(400, 404, 413, 415)


@router.get("/v1/questions", tags=["questions"])
def questions(
    request: Request,
    query: Annotated[QuestionsQuery, Query()],
    _caller: Annotated[Caller, Depends(allowed("read", own=True))],
) -> dict[str, Any]:
    """The question templates of a course, in reading order."""
    course = product_of(request).library.course(query.course)
    return {
        "questions": [
            _shown(template)
            for template in course.content.templates
            if query.lesson in (None, template.lesson) and query.kind in (None, template.kind)
        ]
    }


@router.post("/v1/questions/{question_id}/render", tags=["questions"])
def render_question(
    question_id: Annotated[str, Path(max_length=128)],
    body: RenderRequest,
    request: Request,
    query: Annotated[CourseQuery, Query()],
    _caller: Annotated[Caller, Depends(allowed("read", own=True))],
) -> dict[str, Any]:
    """The question with the reader's words in its slots, and the slots still open."""
    course = product_of(request).library.course(query.course)
    template = find_template(course, question_id)
    slots = {name: clean_message(text) for name, text in body.slots.items()}
    check_slots(template, slots)
    question, unfilled = render(template, slots)
    return {"question": question, "unfilled_slots": list(unfilled)}


def find_template(course: Course, question_id: str) -> QuestionTemplate:
    """A template of the course by id. Raises NotFound."""
    for template in course.content.templates:
        if template.id == question_id:
            return template
    raise NotFound("This course has no such question.", code="question_not_found")


def check_slots(template: QuestionTemplate, slots: Mapping[str, str]) -> None:
    """Raise InvalidRequest if a slot is named that the template does not have."""
    if not set(slots) <= {slot.name for slot in template.slots}:
        raise InvalidRequest("slots names a slot that this question does not have.")


def _shown(template: QuestionTemplate) -> dict[str, Any]:
    return {
        "id": template.id,
        "lesson": template.lesson,
        "kind": template.kind,
        "template": template.template,
        "slots": [
            {"name": slot.name, "example": slot.example, "required": slot.required}
            for slot in template.slots
        ],
    }
