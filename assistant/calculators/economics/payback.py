"""Payback, plain and discounted."""

import math
from collections.abc import Sequence
from typing import Any

from assistant.calculators.economics.cash_flows import (
    _MANY,
    FlowInputs,
    _paid_today,
    _period,
    flows_of,
    rate_per_period,
    running_cost,
    with_single_flow,
)
from assistant.calculators.reading.amounts import PERIODS_PER_YEAR
from assistant.calculators.record import Outcome, Problem, refused
from assistant.calculators.wording import exact, money, number, percent


def crossing(flows: Sequence[float]) -> float | None:
    """When the cumulative flow first reaches zero, linear inside the period; None if never."""
    total = 0.0
    for t, flow in enumerate(flows):
        before, total = total, total + flow
        if total >= -1e-9 * max(abs(flow), 1.0):
            return 0.0 if t == 0 else t - 1 + (-before / flow if flow else 0.0)
    return None


def payback(inputs: FlowInputs) -> Outcome:
    """The first time the cumulative net flow reaches zero, linear inside the period.

    Units: periods of the flows, and years. With a yearly rate the discounted payback stands
    beside the plain one. Errors: an inflow of zero or less never pays back (no solution); an
    investment of zero is undefined. Source: standard practice.

    Notes: ignores everything after the payback.
    """
    inputs = with_single_flow(inputs)
    single = (
        inputs.cash_flows is None and inputs.investment is not None and inputs.inflow is not None
    )
    problems: list[Problem] = []
    net = (inputs.inflow or 0.0) - running_cost(inputs)
    if inputs.investment == 0:
        problems.append(
            Problem(
                kind="undefined",
                field="investment",
                message="Nothing is invested, so there is nothing to pay back.",
            )
        )
    if single and net <= 0:
        problems.append(
            Problem(
                kind="no_solution",
                field="inflow",
                message=f"The net inflow per period is {exact(net)}: it never pays back.",
            )
        )
    default = None
    if single and not problems and inputs.investment is not None:
        default = min(_MANY * 10, math.ceil(abs(inputs.investment) / net) + 1)
        if inputs.rate:
            default = _MANY
    flows, missing = ([], []) if problems and single else flows_of(inputs, default)
    problems.extend(missing)
    if problems:
        return refused(*problems)
    if flows[0] >= 0 and inputs.cash_flows is not None:
        return refused(
            Problem(
                kind="out_of_range",
                field="cash_flows",
                message="The first flow is not an outlay: there is nothing to pay back.",
            )
        )
    period = _period(inputs)
    per_year = PERIODS_PER_YEAR[period]
    plain = crossing(flows)
    values: dict[str, Any] = {
        "payback": plain,
        "payback_periods": plain,
        "reached": plain is not None,
        "period": period,
    }
    notes = ["Payback ignores everything that comes after it."]
    paid_per = inputs.periods.get("investment")
    if paid_per and inputs.investment is not None:
        notes.append(
            f"{exact(inputs.investment)} is the cost of one {paid_per}, taken as paid ahead; "
            f"it is due again every {paid_per}."
        )
    formula = (
        f"{exact(abs(flows[0]))} / {exact(net)} = {exact(round(plain, 4))} {period}s"
        if single and plain is not None
        else ""
    )
    if plain is not None:
        values |= {"payback_years": plain / per_year, "payback_months": plain * 12 / per_year}
        headline = f"Payback after {number(plain)} {period}s."
    else:
        open_amount = -math.fsum(flows)
        values["still_open"] = open_amount
        headline = (
            f"Not paid back within {len(flows) - 1} {period}s: "
            f"{money(open_amount, inputs.currency)} is still open."
        )
    if inputs.rate is not None:
        rate, conversion = rate_per_period(inputs, inputs.rate)
        discounted = [flow / (1 + rate) ** t for t, flow in enumerate(flows)]
        later = crossing(discounted)
        values |= {"discounted_payback": later, "discounted_payback_periods": later}
        if later is not None:
            values["discounted_payback_years"] = later / per_year
            headline += f" Discounted at {percent(inputs.rate)}: {number(later)} {period}s."
        else:
            values["discounted_still_open"] = -math.fsum(discounted)
            headline += f" Discounted at {percent(inputs.rate)} it is not reached."
        notes.extend([conversion] if conversion else [])
    if not formula:
        total, steps = 0.0, []
        for flow in flows[:8]:
            total += flow
            steps.append(exact(round(total, 2)))
        formula = "cumulative: " + ", ".join(steps) + (" ..." if len(flows) > 8 else "")
    if len(flows) <= 121:
        running = 0.0
        rows = []
        for t, flow in enumerate(flows):
            running += flow
            rows.append({"period": t, "flow": flow, "cumulative": running})
        values["rows"] = rows
    return Outcome(
        headline=headline,
        values=values,
        formula=formula,
        assumptions=(*notes, *_paid_today(inputs)),
        units={
            "payback": f"{period}s",
            "payback_periods": f"{period}s",
            "payback_years": "years",
            "payback_months": "months",
            "discounted_payback": f"{period}s",
            "still_open": inputs.currency or "money",
        },
    )
