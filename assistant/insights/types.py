"""The values the figures are made from, and the figures themselves. Texts in them are masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.types import Coverage, Status

Verdict = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Nearest:
    """The section of the course that stands nearest to a question."""

    lesson: str
    section: str
    document: str
    permalink: str = ""


@dataclass(frozen=True, slots=True)
class Uncovered:
    """One part of a question that the course did not cover, or covered in part.

    ``conversation`` is a number that holds within one reading of the store only: it tells one
    learner's repeated question from many learners' one, and names no conversation.
    """

    text: str
    coverage: Coverage
    conversation: int
    day: date
    index: str  # version of the course that could not answer
    nearest: Nearest | None = None


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many turns of one conversation ended in one status on one day (UTC)."""

    day: date
    conversation: int
    status: Status
    turns: int


@dataclass(frozen=True, slots=True)
class Remark:
    """A learner's verdict on one answer, with what it was about."""

    day: date
    verdict: Verdict
    reasons: tuple[str, ...]
    comment: str
    question: str
    status: Status
    sources: tuple[Nearest, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that ask much the same and were not covered.

    ``text`` is the most typical of them; ``others`` are further wordings, most frequent first.
    ``stale`` counts those asked before the course's present version.
    """

    text: str
    questions: int
    conversations: int
    partly: int
    stale: int
    first_day: date
    last_day: date
    nearest: Nearest | None
    others: tuple[str, ...]
    words: tuple[str, ...]  # what most of them have in common


@dataclass(frozen=True, slots=True)
class LessonGroups:
    """The groups that stand nearest to one lesson; ``lesson`` is None where nothing is near."""

    lesson: str | None
    questions: int
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Turns by status. ``needs_input`` waits for the learner and is judged neither way."""

    answered: int = 0
    partial: int = 0
    declined: int = 0
    needs_input: int = 0

    @property
    def total(self) -> int:
        """All turns."""
        return self.answered + self.partial + self.declined + self.needs_input

    @property
    def judged(self) -> int:
        """The turns that the course could have answered."""
        return self.answered + self.partial + self.declined

    @property
    def share(self) -> float | None:
        """Answered in full among those judged; None if there are none."""
        return self.answered / self.judged if self.judged else None


@dataclass(frozen=True, slots=True)
class Period:
    """The turns from ``start`` to ``end``, both days included; ``low`` to ``high`` is the 95%
    interval of the answered share."""

    start: date
    end: date
    tally: Tally
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Alarm:
    """Whether the answered share dropped: the last days against those before them.

    ``p_value`` is the chance of a share this low if nothing had changed; None where there are
    too few questions to tell. ``effect`` is how many times more the shares vary than if every
    question were asked by somebody else.
    """

    state: Literal["dropped", "steady", "too_few"]
    recent: Period
    before: Period
    p_value: float | None = None
    effect: float = 1.0


@dataclass(frozen=True, slots=True)
class FeedbackFigures:
    """Verdicts, reasons by name, and the remarks that hold words."""

    up: int
    down: int
    reasons: Mapping[str, int]
    by_lesson: Mapping[str, int]  # lessons of the sources of answers with thumbs down
    remarks: tuple[Remark, ...]
