"""What a calculator is and what it answers: the records every calculator shares.

A calculator is a function from an inputs model to an `Outcome`. The registry wraps the
outcome into a `CalculatorResult`, which is what REST, chat, form and command line show.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from assistant.calculators.topics import TOPICS

Status = Literal["ok", "ok_with_warnings", "needs_input", "refused"]
ProblemKind = Literal[
    "missing_input",
    "ambiguous",
    "out_of_range",
    "undefined",
    "mixed_units",
    "insufficient_data",
    "mismatch",
    "no_solution",
    "infeasible",
    "cycle",
    "not_defined_in_source",
]
Kind = Literal[
    "number",
    "count",
    "money",
    "share",
    "confidence",
    "retention",
    "change",
    "duration",
    "effort",
    "impact",
    "score",
    "choice",
    "flag",
    "text",
    "texts",
    "numbers",
    "rates",
    "weights",
    "amounts",
    "rows",
]
COURSE = "course"
CONVENTION = "published convention"
STANDARD = "standard practice"
OURS = "our rule"
MOST_TOLD = 5  # blanks spelled out one by one; more are gathered by field
ASKING: frozenset[str] = frozenset({"missing_input", "ambiguous"})


class Problem(BaseModel):
    """One reason why a number cannot be given, with the field or row at fault."""

    model_config = ConfigDict(frozen=True)

    kind: ProblemKind
    message: str
    field: str | None = None
    row: str | None = None


class InputRead(BaseModel):
    """One input as it was understood, beside what was written."""

    model_config = ConfigDict(frozen=True)

    name: str
    raw: Any
    value: Any
    unit: str | None = None
    note: str | None = None


class CalculatorResult(BaseModel):
    """The answer of a calculator, the same on every channel.

    `values` holds plain JSON numbers at full precision (tables under `rows`); `units` names
    their units. A refused result holds no number that could be taken for an answer.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    calculator: str
    status: Status
    values: dict[str, Any]
    units: dict[str, str]
    inputs_as_read: list[InputRead]
    assumptions: list[str]
    warnings: list[str]
    formula: str
    source_label: str
    next_question: str | None
    headline: str
    problems: list[Problem] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a calculator function returns, before it is echoed and labelled."""

    headline: str
    values: Mapping[str, Any] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    formula: str = ""
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    next_question: str | None = None
    source_label: str | None = None
    status: Status | None = None

    def resolved_status(self) -> Status:
        """The explicit status, or the one that values, problems and warnings imply."""
        if self.status is not None:
            return self.status
        if self.problems and not self.values:
            asking = all(problem.kind in ASKING for problem in self.problems)
            return "needs_input" if asking else "refused"
        return "ok_with_warnings" if self.warnings or self.problems else "ok"


def refused(*problems: Problem, next_question: str | None = None) -> Outcome:
    """An outcome without values: every problem at once, the first one as headline."""
    headline = _together(problems)
    first = problems[0].message
    asked = first if first in headline else headline.partition(". ")[0]
    return Outcome(
        headline=headline,
        problems=problems,
        next_question=next_question or asked,
    )


def _together(problems: tuple[Problem, ...]) -> str:
    """Every problem in one text; many blanks of many rows are told by field."""
    blanks: dict[str, list[str]] = {}
    for problem in problems:
        if problem.kind == "missing_input" and problem.row and problem.field:
            blanks.setdefault(problem.field, []).append(problem.row)
    grouped = sum(map(len, blanks.values())) > MOST_TOLD
    said = [
        problem.message
        for problem in problems
        if not (grouped and problem.kind == "missing_input" and problem.row and problem.field)
    ]
    if grouped:
        said += [
            f"{field.replace('_', ' ').capitalize()} is missing for {_some(rows)}."
            for field, rows in blanks.items()
        ]
    return " ".join(said)


def _some(rows: list[str]) -> str:
    shown = rows[:MOST_TOLD]
    rest = f" and {len(rows) - len(shown)} more" if len(rows) > len(shown) else ""
    return ", ".join(shown) + rest


class Inputs(BaseModel):
    """Base of every inputs model: closed, frozen, finite.

    What a number was written with stands beside it, by field: the period ("a month"), the two
    ends of a range, and whether a change was given in percentage points.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    periods: SkipJsonSchema[dict[str, str]] = Field(default_factory=dict, exclude=True, repr=False)
    spans: SkipJsonSchema[dict[str, tuple[float, float]]] = Field(
        default_factory=dict, exclude=True, repr=False
    )
    points: SkipJsonSchema[frozenset[str]] = Field(frozenset(), exclude=True, repr=False)


class Row(Inputs):
    """One line of a table; `unread` carries what could not be read of it."""

    name: str = Field("", json_schema_extra={"quantity": "text", "aliases": []})
    unread: SkipJsonSchema[tuple[Problem, ...]] = Field((), exclude=True, repr=False)

    def missing(self, *fields: str) -> tuple[Problem, ...]:
        """The problems of this row: unread cells, and blanks among `fields`."""
        reported = {problem.field for problem in self.unread}
        blanks = tuple(
            Problem(
                kind="missing_input",
                field=name,
                row=self.name,
                message=f"{self.name}: {name.replace('_', ' ')} is missing.",
            )
            for name in fields
            if getattr(self, name) is None and name not in reported
        )
        return (*self.unread, *blanks)


def quantity(
    kind: Kind,
    description: str,
    *,
    aliases: str = "",
    default: Any = None,
    unit: str | None = None,
    collects: bool = False,
    sides: tuple[str, str] | None = None,
    synonyms: Mapping[str, str] | None = None,
    **bounds: Any,
) -> Any:
    """A model field that knows how people write it.

    `kind` selects the reader, `aliases` are the other names it is accepted under, by commas, `unit` is
    echoed with it. Bounds (`gt`, `ge`, `lt`, `le`) are Pydantic's; pass `default=...` for a
    required field. A row's field that `collects` takes every column no other field claims;
    `synonyms` are further words for the options of a choice; `sides` names the two rows that
    flat inputs such as `mean_a` and `mean_b` fill.
    """
    extra: dict[str, Any] = {
        "quantity": kind,
        "aliases": [name.strip() for name in aliases.split(",") if name.strip()],
    }
    if unit:
        extra["unit"] = unit
    if sides:
        extra["sides"] = list(sides)
    if collects:
        extra["collects"] = True
    if synonyms:
        extra["synonyms"] = dict(synonyms)
    return Field(default, description=description, json_schema_extra=extra, **bounds)


@dataclass(frozen=True, slots=True)
class Calculator:
    """One calculator: its function, its inputs model and the words that describe it."""

    name: str
    title: str
    summary: str
    inputs: type[Inputs]
    function: Callable[[Any], Outcome]
    formula: str
    source_label: str
    aliases: tuple[str, ...] = ()
    table: str | None = None

    @property
    def topic(self) -> str:
        """What to look up beside a result: the subject in the words of the field."""
        return TOPICS.get(self.name, self.title)


def names(text: str) -> tuple[str, ...]:
    """The aliases of a calculator, written with commas."""
    return tuple(name.strip() for name in text.split(","))
