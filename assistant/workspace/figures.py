"""Numbers for people: the same words in the ranking, the charts' tables and the exports."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeGuard

from assistant.calculators.wording import exact, money, number, percent

_SHARES = frozenset({"share", "probability", "share per year", "share per month"})
_ABBREVIATIONS = frozenset(
    (
        "ai",
        "aov",
        "cac",
        "clv",
        "hitl",
        "ice",
        "irr",
        "mde",
        "mirr",
        "npv",
        "psi",
        "rice",
        "roi",
        "sd",
        "srm",
        "tco",
    )
)
_CURRENCIES = frozenset({"USD", "EUR", "GBP", "JPY", "CHF", "INR"})


@dataclass(frozen=True, slots=True)
class Table:
    """A table of text, for people: what a chart shows, or what a comparison found."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def is_number(value: object) -> TypeGuard[int | float | Decimal]:
    """Whether a value can be drawn: a finite number, and no truth value."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return False
    return math.isfinite(float(value))


def shown(value: Any, unit: str | None = None) -> str:
    """A value with its unit; a dash for what is not known, never 0."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float | Decimal):
        if not math.isfinite(float(value)):
            return "–"
        if unit in _SHARES:
            return percent(value, 1 if abs(float(value)) >= 0.1 else 2)
        if unit in _CURRENCIES or unit == "money":
            return money(value, unit if unit in _CURRENCIES else None)
        written = exact(value) if isinstance(value, int) else figure(value)
        return f"{written} {unit}" if unit and unit not in {"none", "points", "ratio"} else written
    if isinstance(value, Mapping):
        return ", ".join(f"{words(key)}: {shown(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(shown(item, unit) for item in value) or "–"
    return str(value)


def figure(value: float | Decimal) -> str:
    """A number alone, with no more digits than anybody reads."""
    as_float = float(value)
    if as_float == int(as_float) and abs(as_float) < 1e15:
        return exact(as_float)
    return number(value, 4) if abs(as_float) < 1000 else exact(round(as_float))


def words(name: object) -> str:
    """A name in snake case as words."""
    return str(name).replace("_", " ").strip()


def label(name: object) -> str:
    """A name as words, first letter large, abbreviations in capitals."""
    text = " ".join(w.upper() if w in _ABBREVIATIONS else w for w in words(name).split())
    return text[:1].upper() + text[1:]
