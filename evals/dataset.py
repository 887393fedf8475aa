"""Labelled cases: what is asked, what holds the answer, what must be said.

A case file is JSON lines, one case each (fields: see ``Case``). Evidence is named in one of two
ways: ``{"fact": "f123", "grade": 2}`` points at a line of the fact inventory, which carries an
anchor (a few words) for our own edition of the course and one for the original documents, so
that one case measures both; ``{"quote": "..."}`` gives the words themselves, for a course
without an inventory. Grade 2 is essential evidence, grade 1 is helpful.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from evals.errors import EvalsError
from evals.inventory import Fact, load_inventory
from evals.places import Gold, Place, place_of

_FOLDER = Path(__file__).parent / "cases"
# The second file was written from the course alone, without a look at the product's answers.
CASES = (_FOLDER / "questions.jsonl", _FOLDER / "examination.jsonl")
INVENTORY = _FOLDER / "inventory.jsonl"

Split = Literal["tune", "report"]
Answerable = Literal[True, False, "partial"]
PointKind = Literal["evidence", "computed", "refusal", "meta"]
Corpus = Literal["edition", "original"]
Line = Annotated[str, Field(min_length=1, max_length=4000)]


class Turn(BaseModel):
    """A past turn of the conversation, as it was seen on the page."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Literal["user", "assistant"]
    content: Line


class GoldLabel(BaseModel):
    """One piece of evidence: an inventory fact, or a quote. Other fields only say where it is."""

    model_config = ConfigDict(frozen=True, extra="allow")

    fact: str | None = None
    quote: str | None = None
    grade: Literal[1, 2] = 2

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.fact is None) == (self.quote is None):
            raise ValueError("evidence needs either a fact or a quote")
        return self


class Case(BaseModel):
    """One labelled question.

    ``must_say`` is a list of points; a point is a list of regular expressions of which one must
    be found in the answer. A point of kind "refusal" may have no expression: it is met when the
    answer says that something is not in the course. Fields of other names are an author's own
    remarks and are left alone, unless one looks like a misspelling of a field of ours.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(min_length=1, max_length=80)
    category: str = Field(min_length=1, max_length=40)
    question: Line
    answerable: Answerable
    split: Split | None = None  # None belongs to both halves
    history: tuple[Turn, ...] = ()
    standalone: str | None = None  # what a follow-up means when asked whole
    gold: tuple[GoldLabel, ...] = ()
    near_miss: tuple[GoldLabel, ...] = ()  # what may be cited to show a gap
    must_say: tuple[tuple[str, ...], ...] = ()
    must_say_kind: tuple[PointKind, ...] = ()
    must_not_say: tuple[str, ...] = ()
    tags: tuple[str, ...] | None = None  # "topic-switch" is counted apart

    @model_validator(mode="before")
    @classmethod
    def _no_misspelling(cls, value: object) -> object:
        names = list(cls.model_fields)
        for unknown in set(value) - set(names) if isinstance(value, dict) else ():
            meant = get_close_matches(str(unknown), names, n=1, cutoff=0.8)
            if meant:
                raise ValueError(f"there is no field {unknown!r}; {meant[0]!r} is meant?")
        return value

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.must_say_kind and len(self.must_say_kind) != len(self.must_say):
            raise ValueError("must_say_kind needs one entry per point of must_say")
        for point, kind in zip(self.must_say, self.kinds, strict=True):
            if not point and kind != "refusal":
                raise ValueError("a point without expressions must be of kind 'refusal'")
        for pattern in (*self.must_not_say, *(p for point in self.must_say for p in point)):
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern!r} is no regular expression: {error}") from None
        if self.history and self.history[0].role != "user":
            raise ValueError("a history begins with what the user asked")
        return self

    @property
    def kinds(self) -> tuple[PointKind, ...]:
        """The kind of each point; all "evidence" where the file does not say."""
        evidence: PointKind = "evidence"
        return self.must_say_kind or (evidence,) * len(self.must_say)

    @property
    def whole_question(self) -> str:
        """The question without need of a history."""
        return self.standalone or self.question


def load_cases(*paths: Path) -> tuple[Case, ...]:
    """The cases of the files in order; of the shipped ones if none is named.

    An id may stand once in all of them. EvalsError names the file, the line and what is wrong.
    """
    cases: list[Case] = []
    taken: set[str] = set()
    for path in paths or CASES:
        for case in _cases_in(path):
            if case.id in taken:
                raise EvalsError(f"{path.name}: the id {case.id!r} stands twice")
            taken.add(case.id)
            cases.append(case)
    return tuple(cases)


def _cases_in(path: Path) -> list[Case]:
    cases: list[Case] = []
    for number, line in _json_lines(path):
        try:
            cases.append(Case.model_validate(line))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            raise EvalsError(
                f"{path.name}, line {number}: {place or 'case'}: {first['msg']}"
            ) from None
    if not cases:
        raise EvalsError(f"{path.name}: no case in it")
    return cases


def load_facts(path: Path = INVENTORY) -> dict[str, Fact]:
    """The fact inventory by id. EvalsError if it is missing or a line of it is damaged."""
    try:
        return {fact.id: fact for fact in load_inventory(path)}
    except (OSError, ValueError) as error:
        raise EvalsError(f"{path.name}: {error}") from None


def of_split(cases: Sequence[Case], split: Split | None) -> tuple[Case, ...]:
    """The cases of one half; cases without a split belong to both; None is every case."""
    return tuple(case for case in cases if split is None or case.split in (split, None))


def evidence(
    labels: Iterable[GoldLabel],
    facts: Mapping[str, Fact],
    corpus: Corpus,
    places: Sequence[Place] = (),
) -> tuple[Gold, ...]:
    """The labels as words of ``corpus``.

    ``places`` are those of the course's documents; see ``evals.places``. EvalsError if a fact is
    unknown or has no anchor in this corpus.
    """
    golds: list[Gold] = []
    for label in labels:
        words = label.quote
        if label.fact is not None:
            fact = facts.get(label.fact)
            if fact is None:
                raise EvalsError(f"the inventory has no fact {label.fact!r}")
            words = fact.edition if corpus == "edition" else fact.original
            if not words:
                raise EvalsError(f"fact {label.fact!r} has no anchor in the {corpus}")
        assert words is not None
        golds.append(Gold(words, label.grade, place_of(words, places)))
    return tuple(golds)


def _json_lines(path: Path) -> Iterable[tuple[int, dict[str, object]]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise EvalsError(f"{path}: cannot be read: {error}") from None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            raise EvalsError(f"{path.name}, line {number}: no JSON: {error}") from None
        if not isinstance(value, dict):
            raise EvalsError(f"{path.name}, line {number}: not a JSON object")
        yield number, value
