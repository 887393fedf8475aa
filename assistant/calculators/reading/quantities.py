"""An amount becomes the quantity a field asks for: a share, a duration, person-months.

Each reader answers with a `Reading`; a `problem` asks where two readings are possible.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.calculators.reading.amounts import Amount, is_missing, plain, read_amount
from assistant.calculators.reading.worded import with_figures
from assistant.calculators.record import ProblemKind

IMPACT_WORDS = {
    "massive": "3",
    "huge": "3",
    "very high": "3",
    "high": "2",
    "medium": "1",
    "moderate": "1",
    "med": "1",
    "normal": "1",
    "low": "0.5",
    "small": "0.5",
    "minimal": "0.25",
    "tiny": "0.25",
    "very low": "0.25",
}
CONFIDENCE_WORDS = {"high": "1", "medium": "0.8", "med": "0.8", "moderate": "0.8", "low": "0.5"}
WEEKS_PER_MONTH = Decimal(52) / Decimal(12)
WORKDAYS_PER_MONTH = Decimal(260) / Decimal(12)
HOURS_PER_MONTH = Decimal(2080) / Decimal(12)
_YEARS = {
    "year": Decimal(1),
    "month": Decimal(1) / 12,
    "quarter": Decimal(1) / 4,
    "week": Decimal(1) / 52,
    "day": Decimal(1) / 365,
}
_DURATION = re.compile(r"\b(year|yr|month|mo|mth|quarter|qtr|week|wk|day|d|y|w|m)s?\b", re.I)
_DURATION_NAMES = {
    "yr": "year",
    "y": "year",
    "mo": "month",
    "mth": "month",
    "m": "month",
    "qtr": "quarter",
    "wk": "week",
    "w": "week",
    "d": "day",
}
_OUT_OF = re.compile(r"^\s*(\d+(?:[.,]\d+)?)\s*(?:/|out of|of)\s*(\d+(?:[.,]\d+)?)\s*$", re.I)
_HEADS = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(?:ftes?|people|persons?|developers?|devs?|engineers?|heads?)"
    r"\s*(?:for|x|\u00d7|\*|over|,)\s*(\d+(?:[.,]\d+)?)\s*(month|week|day|mo|wk)s?",
    re.I,
)
_EFFORT_UNIT = re.compile(
    r"(?P<person>person|man|people|staff|fte|dev|developer|engineer|team|work|working)?[-\s]?"
    r"(?P<unit>months?|mos?|pm|weeks?|wks?|pw|days?|pd|hours?|hrs?|story points?|points?|pts|sprints?)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A quantity as read: the value in the field's unit, or why there is none."""

    value: Decimal | None = None
    unit: str | None = None
    note: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    currency: str | None = None
    per: str | None = None
    problem: str | None = None
    problem_kind: ProblemKind = "ambiguous"
    missing: bool = False


def _scaled(amount: Amount, factor: Decimal, unit: str | None, note: str | None) -> Reading:
    def times(value: Decimal | None) -> Decimal | None:
        return None if value is None else value * factor

    notes = [text for text in (amount.note, note) if text]
    return Reading(
        value=times(amount.value),
        low=times(amount.low),
        high=times(amount.high),
        unit=unit,
        note="; ".join(notes) or None,
        currency=amount.currency,
        per=amount.per,
    )


def _ask(amount: Amount, question: str) -> Reading:
    return Reading(problem=question, note=amount.note)


def _first(amount: Amount) -> Decimal:
    value = amount.value if amount.value is not None else amount.high
    assert value is not None
    return value


def percent_text(value: Decimal) -> str:
    """A share as a percentage: 0.025 is "2.5%"."""
    return f"{plain((value * 100).normalize())}%"


def _share(amount: Amount, label: str) -> Reading:
    value = _first(amount)
    if amount.percent or amount.points:
        return _scaled(amount, Decimal("0.01"), "share", f"read as {percent_text(value / 100)}")
    if abs(value) <= 1:
        return _scaled(amount, Decimal(1), "share", f"read as {percent_text(value)}")
    if 1 < value <= Decimal("1.5"):
        return _ask(
            amount, f"{label} {amount.raw}: is that {plain(value)}% or {percent_text(value)}?"
        )
    return _scaled(amount, Decimal("0.01"), "share", f"read as {percent_text(value / 100)}")


