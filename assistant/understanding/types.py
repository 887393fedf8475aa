"""What was understood of a message: parts, kinds, goal, names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from knowledge.types import Term

Kind = Literal[
    "meta",  # about this assistant
    "templates",  # which questions can be asked
    "takeaways",
    "summary",
    "quote",  # a statement of the course, word for word
    "critique",  # the reader's own reflection, held against the course
    "classify",  # leading or lagging?
    "compare",
    "priorities",  # which first, for this goal
    "define",
    "why",
    "how",
    "name",  # name some things
    "fact",  # yes or no, how many, who, when
    "fragment",
]
AnswerType = Literal[
    "any", "money", "percent", "number", "duration", "date", "person", "brand", "expansion",
    "formula", "verdict",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Goal:
    """A business goal as the reader put it. ``missing`` names what a SMART goal still lacks."""

    text: str
    metric: str
    direction: Literal["up", "down", "hold", ""]
    amount: str  # "15%", "2 points", "$50k"; "" if none
    relative: bool | None  # None where relative or points cannot be told
    deadline: str  # "within 9 months"; "" if none
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Horizon:
    """How far ahead the reader plans, as typed. ``months``: its length where it has one."""

    text: str
    months: float | None = None
    reach: Literal["short", "medium", "long", ""] = ""  # where only a term was named


@dataclass(frozen=True, slots=True)
class SlotValue:
    """What stands in a slot of a question template; ``example``: the course's own example."""

    name: str
    value: str
    example: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One sub-question. ``query`` is what is searched for: the text less the reader's own values.

    ``query_without_names`` is the query less the names of the course in it, for a second search:
    a name that stands on many pages drowns what is asked about it. "" where little would be left.
    ``message`` is the whole message the part was asked in: what "that" is may stand there.
    """

    text: str
    query: str
    kind: Kind
    expects: AnswerType
    count: int | None  # how many things were asked for (the larger of "2-3")
    terms: tuple[Term, ...]
    lesson: str  # a lesson the part names: "6.2"; "" if none
    query_without_names: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A message, understood."""

    text: str
    parts: tuple[Part, ...]
    goal: Goal | None
    product: str  # what the reader sells, as typed; ""
    context: str  # sentences of the message that ask nothing
    horizon: Horizon | None = None
    template: str = ""  # id of the question template the message was made from
    slots: tuple[SlotValue, ...] = ()
    left: str = ""  # the first question of the message beyond those that are answered at once
