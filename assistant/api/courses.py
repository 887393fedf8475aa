"""``/v1/courses``, ``/v1/search`` and ``/passages``: what is known, and where it stands."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Path, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse

from assistant.api.callers import Caller, allowed
from assistant.api.deps import limits_of, new_router, product_of
from assistant.api.passages import passage_page
from assistant.api.schemas import NoQuery, SearchQuery
from assistant.errors import InvalidRequest
from knowledge.library import Course
from knowledge.text import clean_message
from knowledge.types import Hit

router = new_router(404, 429)


@router.get("/v1/courses", tags=["courses"])
def courses(
    request: Request,
    _query: Annotated[NoQuery, Query()],
    _caller: Annotated[Caller, Depends(allowed("read", own=True))],
) -> dict[str, Any]:
    """The courses that can be asked about; the first one is asked when none is named."""
    return {
        "courses": [
            {
                "id": manifest.course,
                "title": manifest.title,
                "version": manifest.version,
                "documents": sorted(manifest.documents),
                "chunks": manifest.chunks,
                "default": number == 0,
            }
            for number, manifest in enumerate(product_of(request).library.courses())
        ]
    }


@router.get("/v1/courses/{course_id}/outline", tags=["courses"])
def outline(
    course_id: Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")],
    request: Request,
    _query: Annotated[NoQuery, Query()],
    _caller: Annotated[Caller, Depends(allowed("read", own=True))],
) -> dict[str, Any]:
    """The lessons of a course with their sections, in reading order."""
    course = product_of(request).library.course(course_id)
    lessons: dict[str, dict[str, Any]] = {}
    for section in course.content.outline:
        lesson = lessons.setdefault(
            section.lesson, {"lesson": section.lesson, "title": section.title, "sections": []}
        )
        lesson["sections"].append(
            {
                "title": section.title,
                "level": section.level,
                "document": section.document,
                "start": section.start,
                "end": section.end,
            }
        )
    return {
        "course": course.id,
        "title": course.title,
        "version": course.version,
        "lessons": list(lessons.values()),
    }


@router.get("/v1/search", tags=["courses"])
def search(
    request: Request,
    query: Annotated[SearchQuery, Query()],
    caller: Annotated[Caller, Depends(allowed("read"))],
) -> dict[str, Any]:
    """The passages an answer would be made from, best first."""
    limits_of(request).spend_read(caller)
    wanted = clean_message(query.q)
    if not wanted:
        raise InvalidRequest("q is empty.", code="empty_query")
    course = product_of(request).library.course(query.course)
    hits = course.search(wanted, query.k)
    return {"results": [_result(course, rank, hit) for rank, hit in enumerate(hits, start=1)]}


@router.get("/passages/{permalink}", response_class=HTMLResponse, tags=["courses"])
def passage(
    permalink: Annotated[str, Path(max_length=2_000)],
    request: Request,
    _query: Annotated[NoQuery, Query()],
) -> HTMLResponse:
    """A passage in its lesson, highlighted. Open to readers: answers link to it."""
    course, place = product_of(request).library.by_permalink(permalink)
    return HTMLResponse(passage_page(course, place))


def _result(course: Course, rank: int, hit: Hit) -> dict[str, Any]:
    chunk = hit.chunk
    return {
        "rank": rank,
        "text": chunk.text,
        "document": chunk.document,
        "lesson": chunk.lesson,
        "section": chunk.section,
        "headings": list(chunk.headings),
        "start": chunk.start,
        "end": chunk.end,
        "score": float(hit.score),
        "permalink": course.permalink(chunk.document, chunk.start, chunk.end),
    }
