"""Amounts in running text, and which of them belongs to which word."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_SYMBOL = r"(?:us\$|[$\u20ac\u00a3\u20b9\u00a5])"
_DIGITS = r"(?:\d{1,3}(?:[,.'\u2019\u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d{1,3}(?: \d{3})+(?!\d)|\d+(?:[.,]\d+)?|\.\d+)"
_SUFFIX = r"(?:\s?(?:k|mn|mio|m|bn|million|billion|thousand)(?![a-z0-9]))"
_ONE = rf"(?:{_SYMBOL}\s?)?[-\u2212]?(?:{_SYMBOL}\s?)?{_DIGITS}{_SUFFIX}?"
_CURRENCY_WORD = r"(?:\s?(?:usd|eur|gbp|chf|cad|aud|inr|jpy|dollars?|euros?|pounds?)\b)"
_PER = (
    r"(?:\s*(?:/|per|a|an|each|every)\s*(?:hour|hr|h|day|week|month|quarter|qtr|year|yr"
    r"|mo|wk|annum)\b|\s*(?:daily|weekly|monthly|quarterly|yearly|annually|p\.\s?a\.?))"
)
_NOUN = (
    r"(?:\s(?!per\b|and\b|at\b|on\b|of\b|to\b|for\b|with\b|in\b|each\b|every\b|or\b"
    r"|vs\b|now\b|then\b|but\b|impact\b|reach\b|confidence\b|effort\b|ease\b|value\b)[a-z]+)"
)
_TIME = (
    r"(?:\s?-?\s?(?:(?:person|man|people|dev|team|work|working|story)[- ])?(?:years?"
    r"|yrs?|months?|mos?|quarters?|weeks?|wks?|days?|hours?|hrs?|minutes?|mins?|ftes?|points?|pts)\b)"
)
_MENTION = re.compile(
    rf"(?<![\w.,%$\u20ac\u00a3-])(?P<text>(?P<between>\bbetween\s+(?={_ONE}\s?%?\s+and\s+{_ONE}))?[~\u2248]?{_ONE}"
    rf"(?P<range>(?(between)\s?%?\s+and\s+|\s?(?:-|\u2013|\bto\b)\s?){_ONE})?"
    rf"(?P<percent>\s?(?:%|percent\b|per cent\b|pct\b))?(?P<points>\s?-?(?:percentage[- ]points?|points?|pp|pts)\b)?"
    rf"(?P<currency>{_CURRENCY_WORD})?(?P<time>{_TIME})?(?P<per>(?:{_NOUN}{{0,2}}?){_PER})?)"
    rf"(?![\w]|[.,]\d)",
    re.IGNORECASE,
)
_HEADS = re.compile(
    r"\d+(?:[.,]\d+)?\s*(?:ftes?|people|persons?|developers?|devs?|engineers?)\s*(?:for|x|\u00d7|over)\s*\d+(?:[.,]\d+)?\s*(?:months?|weeks?|days?)",
    re.I,
)
_SCALE = re.compile(
    r"\b(?:very high|very low|massive|huge|high|medium|moderate|low|minimal|tiny)\b", re.I
)
_BLANK = re.compile(
    r"(?<!\w)(?:\?{1,3}(?=\s*(?:,|;|\||$|\n))|n/a\b|tbd\b|tbc\b|unknown\b|not known\b)", re.I
)
_STOP = re.compile(r"[.!?](?:\s|$)|\n")
FARTHEST = 45


@dataclass(frozen=True, slots=True)
class Mention:
    """One amount, scale word or blank mark in a text, and what kind of amount it looks like."""

    text: str
    start: int
    end: int
    form: str
    per: bool = False


def mentions_in(text: str, *, words: bool = False) -> list[Mention]:
    """Every amount in order; with `words` also scale words (high) and blank marks (TBD)."""
    found = [Mention(m[0], m.start(), m.end(), "heads") for m in _HEADS.finditer(text)]
    for match in _MENTION.finditer(text):
        if any(match.start() < other.end and other.start < match.end() for other in found):
            continue
        written = match["text"]
        if match["percent"] or (match["points"] and "story" not in written):
            form = "percent"
        elif match["time"]:
            form = "time"
        elif match["currency"] or re.search(_SYMBOL, written, re.I):
            form = "money"
        else:
            form = "number"
        found.append(
            Mention(written, match.start("text"), match.end("text"), form, bool(match["per"]))
        )
    if words:
        for pattern, form in ((_SCALE, "word"), (_BLANK, "blank")):
            found += [
                Mention(m[0], m.start(), m.end(), form)
                for m in pattern.finditer(text)
                if not any(m.start() < other.end and other.start < m.end() for other in found)
            ]
    return sorted(found, key=lambda mention: mention.start)


FORMS: Mapping[str, frozenset[str]] = {
    "money": frozenset({"money", "number"}),
    "count": frozenset({"number"}),
    "share": frozenset({"percent", "number"}),
    "percent": frozenset({"percent"}),
    "change": frozenset({"percent"}),
    "time": frozenset({"time"}),
    "minutes": frozenset({"time", "number"}),
    "effort": frozenset({"time", "number", "heads", "blank"}),
    "reach": frozenset({"number", "blank"}),
    "confidence": frozenset({"percent", "number", "word", "blank"}),
    "impact": frozenset({"number", "word", "blank"}),
    "score": frozenset({"number", "percent", "blank"}),
}


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that announce a field, the form its amount has, and whether it recurs."""

    words: str
    form: str
    per: bool | None = None


def _between(text: str, start: int, end: int, mentions: list[Mention]) -> int:
    gap = text[start:end]
    cost = (
        len(gap.strip())
        + 15 * len(re.findall(r"[,;:]|\band\b|\bthen\b", gap))
        + 40 * len(_STOP.findall(gap))
    )
    return cost + 25 * sum(start <= mention.start < end for mention in mentions)


def assign(text: str, cues: Mapping[str, Cue], mentions: list[Mention]) -> dict[str, Mention]:
    """The amount of each field: the nearest one of its form, the closest pairs first."""
    pairs: list[tuple[int, int, str, Mention]] = []
    for order, (field, cue) in enumerate(cues.items()):
        for match in re.finditer(cue.words, text, re.I):
            for mention in mentions:
                if mention.form not in FORMS[cue.form] or (
                    cue.per is not None and mention.per is not cue.per
                ):
                    continue
                if match.end() <= mention.start:
                    cost = _between(text, match.end(), mention.start, mentions)
                elif match.start() >= mention.end:
                    cost = _between(text, mention.end, match.start(), mentions) + (
                        1 if match.start() - mention.end <= 1 else 3
                    )
                elif mention.start < match.start():
                    cost = 0
                else:
                    continue
                if cost <= FARTHEST:
                    pairs.append((cost, order, field, mention))
    taken: dict[str, Mention] = {}
    for _, _, field, mention in sorted(pairs, key=lambda pair: pair[:2]):
        if field not in taken and mention not in taken.values():
            taken[field] = mention
    return taken
