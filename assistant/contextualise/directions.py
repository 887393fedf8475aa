"""Which way a metric is to go: a goal for another metric goes that metric's way. Pure.

Average order value is to rise and cart abandonment to fall: who asks "and for cart abandonment?"
after a question on raising the first asks about reducing the second.
"""

from __future__ import annotations

import re
from typing import Literal

Wanted = Literal["up", "down"]

# What a shop wants less of. Everything else that is measured is wanted more of.
_LESS = re.compile(
    r"\b(?:abandon\w*|churn\w*|returns?(?! on\b| customers?\b| visit)|return rates?|refunds?|costs?(?! savings?\b| reductions?\b)|expenses?|complaints?"
    r"|tickets?|bounce\w*|wait\w*|(?:handle|handling|response|resolution|delivery|load\w*|lead|processing|queue) times?|time to|errors?|fraud"
    r"|chargebacks?|stock-?\s?outs?|out[- ]of[- ]stock|waste|wastage|unsubscrib\w*|opt-?outs?|attrition|latency|no[- ]results?|cac|cpa|cpc|tco"
    r"|overstock|excess stock|delays?|escalations?|spam|defects?|failures?|drop-?outs?|no-?shows?|cancellations?|risks?|downtime|shrinkage|emissions?)\b",
    re.IGNORECASE,
)
_TURNED: dict[str, tuple[str, str]] = {  # word: (turned, the way it goes)
    "raise": ("reduce", "up"), "raising": ("reducing", "up"), "increase": ("reduce", "up"),
    "increasing": ("reducing", "up"), "improve": ("reduce", "up"), "improving": ("reducing", "up"),
    "grow": ("reduce", "up"), "growing": ("reducing", "up"), "boost": ("reduce", "up"),
    "boosting": ("reducing", "up"), "lift": ("reduce", "up"), "lifting": ("reducing", "up"),
    "more": ("fewer", "up"), "higher": ("lower", "up"), "up": ("down", "up"), "+": ("-", "up"),
    "double": ("halve", "up"), "doubling": ("halving", "up"), "plus": ("minus", "up"),
    "reduce": ("raise", "down"), "reducing": ("raising", "down"), "decrease": ("increase", "down"),
    "decreasing": ("increasing", "down"), "cut": ("raise", "down"), "cutting": ("raising", "down"),
    "lower": ("raise", "down"), "lowering": ("raising", "down"), "fewer": ("more", "down"),
    "less": ("more", "down"), "minus": ("plus", "down"), "down": ("up", "down"),
    "halve": ("double", "down"), "halving": ("doubling", "down"), "-": ("+", "down"),
}  # fmt: skip
_WORD = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(w for w in _TURNED if w.isalpha())
    + r")(?![\w-])|(?<![\w])[+-](?=\s?\d)",
    re.IGNORECASE,
)
_NO_VERB = frozenset(("fewer", "less", "more", "higher", "lower", "better", "a", "an", "the"))
_FIGURE = (
    r"[$€£]?\d[\d.,]{0,12}(?:\s?(?:%|per\s?cent\b|points?\b|days?\b|hours?\b|minutes?\b|[km]\b))?"
)
_LEVEL = re.compile(
    rf"\s+(?:from\s+{_FIGURE}\s+)?(?:to|under|below|above|over)\s+{_FIGURE}(?![\w%])", re.IGNORECASE
)
NEAR = 30  # characters between a metric and the word that says which way it goes


def wanted(metric: str) -> Wanted:
    """Which way a shop wants a metric to go."""
    return "down" if _LESS.search(metric) else "up"


def turned(question: str, old: str, new: str) -> str:
    """A question in which ``new`` has taken the place of the metric ``old``, going its own way.

    The way is unchanged where both are wanted the same way, or where ``old`` was to go against its
    own (who asks what happens if costs rise means it). A level ("from 70% to 60%") was the old
    metric's and falls away; a change ("by 10%") stays.
    """
    at = question.lower().find(new.lower())
    if at < 0:
        return question
    level = _LEVEL.match(question, at + len(new))
    if level:
        question = question[: level.start()] + question[level.end() :]
    if wanted(old) == wanted(new):
        return question
    words = [w for w in _WORD.finditer(question) if not at <= w.start() < at + len(new)]
    near = [(_apart(w.span(), (at, at + len(new))), w) for w in words]
    near = [(far, w) for far, w in near if far <= NEAR and _goes(w) == wanted(old)]
    if not near:
        return question
    word = min(near, key=lambda pair: pair[0])[1]
    other = _TURNED[word.group().lower()][0]
    if word.group()[:1].isupper():
        other = other.capitalize()
    return question[: word.start()] + other + question[word.end() :]


def gerund(text: str) -> str:
    """ "reduce returns" as it stands after a preposition: "reducing returns"."""
    head, _, rest = text.partition(" ")
    verb = head.lower()
    if verb in _NO_VERB or verb.endswith("ing") or not re.fullmatch(r"[a-z]+", verb):
        return text
    if verb in {"cut", "get", "win"}:
        verb += verb[-1]
    elif verb.endswith("e") and not verb.endswith("ee"):
        verb = verb[:-1]
    return f"{verb}ing {rest}".strip()


def _goes(word: re.Match[str]) -> str:
    return _TURNED[word.group().lower()][1]


def _apart(one: tuple[int, int], other: tuple[int, int]) -> int:
    first, second = sorted((one, other))
    return max(0, second[0] - first[1])
