"""The course's search as a LangChain retriever, for chains of your own.

Nothing else here imports LangChain, and nothing here imports this module.
"""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from knowledge.library import Course, Library
from knowledge.text import clean_message
from knowledge.types import Hit


class CourseRetriever(BaseRetriever):
    """The passages of a course for a query, best first.

    A version that is switched in is noticed at the next call. Raises CourseError where the course
    is unknown.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library = Field(repr=False)
    course: str | None = None  # None is the default course
    k: int = Field(default=10, ge=1, le=100)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **_: Any
    ) -> list[Document]:
        wanted = clean_message(query)
        if not wanted:
            return []
        course = self.library.course(self.course)
        return [_document(course, hit) for hit in course.search(wanted, self.k)]


def _document(course: Course, hit: Hit) -> Document:
    chunk = hit.chunk
    return Document(
        id=chunk.id,
        page_content=chunk.text,
        metadata={
            "document": chunk.document,
            "lesson": chunk.lesson,
            "section": chunk.section,
            "start": chunk.start,
            "end": chunk.end,
            "score": hit.score,
            "permalink": course.permalink(chunk.document, chunk.start, chunk.end),
        },
    )
