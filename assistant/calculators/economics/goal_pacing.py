"""The pace a goal needs, and whether it is on track."""

from typing import Any, Literal

from assistant.calculators.reading.amounts import PERIODS_PER_YEAR
from assistant.calculators.record import Inputs, Outcome, Problem, quantity, refused
from assistant.calculators.wording import exact, percent


class PacingInputs(Inputs):
    """A goal by its growth or its start and target, and the time it has."""

    growth: float | None = quantity(
        "change",
        "the total growth wanted",
        aliases=(
            "goal, target growth, increase, total growth, g, change, growth rate, target increase"
        ),
    )
    start: float | None = quantity(
        "money",
        "the value at the start",
        aliases="baseline, from, start value, initial, base, starting value",
    )
    target: float | None = quantity(
        "money", "the value to reach", aliases="to, goal value, target value, end, end value"
    )
    months: float | None = quantity(
        "duration",
        "the time until the goal, in months",
        aliases="n, duration, period, deadline, time, years, horizon, weeks, quarters",
        unit="months",
        gt=0,
    )
    elapsed: float | None = quantity(
        "duration",
        "the time gone, in months",
        aliases="months elapsed, elapsed months, so far, months passed",
        unit="months",
        ge=0,
    )
    current: float | None = quantity(
        "money", "the value now", aliases="actual, current value, now, value now"
    )
    metric_is_share: bool | None = quantity(
        "flag",
        "whether the metric is itself a percentage",
        aliases="is percentage, share metric, is share, percentage metric",
    )
    goal_type: Literal["relative", "points"] | None = quantity(
        "choice",
        "relative change or percentage points",
        aliases="type, growth type",
        synonyms={
            "absolute": "points",
            "percentage points": "points",
            "pp": "points",
            "percent": "relative",
        },
    )


def _reached(current: float, wanted: float, growth: float) -> bool:
    """At or beyond the line; the last bits of a power decide nothing."""
    slack = 1e-9 * abs(wanted)
    return current >= wanted - slack if growth >= 0 else current <= wanted + slack


def goal_pacing(inputs: PacingInputs) -> Outcome:
    """The compound rate per month a goal needs, (1 + g)^(1/n) - 1, and the straight line.

    With the value now and the time gone, whether it is on track by both lines, and the rate
    needed from here. Errors: growth of -100% or less has no rate; a share that is itself a
    percentage needs "relative or points?". Source: standard practice; the goals are the course's.
    """
    problems: list[Problem] = []
    g = inputs.growth
    start, target = inputs.start, inputs.target
    if start is None and target is not None and inputs.elapsed is None:
        start = inputs.current
    if g is None and start is not None and target is not None:
        if start == 0:
            problems.append(
                Problem(kind="undefined", field="start", message="From 0 there is no growth rate.")
            )
        else:
            g = target / start - 1
    elif g is None:
        problems.append(
            Problem(
                kind="missing_input",
                field="growth",
                message="How much is to be gained: a growth, or a start and a target?",
            )
        )
    if inputs.months is None:
        problems.append(
            Problem(kind="missing_input", field="months", message="By when: in how many months?")
        )
    in_points = inputs.goal_type == "points" or "growth" in inputs.points
    if (
        inputs.metric_is_share
        and inputs.goal_type is None
        and inputs.growth is not None
        and not in_points
    ):
        problems.append(
            Problem(
                kind="ambiguous",
                field="goal_type",
                message=f"The metric is a percentage: is {percent(inputs.growth)} relative, or in points?",
            )
        )
    if in_points and inputs.growth is not None:
        if start is None:
            problems.append(
                Problem(
                    kind="missing_input",
                    field="start",
                    message="A goal in points needs the share at the start.",
                )
            )
        elif start == 0:
            problems.append(
                Problem(kind="undefined", field="start", message="From 0 there is no growth rate.")
            )
        else:
            base = start / 100 if start > 1 else start
            g = inputs.growth / base
    if g is not None and g <= -1:
        problems.append(
            Problem(
                kind="out_of_range",
                field="growth",
                message=f"A change of {percent(g)} leaves nothing: no rate reaches it.",
            )
        )
    if inputs.elapsed is not None and inputs.months is not None and inputs.elapsed > inputs.months:
        problems.append(
            Problem(
                kind="mismatch", field="elapsed", message="More time is gone than the goal has."
            )
        )
    if problems or g is None or inputs.months is None:
        return refused(*problems)
    monthly = (1 + g) ** (1 / inputs.months) - 1
    values: dict[str, Any] = {
        "required_monthly_rate": monthly,
        "monthly_rate": monthly,
        "total_growth": g,
        "straight_line_per_month": g / inputs.months,
        "months": inputs.months,
        "annual_rate": (1 + monthly) ** 12 - 1,
    }
    if start is not None:
        values |= {
            "target": start * (1 + g),
            "straight_line_amount_per_month": start * g / inputs.months,
        }
    text = (
        f"{percent(monthly, 2)} a month, compound, for {percent(g)} in "
        f"{exact(round(inputs.months, 2))} months (straight line: "
        f"{percent(g / inputs.months, 2)} of the start a month)."
    )
    question = None
    if inputs.elapsed is not None and start is not None and inputs.current is not None:
        compound = start * (1 + monthly) ** inputs.elapsed
        line = start * (1 + g * inputs.elapsed / inputs.months)
        ahead = _reached(inputs.current, compound, g)
        on_line = _reached(inputs.current, line, g)
        values |= {
            "expected_now_compound": compound,
            "expected_now_straight_line": line,
            "on_track": ahead,
            "on_track_straight_line": on_line,
        }
        left = inputs.months - inputs.elapsed
        if left > 0 and inputs.current > 0:
            values["rate_from_here"] = (start * (1 + g) / inputs.current) ** (1 / left) - 1
        text += f" {'On' if ahead else 'Behind'} track: {exact(inputs.current)} against {exact(round(compound, 4))}."
    elif inputs.elapsed is not None or inputs.current is not None:
        question = "To check the pace, give the start value, the value now and the months gone."
    per_year = PERIODS_PER_YEAR["month"]
    return Outcome(
        headline=text,
        values=values,
        units={
            "required_monthly_rate": "share per month",
            "total_growth": "share",
            "months": "months",
            "annual_rate": "share per year",
        },
        formula=f"(1 + {exact(round(g, 6))})^(1/{exact(round(inputs.months, 4))}) - 1 = {percent(monthly, 3)}",
        assumptions=(
            f"Compound growth, {per_year} months to the year.",
            "In points of the share." if in_points else "The growth is relative to the start.",
        ),
        next_question=question,
    )
