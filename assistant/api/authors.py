"""``/v1/authors``: the figures of a course for those who write it, behind a key of their own.

The permission ``author`` comes from a key alone. Without a keys file nobody has it, a caller on
the same machine included: what learners asked is theirs before it is the machine's owner's.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Query
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from assistant.api.author_data import overview_data, uncovered_data
from assistant.api.callers import Caller, allowed
from assistant.api.deps import base_url, limits_of, new_router, product_of
from assistant.api.questions import check_slots, find_template
from assistant.api.schemas import AuthorsQuery, LinkRequest, NoQuery, UncoveredQuery
from assistant.authors import AuthorFigures
from assistant.insights.export import as_csv
from assistant.linking import advice, embed_code, question_link
from knowledge.text import clean_message

router = new_router(404, 429)
Author = Annotated[Caller, Depends(allowed("author"))]


@router.get("/v1/authors/overview", tags=["authors"])
def overview(
    request: Request, query: Annotated[AuthorsQuery, Query()], caller: Author
) -> JSONResponse:
    """What was asked, what was not covered, what was said of it, and how the course stands."""
    limits_of(request).spend_read(caller)
    return JSONResponse(overview_data(figures_of(request).overview(query.course, query.days)))


@router.get("/v1/authors/uncovered", tags=["authors"])
def uncovered(
    request: Request, query: Annotated[UncoveredQuery, Query()], caller: Author
) -> Response:
    """The questions the course did not cover, grouped, by lesson; as JSON or CSV."""
    limits_of(request).spend_read(caller)
    lessons = figures_of(request).overview(query.course, query.days).lessons
    if query.format == "csv":
        return csv_file(as_csv(lessons))
    return JSONResponse({"lessons": uncovered_data(lessons)})


@router.post("/v1/authors/links", tags=["authors"])
def links(
    body: LinkRequest,
    request: Request,
    _query: Annotated[NoQuery, Query()],
    caller: Author,
) -> dict[str, Any]:
    """A link that opens a question template with these slots filled, and code to embed it."""
    limits_of(request).spend_read(caller)
    product = product_of(request)
    course = product.library.course(body.course)
    template = find_template(course, body.question_id)
    slots = {name: clean_message(text) for name, text in body.slots.items()}
    check_slots(template, slots)
    default = product.library.courses()[0].course == course.id
    link = question_link(base_url(request), template.id, slots, None if default else course.id)
    settings = product.settings
    return {
        "link": link,
        "embed": embed_code(link, course.title),
        "allowed_origins": list(settings.allowed_origins),
        "advice": list(advice(settings.public_url, settings.allowed_origins)),
    }


def figures_of(request: Request) -> AuthorFigures:
    """The figures of this app."""
    figures: AuthorFigures = request.app.state.author_figures
    return figures


def csv_file(content: bytes) -> Response:
    """The uncovered questions as a file to keep."""
    return Response(
        content,
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": 'attachment; filename="uncovered-questions.csv"',
            "Cache-Control": "no-store",
        },
    )
