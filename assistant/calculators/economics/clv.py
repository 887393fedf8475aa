"""Customer lifetime value, its conventions named."""

from typing import Any

from assistant.calculators.economics.money import MoneyInputs
from assistant.calculators.reading.amounts import PERIODS_PER_YEAR
from assistant.calculators.record import Outcome, Problem, quantity, refused
from assistant.calculators.wording import exact, money, percent


class ClvInputs(MoneyInputs):
    """Either order value, orders and lifetime, or margin per period and retention."""

    aov: float | None = quantity(
        "money",
        "average order value",
        aliases="average order value, order value, basket, arpu, average order",
        ge=0,
    )
    orders_per_year: float | None = quantity(
        "count",
        "orders per customer and year",
        aliases=(
            "orders, frequency, purchase frequency, purchases per year, order frequency, "
            "orders year, purchases, annual orders"
        ),
        ge=0,
    )
    years: float | None = quantity(
        "duration",
        "how long a customer stays, in years",
        aliases="lifetime, lifespan, customer lifetime, customer lifespan, horizon, months",
        unit="years",
        gt=0,
        le=100,
    )
    margin_rate: float | None = quantity(
        "share",
        "gross margin as a share of revenue",
        aliases=(
            "gross margin, margin percent, margin share, gross margin rate, profit margin, "
            "contribution margin"
        ),
        ge=0,
        le=1,
    )
    margin: float | None = quantity(
        "money",
        "margin per customer and period, in money",
        aliases=(
            "m, margin per period, profit per period, contribution per period, "
            "annual margin, margin per customer, contribution"
        ),
    )
    retention: float | None = quantity(
        "retention",
        "the share of customers kept per period",
        aliases="r, retention rate, annual retention, monthly retention",
        ge=0,
        le=1,
    )
    churn: float | None = quantity(
        "retention",
        "the share of customers lost per period",
        aliases="churn rate, annual churn, monthly churn",
        ge=0,
        le=1,
    )
    discount: float | None = quantity(
        "change",
        "the discount rate per period",
        aliases="discount rate, d, rate, wacc, interest rate",
        gt=-1,
    )
    retention_period: str | None = quantity(
        "text", "the period of retention", aliases="period, margin period"
    )
    discount_period: str | None = quantity("text", "the period of the discount rate")
    cac: float | None = quantity(
        "money",
        "acquisition cost, taken off",
        aliases="acquisition cost, customer acquisition cost",
        ge=0,
    )


def _margin_and_rate(inputs: ClvInputs) -> tuple[float | None, bool, float | None]:
    """Margin in money, and the margin share; "margin=0.4" beside an order value is a share."""
    if (
        inputs.margin is not None
        and inputs.margin_rate is None
        and inputs.aov is not None
        and 0 <= inputs.margin <= 1
    ):
        return None, True, inputs.margin
    return inputs.margin, False, inputs.margin_rate


def clv(inputs: ClvInputs) -> Outcome:
    """Customer lifetime value, simple or by retention.

    Simple: AOV x orders per year x years x gross margin; without margin it is lifetime revenue.
    Retention (m margin per period, r retention, d discount; Fader & Hardie 2012):
    m(1+d)/(1+d-r) with the first margin today (the default), m/(1+d-r) at the end of period 1,
    m r/(1+d-r) renewals only. The same inputs give three values: all are shown.

    Units: money per customer. Errors: retention above 100% is out of range; r = 1 without
    discount is undefined; monthly and annual rates must match. Source: standard practice.

    Notes: averages hide differences between customers; constant retention understates loyal ones.
    """
    margin, shared, rate = _margin_and_rate(inputs)
    retention = inputs.retention if inputs.churn is None else 1 - inputs.churn
    problems: list[Problem] = []
    if (
        inputs.churn is not None
        and inputs.retention is not None
        and abs(1 - inputs.churn - inputs.retention) > 1e-9
    ):
        problems.append(
            Problem(
                kind="mismatch",
                field="churn",
                message="Retention and churn do not add up to 100%: give one of them.",
            )
        )
    if retention is not None:
        return _by_retention(inputs, margin, rate, retention, problems)
    if margin is not None and rate is None and inputs.aov is not None:
        problems.append(
            Problem(
                kind="ambiguous",
                field="margin",
                message=(
                    f"Margin {exact(margin)}: is that {exact(margin)}% of the order value, or "
                    "money per period (then give the retention too)?"
                ),
            )
        )
    for name, words in (
        ("aov", "average order value"),
        ("orders_per_year", "number of orders per year"),
        ("years", "customer lifetime in years"),
    ):
        if getattr(inputs, name) is None:
            problems.append(
                Problem(kind="missing_input", field=name, message=f"What is the {words}?")
            )
    if problems or inputs.aov is None or inputs.orders_per_year is None or inputs.years is None:
        return refused(*problems)
    per = inputs.periods.get("orders_per_year")
    orders = inputs.orders_per_year * (PERIODS_PER_YEAR.get(per or "", 1))
    revenue = inputs.aov * orders * inputs.years
    value = revenue * rate if rate is not None else revenue
    net = value - (inputs.cac or 0.0)
    warnings = ["An average hides differences between customers."]
    values: dict[str, Any] = {"lifetime_revenue": revenue}
    text = f"{exact(inputs.aov)} x {exact(orders)} x {exact(inputs.years)}"
    if rate is None:
        warnings.append("Without a margin this is lifetime revenue, not lifetime value.")
        headline = (
            f"Lifetime revenue is {money(revenue, inputs.currency)} per customer; "
            f"it takes a margin to make it CLV."
        )
        question = "What is the gross margin?"
    else:
        values |= {"clv": value, "clv_after_cac": net} if inputs.cac is not None else {"clv": value}
        text += f" x {percent(rate)}"
        headline = f"CLV is {money(value, inputs.currency)} per customer" + (
            f", {money(net, inputs.currency)} after acquisition cost."
            if inputs.cac is not None
            else "."
        )
        question = None
    return Outcome(
        headline=headline,
        values=values,
        units=dict.fromkeys(values, inputs.currency or "money"),
        formula=f"{text} = {money(value)}"
        + (f" - {exact(inputs.cac)}" if inputs.cac is not None else ""),
        assumptions=(
            "Simple model: constant orders over a fixed lifetime, not discounted.",
            *(["Margin read as a share of revenue."] if shared else []),
        ),
        warnings=tuple(warnings),
        next_question=question,
    )


