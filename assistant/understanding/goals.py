"""The reader's business goal: metric, direction, amount, deadline, and what SMART still lacks."""

from __future__ import annotations

import re

from assistant.understanding.types import Goal

_UP = r"increas\w*|rais\w*|grow\w*|boost\w*|improv\w*|lift\w*|enhanc\w*|higher|more|doubl\w*|maximi[sz]\w*"
_UP += r"|widen\w*|expand\w*|gain\w*|win(?:s|ning)?|collect(?:s|ing)?|generat(?:e|es|ing)|attract\w*|strengthen\w*"
_UP += r"|push(?:es|ing)?(?! notif)|add(?:ing)?|tripl\w*"
_DOWN = r"reduc\w*|cut\w*|lower\w*|decreas\w*|minimi[sz]\w*|shrink\w*|fewer|less|drop\w*|halv\w*|trim\w*|shorten\w*|slash\w*|bring\w* down"
_HOLD = r"keep\w*|maintain\w*|hold\w*"
_NUMBER = (
    r"(?:\d[\d.,]{0,15}|half|a half|a third|a quarter|double|one|two|three|four|five|six|seven|eight"
    r"|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty)"
)
_AMOUNT = re.compile(
    rf"(?P<money>[$€£]\s?\d[\d.,]{{0,15}}\s?(?:k|m|bn|million|thousand)?)"
    rf"|(?P<amount>(?:a|one|two) (?:third|quarter|fifth|tenth)s?\b|half\b|\d[\d.,]{{0,15}}k? (?=more|fewer|additional|extra|new)"
    rf"|from {_NUMBER}\s?%? to {_NUMBER}\s?(?:%|per\s?cent)?"
    rf"|{_NUMBER}\s?(?:percentage points?|%(?:[ -]points?)?|per\s?cent|points?|pp\b)|doubl\w+|tripl\w+|halv\w+)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"%|per\s?cent|half|halv|doubl|tripl|third|quarter|fifth|tenth", re.IGNORECASE
)
_POINTS = re.compile(r"points?\b|pp\b|\bfrom\b", re.IGNORECASE)
_DEADLINE = re.compile(
    rf"\b(?:(?:with)?in|over|during|for|by)\s+(?:the\s+)?(?:next\s+|coming\s+)?"
    rf"(?:{_NUMBER}|an?)\s?(?:-\s?{_NUMBER}\s?)?(?:days?|weeks?|months?|quarters?|years?)\b"
    r"|\bby (?:the )?(?:end of )?(?:(?:next|this) (?:year|quarter|month|summer|christmas)"
    r"|q[1-4](?: \d{4})?|\d{4}|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|christmas|black friday|spring|summer|autumn|winter)\b"
    r"|\b(?:in |over )?(?:this|the next|next|the coming|coming) (?:year|quarter|month|season)\b|\b(?:annually|per year|a year|every year)\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<hold>{_HOLD}))\b", re.IGNORECASE)
_GOALISH = re.compile(
    r"\b(?:goal|objective|target|aim|kpi)\w*\b[^?]{0,20}?\b(?:of|is|to|:)|\bwe (?:want|need|aim|plan)"
    r"|\bi (?:want|need|aim|plan)|\b(?:trying|hoping) to\b|\bsmart\b",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\s*(?:[,;.?!'\"’”)\]]|\b(?:by|within|in the|over the|from|to \d|which|what|how|and (?:what|which|how)"
    r"|should|while|without|for (?:my|our)|using|with ai|so that|because|below|above|under|at least|at most|per (?:day|week|month|quarter|year))\b)",
    re.IGNORECASE,
)


_RESULTING = re.compile(
    r"\b(?:wants?|needs?|get|getting|bring|push|see|have)\s+(?:(?:our|the|my|your)\s+)?"
    r"(?P<metric>[A-Za-z][\w -]{2,40}?)\s+(?P<to>up|down|higher|lower)\b(?=\s+(?:by\s+)?(?:[$€£]?\d|a |half|in\b|within\b))",
    re.IGNORECASE,
)


def read_goal(text: str) -> Goal | None:
    """The goal in a message, or None where it states none.

    A goal needs a change ("raise", "30% fewer") of something, and either an amount, a deadline or
    words that say it is a goal: "how does AI improve search?" states none.
    """
    amount = _AMOUNT.search(text)
    deadline = _DEADLINE.search(text)
    signal = _GOALISH.search(text)
    resulting = _RESULTING.search(text)
    change = resulting or _nearest_change(text, amount.start() if amount else None)
    if change is None or not (amount or signal):
        return None
    if resulting:  # "we want average order value up 12%"
        direction = "up" if resulting["to"].lower() in {"up", "higher"} else "down"
        metric = resulting["metric"]
    else:
        direction = "up" if change.group("up") else "down" if change.group("down") else "hold"
        metric = _metric(text, change, amount, deadline)
    if not metric or (direction == "hold" and not (amount or deadline)):
        return None  # "I want to keep bees" holds nothing to a level
    written = amount.group().strip() if amount else ""
    relative = None
    if amount:
        relative = bool(_RELATIVE.search(written)) and not _POINTS.search(written)
    missing = tuple(
        name
        for name, there in (
            ("a measurable amount", bool(amount)),
            ("a deadline", bool(deadline)),
        )
        if not there
    )
    ends = [m.end() for m in (amount, deadline) if m]
    ends.append(text.find(metric, change.start()) + len(metric) if metric in text else change.end())
    begin = resulting.start("metric") if resulting else change.start()
    starts = [m.start() for m in (amount, deadline) if m] + [begin]
    return Goal(
        text=text[min(starts) : max(ends)].strip(" '\"‘’“”"),
        metric=metric,
        direction=direction,  # type: ignore[arg-type]
        amount=written,
        relative=relative,
        deadline=deadline.group().strip() if deadline else "",
        missing=missing,
    )


def _nearest_change(text: str, near: int | None) -> re.Match[str] | None:
    found = list(_CHANGE.finditer(text))
    if not found:
        return None
    if near is None:
        return found[0]
    return min(found, key=lambda m: abs(m.start() - near))


def _metric(
    text: str,
    change: re.Match[str],
    amount: re.Match[str] | None,
    deadline: re.Match[str] | None,
) -> str:
    """The noun phrase after the change word: 'average order value' in 'raise average order value by'."""
    start = change.end()
    if amount and amount.start() >= start and amount.start() - start < 3:
        start = amount.end()  # "increase 15% in AOV", "cut 30% of tickets"
    ends = [m.start() for m in (amount, deadline) if m and m.start() > start]
    rest = text[start : min(ends, default=len(text))]
    if amount and start == amount.end():
        rest = re.sub(r"^\s*(?:in|of|on|more|fewer|less|higher|lower)\b", "", rest)
    rest = re.sub(r"^\s*(?:in|of|the|our|my|their|its|overall|primary|more|both)\b\s*", "", rest)
    rest = re.sub(r"^\s*(?:in|of|the|our|my|their|its|overall)\b\s*", "", rest)
    stop = _STOP.search(rest)
    phrase = (rest[: stop.start()] if stop else rest).strip(" '\"‘’“”*_")
    words = phrase.split()
    return " ".join(words[:7]) if words and re.search(r"[A-Za-z]{2}", phrase) else ""
