"""One truth, once: text that stands in two places is one chunk with the other place noted. Pure.

Sentences are compared by their words, so quotes, mark-up and other paragraph cuts do not matter.
A chunk goes when nine tenths of its words stand in one other document (or earlier in its own);
the copy in the better structured document stays.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.chunking import Cut
from ingest.sameness import Sentence, SentenceIndex, sentences_in
from knowledge.types import Chunk, Place, Section

_SAME, _SHORT, _GAP = 0.9, 8, 4
_QUESTIONS = frozenset({"template", "reflective", "discussion"})


@dataclass(slots=True)
class _Twins:
    """What was found so far: the chunk kept for each one dropped, and the places of the copies."""

    index: SentenceIndex = field(default_factory=SentenceIndex)
    kept: list[Chunk] = field(default_factory=list)
    places: dict[str, list[tuple[Place, int]]] = field(default_factory=lambda: defaultdict(list))
    lessons: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def once(cuts: Sequence[Cut]) -> list[Cut]:
    """The cuts, in the order given, without chunks whose text another chunk already says."""
    order = sorted(range(len(cuts)), key=lambda i: (_structure(cuts[i]), -i), reverse=True)
    twins = _Twins()
    remaining: dict[int, list[Chunk]] = {}
    for i in order:
        remaining[i] = _keep_new(cuts[i].chunks, twins)
    inferred = {i: _inferred_lesson(cuts[i], remaining[i], twins) for i in order}
    return [
        Cut(
            tuple(_with_places(_in_lesson(chunk, inferred[i]), twins) for chunk in remaining[i]),
            _sections_left(cuts[i], remaining[i], inferred[i]),
        )
        for i in range(len(cuts))
    ]


def _structure(cut: Cut) -> tuple[int, int, int]:
    """How much a document says of its own structure: lessons, kinds of levels, headings."""
    lessons = {section.lesson for section in cut.sections if section.lesson}
    return (len(lessons), len({section.level for section in cut.sections}), len(cut.sections))


def _keep_new(chunks: Sequence[Chunk], twins: _Twins) -> list[Chunk]:
    """Sort one document's chunks into new ones, which are kept, and copies, whose place is noted."""
    parts = [[] if chunk.kind == "navigation" else sentences_in(chunk) for chunk in chunks]
    found = [_match(chunk, held, twins) for chunk, held in zip(chunks, parts, strict=True)]
    kept: list[Chunk] = []
    for i, chunk in enumerate(chunks):
        match = found[i]
        if match is not None and match.short and not _beside_a_copy(found, i):
            match = None
        if match is None:
            again = _match(chunk, parts[i], twins)
            if again is not None and not again.short:  # the same text earlier in this document
                match = again
        if match is None:
            kept.append(chunk)
            if chunk.kind != "navigation":
                twins.index.add(len(twins.kept), parts[i])
                twins.kept.append(chunk)
            continue
        for owner, place, words in match.places:
            original = twins.kept[owner]
            twins.places[original.id].append((place, words))
            twins.lessons[chunk.document][original.lesson] += words
    return kept


@dataclass(frozen=True, slots=True)
class _Match:
    places: tuple[tuple[int, Place, int], ...]  # kept chunk, place of the copy, number of words
    document: str
    short: bool


def _match(chunk: Chunk, parts: Sequence[Sentence], twins: _Twins) -> _Match | None:
    total = sum(len(part.words) for part in parts)
    by_document: dict[str, list[tuple[int, Sentence]]] = defaultdict(list)
    for part in parts:
        for owner in twins.index.owners(part):
            original = twins.kept[owner]
            held = by_document[original.document]
            if _comparable(chunk, original) and all(seen is not part for _, seen in held):
                held.append((owner, part))
    if not by_document or not total:
        return None
    document, held = max(
        by_document.items(), key=lambda item: sum(len(s.words) for _, s in item[1])
    )
    if sum(len(part.words) for _, part in held) < _SAME * total:
        return None
    places = tuple(
        (owner, Place(chunk.document, part.start, part.end), len(part.words))
        for owner, part in held
    )
    return _Match(places, document, total < _SHORT)


def _comparable(chunk: Chunk, original: Chunk) -> bool:
    """A question is no copy of a statement; in one document a takeaway is no copy of a paragraph."""
    if (chunk.kind in _QUESTIONS) != (original.kind in _QUESTIONS):
        return False
    if (chunk.row is None) != (original.row is None):
        return False
    if chunk.document == original.document:
        marked = {"takeaway", "statement", "example", "list_item"}
        return chunk.kind == original.kind or not ({chunk.kind, original.kind} & marked)
    return True


def _beside_a_copy(found: Sequence[_Match | None], i: int) -> bool:
    """A few words are a copy only next to a longer copy of the same document."""
    here = found[i]
    for j in (*range(i - 1, max(-1, i - 9), -1), *range(i + 1, min(len(found), i + 9))):
        other = found[j]
        if other is not None and not other.short:
            return here is not None and other.document == here.document
    return False


def _inferred_lesson(cut: Cut, remaining: Sequence[Chunk], twins: _Twins) -> str:
    """The lesson of a document that names none and mostly repeats one lesson of another."""
    chunks = [chunk for chunk in cut.chunks if chunk.kind != "navigation"]
    if not chunks or any(chunk.lesson for chunk in chunks):
        return ""
    gone = {chunk.id for chunk in chunks} - {chunk.id for chunk in remaining}
    copied = sum(len(chunk.text) for chunk in chunks if chunk.id in gone)
    counted = twins.lessons[cut.chunks[0].document]
    if not counted or copied < 0.5 * sum(len(chunk.text) for chunk in chunks):
        return ""
    lesson, words = counted.most_common(1)[0]
    return lesson if words >= 0.8 * counted.total() else ""


def _in_lesson(chunk: Chunk, lesson: str) -> Chunk:
    return replace(chunk, lesson=lesson) if lesson and not chunk.lesson else chunk


def _with_places(chunk: Chunk, twins: _Twins) -> Chunk:
    """The chunk with its copies: neighbouring sentences of a copy are one place."""
    found = twins.places.get(chunk.id)
    if not found:
        return chunk
    merged: list[tuple[Place, int]] = []
    for place, words in sorted(found, key=lambda one: (one[0].document, one[0].start)):
        last = merged[-1] if merged else None
        if last and last[0].document == place.document and place.start - last[0].end <= _GAP:
            end = max(last[0].end, place.end)
            merged[-1] = (Place(place.document, last[0].start, end), last[1] + words)
        else:
            merged.append((place, words))
    total = sum(len(part.words) for part in sentences_in(chunk))
    return replace(chunk, also_in=tuple(place for place, words in merged if words >= 0.5 * total))


def _sections_left(cut: Cut, remaining: Sequence[Chunk], lesson: str) -> tuple[Section, ...]:
    """The sections in which something is left; a document that lost nothing keeps every one."""
    if len(remaining) == len(cut.chunks):
        return cut.sections
    starts = [chunk.start for chunk in remaining if chunk.kind != "navigation"]
    return tuple(
        replace(section, lesson=section.lesson or lesson)
        for section in cut.sections
        if any(section.start <= start < section.end for start in starts)
    )
