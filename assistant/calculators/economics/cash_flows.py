"""Cash flows over time and their net present value."""

import math
from collections.abc import Sequence
from typing import Literal, TypeVar

from assistant.calculators.economics.money import MoneyInputs, in_period
from assistant.calculators.prioritisation.rice import PERIOD_WORDS
from assistant.calculators.reading.amounts import PERIODS_PER_YEAR
from assistant.calculators.record import Outcome, Problem, quantity, refused
from assistant.calculators.wording import exact, money, percent

Period = Literal["week", "month", "quarter", "year"]
_MANY = 1200


class FlowInputs(MoneyInputs):
    """An outlay today and flows after it, as a list or as one amount per period."""

    cash_flows: list[float] | None = quantity(
        "numbers",
        "net flows in order, today's first",
        aliases=(
            "flows, cashflows, cash flow, values, amounts, net flows, cash flow series, "
            "net cash flows"
        ),
    )
    investment: float | None = quantity(
        "money",
        "what is paid today",
        aliases=(
            "initial investment, initial, upfront, upfront cost, outlay, cost, initial cost, "
            "initial outlay, capital, cf0, initial flow, one time cost, capex"
        ),
    )
    inflow: float | None = quantity(
        "money",
        "the amount that comes in per period",
        aliases=(
            "benefit, cash inflow, net inflow, savings, gain, periodic cash flow, "
            "benefit per period, return, annual benefit, annual cash flow, "
            "monthly cash flow, quarterly cash flow, weekly cash flow, saving, "
            "monthly benefit, monthly savings, monthly inflow, annual savings, "
            "annual inflow, payment, cash flow per period, net benefit, yearly cash flow, "
            "monthly saving, inflows, net cash flow, monthly net benefit, "
            "annual net benefit, yearly benefit, benefit per year, benefit per month"
        ),
    )
    running_cost: float | None = quantity(
        "money",
        "the cost per period that is still to be taken off",
        aliases=(
            "recurring cost, operating cost, monthly cost, annual cost, cost per period, "
            "ongoing cost, running costs"
        ),
        ge=0,
    )
    periods_count: int | None = quantity(
        "count",
        "how many periods the inflow runs",
        aliases="n, periods, number of periods, nper, term, n periods, quarters",
        ge=1,
        le=_MANY,
    )
    years: float | None = quantity(
        "duration",
        "how long the inflow runs, in years",
        aliases="horizon, duration, life, lifetime, months, useful life, time horizon",
        unit="years",
        gt=0,
        le=100,
    )
    rate: float | None = quantity(
        "change",
        "the yearly discount rate",
        aliases=(
            "discount rate, r, discount, wacc, interest, interest rate, cost of capital, "
            "hurdle rate, required return, annual rate, yearly rate"
        ),
        gt=-1,
    )
    period: Period | None = quantity(
        "choice",
        "the length of a period",
        aliases="period length, frequency, per, unit, interval, flow period",
        synonyms=PERIOD_WORDS,
    )
    compounding: Literal["effective", "nominal"] = quantity(
        "choice",
        "how a yearly rate becomes a rate per period",
        aliases="rate type, rate convention",
        default="effective",
        synonyms={
            "apr": "nominal",
            "simple": "nominal",
            "ear": "effective",
            "compound": "effective",
        },
    )


FlowsT = TypeVar("FlowsT", bound=FlowInputs)


def _period(inputs: FlowInputs) -> Period:
    stated = inputs.period or inputs.periods.get("inflow")
    match stated:
        case "week" | "month" | "quarter":
            return stated
        case _:
            return "year"


def running_cost(inputs: FlowInputs) -> float:
    """The running cost per period of the inflow: 6k a year against savings a month is 500."""
    return in_period(
        inputs.running_cost or 0.0, inputs.periods.get("running_cost"), _period(inputs)
    )


def with_single_flow(inputs: FlowsT) -> FlowsT:
    """One cash flow beside an investment is the amount per period."""
    if inputs.cash_flows is None or len(inputs.cash_flows) != 1 or inputs.investment is None:
        return inputs
    return inputs.model_copy(update={"cash_flows": None, "inflow": inputs.cash_flows[0]})


