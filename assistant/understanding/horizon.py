"""How far ahead the reader looks: a deadline, a planning period, "short term". Pure."""

from __future__ import annotations

import re

from assistant.understanding.types import Horizon

_NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
    )
} | {"a": 1, "an": 1, "half a": 0.5, "couple of": 2, "fifteen": 15, "eighteen": 18, "twenty": 20,
     "twenty-four": 24, "thirty": 30, "sixty": 60, "ninety": 90}  # fmt: skip
_COUNT = (
    rf"(?:\d{{1,3}}(?:[.,]\d)?|{'|'.join(sorted(map(re.escape, _NUMBERS), key=len, reverse=True))})"
)
_UNIT = (
    r"(?:days?|weeks?|wks?|months?|mths?|mos?|quarters?|years?|yrs?"
    r"|tage?n?|wochen?|monate?n?|quartale?n?|jahre?n?)"
)
_SPAN = re.compile(
    rf"\b(?:(?:with)?in|over|during|for|by|next|coming|innerhalb von|nächsten|until)\s+(?:about\s+|around\s+|roughly\s+|ca\.?\s+)?"
    rf"(?:the\s+|den\s+)?(?:next\s+|coming\s+|first\s+|nächsten\s+)?"
    rf"(?:(?P<low>{_COUNT})\s?(?:-|–|to|or|bis)\s?)?(?P<count>{_COUNT})[\s-]?(?P<unit>{_UNIT})\b"
    rf"|\b(?P<count2>{_COUNT})[\s-](?P<unit2>{_UNIT})\s+(?:goal|target|plan|roadmap|horizon|time ?frame|deadline|ahead|from now|time)\b",
    re.IGNORECASE,
)
_CALENDAR = re.compile(
    r"\b(?:by|until|till?|before|bis|vor)\s+(?:the\s+)?(?:end of\s+|ende?\s+)?(?:(?:next|this|the)\s+)?"
    r"(?:year(?:'s)?[ -]?end|eoy|eoq|q[1-4](?:[ /]?\d{4})?|20\d\d|january|february|march|april|may|june"
    r"|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec"
    r"|christmas|xmas|weihnachten|black friday|easter|spring|summer|autumn|fall|winter|year|quarter|month)"
    r"(?:\s+20\d\d)?\b"
    r"|\bthis (?:year|quarter|month|season)\b|\b(?:next|coming) (?:year|quarter|month|season)\b|\bin q[1-4]\b",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"\b(?P<reach>short|medium|mid|long)(?:er)?[ -](?:term|run)\b|\b(?P<german>kurz|mittel|lang)fristig\w*",
    re.IGNORECASE,
)
LONGEST = 2000  # characters of a message that are read for it
_MONTHS = {"d": 1 / 30.4, "t": 1 / 30.4, "w": 7 / 30.4, "q": 3.0, "y": 12.0, "j": 12.0}
_REACHES = {"short": "short", "kurz": "short", "medium": "medium", "mid": "medium",
            "mittel": "medium", "long": "long", "lang": "long"}  # fmt: skip


def read_horizon(text: str) -> Horizon | None:
    """The period a message plans for, or None.

    A span of time counts where it is said to be ahead ("in nine months", "a two-year plan"): "a
    3-month pilot" only says how long something took. Of a range the far end counts. A calendar
    date has no length here: what today is, is not this module's to know.
    """
    text = text[:LONGEST]
    span = _SPAN.search(text)
    if span:
        count, unit = span["count"] or span["count2"], span["unit"] or span["unit2"]
        return Horizon(span.group().strip(), months=round(_number(count) * _months(unit), 1))
    calendar = _CALENDAR.search(text)
    if calendar:
        return Horizon(calendar.group().strip())
    reaches = {_REACHES[(m["reach"] or m["german"]).lower()]: m for m in _TERM.finditer(text)}
    if len(reaches) != 1:
        return None  # "short-term or long-term?" asks about horizons and has none
    (reach, found), *_ = reaches.items()
    return Horizon(found.group(), reach=reach)  # type: ignore[arg-type]


def _number(written: str) -> float:
    word = written.lower()
    return float(_NUMBERS[word]) if word in _NUMBERS else float(word.replace(",", "."))


def _months(unit: str) -> float:
    return _MONTHS.get(unit[0].lower(), 1.0)
