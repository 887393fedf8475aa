"""One written amount becomes a number with its currency, unit, period and range.

Nothing is guessed: what has two readings carries a `problem` that asks.
"""

import math
import re
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from assistant.calculators.reading.worded import with_figures

MISSING = frozenset(
    [
        "",
        "?",
        "??",
        "???",
        "-",
        "--",
        "\u2013",
        "\u2014",
        "n/a",
        "na",
        "n.a.",
        "tbd",
        "tbc",
        "none",
        "null",
        "unknown",
        "nil",
        "missing",
        "not known",
        "not sure",
        "to be decided",
        "nan",
        "#n/a",
    ]
)
SUFFIXES = {
    "k": 3,
    "thousand": 3,
    "thousands": 3,
    "tsd": 3,
    "m": 6,
    "mn": 6,
    "mm": 6,
    "mio": 6,
    "mil": 6,
    "million": 6,
    "millions": 6,
    "bn": 9,
    "b": 9,
    "billion": 9,
    "billions": 9,
}
CURRENCIES = {
    "us$": "USD",
    "$": "USD",
    "usd": "USD",
    "dollar": "USD",
    "dollars": "USD",
    "\u20ac": "EUR",
    "eur": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "\u00a3": "GBP",
    "gbp": "GBP",
    "pounds": "GBP",
    "pound": "GBP",
    "quid": "GBP",
    "chf": "CHF",
    "francs": "CHF",
    "cad": "CAD",
    "aud": "AUD",
    "\u20b9": "INR",
    "inr": "INR",
    "rupees": "INR",
    "\u00a5": "JPY",
    "jpy": "JPY",
    "yen": "JPY",
    "sek": "SEK",
    "nok": "NOK",
    "dkk": "DKK",
    "pln": "PLN",
    "zar": "ZAR",
    "sgd": "SGD",
}
PERIODS_PER_YEAR = {"day": 365, "week": 52, "month": 12, "quarter": 4, "year": 1}
_PERIOD_WORDS = {
    "day": r"days?|d|daily",
    "week": r"weeks?|wks?|w|weekly",
    "month": r"months?|mos?|mth|mths|monthly|m",
    "quarter": r"quarters?|qtrs?|q|quarterly",
    "year": r"years?|yrs?|y|annum|yearly|annually|annual",
}
_PER = re.compile(
    r"(?:(?:/|\bper\b|\ba\b|\ban\b|\beach\b|\bevery\b|\bp\.?)\s*(?P<noun>"
    + "|".join(f"(?:{words})" for words in _PERIOD_WORDS.values())
    + r")\b|\b(?P<adverb>daily|weekly|monthly|quarterly|yearly|annually|annual)\b"
    r"|(?P<pa>\bp\.\s?a\.?|\bpa\b)|(?P<paren>\((?:weekly|monthly|quarterly|annual|yearly)\)))",
    re.IGNORECASE,
)
DIGITS = r"(?:\d{1,3}(?:[,.'\u2019\u00a0\u202f ]\d{3})+(?:[.,]\d+)?|\d{1,2}(?:,\d{2})+,\d{3}|\d+(?:[.,]\d+)?|[.,]\d+)"
_SUFFIX = r"(?:k|mn|mio|mm|mil(?:lions?)?|bn|billions?|thousands?|tsd|m|b)"
_SYMBOL = r"(?:us\$|[$\u20ac\u00a3\u20b9\u00a5])"
# Units written without a space: "0.3pp", "3yr", "15min". Other letters make it no number.
_GLUED = (
    r"(?:ppts?|pp|pts?|y(?:ea)?rs?|y|quarters?|qtrs?|mths?|months?|mos?|weeks?|wks?|w|days?|d|hours?|hrs?|h"
    r"|minutes?|mins?|x|ftes?|pm|pw|pd|usd|eur|euros?|gbp|chf|cad|aud|inr|jpy|dollars?|pounds?)"
)
_NUMBER = re.compile(
    rf"(?P<sign>[-+\u2212\u2013]\s?)?(?P<symbol>{_SYMBOL})?\s?(?P<sign2>[-\u2212])?"
    rf"(?P<digits>(?>{DIGITS}(?!\d)))(?:(?P<exponent>e[-+]?\d+)?\s?(?P<suffix>{_SUFFIX})?(?![a-z0-9])|(?={_GLUED}(?![a-z0-9])))",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"^(?:between\s+)?(?P<first>{_SYMBOL}?\s?-?{DIGITS}\s?{_SUFFIX}?\s?%?)"
    rf"\s*(?:-|\u2013|\u2014|\bto\b|\band\b|\.\.\.?)\s*(?P<second>{_SYMBOL}?\s?{DIGITS}\s?{_SUFFIX}?)(?![a-z0-9])",
    re.IGNORECASE,
)
_APPROXIMATE = re.compile(
    r"^(?:~|\u2248|about|approx(?:imately|\.)?|around|roughly|ca\.?|circa|some|nearly|almost)\s*",
    re.I,
)
_POINTS = re.compile(
    r"(?<![a-z])(?:pp|ppt|ppts|pts|percentage[- ]points?|percent points?|%[- ]?points?|points?)\b|%-?points?",
    re.I,
)
_PERCENT = re.compile(r"%|\bper ?cent\b|\bpct\b|\bpercent\b", re.I)
_CURRENCY_WORD = re.compile(
    r"(?<![a-z])("
    + "|".join(re.escape(word) for word in CURRENCIES if word.isalpha())
    + r")(?![a-z])",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A written amount; `value` is None when it is missing or has more than one reading."""

    raw: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    percent: bool = False
    points: bool = False
    currency: str | None = None
    per: str | None = None
    unit: str = ""
    note: str | None = None
    missing: bool = False
    problem: str | None = None


def is_missing(raw: object) -> bool:
    """True for None, NaN-like blanks and the marks people use for "not known"."""
    if raw is None:
        return True
    return isinstance(raw, str) and raw.strip().strip("()").casefold() in MISSING


def plain(value: Decimal | float | int) -> str:
    """A number as a person would write it: thousands separated, no trailing zeros."""
    number = Decimal(str(value))
    if number == number.to_integral_value():
        return f"{int(number):,}"
    return (
        f"{number:,.10f}".rstrip("0").rstrip(".") if abs(number) >= 1 else f"{number.normalize():f}"
    )


def period_of(text: str) -> str | None:
    """The period named in `text` ("12k users/qtr" is per quarter), or None."""
    match = _PER.search(text)
    if match is None:
        return None
    if match["pa"]:
        return "year"
    word = (match["noun"] or match["adverb"] or match["paren"]).strip("()").casefold()
    return next(name for name, words in _PERIOD_WORDS.items() if re.fullmatch(words, word))


def read_digits(digits: str, decimal_comma: bool | None) -> tuple[Decimal | None, str | None]:
    """Digits with separators as a decimal, or the question they raise.

    `decimal_comma` is the evidence of the surrounding text: True for 1.200,50; False for
    1,200.50; None when nothing else decides.
    """
    text = re.sub(r"['\u2019\u00a0\u202f ]", "", digits)
    if "," in text and "." in text:
        comma_last = text.rfind(",") > text.rfind(".")
        text = text.replace(".", "").replace(",", ".") if comma_last else text.replace(",", "")
        return Decimal(text), None
    if text.count(",") > 1 or text.count(".") > 1:
        return Decimal(text.replace(",", "").replace(".", "")), None
    if "," in text:
        groups_of_three = re.fullmatch(r"[1-9]\d{0,2},\d{3}", text) is not None
        if groups_of_three and decimal_comma is not True:
            return Decimal(text.replace(",", "")), None
        return Decimal(text.replace(",", ".")), None
    if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", text) and decimal_comma is not False:
        if decimal_comma:
            return Decimal(text.replace(".", "")), None
        thousands, fraction = plain(Decimal(text.replace(".", ""))), Decimal(text).normalize()
        return None, f'"{digits}" can be {thousands} or {fraction}: which is meant?'
    return Decimal(text), None


def _scaled(match: re.Match[str], decimal_comma: bool | None) -> tuple[Decimal | None, str | None]:
    value, problem = read_digits(match["digits"], decimal_comma)
    if value is None:
        return None, problem
    try:
        if match["exponent"]:
            value *= Decimal("1" + match["exponent"])
        value = value.scaleb(SUFFIXES[(match["suffix"] or "").casefold()] if match["suffix"] else 0)
    except InvalidOperation:
        return None, f"{match[0]!r} is not a finite number."
    sign = (match["sign"] or match["sign2"] or "").strip()
    return (-value if sign in {"-", "\u2212", "\u2013"} else value), None


def _read_range(text: str, decimal_comma: bool | None, amount: Amount) -> Amount | None:
    match = _RANGE.match(text)
    if match is None:
        return None
    second = _NUMBER.search(match["second"])
    first = _NUMBER.search(match["first"])
    if first is None or second is None:
        return None
    low, problem_low = _scaled(first, decimal_comma)
    high, problem_high = _scaled(second, decimal_comma)
    if low is None or high is None:
        return replace(amount, problem=problem_low or problem_high)
    if second["suffix"] and not first["suffix"] and low < high:
        low = low.scaleb(SUFFIXES[second["suffix"].casefold()])
    if low > high:
        return replace(amount, problem=f'"{amount.raw}" reads as a range that runs backwards.')
    rest = text[match.end() :]
    return replace(amount, low=low, high=high, unit=_unit_words(rest), note="a range")


def _unit_words(rest: str) -> str:
    rest = _PERCENT.sub(" ", _PER.sub(" ", rest))
    rest = _CURRENCY_WORD.sub(" ", rest)
    return re.sub(r"[^a-z0-9.\- ]", " ", rest.casefold()).strip(" .-")


def read_amount(raw: object, *, decimal_comma: bool | None = None) -> Amount:
    """Read one amount from a number or from text such as "$1.2M", "12k users/qtr", "5k-9k"."""
    if isinstance(raw, bool):
        return Amount(str(raw), problem=f"{raw!r} is not a number.")
    if is_missing(raw):
        return Amount("" if raw is None else str(raw), missing=True)
    if isinstance(raw, int | float | Decimal):
        if not math.isfinite(raw):
            return Amount(str(raw), problem=f"{raw!r} is not a finite number.")
        return Amount(str(raw), value=Decimal(str(raw)))
    written = str(raw).strip()
    text = _APPROXIMATE.sub("", with_figures(written))
    text = re.sub(
        r"(?<=\d)\s*\+(?=\s|$)|\s*\(?(?:est|estimated?|approx|tbc)\.?\)?$", "", text, flags=re.I
    )
    currency_word = _CURRENCY_WORD.search(text)
    symbol = re.search(_SYMBOL, text, re.I)
    found = symbol[0] if symbol else currency_word[0] if currency_word else None
    amount = Amount(
        written,
        percent=_PERCENT.search(text) is not None,
        points=_POINTS.search(text) is not None,
        currency=CURRENCIES[found.casefold()] if found else None,
        per=period_of(text),
        note="approximate" if text != written else None,
    )
    text = re.sub(r"^[\s:=]+", "", _CURRENCY_WORD.sub(" ", text))
    accounting = re.fullmatch(r"\((.*\d.*)\)", text)
    ranged = None if accounting else _read_range(text.strip(), decimal_comma, amount)
    if ranged is not None:
        return ranged
    match = _NUMBER.search(text)
    if match is None:
        return replace(amount, problem=f'"{written}" holds no number.')
    value, problem = _scaled(match, decimal_comma)
    if value is None:
        return replace(amount, problem=problem)
    if accounting:
        value = -abs(value)
    rest = text[match.end() :]
    return replace(amount, value=value, unit=_unit_words(text[: match.start()] + " " + rest))
