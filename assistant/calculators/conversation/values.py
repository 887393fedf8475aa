"""The new value a follow-up gives an input: a factor of the old one, a percentage, an amount."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assistant.calculators.conversation.mentions import Mention, mentions_in
from assistant.calculators.reading.amounts import DIGITS, is_missing, plain, read_amount

FACTORS = {
    r"\bdoubl(?:es?|ed|ing)\b|\btwice\b": "2",
    r"\btripl(?:es?|ed|ing)\b|\bthree times\b|\b3 times\b": "3",
    r"\bquadrupl\w+|\bfour times\b|\b4 times\b": "4",
    r"\b(?:ten times|10 times|tenfold)\b": "10",
    r"\bhalv(?:es?|ed|ing)\b|\bhalf\b": "0.5",
}
_BY = re.compile(
    (
        r"\b(?P<verb>rises?|grows?|goes up|increases?|is up|up|higher|more|falls?|drops?"
        r"|decreases?|shrinks?|goes down|is down|down|lower|less"
        r"|cut)\b(?:\s+by)?\s+(?P<n>\d+(?:[.,]\d+)?)\s?%|(?P<m>\d+(?:[.,]\d+)?)\s?%\s+(?P<word>higher|lower|more|less|fewer|up|down)"
    ),
    re.I,
)
_DOWN = re.compile(r"fall|drop|decreas|shrink|down|lower|less|fewer|cut", re.I)
_SHARES = frozenset({"share", "confidence", "retention", "change"})
_UNIT_KINDS = frozenset({"effort", "duration", "count", "money", *_SHARES})


def is_step(text: str) -> bool:
    """Whether a text moves an input relative to what it was: "doubles", "up by 10%"."""
    return _BY.search(text) is not None or any(re.search(p, text, re.I) for p in FACTORS)


def changed(text: str, old: Any, kind: str, name: str = "") -> str | None:
    """The new value as text, or None when the text gives none that fits the input's kind."""
    for pattern, factor in FACTORS.items():
        if re.search(pattern, text, re.I) and not re.search(
            r"\b(?:to|is|at)\s+half a\b", text, re.I
        ):
            return times(old, Decimal(factor))
    by = _BY.search(text)
    if by is not None and not (kind in _SHARES and is_missing(old)):
        amount = Decimal((by["n"] or by["m"]).replace(",", ".")) / 100
        down = _DOWN.search(by["verb"] or by["word"]) is not None
        return times(old, 1 - amount if down else 1 + amount)
    body = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text) if name else text
    body = re.sub(
        r"\b(?:instead of|rather than|not|was)\s+[$\u20ac\u00a3]?\d[\d.,]*\S*",
        " ",
        body,
        flags=re.I,
    )
    found = [m for m in mentions_in(body.rstrip(" ?!."), words=True) if fits(m, kind)]
    if kind == "duration" and found and found[-1].form == "number" and is_missing(old):
        return None
    if not found:
        return None
    new = like(found[-1], old, kind)
    every = re.search(r"\b(monthly|weekly|quarterly|yearly|annual|daily)\b", text, re.I)
    if every and kind in {"retention", "money"} and read_amount(new).per is None:
        return f"{new} {every[1].lower() if every[1].lower() != 'annual' else 'yearly'}"
    return new


def fits(mention: Mention, kind: str) -> bool:
    """Whether an amount of that form can be an input of that kind."""
    match kind:
        case "money" | "count" | "rate":
            return mention.form in {"money", "number", "blank"}
        case "share" | "confidence" | "retention" | "change":
            return mention.form in {"percent", "number", "blank"} or (
                kind == "confidence" and mention.form == "word"
            )
        case "duration":
            return mention.form in {"time", "number"}
        case "effort":
            return mention.form in {"time", "number", "heads", "blank"}
        case "impact":
            return mention.form in {"number", "word", "blank"}
        case "flag" | "choice" | "text" | "texts":
            return False
        case _:
            return mention.form not in {"word"}


def like(mention: Mention, old: Any, kind: str) -> str:
    """The amount with the period, currency or unit of the old one, where it names none.

    "and with 5k?" after "4k a month" is 5k a month; 50 after "80%" is 50%.
    """
    new = mention.text.strip()
    if mention.form == "blank" or kind not in _UNIT_KINDS or not isinstance(old, str):
        return new
    before, after = read_amount(old), read_amount(new)
    if before.missing or after.problem is not None or after.missing:
        return new
    first = after.value if after.value is not None else after.high
    if before.percent and mention.form == "number" and first is not None and abs(first) >= 1:
        return f"{new}%"
    if kind == "effort" and mention.form == "number":
        unit = re.search(
            r"\d\s*k?\s*((?:(?:person|man|dev|team)[- ])?(?:weeks?|wks?|days?|hours?|person-months?|months?)(?: \(.*\))?)\s*$",
            old,
            re.I,
        )
        return f"{new} {unit[1]}" if unit else new
    if kind == "duration" and mention.form == "number":
        unit = re.search(r"\d\s*-?\s*(years?|months?|weeks?|days?|quarters?)\b", old, re.I)
        return f"{new} {unit[1]}" if unit else new
    if before.currency and not after.currency and kind == "money":
        new = f"{new} {before.currency}"
    if before.per and not after.per:
        new = f"{new} per {before.per}"
    return new


def times(old: Any, factor: Decimal) -> str | None:
    """The old amount times a factor, written as it was: "3 weeks" doubled is "6 weeks"."""
    if old is None or isinstance(old, list | tuple | Mapping):
        return None
    amount = read_amount(old)
    if amount.low is not None and amount.high is not None:
        text = f"{plain(amount.low * factor)}-{plain(amount.high * factor)}"
        return f"{text} per {amount.per}" if amount.per else text
    if amount.value is None:
        return None
    number = f"{amount.value * factor:f}"
    number = number.rstrip("0").rstrip(".") if "." in number else number
    suffix = r"(?:\s?(?:k|mn|mio|m|bn|million|billion|thousand)(?![a-z]))?"
    return re.sub(rf"-?{DIGITS}{suffix}", number, str(old), count=1, flags=re.I)
