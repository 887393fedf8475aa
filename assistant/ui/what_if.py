"""What a reader could ask to see how firm a result is, as questions the calculators understand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.calculators.record import CalculatorResult

MOST = 3
# One factor of the row that leads: halved or doubled, whichever speaks against it.
_OF_THE_LEADER = {
    "effort": "What if effort doubles for {name}?",
    "confidence": "What if confidence is 50% for {name}?",
    "reach": "What if reach halves for {name}?",
}
_AGAINST = re.compile(r"cost|invest|spend|price|fee|minutes|hours")  # more of it is worse
_SCALED = frozenset(
    {"npv", "irr", "payback", "roi", "break_even", "clv", "uplift", "automation_savings"}
)


def what_if(result: CalculatorResult) -> list[str]:
    """Questions that change one input of this result; none where there is no result."""
    if not result.values:
        return []
    read_as = {read.name: read.value for read in result.inputs_as_read}
    leader = _leader(result)
    if leader:
        return [
            question.format(name=leader)
            for factor, question in _OF_THE_LEADER.items()
            if f"{leader}.{factor}" in read_as
            # half a share already, or a confidence that is no share, is not lowered to a half
            and (factor != "confidence" or _over_half(read_as[f"{leader}.{factor}"]))
        ][:MOST]
    if result.calculator not in _SCALED:
        return []
    plain = [
        read.name.replace("_", " ")
        for read in result.inputs_as_read
        if "." not in read.name
        and read.unit not in {"share", "years", "months"}
        and isinstance(read.value, int | float)
        and not isinstance(read.value, bool)
        and read.value > 0
    ]
    return [
        f"What if {name} is 20% {'higher' if _AGAINST.search(name) else 'lower'}?"
        for name in plain[:MOST]
    ]


def _over_half(value: object) -> bool:
    return isinstance(value, int | float) and 0.5 < value <= 1


def _leader(result: CalculatorResult) -> str:
    rows = result.values.get("rows")
    first = rows[0] if isinstance(rows, list) and rows else None
    name = first.get("name") if isinstance(first, dict) else None
    return name if isinstance(name, str) and isinstance(first, dict) and "rank" in first else ""
