"""Which table rows and columns a question means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.table_rows import LIKE_NAME, bare_stems, row_of, split_values
from assistant.understanding import Goal, Part
from assistant.understanding.kinds import core_of
from knowledge.library import Course
from knowledge.query import Query
from knowledge.text import content_stems
from knowledge.types import Cell, Chunk

_SIGNED = re.compile(r"\bsign(?:s|ed|ing)?[ -]?(?:off|up)\b", re.IGNORECASE)
_VALUE_WORDS = frozenset(
    content_stems("kpis metrics indicators leading lagging early late signs signals")
)
_ROW_WORDS = frozenset(
    content_stems(
        "application strategy project tool initiative use case investment priority capability first"
    )
)
_ASKED_FOR = re.compile(
    r"\b(?:which|what)\s+(?:(?:are|is|should be)\s+(?:the|my|our)\s+)?(?:top\s+)?(?:\d[\d-]*\s+)?(?P<what>[^,.;?]{3,60}?)"
    r"\s+(?:should|must|do|can|could|would|will|are|is|present|help|fit|in|for|to|before|first|from|that|come|deserve|rank|bring|,|\?)",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"\b(?:or|versus|vs|which|between|first)\b", re.IGNORECASE)
_SET_APART = re.compile(
    r"\s*(?:[,;:.?!]|\s[-–—]\s|\b(?:or|and|versus|vs|between)\b)\s*", re.IGNORECASE
)
OPTION_WORDS = 4  # an option is named in no more
_LEAST = ("smallest", "lowest", "least", "fewest", "shortest", "cheapest", "minimum")
_MOST = ("largest", "biggest", "highest", "most", "longest", "greatest", "dearest", "maximum")
_ENDS = {
    end: re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)
    for end, words in (("least", _LEAST), ("most", _MOST))
}
_FIGURE = re.compile(r"\W*?(\d[\d,]*(?:\.\d+)?)(?!\d)")
SAME_MEANING = 0.6  # cosine from which two metric names mean about the same
WHOLE_NAME = 0.95  # share from which a question gives a row's whole name, and means no other
NAME_MATCH = 0.5  # share of a row name's own words that a question must hold


@dataclass(frozen=True, slots=True)
class RowMatch:
    """A row a question means: by its name, or by a value in one of its cells."""

    chunk: Chunk
    score: float
    values: tuple[tuple[Cell, str], ...] = ()  # cells with the value that was asked for


def rows_by_name(course: Course, part: Part, query: Query) -> list[RowMatch]:
    """Rows whose name the question holds, best first."""
    said = set(query.stems)
    implied = set(query.synonyms)
    weights = _name_weights(course)
    found, whole = [], []
    for chunk in course.rows:
        # "AI Chatbot (Support)" is meant by "chatbot" too, less surely than by its whole name.
        name = row_of(chunk).name
        full = _share(content_stems(name), said, implied, weights)
        bare = _share(bare_stems(name), said, implied, weights)
        if max(full, 0.9 * bare) >= NAME_MATCH:
            found.append(RowMatch(chunk, max(full, 0.9 * bare)))
        if full >= WHOLE_NAME:
            whole.append(RowMatch(chunk, full))
    if part.kind != "compare":  # which speaks of two
        found = whole or found
    found.sort(key=lambda m: -m.score)
    best = found[0].score if found else 0.0
    return [m for m in found if m.score >= best - (0.5 if part.kind == "compare" else 0.2)]


def options(course: Course, part: Part, goal: Goal | None) -> list[Chunk]:
    """The rows that a question sets side by side ("chatbot, search or pricing: which first?");
    none where it names fewer than two."""
    text = part.text.replace(goal.text, ",") if goal and goal.text else part.text
    if part.kind != "compare" and not _CHOICE.search(text):
        return []
    found: dict[str, Chunk] = {}
    named = 0
    for phrase in _SET_APART.split(text):
        if 0 < len(content_stems(phrase)) <= OPTION_WORDS:
            query = course.read(phrase)
            rows = rows_by_name(course, part, query) or rows_like(course, query)
            if goal and not rows:
                rows = _only_row_with(course, phrase)
            found.update((match.chunk.id, match.chunk) for match in rows)
            named += bool(rows)
    return list(found.values()) if named > 1 and len(found) > 1 else []


def _only_row_with(course: Course, phrase: str) -> list[RowMatch]:
    """The row that alone holds the words of a phrase: "recommendations" mean the one with their CTR."""
    words = set(content_stems(phrase))
    held = [chunk for chunk in course.rows if words <= set(content_stems(chunk.text))]
    return [RowMatch(held[0], NAME_MATCH)] if len(held) == 1 else []


def rows_like(course: Course, query: Query) -> list[RowMatch]:
    """The row whose name means what the question speaks of, where one stands out."""
    if not course.rows:
        return []
    vectors = course.embed([query.text, *(row_of(chunk).name for chunk in course.rows)])
    likeness = vectors[1:] @ vectors[0]
    best = int(likeness.argmax())
    return (
        [RowMatch(course.rows[best], float(likeness[best]))] if likeness[best] >= LIKE_NAME else []
    )


def _share(
    words: Sequence[str], said: set[str], implied: set[str], weights: dict[str, float]
) -> float:
    total = sum(weights[w] for w in words)
    if not total:
        return 0.0
    return (
        sum(weights[w] * (1.0 if w in said else 0.8 if w in implied else 0.0) for w in words)
        / total
    )


def rows_by_value(course: Course, phrase: str, *, by_meaning: bool = True) -> list[RowMatch]:
    """Rows with a cell that names ``phrase`` (or a synonym of it); its first column counts most.
    Where none does, those with a cell that means about the same, unless ``by_meaning`` is false."""
    query = course.read(phrase)
    wanted = [set(query.stems)] if query.stems else []
    for term in query.terms:
        wanted += [set(content_stems(name)) for name in (term.name, *term.aliases)]
    wanted = [w for w in wanted if w]
    if not wanted:
        return []
    found = []
    for chunk in course.rows:
        values = []
        score = 0.0
        for position, cell in enumerate(row_of(chunk).cells[1:]):
            for value in split_values(cell.text):
                held = set(content_stems(value))
                if any(w <= held for w in wanted) or any(
                    len(held & w) / len(held | w) >= 0.5 for w in wanted if held
                ):
                    values.append((cell, value))
                    score = max(score, 1.0 - 0.1 * position)
        if values:
            found.append(RowMatch(chunk, score, tuple(values)))
    if not found and by_meaning:
        found = _rows_by_meaning(course, phrase)
    return sorted(found, key=lambda m: -m.score)


def _rows_by_meaning(course: Course, phrase: str) -> list[RowMatch]:
    """Rows with a cell value that means about the same as ``phrase``, nearest first."""
    places = [
        (chunk, cell, value)
        for chunk in course.rows
        for cell in row_of(chunk).cells[1:]
        for value in split_values(cell.text)
    ]
    if not places:
        return []
    vectors = course.embed([phrase, *(value for *_, value in places)])
    likeness = vectors[1:] @ vectors[0]
    best: dict[str, RowMatch] = {}
    for (chunk, cell, value), like in zip(places, likeness, strict=True):
        known = best.get(chunk.id)
        if like >= SAME_MEANING and (known is None or like > known.score):
            best[chunk.id] = RowMatch(chunk, float(like), ((cell, value),))
    return list(best.values())


def rows_holding(course: Course, part: Part, query: Query) -> list[RowMatch]:
    """Rows with a cell value that the question names in full ("where does time on site stand?").

    A value of one word counts where the question names its column too ("which suit explorers?")
    or asks for what the rows are.
    """
    said = set(query.stems)
    rows = asks_for_rows(course, part)
    # "… touch the average basket value?" names AOV, where it asks for what the rows are.
    also = said | set(query.synonyms) if rows else said
    found: dict[str, RowMatch] = {}
    for chunk in course.rows:
        values = []
        for cell in row_of(chunk).cells[1:]:
            column = set(bare_stems(cell.column))
            for value in split_values(cell.text):
                words = set(content_stems(value))
                if words and words <= also and (len(words) >= 2 or column & (said - words) or rows):
                    values.append((cell, value))
        if values:
            found[chunk.id] = RowMatch(chunk, 1.0, tuple(values))
    return list(found.values())


def rows_at_extreme(course: Course, part: Part, query: Query) -> list[RowMatch]:
    """Rows with the least or the most in a column of figures that the question names by an end
    ("which has the smallest party?"); both ends where it asks for both."""
    ends = [end for end, words in _ENDS.items() if words.search(part.text)]
    if not ends:
        return []
    said = set(query.stems) - set(content_stems(" ".join((*_LEAST, *_MOST))))
    found: dict[str, RowMatch] = {}
    for column in dict.fromkeys(c.column for chunk in course.rows for c in row_of(chunk).cells[1:]):
        if not set(bare_stems(column)) & said:
            continue
        cells = [
            (chunk, cell) for chunk in course.rows for cell in row_of(chunk).cells[1:]
            if cell.column == column and cell.text
        ]  # fmt: skip
        held = [
            (float(match[1].replace(",", "")), chunk, cell)
            for chunk, cell in cells if (match := _FIGURE.match(cell.text))
        ]  # fmt: skip
        if len(held) < 2 or len(held) < len(cells):  # not a column of figures
            continue
        for end in ends:
            extreme = (min if end == "least" else max)(figure for figure, *_ in held)
            for figure, chunk, cell in held:
                if figure == extreme:
                    found.setdefault(chunk.id, RowMatch(chunk, 1.0, ((cell, cell.text),)))
    return list(found.values())


def asks_for_values(course: Course, query: Query) -> bool:
    """Whether a question asks for what a table's cells hold: KPIs, indicators, early signs.

    Beside those words a column's own count, where the course hardly uses them outside its tables.
    """
    said = {*query.stems, *query.synonyms}
    if _SIGNED.search(query.text):  # who signs something off asks for no early sign
        said = {*query.stems} - {"sign"}
    if said & _VALUE_WORDS:
        return True
    columns = {
        w for chunk in course.rows for c in row_of(chunk).cells[1:] for w in bare_stems(c.column)
    }
    return any(course.lexical.document_frequency(w) <= len(course.rows) + 2 for w in columns & said)


def asks_where(part: Part) -> bool:
    """Whether a question asks where in a table something stands."""
    return bool(
        re.search(r"\b(?:tables?|columns?|rows?|applications?)\b", part.text, re.IGNORECASE)
    )


def asks_for_rows(course: Course, part: Part) -> bool:
    """Whether a question asks for what the table's rows are: applications, projects, tools.

    "Which governance principles first?" asks for something else, whatever goal stands beside it.
    """
    asked = _ASKED_FOR.search(core_of(part.text))
    if asked is None:
        return part.kind == "priorities"
    words = set(content_stems(asked["what"]))
    kinds = {w for chunk in course.rows for w in content_stems(row_of(chunk).cells[0].column)}
    return (not words and part.kind == "priorities") or bool(words & (kinds | _ROW_WORDS))


def names_rows(course: Course, part: Part) -> bool:
    """Whether a question asks "which …" of what the first column of a table calls its rows."""
    asked = re.match(
        r"\W*(?:and |so )?(?:which|what)\b(?P<what>(?:\W+[\w-]+){1,4})", part.text, re.I
    )
    if asked is None:
        return False
    heads = {w for chunk in course.rows for w in content_stems(row_of(chunk).cells[0].column)}
    return bool(set(content_stems(asked["what"])) & heads)


def columns_asked(chunk: Chunk, query: Query) -> list[Cell]:
    """The columns a question names ("early signs"); all but the row's name if it names none."""
    cells = [cell for cell in row_of(chunk).cells[1:] if cell.text]
    own = [set(content_stems(cell.column)) for cell in cells]
    shared = set.intersection(*own) if len(own) > 1 else set()
    said = [len((words - shared) & set(query.stems)) for words in own]
    if not any(said):
        said = [len((words - shared) & set(query.synonyms)) for words in own]
    top = max(said, default=0)
    return [cell for cell, n in zip(cells, said, strict=True) if n == top] if top else cells


def _name_weights(course: Course) -> dict[str, float]:
    """A word in every row's name ("AI") tells rows apart not at all; a rare one does."""
    names = [set(content_stems(row_of(chunk).name)) for chunk in course.rows]
    count = len(names)
    words = set().union(*names) if names else set()
    return {
        w: 1.0 - (sum(w in n for n in names) - 1) / count if count > 1 else 1.0 for w in words
    } | {w: 0.0 for w in words if count > 2 and sum(w in n for n in names) == count}
