"""Values of a calculation as a person writes them, and the names and units beside them."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from assistant.ui.texts import FIRST_LANGUAGE, catalogue

if TYPE_CHECKING:
    from assistant.ui.texts import Texts


def shown(value: Any, unit: str | None = None, words: Texts | None = None) -> str:
    """A value for a person: grouped thousands, at most four digits after the point, its unit."""
    words = words or catalogue()[FIRST_LANGUAGE]
    if value is None:
        return "–"
    if isinstance(value, bool):
        return words("figure_yes" if value else "figure_no")
    numeric = isinstance(value, int | float | Decimal)
    if unit and numeric and unit.partition(" ")[0] == "share":
        # "share per year" is a percentage per year
        rest = unit.removeprefix("share").strip()
        return f"{_number(round(100 * float(value), 1))}% {unit_name(rest, words)}".strip()
    if unit == "percent" and numeric:
        return f"{_number(round(float(value), 1))}%"
    if unit == "money" and numeric:
        return _number(round(float(value), 2))  # in the currency of the inputs, which has no name
    if isinstance(value, int | float | Decimal):
        written = _number(value)
    elif isinstance(value, list | tuple):
        written = ", ".join(shown(item, None, words) for item in value)
    elif isinstance(value, dict):
        written = ", ".join(
            f"{label(key, words)}: {shown(item, None, words)}" for key, item in value.items()
        )
    else:
        written = str(value)
    return f"{written} {unit_name(unit, words)}" if unit else written


def label(name: object, words: Texts) -> str:
    """The name of a figure in the reader's language; what the catalogue lacks is said as it is."""
    return words.entries.get(f"figure_{name}", str(name).replace("_", " "))


def unit_name(unit: str, words: Texts) -> str:
    """A unit in the reader's language; what the catalogue lacks (a currency) is said as it is."""
    return words.entries.get("unit_" + unit.replace(" ", "_").replace("-", "_"), unit)


def is_percentage(unit: str) -> bool:
    """Whether values of this unit are written with a percent sign."""
    return unit == "percent" or unit.partition(" ")[0] == "share"


def with_unit(name: str, unit: str | None, words: Texts) -> str:
    """A column's title: the name, and the unit where its cells do not say it."""
    plain = not unit or unit == "money" or is_percentage(unit)
    said = label(name, words)
    return said if plain or not unit else f"{said} ({unit_name(unit, words)})"


def _number(value: int | float | Decimal) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    number = float(value)
    if not math.isfinite(number):
        return str(number)
    if number == int(number):
        return f"{int(number):,}"
    digits = 2 if abs(number) >= 100 else 4
    written = f"{number:,.{digits}f}".rstrip("0").rstrip(".")
    return f"{number:.3g}" if written in {"0", "-0"} else written
