"""How numbers are shown: rounded for people, never in the values."""

import math
from decimal import Decimal
from fractions import Fraction

SYMBOLS = {"USD": "$", "EUR": "\u20ac", "GBP": "\u00a3", "JPY": "\u00a5", "INR": "\u20b9"}
Number = int | float | Decimal | Fraction


def significant(value: Number, digits: int = 3) -> float:
    """`value` rounded to significant digits; two values are tied when these are equal."""
    number = float(value)
    if number == 0 or not math.isfinite(number):
        return number
    return round(number, digits - 1 - math.floor(math.log10(abs(number))))


def number(value: Number, digits: int = 3) -> str:
    """A score: three significant digits, whole when large."""
    rounded = significant(value, digits)
    if abs(rounded) >= 10 ** (digits - 1):
        return f"{rounded:,.0f}"
    return (
        f"{rounded:,.{digits + 2}f}".rstrip("0").rstrip(".")
        if abs(rounded) >= 1e-4
        else f"{rounded:g}"
    )


def exact(value: Number) -> str:
    """An input as given: thousands separated, no rounding anyone would notice."""
    as_float = float(value)
    if as_float == int(as_float) and abs(as_float) < 1e15:
        return f"{int(as_float):,}"
    return f"{as_float:,.6f}".rstrip("0").rstrip(".") if abs(as_float) >= 1e-3 else f"{as_float:g}"


def percent(value: Number, decimals: int = 1) -> str:
    """A share as a percentage with at most `decimals` decimals (more for very small ones)."""
    scaled = float(value) * 100
    if scaled and abs(scaled) < 10**-decimals:
        return f"{significant(scaled, 2):g}%"
    text = f"{scaled:,.{decimals}f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"


def points(value: Number) -> str:
    """A difference of shares in percentage points."""
    text = f"{float(value) * 100:+.2f}".rstrip("0").rstrip(".")
    return f"{'0' if text in {'+', '-', '+0', '-0'} else text} points"


def money(value: Number, currency: str | None = None) -> str:
    """Money in whole units; cents only below 100."""
    amount = float(value)
    shown = (
        f"{abs(amount):,.0f}"
        if abs(amount) >= 100 or amount == round(amount)
        else f"{abs(amount):,.2f}"
    )
    sign = "-" if amount < 0 and shown.strip("0.,") else ""
    symbol = SYMBOLS.get(currency or "")
    if symbol:
        return f"{sign}{symbol}{shown}"
    return f"{sign}{shown} {currency}" if currency else f"{sign}{shown}"


def p_value(value: float) -> str:
    """A p-value to two significant digits."""
    return "p < 0.0001" if value < 1e-4 else f"p = {significant(value, 2):g}"


def listed(names: list[str] | tuple[str, ...]) -> str:
    """Names as a phrase: "a, b and c"."""
    if len(names) <= 1:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
