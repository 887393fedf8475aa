"""Value against effort: four quadrants by two cut lines."""

from fractions import Fraction
from statistics import median
from typing import Any, Literal

from assistant.calculators.prioritisation.ranking import unscored
from assistant.calculators.prioritisation.rice import NAME_ALIASES
from assistant.calculators.record import Inputs, Outcome, Problem, Row, quantity, refused
from assistant.calculators.wording import exact, listed, number

QUADRANTS = {
    (True, False): "quick win",
    (True, True): "major project",
    (False, False): "fill-in",
    (False, True): "money pit",
}


class ValueEffortItem(Row):
    """One idea with its value and its effort."""

    name: str = quantity(
        "text", "what the idea is called", aliases=", ".join([*NAME_ALIASES]), default=""
    )
    value: float | None = quantity(
        "score", "value on the scale", aliases="benefit, impact, business value, v", ge=0
    )
    effort: float | None = quantity(
        "score", "effort on the scale", aliases="cost, complexity, e", ge=0
    )


class ValueEffortInputs(Inputs):
    """The ideas, the scale and the cut lines."""

    items: list[ValueEffortItem] = quantity(
        "rows",
        "the ideas, each with value and effort",
        aliases="rows, ideas, table, initiatives, projects, features, list, data",
        default=...,
    )
    cut: Literal["midpoint", "median"] = quantity(
        "choice",
        "cut at the middle of the scale or at the median of the list",
        aliases="cut lines, cutoff, lines, method",
        default="midpoint",
        synonyms={
            "mid": "midpoint",
            "middle": "midpoint",
            "mid point": "midpoint",
            "fixed": "midpoint",
        },
    )
    scale_low: float | None = quantity(
        "number", "the low end of the scale", aliases="scale min, min, minimum"
    )
    scale_high: float | None = quantity(
        "number", "the high end of the scale", aliases="scale max, max, maximum, scale"
    )
    value_cut: float | None = quantity(
        "number", "the cut line for value", aliases="value threshold"
    )
    effort_cut: float | None = quantity(
        "number", "the cut line for effort", aliases="effort threshold"
    )


def _scale(inputs: ValueEffortInputs, highest: float) -> tuple[float, float, bool]:
    low = 1.0 if inputs.scale_low is None else inputs.scale_low
    if inputs.scale_high is not None:
        return low, inputs.scale_high, False
    return low, next((top for top in (5.0, 10.0, 100.0) if highest <= top), highest), True


def value_effort(inputs: ValueEffortInputs) -> Outcome:
    """Quadrants of value and effort, with the ratio beside them.

    Cut lines: the middle of the fixed scale (default), or the median of the list, which always
    makes some items "low". Points on a line are listed as such. The ratio value / effort is shown
    and does not rank: alone it favours quick wins over major projects.

    Errors: a blank leaves its row out; a score outside the scale is out of range. Source: named in
    the course; the method is standard practice.
    """
    problems: list[Problem] = []
    whole = [
        (item, item.value, item.effort)
        for item in inputs.items
        if item.value is not None and item.effort is not None
    ]
    for item in inputs.items:
        problems.extend(item.missing("value", "effort"))
    highest = max((max(value, effort) for _, value, effort in whole), default=0.0)
    low, high, assumed = _scale(inputs, highest)
    if high <= low:
        problems.append(
            Problem(
                kind="out_of_range",
                field="scale_high",
                message="The scale must end above its start.",
            )
        )
    kept = []
    for item, value, effort in whole:
        if inputs.scale_high is not None and not (low <= value <= high and low <= effort <= high):
            problems.append(
                Problem(
                    kind="out_of_range",
                    field="value",
                    row=item.name,
                    message=f"{item.name}: a score lies outside the scale {exact(low)} to {exact(high)}.",
                )
            )
        else:
            kept.append((item, value, effort))
    if not kept:
        return refused(
            *(
                problems
                or [
                    Problem(
                        kind="missing_input",
                        field="items",
                        message="The list is empty: give at least one row.",
                    )
                ]
            )
        )
    middle = (low + high) / 2
    value_cut = (
        inputs.value_cut
        if inputs.value_cut is not None
        else median(v for _, v, _ in kept)
        if inputs.cut == "median"
        else middle
    )
    effort_cut = (
        inputs.effort_cut
        if inputs.effort_cut is not None
        else median(e for _, _, e in kept)
        if inputs.cut == "median"
        else middle
    )
    rows: list[dict[str, Any]] = []
    for item, value, effort in kept:
        on_line = value == value_cut or effort == effort_cut
        rows.append(
            {
                "name": item.name,
                "value": value,
                "effort": effort,
                "quadrant": "on the line"
                if on_line
                else QUADRANTS[value > value_cut, effort > effort_cut],
                "ratio": float(Fraction(str(value)) / Fraction(str(effort))) if effort else None,
            }
        )
    rows.sort(
        key=lambda row: (
            [*QUADRANTS.values(), "on the line"].index(row["quadrant"]),
            -row["value"],
            row["effort"],
            row["name"],
        )
    )
    by_quadrant = {
        name: [row["name"] for row in rows if row["quadrant"] == name]
        for name in (*QUADRANTS.values(), "on the line")
    }
    parts = [f"{name}: {', '.join(names)}" for name, names in by_quadrant.items() if names]
    warnings = []
    if inputs.cut == "median":
        warnings.append("Median cut lines are relative: some items are always on the low side.")
    left_out = unscored(problems)
    if left_out:
        warnings.append(f"Not placed: {listed([row['name'] for row in left_out])}.")
    if any(row["ratio"] is None for row in rows):
        warnings.append("An effort of 0 has no ratio.")
    text = "; ".join(parts)
    return Outcome(
        headline=f"{text[:1].upper()}{text[1:]}.",
        values={
            "rows": rows,
            "quadrants": by_quadrant,
            "value_cut": value_cut,
            "effort_cut": effort_cut,
            **({"not_scored": left_out} if left_out else {}),
        },
        units={"value": "points", "effort": "points", "ratio": "value per effort"},
        formula="; ".join(
            f"{row['name']}: value {exact(row['value'])}, effort {exact(row['effort'])}"
            + (f", ratio {number(row['ratio'])}" if row["ratio"] is not None else "")
            for row in rows
        ),
        assumptions=(
            f"Cut lines at value {exact(value_cut)} and effort {exact(effort_cut)} ({inputs.cut}"
            + (
                f" of a scale from {exact(low)} to {exact(high)}"
                if inputs.cut == "midpoint"
                else " of the list"
            )
            + ").",
            *(
                ["The scale was taken from the numbers; name it to be sure."]
                if assumed and inputs.cut == "midpoint"
                else []
            ),
        ),
        warnings=tuple(warnings),
        problems=tuple(problems),
        next_question=problems[0].message if problems else None,
    )
