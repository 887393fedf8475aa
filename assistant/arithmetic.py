"""Numbers in a message go to a calculator; a follow-up changes one thing of the same scenario."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.calculators import Scenario, get, next_turn
from assistant.calculators.record import CalculatorResult
from assistant.types import Exchange

_QUOTED = re.compile(r"'[^'\n]{4,160}'|\"[^\"\n]{4,160}\"|“[^”\n]{4,160}”|‘[^’\n]{4,160}’")
_ORDER = re.compile(
    r"\b(?:calculate|compute|work out|score|rank|rice|ice|rate)\b(?:\s+\w+){0,3}"
    r"\s+(?:these|this|them|my|our|the following|it)\b"
    r"|^\W*(?:please )?(?:calculate|compute|work out)\b|\b(?:significant|sample size)\b.*\?"
    r"|\bstrive\b"
    r"|^\W*(?:(?:so|and|please|now|what(?:'s| is| would be| will be)?|give me|find)\W+)*(?:the |our |my |an? )?"
    r"(?:roi|npv|irr|tco|clv|ltv|payback|break[- ]?even)\b(?=.*(?:[$€£]|\d\s?k\b|\d{3}))",
    re.IGNORECASE,
)
_EXPLAINING = re.compile(
    r"\bdifference between\b|\bexplain\b|\bmeaning of\b|\bwhat does\b.{0,60}\bmean\b|\bwhy\b"
    r"|\bhow (?:do|does|should|can|could)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Computed:
    """The results for a message, the scenario a follow-up may change, and whether it was one."""

    results: tuple[CalculatorResult, ...] = ()
    scenario: Mapping[str, Any] | None = None
    follows_up: bool = False

    @property
    def topic(self) -> str | None:
        """What the course is asked beside the number: the figures themselves are no search words."""
        return get(self.results[0].calculator).topic if self.results else None


def compute(message: str, history: Sequence[Exchange]) -> Computed:
    """Run the calculator a message asks for; nothing where it asks for no computation.

    "What if effort doubles for B?" changes the scenario of an earlier turn and says what that did.
    """
    last = next((e.scenario for e in reversed(history) if e.scenario), None)
    previous = Scenario.from_json(dict(last)) if last is not None else None
    turn = next_turn(message, previous)
    if turn is None:
        return Computed()
    asking = turn.result.status == "needs_input" and not turn.follows_up
    if asking and not _wants_arithmetic(message):
        return Computed()  # the name of a method in a question is no order to compute
    return Computed((turn.result,), turn.scenario.to_json(), turn.follows_up)


def _wants_arithmetic(message: str) -> bool:
    """Whether a message without the needed numbers still asks for a calculation."""
    if _EXPLAINING.search(message):
        return False
    figures = re.findall(r"(?<![\w-])[$€£]?\d[\d.,]*(?!\s?[-–]\s?\d)", _QUOTED.sub(" ", message))
    return len(figures) >= 2 or bool(_ORDER.search(message))
