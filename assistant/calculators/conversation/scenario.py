"""A computation that can be stored, edited and run again to the same numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.calculators.record import CalculatorResult
from assistant.calculators.registry import run
from assistant.calculators.wording import exact, listed, percent


@dataclass(frozen=True, slots=True)
class CalcRequest:
    """The calculator a message asks for and the inputs it holds."""

    calculator: str
    inputs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A calculator with its inputs; `tie_field` asks at which value of a field items tie."""

    calculator: str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    tie_field: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The scenario as plain JSON, which `from_json` reads back."""
        data: dict[str, Any] = {"calculator": self.calculator, "inputs": dict(self.inputs)}
        return data | ({"tie_field": self.tie_field} if self.tie_field else {})

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Scenario":
        """The scenario that `to_json` wrote."""
        return cls(str(data["calculator"]), dict(data["inputs"]), data.get("tie_field"))


@dataclass(frozen=True, slots=True)
class Change:
    """One number before and after an edit."""

    name: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """An edited scenario against the one before it."""

    before: CalculatorResult
    after: CalculatorResult
    changes: tuple[Change, ...]
    order_changed: bool | None
    headline: str


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


_KEY_VALUES = (
    "score",
    "roi",
    "npv",
    "irr",
    "payback",
    "tco",
    "clv",
    "n_per_group",
    "total",
    "weeks",
    "power",
    "p_value",
    "break_even_volume",
    "extra_revenue",
    "net_value",
    "psi",
    "relative_effect",
    "required_monthly_rate",
)


def compare(before: CalculatorResult, after: CalculatorResult) -> Comparison:
    """What an edit changed: each score or key number, and whether the order moved."""
    changes: list[Change] = []
    old_rows, new_rows = (_scores(result) for result in (before, after))
    if old_rows or new_rows:
        changes = [
            Change(name, old_rows[name], new_rows[name])
            for name in new_rows
            if name in old_rows and old_rows[name] != new_rows[name]
        ]
    else:
        for key in _KEY_VALUES:
            old, new = before.values.get(key), after.values.get(key)
            if _number(old) and _number(new) and old != new:
                changes.append(Change(key, float(str(old)), float(str(new))))
    old_order, new_order = before.values.get("order"), after.values.get("order")
    moved: bool | None = None
    if isinstance(old_order, list) and isinstance(new_order, list):
        kept = [name for name in old_order if name in new_order]
        moved = kept != [name for name in new_order if name in old_order]
    return Comparison(
        before,
        after,
        tuple(changes),
        moved,
        _headline(before, after, changes, moved, old_order, new_order),
    )


def _headline(
    before: CalculatorResult,
    after: CalculatorResult,
    changes: list[Change],
    moved: bool | None,
    old: Any,
    new: Any,
) -> str:
    if not after.values or not before.values or before.calculator != after.calculator:
        return after.headline
    steps = [
        f"{change.name.replace('_', ' ')} {_rounded(change.before)} -> {_rounded(change.after)}"
        for change in changes[:4]
    ]
    text = f"{listed(steps)}. " if steps else "No number changes. "
    if moved is True:
        text += f"The order changes: {', '.join(new)} (before: {', '.join(old)}). "
    elif moved is False and len(new) > 1:
        text += "The order stays the same. "
    return f"{text[:1].upper()}{text[1:]}{after.headline}"


def _rounded(value: float) -> str:
    return exact(float(f"{value:.6g}") if abs(value) < 1e6 else round(value))


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _scores(result: CalculatorResult) -> dict[str, float]:
    rows = result.values.get("rows")
    if not isinstance(rows, list):
        return {}
    return {
        str(row["name"]): float(row["score"])
        for row in rows
        if isinstance(row, dict) and _number(row.get("score")) and "name" in row
    }
