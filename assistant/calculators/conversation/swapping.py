""" "Swap A and B": groups of a test change sides; ranked ideas change places only by their scores."""

import re
from typing import Any

from assistant.calculators.conversation.edits import with_rows
from assistant.calculators.conversation.row_edits import find_row, name_key
from assistant.calculators.conversation.scenario import Scenario
from assistant.calculators.reading.columns import field_names
from assistant.calculators.reading.records import rows_field
from assistant.calculators.record import CalculatorResult
from assistant.calculators.registry import get
from assistant.calculators.wording import exact, percent

_SWAP = re.compile(
    r"^\W*(?:(?:please|can you|could you|now|and|ok|just)\W+)*(?:swap|switch|exchange|flip) (?P<first>.+?) (?:and|with|for) (?P<second>.+?)\W*$",
    re.I,
)
_SIDES = frozenset({"ab_test", "means", "ratio_metric"})


def swapped(text: str, previous: Scenario) -> Scenario | tuple[str, str] | None:
    """The scenario with the sides of a test exchanged, or the two ranked names a text would swap."""
    match = _SWAP.match(text)
    table = rows_field(get(previous.calculator).inputs)
    if match is None or table is None:
        return None
    inputs = with_rows(previous)
    rows = inputs.get(table[0])
    if not isinstance(rows, list) or len(rows) < 2:
        return None
    key = name_key(rows[0], field_names(table[1])) or "name"
    places = [find_row(match[side], rows, key) for side in ("first", "second")]
    first, second = places
    if first is None or second is None or first == second:
        return None
    if previous.calculator not in _SIDES:
        return str(rows[first].get(key)), str(rows[second].get(key))
    exchanged = list(rows)
    exchanged[first], exchanged[second] = rows[second], rows[first]
    return previous.changed({**inputs, table[0]: exchanged})


def no_swap(names: tuple[str, str], result: CalculatorResult) -> str:
    """Why two ranked ideas cannot be swapped by order, and what would make them change places."""
    pair = next(
        (
            point
            for point in result.values.get("switch_over", [])
            if {point["item"], point["against"]} == set(names)
        ),
        None,
    )
    said = f"The order follows the scores, so {names[0]} and {names[1]} change places only when a value does."
    ties = [_tie(field, pair[field]) for field in _FIELDS if pair and pair.get(field) is not None]
    if pair and ties:
        said += f" {pair['item']} ties with {pair['against']} at {' or '.join(ties)}."
    return f"{said} {result.headline}"


_FIELDS = ("reach", "impact", "confidence", "effort")


def _tie(field: str, value: Any) -> str:
    show = percent if field == "confidence" else exact
    return f"{field} {show(round(value, 4))}"
