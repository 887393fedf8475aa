"""``search``: the ranked passages behind an answer."""

from __future__ import annotations

import json
import textwrap

from assistant.errors import InvalidRequest, NotFound
from assistant.settings import load_settings
from knowledge.embedding import query_embedder
from knowledge.errors import CourseError
from knowledge.library import Library
from knowledge.text import clean_message
from knowledge.verifier import shipped_verifier


def run_search(query: str, k: int, course_id: str | None, as_json: bool) -> int:
    """Print the ``k`` best passages. Raises AssistantError, KnowledgeError."""
    settings = load_settings()
    query = clean_message(query)
    if not query:
        raise InvalidRequest("the query is empty")
    embedder = query_embedder(settings.embedding_model, settings.data_dir)
    library = Library(settings.data_dir, embedder, settings.chroma_url, shipped_verifier(embedder))
    try:
        try:
            course = library.course(course_id)
        except CourseError as error:
            if course_id is None:
                raise  # nothing ingested yet: that is no fault of the call
            raise NotFound(str(error)) from error
        results = [
            {
                "rank": rank,
                "text": hit.chunk.text,
                "document": hit.chunk.document,
                "lesson": hit.chunk.lesson,
                "section": hit.chunk.section,
                "headings": list(hit.chunk.headings),
                "start": hit.chunk.start,
                "end": hit.chunk.end,
                "score": round(hit.score, 4),
                "permalink": course.permalink(hit.chunk.document, hit.chunk.start, hit.chunk.end),
            }
            for rank, hit in enumerate(course.search(query, k), 1)
        ]
    finally:
        library.close()
    if as_json:
        print(json.dumps({"results": results}, ensure_ascii=False, indent=2))
        return 0
    for result in results:
        print(
            f"{result['rank']}. {result['section']} ({result['document']}:{result['start']}-{result['end']})"
        )
        print(textwrap.indent(textwrap.fill(" ".join(str(result["text"]).split()), 92), "   "))
    if not results:
        print("nothing found")
    return 0
