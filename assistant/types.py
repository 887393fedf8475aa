"""What passes between the stages of an answer, and what leaves the house.

The pydantic models are the public shapes of ``POST /v1/ask``: field names are fixed. The
dataclasses are the events of ``Assistant.ask``; every door (REST, stream, page, command line,
OpenAI-compatible route) reads the same events.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from assistant.calculators.record import CalculatorResult

Status = Literal["answered", "partial", "declined", "needs_input"]
Support = Literal["quoted", "supported", "calculated", "guidance"]
Coverage = Literal["covered", "partly", "not_in_course"]
MemoReader = Literal["cfo", "coo", "cmo"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AlsoIn(_Frozen):
    """A second place where the quoted text stands."""

    document: str
    start: int
    end: int


class SourceCard(_Frozen):
    """A numbered source. ``quote`` is ``document_text[start:end]``, character for character."""

    number: int
    document: str
    title: str
    lesson: str
    section: str
    headings: tuple[str, ...]
    quote: str
    start: int
    end: int
    permalink: str
    also_in: tuple[AlsoIn, ...] = ()


class Claim(_Frozen):
    """One sentence of the answer and what it rests on. ``text`` carries no markers."""

    text: str
    sources: tuple[int, ...] = ()
    calculations: tuple[str, ...] = ()
    support: Support


class AnswerPart(_Frozen):
    """One sub-question, and whether the course covers it. ``nearest`` is a source number."""

    text: str
    status: Coverage
    nearest: int | None = None


class Versions(_Frozen):
    """What produced an answer: index version, hash of the prompts folder, program version."""

    index: str
    prompts: str
    app: str


class FilledSlot(_Frozen):
    """What stands in a slot of a question template; ``example``: the course's own example."""

    name: str
    value: str
    example: bool


class Understood(_Frozen):
    """What was read out of the message, for the reader and for tests.

    ``relative``: whether the amount is a share of what is (15%) and not points or a sum.
    ``horizon_months`` is null for a calendar date and for a mere "short term". ``carried`` says
    what a follow-up took over from the conversation.
    """

    kinds: tuple[str, ...] = ()
    goal: str | None = None
    metric: str | None = None
    direction: str | None = None
    amount: str | None = None
    relative: bool | None = None
    deadline: str | None = None
    horizon: str | None = None
    horizon_months: float | None = None
    smart_missing: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    product: str | None = None
    template: str | None = None
    slots: tuple[FilledSlot, ...] = ()
    carried: Literal["nothing", "topic", "frame", "everything"] = "nothing"


class Answer(_Frozen):
    """The whole answer, as stored, sent and shown."""

    id: str
    conversation_id: str
    course: str
    question: str
    standalone_question: str
    status: Status
    answer: str
    claims: tuple[Claim, ...] = ()
    parts: tuple[AnswerPart, ...] = ()
    sources: tuple[SourceCard, ...] = ()
    calculations: tuple[CalculatorResult, ...] = ()
    suggestions: tuple[str, ...] = ()
    composer: Literal["extractive", "model"] = "extractive"
    model: str | None = None
    fallback_reason: str | None = None
    understood: Understood = Understood()
    versions: Versions
    timings_ms: Mapping[str, float] = {}


@dataclass(frozen=True, slots=True)
class Turn:
    """A message on its way in. ``owner`` decides whose conversation it may continue."""

    question: str
    course: str | None = None
    conversation_id: str | None = None
    question_id: str | None = None
    slots: Mapping[str, str] = field(default_factory=dict)
    owner: str = "local"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A past turn of the conversation of record: the question and the answer that was given."""

    question: str
    answer: Answer
    scenario: Mapping[str, Any] | None = None  # calculator scenario to continue, if one is open


@dataclass(frozen=True, slots=True)
class Progress:
    """A stage has begun: 'understanding', 'searching', 'composing', 'checking'."""

    stage: str


@dataclass(frozen=True, slots=True)
class SourcesFound:
    """The numbered sources; sent once, before the first claim."""

    sources: tuple[SourceCard, ...]


@dataclass(frozen=True, slots=True)
class Claimed:
    """One checked sentence."""

    claim: Claim


@dataclass(frozen=True, slots=True)
class Calculated:
    """One calculator's result."""

    calculation: CalculatorResult


@dataclass(frozen=True, slots=True)
class Completed:
    """The whole answer; it has been stored when this is seen."""

    answer: Answer


AnswerEvent = Progress | SourcesFound | Claimed | Calculated | Completed
