"""RICE: reach, impact, confidence and effort, ranked."""

import itertools
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Literal

from assistant.calculators.prioritisation.ranking import Scored, rank, rows_outcome
from assistant.calculators.reading.amounts import PERIODS_PER_YEAR
from assistant.calculators.record import Inputs, Outcome, Problem, Row, quantity
from assistant.calculators.wording import exact, listed, number, percent

PERIOD_WORDS = {
    "monthly": "month",
    "weekly": "week",
    "quarterly": "quarter",
    "yearly": "year",
    "annual": "year",
    "qtr": "quarter",
    "per month": "month",
    "per week": "week",
    "per quarter": "quarter",
    "per year": "year",
    "mo": "month",
    "a month": "month",
    "months": "month",
    "weeks": "week",
    "quarters": "quarter",
    "years": "year",
}
NAME_ALIASES = (
    "item",
    "idea",
    "initiative",
    "project",
    "feature",
    "application",
    "option",
    "title",
    "what",
    "use case",
    "opportunity",
    "task",
    "tool",
    "candidate",
    "label",
    "summary",
    "app",
    "epic",
    "story",
    "idee",
    "massnahme",
    "projekt",
)


class RiceItem(Row):
    """One idea of a RICE list."""

    name: str = quantity(
        "text", "what the idea is called", aliases=", ".join([*NAME_ALIASES]), default=""
    )
    reach: float | None = quantity(
        "count",
        "people or events reached per period",
        aliases=(
            "users, customers, people, audience, users reached, customers reached, "
            "people reached, sessions, visitors, how many customers, how many users, audience size, "
            "reichweite, nutzer, kunden, r"
        ),
        ge=0,
    )
    impact: float | None = quantity(
        "impact",
        "3, 2, 1, 0.5 or 0.25: massive to minimal",
        aliases="effect, benefit, wirkung, auswirkung, i",
        ge=0,
    )
    confidence: float | None = quantity(
        "confidence",
        "100%, 80% or 50%",
        aliases=(
            "certainty, sure, how sure, how certain, how confident, conf, konfidenz, sicherheit, c"
        ),
        ge=0,
        le=1,
    )
    effort: float | None = quantity(
        "effort",
        "person-months of the whole team",
        aliases=(
            "person months, work, time, months, effort person months, man months, size, "
            "dev effort, engineering effort, dev time, aufwand, e"
        ),
        unit="person-months",
        ge=0,
    )


class RiceInputs(Inputs):
    """A RICE list and the period its reach is counted in."""

    items: list[RiceItem] = quantity(
        "rows",
        "the ideas, each with reach, impact, confidence and effort",
        aliases="rows, ideas, table, initiatives, projects, features, list, data, candidates",
        default=...,
    )
    period: Literal["week", "month", "quarter", "year"] | None = quantity(
        "choice",
        "the period of reach",
        aliases="reach period, per, time frame",
        synonyms=PERIOD_WORDS,
    )


def _fraction(value: float) -> Fraction:
    return Fraction(str(value))


def _common_period(items: Sequence[RiceItem], wanted: str | None) -> tuple[str | None, str | None]:
    """The period all reach is brought to, and the one question it leaves open."""
    stated = [
        item.periods["reach"] for item in items if item.periods.get("reach") not in {None, "once"}
    ]
    kinds = list(dict.fromkeys(stated))
    if wanted or not kinds:
        return wanted, None
    common = kinds[0] if len(kinds) == 1 else "quarter"
    return common, None


def _reach(item: RiceItem, common: str | None, value: float) -> Fraction:
    stated = item.periods.get("reach")
    if stated in {None, "once"} or common is None or stated == common:
        return _fraction(value)
    return _fraction(value) * PERIODS_PER_YEAR[str(stated)] / PERIODS_PER_YEAR[common]


def _ends(item: RiceItem, name: str) -> tuple[float, float] | None:
    if name in item.spans:
        return item.spans[name]
    value = getattr(item, name)
    return None if value is None else (value, value)


def _row_problems(item: RiceItem, mixed: bool) -> list[Problem]:
    fields = [
        name for name in ("reach", "impact", "confidence", "effort") if name not in item.spans
    ]
    problems = list(item.missing(*fields))
    effort = _ends(item, "effort")
    if effort is not None and effort[0] == 0:
        problems.append(
            Problem(
                kind="undefined",
                field="effort",
                row=item.name,
                message=f"{item.name}: effort 0 would divide by zero; the minimum is 0.5 person-months.",
            )
        )
    for name, (low, high) in item.spans.items():
        if low < 0 or (name == "confidence" and high > 1):
            problems.append(
                Problem(
                    kind="out_of_range",
                    field=name,
                    row=item.name,
                    message=f"{item.name}: {name} runs outside its scale.",
                )
            )
    if mixed and item.reach is not None and "reach" not in item.periods:
        problems.append(
            Problem(
                kind="ambiguous",
                field="reach",
                row=item.name,
                message=f"{item.name}: reach {exact(item.reach)} per which period? The other rows differ.",
            )
        )
    return problems


def _cautions(item: RiceItem) -> list[str]:
    found = []
    if item.effort is not None and 0 < item.effort < 0.5:
        found.append(f"{item.name}: effort below 0.5 person-months inflates the score.")
    if item.impact is not None and item.impact not in {3, 2, 1, 0.5, 0.25}:
        found.append(
            f"{item.name}: impact {exact(item.impact)} is off Intercom's scale (3, 2, 1, 0.5, 0.25)."
        )
    if item.confidence is not None and item.confidence < 0.5:
        found.append(
            f"{item.name}: confidence {percent(item.confidence)} is a moonshot by Intercom's scale."
        )
    if item.periods.get("reach") == "once":
        found.append(f"{item.name}: a one-off reach counts once, in the period it happens.")
    return found


