"""The internal rate of return: every one there is."""

import itertools
import math
from collections.abc import Sequence
from typing import Any

from assistant.calculators.economics.cash_flows import (
    FlowInputs,
    _paid_today,
    _period,
    _terms,
    flows_of,
    present_value,
    with_single_flow,
)
from assistant.calculators.reading.amounts import PERIODS_PER_YEAR
from assistant.calculators.record import Outcome, Problem, quantity, refused
from assistant.calculators.wording import listed, percent


class IrrInputs(FlowInputs):
    """Cash flows, with the rates of a modified IRR if wanted."""

    finance_rate: float | None = quantity(
        "change", "the rate paid on outlays, for MIRR", aliases="borrowing rate", gt=-1
    )
    reinvest_rate: float | None = quantity(
        "change", "the rate earned on inflows, for MIRR", aliases="reinvestment rate", gt=-1
    )


def irr_roots(flows: Sequence[float]) -> list[float]:
    """Every rate above -100% at which the present value is zero, ascending."""
    import numpy as np

    scale = max(abs(flow) for flow in flows)
    coefficients = np.trim_zeros(np.array(flows, dtype=float) / scale, "f")
    found: list[float] = []
    for root in np.roots(coefficients):
        if abs(root.imag) > 1e-6 * max(1.0, abs(root.real)) or root.real <= 1e-9:
            continue
        rate = _polished(float(root.real) - 1, flows)
        if abs(present_value(rate, flows)) > 1e-6 * math.fsum(
            abs(flow) / (1 + rate) ** t for t, flow in enumerate(flows)
        ):
            continue
        rate = 0.0 if abs(rate) < 1e-12 else rate
        if all(abs(rate - other) > 1e-7 for other in found):
            found.append(rate)
    return sorted(0.0 if abs(rate) < 1e-9 else rate for rate in found)


def _polished(rate: float, flows: Sequence[float]) -> float:
    """A root after Newton's steps, which undo the rounding of the eigenvalue search."""
    for _ in range(20):
        slope = math.fsum(-t * flow / (1 + rate) ** (t + 1) for t, flow in enumerate(flows))
        if slope == 0:
            break
        step = present_value(rate, flows) / slope
        if not math.isfinite(step) or rate - step <= -1 or abs(step) > 0.01:
            break
        rate -= step
        if abs(step) < 1e-15:
            break
    return rate


def irr(inputs: IrrInputs) -> Outcome:
    """The rate at which NPV is zero: every one above -100%.

    Units: share per period and, for shorter periods, per year (effective). Errors: flows that are
    all of one sign have no solution. With several roots none is "the" IRR: all are listed and NPV
    or MIRR is recommended. Source: standard practice; real roots of the flow polynomial.
    """
    inputs = with_single_flow(inputs)
    flows, problems = flows_of(inputs)
    if problems:
        return refused(*problems)
    signs = [flow > 0 for flow in flows if flow]
    changes = sum(a != b for a, b in itertools.pairwise(signs))
    if changes == 0:
        side = "positive" if any(signs) else "negative" if signs else "zero"
        return refused(
            Problem(
                kind="no_solution",
                field="cash_flows",
                message=f"Every flow is {side}: no rate makes NPV zero.",
            )
        )
    roots = irr_roots(flows)
    if not roots:
        return refused(
            Problem(
                kind="no_solution",
                field="cash_flows",
                message="No rate above -100% makes NPV zero; use NPV at a chosen rate.",
            )
        )
    period = _period(inputs)
    times = PERIODS_PER_YEAR[period]
    yearly = [(1 + root) ** times - 1 for root in roots]
    values: dict[str, Any] = {
        "irr": roots[0] if len(roots) == 1 else None,
        "irr_all": roots,
        "sign_changes": changes,
    }
    if len(roots) == 1:
        values["irr_percent"] = roots[0] * 100
        values["npv_at_irr"] = present_value(roots[0], flows)
    if times > 1:
        values |= {"annual_irr": yearly[0] if len(roots) == 1 else None, "annual_irr_all": yearly}
    if inputs.finance_rate is not None or inputs.reinvest_rate is not None:
        import pyxirr

        given = [rate for rate in (inputs.finance_rate, inputs.reinvest_rate) if rate is not None]
        values["mirr"] = pyxirr.mirr(flows, given[0], given[-1])
    if len(roots) > 1:
        headline = (
            f"There are {len(roots)} rates with NPV zero: "
            f"{listed([percent(r, 2) for r in roots])}; use NPV or MIRR instead."
        )
        warnings = [
            "The flows change sign more than once, so IRR does not decide; compare NPV at your own rate."
        ]
    else:
        headline = f"IRR is {percent(roots[0], 2)} per {period}" + (
            f", {percent(yearly[0], 2)} a year." if times > 1 else "."
        )
        warnings = []
    return Outcome(
        headline=headline,
        values=values,
        warnings=tuple(warnings),
        units={
            "irr": f"share per {period}",
            "irr_all": f"share per {period}",
            "annual_irr": "share per year",
            "mirr": f"share per {period}",
        },
        formula=f"{_terms(roots[0], flows)} = 0 at {percent(roots[0], 4)}",
        assumptions=(f"One flow per {period}, the first today.", *_paid_today(inputs)),
        next_question="Which discount rate should NPV use?" if len(roots) > 1 else None,
    )