def _by_retention(
    inputs: ClvInputs, margin: float | None, rate: float | None, r: float, problems: list[Problem]
) -> Outcome:
    source = f"{exact(margin)}" if margin is not None else ""
    if (
        margin is None
        and inputs.aov is not None
        and inputs.orders_per_year is not None
        and rate is not None
    ):
        margin = inputs.aov * inputs.orders_per_year * rate
        source = f"{exact(inputs.aov)} x {exact(inputs.orders_per_year)} x {percent(rate)} = {exact(margin)}"
    if margin is None:
        problems.append(
            Problem(
                kind="missing_input",
                field="margin",
                message="What is the margin per customer and period, in money?",
            )
        )
    stated = {period for period in (inputs.retention_period, inputs.discount_period) if period}
    periods = {
        name: inputs.periods[name]
        for name in ("margin", "retention", "churn", "discount")
        if name in inputs.periods
    }
    if len(stated) > 1 or len(set(periods.values())) > 1:
        problems.append(
            Problem(
                kind="mixed_units",
                field="discount",
                message="Margin, retention and discount must be for the same period: bring them to one.",
            )
        )
    kept = periods.get("retention") or periods.get("churn") or inputs.retention_period
    unsaid = "discount" not in periods and not inputs.discount_period
    if inputs.discount and kept and kept not in {"year", "yearly", "annual"} and unsaid:
        problems.append(
            Problem(
                kind="ambiguous",
                field="discount_period",
                message=(
                    f"Retention is per {kept}: is the discount rate of {percent(inputs.discount)} "
                    f"per {kept} too, or per year?"
                ),
            )
        )
    d = inputs.discount if inputs.discount is not None else 0.0
    if not problems and r >= 1 + d:
        kind: Any = "undefined" if r == 1 and d == 0 else "out_of_range"
        problems.append(
            Problem(
                kind=kind,
                field="retention",
                message=(
                    f"Retention {percent(r)} with discount {percent(d)}: the sum never "
                    f"ends; retention must be below 1 + discount."
                ),
            )
        )
    if problems or margin is None:
        return refused(*problems)
    gap = 1 + d - r
    first_today, end_first, renewals = margin * (1 + d) / gap, margin / gap, margin * r / gap
    values: dict[str, Any] = {
        "clv": first_today,
        "clv_first_margin_today": first_today,
        "clv_end_of_first_period": end_first,
        "clv_renewals_only": renewals,
    }
    if inputs.years is not None:
        count = round(inputs.years)
        values["finite_value"] = sum(margin * (r / (1 + d)) ** t for t in range(count))
    if inputs.cac is not None:
        values["clv_after_cac"] = first_today - inputs.cac
    warnings = ["Constant retention and averages hide differences between customers."]
    if r == 1:
        warnings.append(
            "Retention of 100% means that no customer ever leaves: the value rests on the discount rate alone."
        )
    notes = [
        "First margin today (Fader & Hardie 2012); two other conventions are shown.",
        "Margin, retention and discount are for the same period.",
    ]
    if inputs.discount is None:
        notes.append("No discount rate given: not discounted.")
    if "finite_value" in values:
        notes.append(
            f"The value over {exact(inputs.years or 0)} years is a finite-horizon value, not CLV."
        )
    return Outcome(
        headline=f"CLV is {money(first_today, inputs.currency)} per customer with the "
        f"first margin today; {money(end_first, inputs.currency)} if it comes at the end "
        f"of period 1; {money(renewals, inputs.currency)} for renewals only.",
        values=values,
        units=dict.fromkeys(values, inputs.currency or "money"),
        formula=f"{source} x (1 + {exact(d)}) / (1 + {exact(d)} - {exact(r)}) = {money(first_today)}",
        assumptions=tuple(notes),
        warnings=tuple(warnings),
    )
