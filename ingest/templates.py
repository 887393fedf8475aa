"""Question templates: the questions a course offers, with stable ids and slots. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.labels import heading_label, label_of
from ingest.markup import clean
from ingest.slots import slots_of
from knowledge.types import Chunk, QuestionTemplate, TemplateKind

_LETTER: dict[TemplateKind, str] = {
    "suggested": "S",
    "alternative": "A",
    "reflective": "R",
    "discussion": "D",
}
_QUOTES = (("\u201c", "\u201d"), ('"', '"'), ("\u2018", "\u2019"), ("'", "'"), ("\u00ab", "\u00bb"))
_QUESTION_KINDS = frozenset({"template", "reflective", "discussion"})


@dataclass(frozen=True, slots=True)
class _Found:
    prefix: str
    kind: TemplateKind
    text: str
    lesson: str


def templates_of(chunks: Iterable[Chunk]) -> tuple[QuestionTemplate, ...]:
    """The templates among ``chunks``, in reading order.

    An id is the lesson (or the outermost heading's first word), a letter for the kind, and a number
    where several may stand: ``6.1-S``, ``6.1-R1``, ``topic-D3``.
    """
    found = [_found(chunk) for chunk in chunks if chunk.kind in _QUESTION_KINDS]
    several = Counter((one.prefix, one.kind) for one in found if one is not None)
    counted: Counter[tuple[str, TemplateKind]] = Counter()
    templates: list[QuestionTemplate] = []
    for one in found:
        if one is None:
            continue
        key = (one.prefix, one.kind)
        counted[key] += 1
        numbered = several[key] > 1 or one.kind in {"reflective", "discussion"}
        identity = f"{one.prefix}-{_LETTER[one.kind]}{counted[key] if numbered else ''}"
        templates.append(
            QuestionTemplate(identity, one.lesson, one.kind, one.text, slots_of(one.text))
        )
    return tuple(templates)


def _found(chunk: Chunk) -> _Found | None:
    own = label_of(chunk.text)
    text = question_text(chunk.text[own.body if own else 0 :])
    if not text:
        return None
    return _Found(_prefix(chunk), _template_kind(chunk), text, chunk.lesson)


def _template_kind(chunk: Chunk) -> TemplateKind:
    if chunk.kind == "reflective":
        return "reflective"
    if chunk.kind == "discussion":
        return "discussion"
    own = label_of(chunk.text) or label_of(chunk.lead_in)
    label = own.label if own else heading_label(chunk.headings)
    return "alternative" if label == "alternative" else "suggested"


def question_text(text: str) -> str:
    """A labelled question without its marks and the quotes around the whole of it."""
    text = clean(text).strip(" *_>")
    for opening, closing in _QUOTES:
        inner = text[1:-1]
        if (
            len(text) > 2
            and text[0] == opening
            and text[-1] == closing
            and _balanced(inner, opening, closing)
        ):
            return inner.strip()
    return text


def _balanced(inner: str, opening: str, closing: str) -> bool:
    """Whether the outer pair encloses everything: ``"A" and "B"`` is not one quotation."""
    if opening == closing:
        marks = [i for i, c in enumerate(inner) if c == opening and not _apostrophe(inner, i)]
        return len(marks) % 2 == 0 and (
            not marks or inner[: marks[0]].count(" ") > 0 or marks[0] == 0
        )
    depth = 0
    for i, c in enumerate(inner):
        depth += (c == opening) - (c == closing and not _apostrophe(inner, i))
        if depth < 0:
            return False
    return depth == 0


def _apostrophe(text: str, i: int) -> bool:
    around = text[max(0, i - 1) : i] + text[i + 1 : i + 2]
    return len(around) == 2 and around.isalnum()


def _prefix(chunk: Chunk) -> str:
    if chunk.lesson:
        return chunk.lesson
    title = (
        chunk.headings[0] if chunk.headings else chunk.document.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    )
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = [
        w
        for w in re.findall(r"[a-z0-9]+", plain)
        if w not in {"the", "a", "an", "page", "of", "and"}
    ]
    return "-".join(words[:1]) or "course"
