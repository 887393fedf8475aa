"""A row that a question asks a table for and the table does not have."""

from __future__ import annotations

import re

from assistant.table_rows import LIKE_NAME, bare_stems, row_of, split_values
from assistant.understanding import Part
from knowledge.library import Course
from knowledge.text import content_stems

_ASKED = re.compile(
    r"\b(?:for|of|on|under|belongs? to|belonging to)\s+(?:the\s+|an?\s+)?"
    r"(?!top\b|time\b|average\b|which\b)(?P<name>[A-Za-z][\w&/'’ -]{2,50}?)"
    r"(?=\s*(?:[,()]|$|\b(?:in|from|according to|by|at|when|if|and what|and which|to|before|after"
    r"|with|during)\b))",
    re.IGNORECASE,
)
_TABLE = re.compile(r"\b(?:table|rows?|mapping|matrix)\b", re.IGNORECASE)
_OWN = re.compile(
    r"^(?:my|our|your|their|his|her|its|this|that|these|those|all|both|each|every|any|some|such|them|it"
    r"|whom|which|what|me|us|you)\b",
    re.IGNORECASE,
)
_VALUES = frozenset(content_stems("kpis metrics indicators signs values list give show stand"))
_PLAIN = frozenset(
    content_stems(
        "table row column mapping course lesson module application project tool initiative use case goal business"
        " company shop store team year month quarter week success value effectiveness impact example"
    )
)


def absent_row(course: Course, part: Part) -> str:
    """The name a question asks a table's values for and no row of any table has; "" otherwise.

    Only where it speaks of a table or names a column in full: "the leading indicators for email".
    """
    if not course.rows:
        return ""
    columns = {cell.column for chunk in course.rows for cell in row_of(chunk).cells[1:]}
    clause = next((c for c in re.split(r"[.:;!?]", part.text) if _asks(c, columns)), "")
    cells = [cell for chunk in course.rows for cell in row_of(chunk).cells]
    known = _PLAIN.union(*(content_stems(cell.column) for cell in cells))
    held = {word for cell in cells for word in content_stems(cell.text)}
    for match in _ASKED.finditer(clause):
        name = match["name"].strip()
        words = set(content_stems(name)) - known
        if not words or _OWN.match(name):
            continue
        read = course.read(name)
        alike = {*words, *read.synonyms, *(w for r in read.related.values() for w, _ in r)}
        alike |= {w for t in read.terms for n in (t.name, *t.aliases) for w in content_stems(n)}
        if (alike - known) & held or _likeness(course, name) >= LIKE_NAME:
            return ""
        return name
    return ""


def _asks(clause: str, columns: set[str]) -> bool:
    """Whether a clause asks for values of a table: by a column's full name of several words, or by
    the word table with a word for what stands in it."""
    said = set(content_stems(clause))
    bare = [set(bare_stems(column)) for column in columns]
    if any(len(words) > 1 and words <= said for words in bare):
        return True
    return bool(_TABLE.search(clause) and said & _VALUES)


def _likeness(course: Course, name: str) -> float:
    """The best cosine of a name to a row's name or to one value of a cell."""
    cells = (cell for chunk in course.rows for cell in row_of(chunk).cells)
    values = dict.fromkeys(value for cell in cells for value in split_values(cell.text))
    vectors = course.embed([name, *values])
    return float((vectors[1:] @ vectors[0]).max())
