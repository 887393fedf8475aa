"""A document's title and id."""

from __future__ import annotations

import hashlib
import re

from ingest.blocks import blocks_of
from ingest.frontmatter import front_matter
from knowledge.types import Document

_HEAD = 20000


def document_of(name: str, title: str, media_type: str, text: str) -> Document:
    """The document of a text. Its title: what the file states, its first outermost heading, its name."""
    identity = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Document(
        identity, name, title.strip() or _title_in(text) or _title_of_name(name), media_type, text
    )


def _title_in(text: str) -> str:
    front = front_matter(text)
    if front.title:
        return front.title
    headings = [b for b in blocks_of(text[:_HEAD], front.end) if b.kind == "heading" and not b.soft]
    outermost = min((block.level for block in headings), default=0)
    return next((block.title for block in headings if block.level == outermost), "")


def _title_of_name(name: str) -> str:
    stem = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    words = re.sub(r"[_\-]+", " ", stem).strip()
    return words[:1].upper() + words[1:] if words else name
