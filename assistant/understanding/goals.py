"""The reader's business goal: metric, direction, amount, deadline, and what SMART still lacks."""

from __future__ import annotations

import itertools
import re

from assistant.understanding.goal_forms import Stated, stated
from assistant.understanding.types import Goal

_UP = r"increas\w*|rais\w*|grow\w*|boost\w*|improv\w*|lift\w*|enhanc\w*|higher|more|doubl\w*|maximi[sz]\w*"
_UP += r"|widen\w*|expand\w*|gain\w*|win(?:s|ning)?|collect(?:s|ing)?|generat(?:e|es|ing)|attract\w*|strengthen\w*"
_UP += r"|push(?:es|ing)?(?! notif)|add(?:ing)?|tripl\w*"
_DOWN = r"minus|reduc\w*|cut\w*|lower\w*|decreas\w*|minimi[sz]\w*|shrink\w*|fewer|less|drop\w*|halv\w*|trim\w*|shorten\w*|slash\w*|bring\w* down"
_HOLD = r"keep\w*|maintain\w*|hold\w*"
_NUMBER = (
    r"(?:[$€£]?\d[\d.,]{0,15}|half|a half|a third|a quarter|double|one|two|three|four|five|six|seven|eight"
    r"|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty)"
)
_AMOUNT = re.compile(
    rf"(?P<money>[$€£]\s?\d[\d.,]{{0,15}}\s?(?:k|m|bn|million|thousand)?)"
    rf"|(?P<amount>\b1/[2-5]\b|(?:a|one|two) (?:third|quarter|fifth|tenth)s?\b|half\b|\d[\d.,]{{0,15}}k? (?=more|fewer|additional|extra|new|less)"
    rf"|from {_NUMBER}\s?%? to {_NUMBER}\s?(?:%|per\s?cent)?"
    rf"|{_NUMBER}\s?(?:percentage points?|%(?:[ -]points?)?|per\s?cent|points?|pp\b)|doubl\w+|tripl\w+|halv\w+)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"%|per\s?cent|half|halv|doubl|tripl|third|quarter|fifth|tenth", re.IGNORECASE
)
_POINTS = re.compile(r"points?\b|pp\b|\bfrom\b", re.IGNORECASE)
DEADLINE = re.compile(
    rf"\b(?:(?:with)?in|over|during|for|by|innerhalb von)\s+(?:the\s+)?(?:next\s+|coming\s+|den nächsten\s+)?"
    rf"(?:{_NUMBER}|an?|half a)\s?(?:-\s?{_NUMBER}\s?)?-?(?:days?|weeks?|months?|quarters?|years?|tagen|wochen|monaten|jahren)\b"
    r"|\b(?:by|until|till?|before|bis|vor) (?:the )?(?:(?:the )?end of |ende? )?(?:(?:next|this|the) (?:year|quarter|month|summer|christmas)"
    r"|year(?:'s)?[ -]?end|eoy|eoq|q[1-4](?: \d{4})?|\d{4}|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|christmas|xmas|weihnachten|easter|ostern|black friday|spring|summer|autumn|fall|winter)\b"
    r"|\b(?:the )?end of (?:the |this |next )?(?:year|quarter|month)\b"
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
    r"\s*(?:[,;:.?!'\"’”)\]]| [-–—] |\b(?:by|within|in the|over the|from|to \d|until|before|till|bis|which|what|how|and (?:what|which|how)"
    r"|should|while|without|for (?:my|our)|using|with ai|so that|because|below|above|under|at least|at most|per (?:day|week|month|quarter|year))\b)",
    re.IGNORECASE,
)


_IMPERATIVE = re.compile(
    rf"^\W*(?:(?:please|how (?:do|can|could|should) (?:i|we)|help (?:me|us)(?: to)?)\s+)?(?:{_UP}|{_DOWN})\b(?=[^?]*$)",
    re.IGNORECASE,
)
# Words that name no metric: such a goal cannot be measured yet.
_VAGUE = re.compile(
    r"^(?:things?|stuff|everything|it|this|that|business|shop|store|company|performance|results?|success|growth|website|site)$",
    re.IGNORECASE,
)

LONGEST = 2000  # characters of a message that are read for a goal
MOST = 8  # verbs, and amounts, that are tried with one another


def read_goal(text: str) -> Goal | None:
    """The goal in a message, or None where it states none.

    A goal needs a change ("raise", "30% fewer", "+15%") of something, and either an amount, a
    deadline or words that say it is a goal: "how does AI improve search?" states none.
    """
    text = text[:LONGEST]
    deadline = DEADLINE.search(text)
    found = stated(text) or _by_verb(text, deadline)
    if found is None:
        return None
    amount = found.amount
    if not amount and (match := _AMOUNT.search(text, found.start)):
        amount = match.group().strip()
        found = Stated(
            found.metric, found.direction, amount, found.start, max(found.end, match.end())
        )
    missing = (
        ("a metric that can be measured", not _VAGUE.match(found.metric)),
        ("a measurable amount", bool(amount)),
        ("a deadline", bool(deadline)),
    )
    spans = [(found.start, found.end), *([deadline.span()] if deadline else [])]
    whole = text[min(start for start, _ in spans) : max(end for _, end in spans)]
    return Goal(
        text=whole.strip(" '\"‘’“”,;:"),
        metric=found.metric,
        direction=found.direction,
        amount=amount,
        relative=bool(_RELATIVE.search(amount)) and not _POINTS.search(amount) if amount else None,
        deadline=deadline.group().strip() if deadline else "",
        missing=tuple(name for name, there in missing if not there),
    )


def _by_verb(text: str, deadline: re.Match[str] | None) -> Stated | None:
    """A verb of change, then its metric: "raise average order value by 15%"."""
    amounts = list(_AMOUNT.finditer(text))
    if not (
        amounts or _GOALISH.search(text) or (_IMPERATIVE.match(text) and not text.endswith("?"))
    ):
        return None
    changes = itertools.islice(_CHANGE.finditer(text), MOST)
    pairs = [(c, a) for c in changes for a in amounts[:MOST] or (None,)]
    for change, amount in sorted(pairs, key=lambda pair: _apart(text, *pair)):
        way = "up" if change.group("up") else "down" if change.group("down") else "hold"
        metric = _metric(text, change, amount, deadline)
        if not metric or (way == "hold" and not (amount or deadline)):
            continue  # "I want to keep bees" holds nothing to a level
        at = text.find(metric, change.start())
        ends = [at + len(metric) if at >= 0 else change.end()]
        starts = [change.start()]
        if amount:
            starts.append(amount.start())
            ends.append(amount.end())
        written = amount.group().strip() if amount else ""
        return Stated(metric, way, written, min(starts), max(ends))  # type: ignore[arg-type]
    return None


def _apart(text: str, change: re.Match[str], amount: re.Match[str] | None) -> int:
    """How far an amount stands from a verb; one in another sentence belongs to another."""
    if amount is None:
        return change.start()
    first, second = sorted((change.span(), amount.span()))
    between = text[first[1] : second[0]]
    return len(between) + 200 * bool(re.search(r"[.?!;]\s", between))


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
    rest = re.sub(r"\s+(?:in|by|of|at|to|from)\s*$", "", rest)
    stop = _STOP.search(rest)
    phrase = (rest[: stop.start()] if stop else rest).strip(" '\"‘’“”*_")
    words = phrase.split()
    return " ".join(words[:7]) if words and re.search(r"[A-Za-z]{2}", phrase) else ""
