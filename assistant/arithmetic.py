"""Numbers in a message go to a calculator; a follow-up changes one thing of the same scenario."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.calculators import (
    Scenario,
    compare,
    edit_request,
    read_request,
    run_scenario,
)
from assistant.calculators.record import CalculatorResult
from assistant.types import Exchange

_QUOTED = re.compile(r"'[^'\n]{4,160}'|\"[^\"\n]{4,160}\"|“[^”\n]{4,160}”|‘[^’\n]{4,160}’")
_ORDER = re.compile(
    r"\b(?:calculate|compute|work out|score|rank|rice|ice|rate)\b(?:\s+\w+){0,3}"
    r"\s+(?:these|this|them|my|our|the following|it)\b"
    r"|^\W*(?:please )?(?:calculate|compute|work out)\b|\b(?:significant|sample size)\b.*\?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Computed:
    """The results for a message, the scenario a follow-up may change, and whether it was one."""

    results: tuple[CalculatorResult, ...] = ()
    scenario: Mapping[str, Any] | None = None
    follows_up: bool = False


def compute(message: str, history: Sequence[Exchange]) -> Computed:
    """Run the calculator a message asks for; nothing where it asks for no computation.

    "What if effort doubles for B?" changes the scenario of an earlier turn and says what that did.
    """
    previous = next((e.scenario for e in reversed(history) if e.scenario), None)
    request = read_request(message)
    if previous is not None:
        before = Scenario.from_json(dict(previous))
        after = edit_request(message, before)
        if after is not None and (request is None or _changes(request.inputs, before)):
            result = run_scenario(after)
            if not after.tie_field:
                # The headline says what changed: the figures before stand in the result, too.
                told = compare(run_scenario(before), result).headline
                result = result.model_copy(update={"headline": told})
            return Computed((result,), after.to_json(), follows_up=True)
    if request is None:
        return Computed()
    scenario = Scenario(request.calculator, request.inputs)
    result = run_scenario(scenario)
    if result.status == "needs_input" and not _wants_arithmetic(message):
        return Computed()  # the name of a method in a question is no order to compute
    return Computed((result,), scenario.to_json())


def _wants_arithmetic(message: str) -> bool:
    """Whether a message without the needed numbers still asks for a calculation."""
    figures = re.findall(r"(?<![\w-])[$€£]?\d[\d.,]*(?!\s?[-–]\s?\d)", _QUOTED.sub(" ", message))
    return len(figures) >= 2 or bool(_ORDER.search(message))


def _changes(inputs: Mapping[str, object], before: Scenario) -> bool:
    """Whether a message that could stand alone rather changes what is there: it says less."""
    return len(inputs) < len(before.inputs)
