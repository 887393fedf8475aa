"""Neighbours support each other, and found together become one passage. Pure.

A list item, or one paragraph of two that belong together, is the right unit to rank and to cite.
To read, a passage is better whole: what stands side by side among the best is given as one piece,
never longer than a piece may be, so that the same text is read in fewer pieces. And a passage
beside a good one is likelier to be wanted than one that stands alone.

The figures were chosen on the tuning halves of the questions to three courses (two editions of
one subject, and another subject); they are flat around these values.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from knowledge.types import Chunk, Hit

SUPPORT = 0.15  # what a neighbour's score adds to a passage
BEST = 10  # hits that are joined: beyond them a neighbour says little
LONGEST = 1000  # characters of a passage
APART = 350  # characters between two parts, which are read along: an item left out, a lead-in


def supported(hits: Sequence[Hit]) -> list[Hit]:
    """The hits with the better of their neighbours' scores added in part, best first.

    Neighbours follow each other in one section; scores stay in 0..1.
    """
    places = {(h.chunk.document, h.chunk.section, h.chunk.ordinal): h.score for h in hits}

    def beside(chunk: Chunk) -> float:
        around = (chunk.ordinal - 1, chunk.ordinal + 1)
        return max(places.get((chunk.document, chunk.section, o), 0.0) for o in around)

    scored = [
        replace(hit, score=(hit.score + SUPPORT * beside(hit.chunk)) / (1 + SUPPORT))
        for hit in hits
    ]
    return sorted(scored, key=lambda hit: -hit.score)


@dataclass(slots=True)
class _Passage:
    hit: Hit  # the best of its parts
    parts: list[Chunk]
    start: int
    end: int

    def takes(self, chunk: Chunk) -> bool:
        first = self.parts[0]
        if chunk.row is not None or first.row is not None:  # a row is a passage by itself
            return False
        if (chunk.document, chunk.section, chunk.lesson) != (
            first.document,
            first.section,
            first.lesson,
        ):
            return False
        apart = max(chunk.start - self.end, self.start - chunk.end)
        together = max(self.end, chunk.end) - min(self.start, chunk.start)
        return apart <= APART and together <= LONGEST


def joined(hits: Sequence[Hit], text_of: Callable[[str], str]) -> list[Hit]:
    """The hits in order, where neighbours among the best stand as one at the better one's rank.

    ``text_of`` gives the text of a document by name.
    """
    passages: list[_Passage] = []
    for rank, hit in enumerate(hits):
        chunk = hit.chunk
        home = next((p for p in passages if p.takes(chunk)), None) if rank < BEST else None
        if home is None:
            passages.append(_Passage(hit, [chunk], chunk.start, chunk.end))
        else:
            home.parts.append(chunk)
            home.start = min(home.start, chunk.start)
            home.end = max(home.end, chunk.end)
    kept: list[_Passage] = []
    for passage in passages:
        if not any(_within(passage, other) for other in kept):
            kept.append(passage)
    return [_hit(passage, text_of) for passage in kept]


def _within(passage: _Passage, other: _Passage) -> bool:
    return (
        passage.parts[0].document == other.parts[0].document
        and other.start <= passage.start
        and passage.end <= other.end
    )


def _hit(passage: _Passage, text_of: Callable[[str], str]) -> Hit:
    if len(passage.parts) == 1:
        return passage.hit
    parts = sorted(passage.parts, key=lambda part: part.start)
    best, document = passage.hit.chunk, parts[0].document
    text = text_of(document)[passage.start : passage.end]
    recipe = "\x1f".join((document, str(passage.start), str(passage.end), text))
    chunk = replace(
        best,
        id=hashlib.sha256(recipe.encode()).hexdigest()[:16],
        start=passage.start,
        end=passage.end,
        text=text,
        kind=best.kind if len({part.kind for part in parts}) == 1 else "prose",
        headings=_shared(parts),
        lead_in=parts[0].lead_in,
        also_in=tuple(dict.fromkeys(place for part in parts for place in part.also_in)),
        ordinal=parts[0].ordinal,
    )
    return replace(passage.hit, chunk=chunk)


def _shared(parts: Sequence[Chunk]) -> tuple[str, ...]:
    """The headings that all parts stand under."""
    shared = []
    for titles in zip(*(part.headings for part in parts), strict=False):
        if len(set(titles)) > 1:
            break
        shared.append(titles[0])
    return tuple(shared)
