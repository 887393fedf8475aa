"""What an edit changed: the inputs, the numbers, the order."""

from dataclasses import dataclass
from typing import Any

from assistant.calculators.record import CalculatorResult
from assistant.calculators.wording import exact, listed, money, percent


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
    if not after.values or before.calculator != after.calculator:
        return after.headline
    edits = _edits(before, after)
    text = f"{listed(edits[:4])}: " if edits else ""
    if not before.values:
        return f"{text[:1].upper()}{text[1:]}{after.headline}"
    fresh = [name for name in new or [] if isinstance(old, list) and name not in old]
    steps = [
        f"{_label(change.name, before)} {_shown(change.name, change.before, before)} -> "
        f"{_shown(change.name, change.after, after)}"
        for change in changes[:4]
    ]
    steps += [f"{name} is scored now" for name in fresh[:4]]
    gone = [name for name in old or [] if isinstance(new, list) and name not in new]
    if steps:
        text += f"{listed(steps)}. "
    elif gone:
        text += "the other scores stay. "
    elif before.values == after.values:
        text += "no number changes. "
    if moved is True:
        text += f"The order changes: {', '.join(new)} (before: {', '.join(old)}). "
    elif moved is False and len(new) > 1:
        text += "The order stays the same. "
    return f"{text[:1].upper()}{text[1:]}{after.headline}"


def _edits(before: CalculatorResult, after: CalculatorResult) -> list[str]:
    """Which inputs differ, in words: "effort of B 3 weeks -> 6 weeks"."""
    old, new = ({i.name: i for i in result.inputs_as_read} for result in (before, after))
    renamed = {name.partition(".")[0] for name in old} ^ {name.partition(".")[0] for name in new}
    edits = []
    for name in dict.fromkeys([*old, *new]):
        row, dot, field = name.partition(".")
        if dot and row in renamed:
            if field == "name":
                edits.append(f"{'without' if name in old else 'with'} {row}")
            continue
        said = f"{field.replace('_', ' ')} of {row}" if dot else name.replace("_", " ")
        if name not in new:
            edits.append(f"without {said}")
        elif name not in old:
            edits.append(f"{said} {_raw(new[name].raw)}")
        elif old[name].raw != new[name].raw and not isinstance(new[name].raw, list):
            edits.append(f"{said} {_raw(old[name].raw)} -> {_raw(new[name].raw)}")
    return edits


def _label(name: str, result: CalculatorResult) -> str:
    """A value in words; the calculator's own value by its name, as in ROI and NPV."""
    if name == result.calculator and len(name) <= 4:
        return name.upper()
    return name if "rows" in result.values else name.replace("_", " ")


def _raw(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {item}" for key, item in value.items())[:80]
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)[:80]
    return str(value).strip()[:60]


def _shown(name: str, value: float, result: CalculatorResult) -> str:
    unit = result.units.get(name)
    if unit in {"share", "probability"} or name in {"roi", "power", "irr"}:
        return percent(value)
    if unit == "money" or (unit and len(unit) == 3 and unit.isupper()):
        return money(value, None if unit == "money" else unit)
    return _rounded(value)


def _rounded(value: float) -> str:
    return exact(float(f"{value:.4g}") if abs(value) < 1e4 else round(value))


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
