"""Where evidence stands in a document: its sentence, its table row, its list; pure.

An author may state one fact as a sentence or as a lead-in with a list below it. Evidence is
therefore looked for together with its place, so that neither way of writing is favoured.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evals.matching import SHORTEST_EXCERPT, contains, coverage, holds, tokens
from knowledge.text import sentences

_ITEM = re.compile(r"^\s*(?:[-*+\u2022]|\d+[.)])\s+")


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence or table row; or a sentence that leads into a list, with the list's items."""

    text: str
    items: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """The text with its items."""
        return " ".join((self.text, *self.items))


@dataclass(frozen=True, slots=True)
class Gold:
    """Evidence as it is looked for: its words, how much it matters, and where it stands."""

    words: str
    grade: int
    place: Place | None = None

    def held_by(self, passage: str) -> bool:
        """Whether a passage holds the evidence: its words or, where they lead into a list, at
        least half of the list's items."""
        if holds(self.words, passage):
            return True
        items = self.place.items if self.place else ()
        return bool(items) and 2 * sum(holds(item, passage) for item in items) >= len(items)

    def supported_by(self, cited: str) -> bool:
        """Whether a cited text supports the evidence: it holds it, or is one item of its list, or
        is an excerpt (six tokens or more) that stands, nine tenths of it, in its place."""
        if self.held_by(cited):
            return True
        if self.place and any(tokens(item) == tokens(cited) for item in self.place.items):
            return True
        wholes = (self.words, self.place.whole) if self.place else (self.words,)
        return len(tokens(cited)) >= SHORTEST_EXCERPT and any(
            len(tokens(cited)) <= len(tokens(whole)) and coverage(cited, whole) >= 0.9
            for whole in wholes
        )


def places_in(text: str) -> list[Place]:
    """The places of a document in order. A list item is a place of its own, and one of the items
    of the line above the list if that line ends with a colon."""
    found: list[Place] = []
    lead: int | None = None  # index in ``found`` of the sentence the list belongs to
    for line in text.splitlines():
        if not line.strip():
            continue
        item = _ITEM.match(line)
        if item and lead is not None:
            found[lead] = Place(found[lead].text, (*found[lead].items, line[item.end() :].strip()))
        elif not item:
            lead = None
        found += _of_line(line[item.end() :] if item else line)
        if not item and line.rstrip().rstrip("*_").endswith(":"):
            lead = len(found) - 1
    return found


def _of_line(line: str) -> Iterable[Place]:
    if line.lstrip().startswith("|"):
        return [Place(line)]
    return [Place(line[start:end]) for start, end in sentences(line)]


def place_of(words: str, places: Sequence[Place]) -> Place | None:
    """The first place whose own text holds the words, else the first that does with its items."""
    own = next((place for place in places if contains(words, place.text)), None)
    return own or next((place for place in places if contains(words, place.whole)), None)
