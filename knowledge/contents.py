"""A course's content as JSON and back."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter

from knowledge.types import CourseContent


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[CourseContent]:
    return TypeAdapter(CourseContent)


def dump_content(content: CourseContent) -> bytes:
    """The content as JSON, the same bytes for the same content."""
    return _adapter().dump_json(content)


def read_content(folder: Path) -> CourseContent:
    """The content of a version. Raises OSError or ValueError."""
    return _adapter().validate_json((folder / "content.json").read_bytes())