def flows_of(
    inputs: FlowInputs, default_count: int | None = None
) -> tuple[list[float], list[Problem]]:
    """The flows, today's first, and what is missing to build them."""
    if inputs.cash_flows is not None:
        flows = list(inputs.cash_flows)
        if inputs.investment is not None:
            flows = [-abs(inputs.investment), *flows]
        if len(flows) < 2:
            return [], [
                Problem(
                    kind="insufficient_data",
                    field="cash_flows",
                    message="At least two cash flows are needed.",
                )
            ]
        return flows, []
    problems = []
    count = inputs.periods_count or default_count
    if inputs.years is not None and inputs.periods_count is None:
        count = max(1, round(inputs.years * PERIODS_PER_YEAR[_period(inputs)]))
    needed = [
        ("investment", inputs.investment, "What is paid at the start?"),
        ("inflow", inputs.inflow, "What comes in per period?"),
        ("periods", count, "For how many periods does the inflow run?"),
    ]
    for name, value, question in needed:
        if value is None:
            problems.append(Problem(kind="missing_input", field=name, message=question))
    if problems or inputs.investment is None or inputs.inflow is None or count is None:
        return [], problems
    net = inputs.inflow - running_cost(inputs)
    return [-abs(inputs.investment), *([net] * count)], []


def rate_per_period(inputs: FlowInputs, rate: float) -> tuple[float, str | None]:
    """The yearly rate per period, and the conversion in words."""
    period = _period(inputs)
    times = PERIODS_PER_YEAR[period]
    if times == 1:
        return rate, None
    if inputs.compounding == "nominal":
        return (
            rate / times,
            f"{percent(rate)} a year is {percent(rate / times, 3)} per {period} (nominal, rate / {times}).",
        )
    converted = (1 + rate) ** (1 / times) - 1
    return (
        converted,
        f"{percent(rate)} a year is {percent(converted, 3)} per {period} (effective, (1 + rate)^(1/{times}) - 1).",
    )


def present_value(rate: float, flows: Sequence[float]) -> float:
    """sum of CF_t / (1 + rate)^t with t = 0 today."""
    return math.fsum(flow / (1 + rate) ** t for t, flow in enumerate(flows))


def _terms(rate: float, flows: Sequence[float]) -> str:
    shown = [
        f"{exact(flow)}/{exact(round(1 + rate, 6))}^{t}" if t else exact(flow)
        for t, flow in enumerate(flows)
    ]
    return " + ".join(shown if len(shown) <= 6 else [*shown[:4], "...", shown[-1]]).replace(
        "+ -", "- "
    )


def _paid_today(inputs: FlowInputs) -> list[str]:
    if inputs.investment is not None and inputs.investment > 0:
        return [
            f"{exact(inputs.investment)} is paid today, so it counts as -{exact(inputs.investment)}."
        ]
    return []


def npv(inputs: FlowInputs) -> Outcome:
    """sum of CF_t / (1 + r)^t, with t = 0 today.

    Units: money; the rate is yearly and is converted when flows are monthly or quarterly (the
    effective rate by default, the nominal one if chosen). Errors: a rate of -100% or below is out
    of range; missing flows or rate are asked for. Source: standard practice (as numpy-financial
    and pyxirr).

    Notes: Excel's NPV() discounts the first value too; that number is given beside it.
    """
    inputs = with_single_flow(inputs)
    flows, problems = flows_of(inputs)
    if inputs.rate is None:
        problems.append(
            Problem(kind="missing_input", field="rate", message="What is the yearly discount rate?")
        )
    if problems or inputs.rate is None:
        return refused(*problems)
    rate, conversion = rate_per_period(inputs, inputs.rate)
    value = present_value(rate, flows)
    verdict = (
        "above zero, so it earns more than the rate"
        if value > 0
        else "below zero, so it earns less than the rate"
    )
    return Outcome(
        headline=f"NPV is {money(value, inputs.currency)} at {percent(inputs.rate)}"
        + (f": {verdict}." if abs(value) >= 0.005 else ": it earns exactly the rate."),
        values={
            "npv": value,
            "excel_npv": value / (1 + rate),
            "rate": inputs.rate,
            "rate_per_period": rate,
            "undiscounted_total": math.fsum(flows),
            "rows": [
                {"period": t, "flow": flow, "present_value": flow / (1 + rate) ** t}
                for t, flow in enumerate(flows)
            ],
        },
        units={
            "npv": inputs.currency or "money",
            "excel_npv": inputs.currency or "money",
            "rate": "share per year",
            "undiscounted_total": inputs.currency or "money",
            "rate_per_period": f"share per {_period(inputs)}",
        },
        formula=f"{_terms(rate, flows)} = {money(value)}",
        assumptions=(
            "The first flow is today and is not discounted; Excel's NPV() would discount it too.",
            *([conversion] if conversion else [f"One flow per {_period(inputs)}."]),
            *_paid_today(inputs),
        ),
        warnings=("The discount rate is negative.",) if inputs.rate < 0 else (),
    )
