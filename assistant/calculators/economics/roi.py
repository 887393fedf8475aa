"""Return on investment, with both readings of "net profit"."""

from decimal import Decimal
from typing import Any, Literal

from assistant.calculators.economics.money import COURSE_COSTS, MoneyInputs
from assistant.calculators.reading.amounts import PERIODS_PER_YEAR
from assistant.calculators.record import Inputs, Outcome, Problem, quantity, refused
from assistant.calculators.wording import exact, listed, money, percent


class RoiInputs(MoneyInputs):
    """Benefit before the AI cost, and the cost, of the same span of time."""

    benefit: Decimal | None = quantity(
        "money",
        "the benefit before the AI cost is taken off",
        aliases=(
            "gain, gains, benefits, return, returns, total benefit, gross benefit, "
            "benefit before cost, profit before cost, savings, saved cost, cost savings, "
            "gross profit, incremental profit, margin gain, total gain, annual benefit, "
            "value, incremental margin, gain before cost"
        ),
    )
    cost: Decimal | None = quantity(
        "money",
        "the full cost of the AI investment",
        aliases=(
            "costs, investment, total cost, tco, spend, cost of investment, ai cost, "
            "investment cost, expense, budget, annual cost, cost of ai investment, "
            "total investment, amount invested, outlay"
        ),
    )
    net_profit: Decimal | None = quantity(
        "money",
        "net profit from the AI",
        aliases="net profit from ai, net gain, net benefit, profit, net return, net income",
    )
    cost_already_deducted: bool | None = quantity(
        "flag",
        "whether the AI cost is already taken off the net profit",
        aliases=(
            "net profit after cost, already deducted, after cost, net of cost, "
            "cost deducted, net profit is after cost"
        ),
    )
    formula: Literal["standard", "course"] = quantity(
        "choice",
        "the standard formula, or the course's wording taken literally",
        aliases="method, convention, reading",
        default="standard",
        synonyms={"literal": "course", "course formula": "course", "as in the course": "course"},
    )
    revenue: Decimal | None = quantity(
        "money",
        "extra revenue",
        aliases=(
            "incremental revenue, extra revenue, additional revenue, sales, extra sales, "
            "revenue gain, turnover, revenue increase"
        ),
    )
    margin: float | None = quantity(
        "share",
        "gross margin on that revenue",
        aliases="gross margin, profit margin, contribution margin, margin rate",
        ge=0,
        le=1,
    )
    years: float | None = quantity(
        "duration",
        "the horizon in years",
        aliases="horizon, period, duration, term, time, months",
        unit="years",
        gt=0,
        le=100,
    )
    components: dict[str, float | None] | None = quantity(
        "weights", "the cost by part", aliases="cost components, cost breakdown, cost parts"
    )


def _per_year(inputs: Inputs, name: str, value: Decimal) -> Decimal:
    return value * PERIODS_PER_YEAR[inputs.periods[name]]


def _same_span(
    inputs: RoiInputs, gain_name: str, gain: Decimal, cost: Decimal
) -> tuple[Decimal, Decimal, list[str], list[str]]:
    """Benefit and cost over one span of time, with what was assumed and what to warn of."""
    gain_per, cost_per = inputs.periods.get(gain_name), inputs.periods.get("cost")
    years = Decimal(str(inputs.years)) if inputs.years else None
    if gain_per == cost_per:
        return gain, cost, ([f"Benefit and cost are both per {gain_per}."] if gain_per else []), []
    if gain_per and cost_per:
        note = f"Benefit per {gain_per} and cost per {cost_per} are both brought to a year."
        return _per_year(inputs, gain_name, gain), _per_year(inputs, "cost", cost), [note], []
    recurring = gain_name if gain_per else "cost"
    per = gain_per or cost_per
    one_off = "cost" if gain_per else "benefit"
    if years is not None:
        note = f"The amount per {per} is counted over {exact(years)} years, the {one_off} once."
        if gain_per:
            return _per_year(inputs, recurring, gain) * years, cost, [note], []
        return gain, _per_year(inputs, recurring, cost) * years, [note], []
    warning = f"The {one_off} names no period; it is taken as the {one_off} of one year."
    if gain_per:
        return _per_year(inputs, recurring, gain), cost, ["Horizon: one year."], [warning]
    return gain, _per_year(inputs, recurring, cost), ["Horizon: one year."], [warning]


def _net_profit_readings(inputs: RoiInputs, profit: Decimal, cost: Decimal) -> Outcome:
    """Both numbers, 100 points apart, until the one question is answered."""
    before, after = (profit - cost) / cost, profit / cost
    question = "Is the AI cost already taken off that net profit?"
    return Outcome(
        headline=f"ROI is {percent(before)} if the net profit is before the AI cost, {percent(after)} if the "
        f"cost is already taken off. {question}",
        values={
            "roi_if_before_cost": float(before),
            "roi_if_before_cost_percent": float(before * 100),
            "roi_if_after_cost": float(after),
            "roi_if_after_cost_percent": float(after * 100),
        },
        units={"roi_if_before_cost": "share", "roi_if_after_cost": "share"},
        formula=f"before the cost: ({exact(profit)} - {exact(cost)}) / {exact(cost)}; "
        f"cost already off: {exact(profit)} / {exact(cost)}",
        warnings=("Taking the cost off twice understates ROI by exactly 100 points.",),
        problems=(Problem(kind="ambiguous", field="net_profit", message=question),),
        next_question=question,
        status="needs_input",
        source_label="course (ROI formula), both readings of net profit",
    )


