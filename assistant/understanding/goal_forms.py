"""The forms in which people put a goal without a verb before its metric. Pure.

"AOV +15%", "returns down 10%", "open rate is 18%, should be 25%", "from 40 to 55 NPS", and the
German order, "AOV um 15% steigern".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Direction = Literal["up", "down", "hold"]

_FIGURE = r"[$€£]?\d[\d.,]{0,12}\s?(?:%|per\s?cent|percent|prozent|points?|pp|k|m|eur|euros?|usd|dollars?)?"
_METRIC = r"(?P<metric>[A-Za-zÄÖÜäöü][\w /&'’-]{1,60}?)"

_RESULTING = re.compile(
    r"\b(?:wants?|needs?|get|getting|bring|push|see|have)\s+(?:(?:our|the|my|your)\s+)?"
    r"(?P<metric>[A-Za-z][\w -]{2,40}?)\s+(?P<to>up|down|higher|lower)\b(?=\s+(?:by\s+)?(?:[$€£]?\d|a |half|in\b|within\b))",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    rf"{_METRIC}[\s:,(]*(?:(?<=[\s(:,])(?P<minus>[-−–])(?=\d[\d.,]*\s?%)|(?P<plus>\+)(?=\s?[$€£]?\d)"
    rf"|(?P<word>\b(?:plus|minus|up|down))\s(?:by\s)?(?=[$€£]?\d))\s?(?P<amount>{_FIGURE})",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    rf"\b(?P<amount>from\s+(?P<low>{_FIGURE})\s+to\s+(?P<high>{_FIGURE}))\s+(?!by\b|in\b|within\b|this\b|next\b|until\b|over\b|before\b){_METRIC}"
    r"(?=\s+(?:within|in|by|until|before|over|this|next)\b|\s*[,.;:!?]|\s*$)",
    re.IGNORECASE,
)
_SHOULD_BE = re.compile(
    rf"{_METRIC}(?:\s*[,(:]\s*|\s+)(?:(?:is|are|was)\s+)?(?:(?:currently|now|today|at present|at|right now)\s+)?(?:at\s+)?(?P<low>{_FIGURE})"
    rf"[^.?!\d]{{0,30}}?\b(?:should|must|needs?|has to|have to|want|target|goal)\b[^.?!\d]{{0,25}}?(?P<amount>{_FIGURE})",
    re.IGNORECASE,
)
_GERMAN = re.compile(
    rf"{_METRIC}\s+(?:um\s+(?P<amount>{_FIGURE})\s+)?(?:zu\s+)?(?:(?P<up>steigern|erhöhen|verbessern|verdoppeln)"
    rf"|(?P<down>senken|reduzieren|verringern|halbieren))(?:\s+um\s+(?P<after>{_FIGURE}))?",
    re.IGNORECASE,
)
_AIMED = re.compile(
    rf"\b(?:goal|target|objective|aim|ziel)\b(?:\s+(?:is|are|ist)|\s*:)?\s+(?:to (?:get|reach|win|have)\s+)?(?P<amount>\d[\d.,]{{0,12}}(?:k|\s?%|\s?percent)?)"
    rf"\s+(?:(?P<less>fewer|less)|more|new|additional|extra)\s+{_METRIC}(?=\s+(?:within|in|by|until|before|over|this|next|till?)\b|\s*[,.;:!?]|\s*$)",
    re.IGNORECASE,
)
# What stands before a metric and is no part of it.
_BEFORE = re.compile(
    r"^(?:.*[,:;(]\s*)?(?:(?:we|i|you|wir|ich|our team|and|so|but|to|the|our|my|your|their|unser[e]?[nmr]?|die|den|das|der"
    r"|is|are|a|an|more|fewer|less|in|store|kpi|goal|target|ziel|objective|aim|of|for|want|wants|wollen|will|need|needs|get|getting"
    r"|have|see|bring|push|main|primary|smart|overall|possible|please|try|trying|hope|hoping|plan|would|like|'d|’d)\s+)*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A goal found in a form: what changes, which way, by how much as typed, and where it stands."""

    metric: str
    direction: Direction
    amount: str
    start: int
    end: int


def stated(text: str) -> Stated | None:
    """The goal that stands in one of the forms, or None."""
    return next((found for form in _FORMS if (found := form(text))), None)


def _resulting(text: str) -> Stated | None:
    found = _RESULTING.search(text)
    if not found:
        return None
    way: Direction = "up" if found["to"].lower() in {"up", "higher"} else "down"
    return Stated(found["metric"], way, "", found.start("metric"), found.end())


def _should_be(text: str) -> Stated | None:
    found = _SHOULD_BE.search(text)
    return _between(found, found["amount"]) if found else None


def _from_to(text: str) -> Stated | None:
    found = _FROM_TO.search(text)
    return _between(found, found["high"]) if found else None


def _between(found: re.Match[str], high: str) -> Stated | None:
    low, top = _value(found["low"]), _value(high)
    metric = _clean(found["metric"])
    if low is None or top is None or low == top or not metric:
        return None
    way: Direction = "up" if top > low else "down"
    start = min(found.start("amount"), found.start("metric") + found["metric"].rfind(metric))
    return Stated(metric, way, found["amount"].strip(), start, found.end())


def _aimed(text: str) -> Stated | None:
    found = _AIMED.search(text)
    metric = _clean(found["metric"]) if found else ""
    if not found or not metric:
        return None
    way: Direction = "down" if found["less"] else "up"
    return Stated(metric, way, found["amount"].strip(), found.start("amount"), found.end())


def _signed(text: str) -> Stated | None:
    for found in _SIGNED.finditer(text):
        metric = _clean(found["metric"])
        if metric:
            sign = (found["minus"] or found["plus"] or found["word"]).lower()
            way: Direction = "up" if sign in {"+", "plus", "up"} else "down"
            start = found.start("metric") + found["metric"].rfind(metric)
            return Stated(metric, way, found["amount"].strip(), start, found.end())
    return None


def _german(text: str) -> Stated | None:
    found = _GERMAN.search(text)
    metric = _clean(found["metric"]) if found else ""
    if not found or not metric:
        return None
    amount = (found["amount"] or found["after"] or "").strip()
    start = found.start("metric") + found["metric"].rfind(metric)
    return Stated(metric, "up" if found["up"] else "down", amount, start, found.end())


_FORMS: tuple[Callable[[str], Stated | None], ...] = (
    _resulting, _should_be, _from_to, _aimed, _german, _signed,
)  # fmt: skip


def _clean(metric: str) -> str:
    metric = metric.strip(" '\"‘’“”(:,-")
    match = _BEFORE.match(f"{metric} ")
    kept = metric[match.end() :] if match else metric
    # A sentence is no metric: where many words stand before the figure, none of them was meant.
    return kept.strip() if re.search(r"[A-Za-z]{2}", kept) and len(kept.split()) <= 5 else ""


def _value(figure: str) -> float | None:
    digits = re.sub(r"[^\d.]", "", figure.replace(",", "")).rstrip(".")
    try:
        return float(digits)
    except ValueError:
        return None
