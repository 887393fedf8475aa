"""A result as a text table, for "show as table"."""

from typing import Any

from assistant.calculators.record import CalculatorResult
from assistant.calculators.wording import exact, money, number, percent

MOST_ROWS = 20
_SKIP = frozenset({"rank_low", "rank_high", "reasons"})


def as_table(result: CalculatorResult) -> str:
    """The rows of the result, or its values, as a Markdown table."""
    rows = result.values.get("rows")
    if isinstance(rows, list) and rows:
        columns = [
            key for key in rows[0] if key not in _SKIP and not isinstance(rows[0][key], dict | list)
        ]
        body = [[_cell(key, row.get(key), result) for key in columns] for row in rows[:MOST_ROWS]]
        heads = [column.replace("_", " ").capitalize() for column in columns]
        return _markdown(heads, body)
    body = [
        [key.replace("_", " ").capitalize(), _cell(key, value, result)]
        for key, value in result.values.items()
        if not isinstance(value, dict | list) and value is not None
    ]
    return _markdown(["Value", "Result"], body) if body else result.headline


def _cell(name: str, value: Any, result: CalculatorResult) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value.replace("|", "/").replace("\n", " ")
    unit = result.units.get(name)
    if unit in {"share", "probability"}:
        return percent(value)
    if unit == "money" or (unit and len(unit) == 3 and unit.isupper()):
        return money(value, None if unit == "money" else unit)
    return number(value) if name == "score" else exact(round(value, 4))


def _markdown(heads: list[str], body: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