def _confidence(amount: Amount, label: str) -> Reading:
    value = _first(amount)
    if not amount.percent and 1 < value < 20:
        tenth = f", {plain(value * 10)}%" if value <= 10 else ""
        outof = f" or {plain(value)}/10" if value <= 10 else ""
        return _ask(amount, f"{label} {amount.raw}: is that {plain(value)}%{tenth}{outof}?")
    if amount.percent or value >= 20:
        return _scaled(amount, Decimal("0.01"), "share", f"read as {percent_text(value / 100)}")
    return _scaled(amount, Decimal(1), "share", f"read as {percent_text(value)}")


def _retention(amount: Amount, label: str) -> Reading:
    value = _first(amount)
    if amount.percent or value >= 20:
        return _scaled(amount, Decimal("0.01"), "share", f"read as {percent_text(value / 100)}")
    if 2 <= value < 20:
        return _ask(
            amount, f"{label} {amount.raw}: is that {plain(value)}% or {plain(value * 10)}%?"
        )
    return _scaled(amount, Decimal(1), "share", f"read as {percent_text(value)}")


def _change(amount: Amount, label: str) -> Reading:
    value = _first(amount)
    if amount.points:
        return _scaled(
            amount, Decimal("0.01"), "points", f"read as {plain(value)} percentage points"
        )
    if amount.percent or abs(value) > 1:
        return _scaled(amount, Decimal("0.01"), "share", f"read as {percent_text(value / 100)}")
    if abs(value) == 1:
        return _ask(amount, f"{label} {amount.raw}: is that 1% or 100%?")
    return _scaled(amount, Decimal(1), "share", f"read as {percent_text(value)}")


def _duration(amount: Amount, label: str, unit: str) -> Reading:
    singular = unit.removesuffix("s")
    match = _DURATION.search(amount.unit) or (
        _DURATION.search(amount.raw) if not amount.unit else None
    )
    written = _DURATION_NAMES.get(match[1].casefold(), match[1].casefold()) if match else amount.per
    if written is None or written == singular:
        return _scaled(amount, Decimal(1), unit, None if written else f"read as {unit}")
    factor = _YEARS[written] / _YEARS[singular]
    value = (_first(amount) * factor).normalize()
    return _scaled(amount, factor, unit, f"{amount.raw} = {plain(round(value, 4))} {unit}")


def _effort(amount: Amount, label: str) -> Reading:
    unit = "person-months"
    amount = replace(amount, per=None)  # "2 pm" are person-months, not two a month
    heads = _HEADS.search(amount.raw)
    if heads:
        people, length = (Decimal(heads[n].replace(",", ".")) for n in (1, 2))
        factor = _months(heads[3])
        value = people * length * factor
        note = f"{heads[1]} x {heads[2]} {heads[3]}s = {plain(round(value, 4))} person-months"
        return Reading(value=value, unit=unit, note=note)
    match = _EFFORT_UNIT.search(amount.raw.split("(")[0]) or _EFFORT_UNIT.search(amount.raw)
    if match is None:
        return _scaled(amount, Decimal(1), unit, None)
    word = match["unit"].casefold()
    if word.startswith(("story", "point", "pts", "sprint")):
        return _ask(amount, f"{label} {amount.raw}: how many person-months is that?")
    if word.startswith("mo") and not match["person"]:
        return _ask(amount, f"{label} {amount.raw}: of how many people? RICE counts person-months.")
    factor = _months(word)
    if factor == 1:
        return _scaled(amount, factor, unit, None)
    names = {
        WEEKS_PER_MONTH: "52/12 weeks",
        WORKDAYS_PER_MONTH: "260/12 working days",
        HOURS_PER_MONTH: "2080/12 hours",
    }
    basis = (
        names[1 / factor]
        if 1 / factor in names
        else next(name for size, name in names.items() if abs(1 / factor - size) < Decimal("1e-9"))
    )
    return _scaled(amount, factor, unit, f"one person, {basis} to the month")