def roi(inputs: RoiInputs) -> Outcome:
    """(benefit before the AI cost - cost) / cost, and the net gain in money.

    Units: money in one currency over one span of time; ROI as a share (0.75 is 75%). Benefit is
    margin or saved cost, not revenue. Errors: cost 0 is undefined, a negative cost is out of
    range, revenue without margin and "net profit" of unknown meaning are asked about.

    Source: the course's ROI formula, which is the standard one only if its "net profit" is before
    the AI cost. Notes: says nothing of timing (see NPV and payback).
    """
    problems: list[Problem] = []
    cost = inputs.cost
    parts = {key: value for key, value in (inputs.components or {}).items() if value is not None}
    if cost is None and parts:
        cost = sum((Decimal(str(value)) for value in parts.values()), Decimal(0))
    gain, gain_name, assumptions = inputs.benefit, "benefit", []
    if gain is None and inputs.revenue is not None:
        gain_name = "revenue"
        if inputs.margin is None:
            problems.append(
                Problem(
                    kind="missing_input",
                    field="margin",
                    message="Revenue is not benefit: what is the gross margin on it?",
                )
            )
        else:
            gain = inputs.revenue * Decimal(str(inputs.margin))
            assumptions.append(
                f"Benefit is margin: {exact(inputs.revenue)} x {percent(inputs.margin)} = {money(gain)}."
            )
    elif gain is None and inputs.net_profit is None:
        problems.append(
            Problem(
                kind="missing_input",
                field="benefit",
                message="What is the benefit before the AI cost is taken off?",
            )
        )
    if cost is None:
        problems.append(
            Problem(
                kind="missing_input",
                field="cost",
                message="What does the AI cost in full, over the same time?",
            )
        )
    elif cost == 0:
        problems.append(
            Problem(kind="undefined", field="cost", message="Cost is 0: ROI would divide by zero.")
        )
    elif cost < 0:
        problems.append(
            Problem(
                kind="out_of_range",
                field="cost",
                message=f"Cost {exact(cost)} is negative; a credit belongs to the benefit.",
            )
        )
    if problems or cost is None:
        return refused(*problems)
    label = None
    if gain is None:
        assert inputs.net_profit is not None
        gain, gain_name = inputs.net_profit, "net_profit"
        if inputs.formula == "course":
            label = (
                "course (ROI formula, literally); standard only if net profit is before the AI cost"
            )
        elif inputs.cost_already_deducted is None:
            gain, cost, _, _ = _same_span(inputs, gain_name, gain, cost)
            return _net_profit_readings(inputs, gain, cost)
        elif inputs.cost_already_deducted:
            gain += cost
            assumptions.append(
                "The net profit is after the AI cost, so the cost is added back before it is taken off."
            )
    gain, cost, spans, warnings = _same_span(inputs, gain_name, gain, cost)
    net = gain - cost
    ratio = net / cost
    values: dict[str, Any] = {
        "roi": float(ratio),
        "roi_percent": float(ratio * 100),
        "net_gain": float(net),
        "benefit": float(gain),
        "cost": float(cost),
        "break_even_benefit": float(cost),
    }
    if inputs.years and 1 + ratio > 0:
        values["annualised_roi"] = float(1 + ratio) ** (1 / inputs.years) - 1
        if inputs.years > 1:
            warnings.append("Over more than a year, timing matters: look at NPV and payback too.")
    elif not inputs.years and not spans:
        assumptions.append("Benefit and cost cover the same span of time.")
    if not parts:
        assumptions.append(f"The cost holds {listed(list(COURSE_COSTS.values()))}.")
    if gain_name == "benefit":
        assumptions.append("The benefit is margin or saved cost, not revenue.")
    how = "gains" if net >= 0 else "loses"
    return Outcome(
        headline=f"ROI is {percent(ratio)}: the investment {how} {money(abs(net), inputs.currency)} net.",
        values=values,
        units={
            "roi": "share",
            "roi_percent": "percent",
            "net_gain": inputs.currency or "money",
            "benefit": inputs.currency or "money",
            "cost": inputs.currency or "money",
            "annualised_roi": "share per year",
            "break_even_benefit": inputs.currency or "money",
        },
        formula=f"({exact(gain)} - {exact(cost)}) / {exact(cost)} = {percent(ratio)}",
        assumptions=(*assumptions, *spans),
        warnings=tuple(warnings),
        source_label=label,
    )
