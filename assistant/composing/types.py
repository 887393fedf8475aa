"""What composers take and give."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from assistant.calculators.record import CalculatorResult
from assistant.evidence import Evidence, Findings
from assistant.types import Exchange, Support
from assistant.understanding import Question
from knowledge.library import Course

Role = Literal["lead", "point", "gap", "next", "heading"]


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything a composer may use. Nothing else may reach the answer."""

    course: Course
    question: Question  # of the standalone question
    message: str  # as the person typed it: its numbers are owned by the person
    findings: tuple[Findings, ...]
    calculations: tuple[CalculatorResult, ...] = ()
    history: tuple[Exchange, ...] = ()
    length: Literal["normal", "shorter", "longer"] = "normal"


@dataclass(frozen=True, slots=True)
class Draft:
    """One sentence before it is checked: the text without markers, and what it rests on.

    ``frame`` holds the words of ``text`` that are ours or the reader's own (connecting words, their
    goal): they need no support, and carry no fact.
    """

    text: str
    evidence: tuple[Evidence, ...] = ()
    calculations: tuple[str, ...] = ()
    support: Support = "quoted"
    role: Role = "point"
    frame: str = ""
    result: CalculatorResult | None = None  # a calculation the composer itself asked for

    def as_point(self) -> Draft:
        """The same sentence as one point among others, not as the answer's first words."""
        return replace(self, role="point")


class Composer(Protocol):
    """Writes an answer as a sequence of sentences, each with its evidence."""

    @property
    def name(self) -> Literal["extractive", "model"]:
        """Which of the two it is; shown with the answer."""

    def compose(self, brief: Brief) -> AsyncIterator[Draft]:
        """Sentences in the order they are read. Raises ComposerFailed where it cannot."""


class ComposerFailed(Exception):
    """The composer could not write a checkable answer; the message is the reason, in words."""