def _months(word: str) -> Decimal:
    word = word.casefold()
    if word.startswith(("week", "wk", "pw")):
        return 1 / WEEKS_PER_MONTH
    if word.startswith(("day", "pd")):
        return 1 / WORKDAYS_PER_MONTH
    return 1 / HOURS_PER_MONTH if word.startswith(("hour", "hr")) else Decimal(1)


def _plain(amount: Amount, label: str) -> Reading:
    factor = Decimal("0.01") if amount.percent else Decimal(1)
    return _scaled(amount, factor, None, None)


_SCALES = {
    "confidence": "100% (high), 80% (medium) or 50% (low)",
    "impact": "3 (massive), 2 (high), 1 (medium), 0.5 (low) or 0.25 (minimal)",
    "score": "which number on the scale",
}


def _in_words(kind: str, raw: str, label: str) -> Reading | None:
    """The question for an estimate in words that no published scale holds: "pretty sure"."""
    if kind not in _SCALES or is_missing(raw) or re.search(r"\d", with_figures(raw)):
        return None
    return Reading(problem=f'{label}: "{raw.strip()[:40]}" is {_SCALES[kind]}?')


def _score(amount: Amount, label: str) -> Reading:
    """A score is a number on its scale; a percentage could be any of several."""
    if amount.percent:
        tenth = plain((_first(amount) / 10).normalize())
        return _ask(
            amount,
            f"{label} {amount.raw} is a percentage, but scores are numbers on a scale:"
            f" is that {tenth} out of 10?",
        )
    return _scaled(amount, Decimal(1), None, None)


_READERS: dict[str, Callable[[Amount, str], Reading]] = {
    "share": _share,
    "confidence": _confidence,
    "retention": _retention,
    "change": _change,
    "effort": _effort,
    "score": _score,
}
_DECIMAL_POINT_KINDS = frozenset({"share", "confidence", "retention", "change", "score", "rate"})


def read_quantity(
    kind: str,
    raw: object,
    label: str,
    *,
    unit: str | None = None,
    decimal_comma: bool | None = None,
) -> Reading:
    """Read `raw` as the quantity `kind`; `label` names it in questions."""
    if isinstance(raw, str):
        word = re.sub(r"\b(confidence|impact|sure|confident)\b", "", raw.casefold()).strip(" .")
        words = {"confidence": CONFIDENCE_WORDS, "impact": IMPACT_WORDS}.get(kind, {})
        if word in words:
            value = Decimal(words[word])
            shown = percent_text(value) if kind == "confidence" else plain(value)
            return Reading(
                value=value,
                unit="share" if kind == "confidence" else None,
                note=f'Intercom\'s scale: "{raw}" is {shown}',
            )
        out_of = _OUT_OF.match(raw)
        if out_of and kind in {"confidence", "score"}:
            part, whole = (Decimal(out_of[n].replace(",", ".")) for n in (1, 2))
            if whole == 0:
                return Reading(problem=f"{label} {raw}: out of zero.", problem_kind="undefined")
            value = part / whole if kind == "confidence" else part
            return Reading(
                value=value,
                unit="share" if kind == "confidence" else None,
                note=f"{raw} as written",
            )
        asked = _in_words(kind, raw, label)
        if asked is not None:
            return asked
    if kind in _DECIMAL_POINT_KINDS and decimal_comma is None:
        decimal_comma = False if isinstance(raw, str) and "," not in raw else None
    amount = read_amount(raw, decimal_comma=decimal_comma)
    if amount.missing:
        return Reading(missing=True)
    if amount.problem is not None:
        invalid = "finite" in amount.problem or "True" in amount.raw or "False" in amount.raw
        return Reading(
            problem=f"{label}: {amount.problem}",
            problem_kind="out_of_range" if invalid else "ambiguous",
        )
    if kind == "count" and amount.currency:
        return _ask(amount, f"{label} {amount.raw} is money: how many people or events is that?")
    if kind == "duration":
        return _duration(amount, label, unit or "months")
    return _READERS.get(kind, _plain)(amount, label)