def _switch_over(pair: tuple[Scored, Scored]) -> dict[str, Any]:
    """What one input of `behind` would have to be, alone, to tie with `ahead`."""
    ahead, behind = pair
    row: dict[str, Any] = {"item": behind.name, "against": ahead.name}
    if behind.score == 0 or ahead.score == 0:
        return {
            **row,
            "reach": None,
            "impact": None,
            "confidence": None,
            "effort": None,
            "factor": None,
        }
    factor = ahead.score / behind.score
    inputs = behind.detail
    confidence = _fraction(inputs["confidence"]) * factor
    return {
        **row,
        "factor": float(factor),
        "reach": float(_fraction(inputs["reach"]) * factor),
        "impact": float(_fraction(inputs["impact"]) * factor),
        "confidence": float(confidence) if confidence <= 1 else None,
        "effort": float(_fraction(inputs["effort"]) / factor),
    }


def switch_over_points(ranked: Sequence[Scored]) -> list[dict[str, Any]]:
    """Tie points of each item with the one above it, and of the leader with the runner-up."""
    pairs = list(itertools.pairwise(ranked))
    leader = [(ranked[1], ranked[0])] if len(ranked) > 1 else []
    return [_switch_over(pair) for pair in [*leader, *pairs]]


def rice(inputs: RiceInputs) -> Outcome:
    """Reach x impact x confidence / effort, ranked.

    Reach is counted per one common period (mixed periods are converted, quarter by default);
    confidence is a share; effort is person-months of the whole team. The unit of the score is
    impact per person-month, comparable only within one list.

    Errors: a blank leaves its row unscored; effort 0 is undefined; negatives and confidence above
    100% are out of range. Source: Intercom's published convention.

    Notes: multiplying four guesses hides their spread; ranges give a low and a high score and the
    order uses the middle, saying so.
    """
    common, _ = _common_period(inputs.items, inputs.period)
    stated = {
        item.periods["reach"]
        for item in inputs.items
        if item.periods.get("reach") not in {None, "once"}
    }
    mixed = len(stated) > 1 and inputs.period is None
    scored: list[Scored] = []
    problems: list[Problem] = []
    warnings: list[str] = []
    assumptions: list[str] = []
    assumed: list[str] = []
    for item in inputs.items:
        found = _row_problems(item, mixed)
        if found:
            problems.extend(found)
            continue
        warnings.extend(_cautions(item))
        ends = {
            name: _ends(item, name) or (0.0, 0.0)
            for name in ("reach", "impact", "confidence", "effort")
        }
        middle: dict[str, float] = {}
        for name, (low, high) in ends.items():
            likely = getattr(item, name)
            middle[name] = likely if likely is not None else (low + high) / 2
        reach = _reach(item, common, middle["reach"])
        product = _fraction(middle["impact"]) * _fraction(middle["confidence"])
        score = reach * product / _fraction(middle["effort"])
        low_score = (
            _reach(item, common, ends["reach"][0])
            * _fraction(ends["impact"][0])
            * _fraction(ends["confidence"][0])
            / _fraction(ends["effort"][1])
        )
        high_score = (
            _reach(item, common, ends["reach"][1])
            * _fraction(ends["impact"][1])
            * _fraction(ends["confidence"][1])
            / _fraction(ends["effort"][0])
        )
        extra: dict[str, Any] = {**middle, "reach": float(reach)}
        if item.spans:
            extra |= {"score_low": float(low_score), "score_high": float(high_score)}
            assumptions.append(
                f"{item.name}: ranked by the middle or likely value of the range of {listed(list(item.spans))}."
            )
        if common and "reach" not in item.periods and inputs.period is None:
            assumed.append(item.name)
        elif item.periods.get("reach") not in {None, "once", common}:
            assumptions.append(
                f"{item.name}: reach per {item.periods['reach']} converted to per {common}."
            )
        scored.append(Scored(item.name, score, extra))
    question = None
    if assumed:
        assumptions.append(
            f"Reach of {listed(assumed)} has no period; read as per {common}, like the rest."
        )
        question = f"Is the reach of {listed(assumed)} per {common} too?"
        warnings.append(
            f"The reach of {listed(assumed)} names no period; another one changes the score."
        )
    if common is None:
        assumptions.append(
            "Every reach is taken to be for the same period (Intercom counts a quarter)."
        )
    ranked = rank(scored)
    values: dict[str, Any] = {"switch_over": switch_over_points(ranked)} if len(ranked) > 1 else {}
    if common:
        values["period"] = common
    return rows_outcome(
        "RICE",
        ranked,
        problems,
        formula=[
            f"{row.name}: {exact(row.detail['reach'])} x {exact(row.detail['impact'])} x "
            f"{percent(row.detail['confidence'])} / {exact(row.detail['effort'])} = {number(row.score)}"
            for row in ranked
        ],
        values=values,
        warnings=warnings,
        assumptions=assumptions,
        question=question,
        unclear=[
            Problem(
                kind="ambiguous",
                field="reach",
                row=name,
                message=f"{name}: reach per {common}, like the rest? It names no period.",
            )
            for name in assumed
        ],
        unit="impact per person-month",
        units={
            "reach": f"per {common}" if common else "per period",
            "confidence": "share",
            "effort": "person-months",
        },
    )
