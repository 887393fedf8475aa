"""A computation that can be stored, edited and run again to the same numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.calculators.record import CalculatorResult
from assistant.calculators.registry import run
from assistant.calculators.wording import exact, percent

MOST_STEPS = 8


@dataclass(frozen=True, slots=True)
class CalcRequest:
    """The calculator a message asks for, its inputs, and the amounts no input was made of."""

    calculator: str
    inputs: Mapping[str, Any]
    unused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """A calculator with its inputs; `tie_field` asks at which value of a field items tie.

    `earlier` holds the steps before, for "undo"; `pending` an amount that waits for the answer
    which input it is meant for.
    """

    calculator: str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    tie_field: str | None = None
    earlier: tuple[Mapping[str, Any], ...] = ()
    pending: Mapping[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        """The scenario as plain JSON, which `from_json` reads back."""
        data: dict[str, Any] = {"calculator": self.calculator, "inputs": dict(self.inputs)}
        if self.tie_field:
            data["tie_field"] = self.tie_field
        if self.earlier:
            data["earlier"] = [dict(step) for step in self.earlier]
        if self.pending:
            data["pending"] = dict(self.pending)
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Scenario":
        """The scenario that `to_json` wrote."""
        return cls(
            str(data["calculator"]),
            dict(data["inputs"]),
            data.get("tie_field"),
            tuple(data.get("earlier", ())),
            data.get("pending"),
        )

    def trail(self) -> tuple[Mapping[str, Any], ...]:
        """The steps before a next one: this scenario's own, and itself."""
        own = {"calculator": self.calculator, "inputs": dict(self.inputs)}
        return (*self.earlier, own)[-MOST_STEPS:]

    def changed(self, inputs: Mapping[str, Any]) -> "Scenario":
        """The next step: other inputs, and this one to go back to."""
        return Scenario(self.calculator, inputs, None, self.trail())

    def back(self) -> "Scenario | None":
        """The step before, or None at the first."""
        if not self.earlier:
            return None
        last = self.earlier[-1]
        return Scenario(str(last["calculator"]), dict(last["inputs"]), None, self.earlier[:-1])


def run_scenario(scenario: Scenario) -> CalculatorResult:
    """The result of the scenario; with a tie question, the headline answers it."""
    result = run(scenario.calculator, scenario.inputs)
    if scenario.tie_field is None or not result.values:
        return result
    return result.model_copy(update={"headline": _tie_headline(result, scenario.tie_field)})


def _tie_headline(result: CalculatorResult, name: str) -> str:
    pairs = [row for row in result.values.get("switch_over", []) if isinstance(row, dict)]
    if not pairs:
        return "There are not two scored items, so nothing can tie."
    rows = {row["name"]: row for row in result.values["rows"]}
    sentences = []
    for pair in pairs[:3]:
        value = pair.get(name)
        now = rows[pair["item"]].get(name)
        if value is None:
            sentences.append(
                f"No {name} of {pair['item']} alone would tie it with {pair['against']}"
            )
        else:
            show = percent if name == "confidence" else exact
            sentences.append(
                f"{pair['item']} ties with {pair['against']} at {name} {show(round(value, 4))}"
                + (f" (now {show(now)})" if now is not None else "")
            )
    return "; ".join(sentences) + "."
