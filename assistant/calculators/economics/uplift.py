"""What an uplift of conversion or order value is worth."""

from typing import Any

from assistant.calculators.economics.money import MoneyInputs
from assistant.calculators.record import Outcome, Problem, quantity, refused
from assistant.calculators.wording import exact, money, percent


class UpliftInputs(MoneyInputs):
    """Traffic, base rate, order value and the uplifts."""

    sessions: float | None = quantity(
        "count",
        "sessions or visitors in the period",
        aliases="visitors, traffic, users, visits, monthly sessions, monthly visitors",
        ge=0,
    )
    baseline: float | None = quantity(
        "share",
        "the conversion rate today",
        aliases=(
            "base rate, conversion rate, conversion, baseline conversion rate, cr, "
            "baseline rate, current conversion rate"
        ),
        ge=0,
        le=1,
    )
    effect: float | None = quantity(
        "change",
        "the change of the conversion rate, relative unless in points",
        aliases=(
            "uplift, lift, relative uplift, conversion uplift, cr uplift, relative lift, "
            "conversion lift, increase"
        ),
        gt=-1,
    )
    aov: float | None = quantity(
        "money", "average order value", aliases="average order value, order value, basket", ge=0
    )
    aov_effect: float | None = quantity(
        "change",
        "the relative change of the order value",
        aliases="aov uplift, order value uplift, aov lift",
        gt=-1,
    )
    orders: float | None = quantity(
        "count",
        "orders in the period, instead of sessions and rate",
        aliases="baseline orders, number of orders, monthly orders",
        ge=0,
    )
    margin: float | None = quantity(
        "share",
        "gross margin",
        aliases="gross margin, margin rate, profit margin, contribution margin",
        ge=0,
        le=1,
    )
    share_affected: float | None = quantity(
        "share",
        "the share of visitors the uplift is about",
        aliases=(
            "interaction share, share interacting, exposure, adoption, share of users, "
            "interaction rate"
        ),
        ge=0,
        le=1,
    )
    randomised: bool | None = quantity(
        "flag",
        "whether the comparison was randomised",
        aliases="randomized, random, was randomised, experiment",
    )
    weeks_observed: float | None = quantity(
        "duration",
        "how long the uplift was observed",
        aliases="observed, observation",
        unit="weeks",
        gt=0,
    )


def uplift(inputs: UpliftInputs) -> Outcome:
    """Extra revenue = sessions x base rate x relative uplift x AOV; (1+a)(1+b) - 1 combined.

    Units: money per period of the sessions. An uplift "among users who interacted" is blended by
    their share and labelled non-causal. Margin is asked for before anything becomes an ROI.

    Errors: a new rate beyond 100% is out of range. Source: standard practice. Notes: only a
    randomised comparison shows cause; those who choose to interact differ anyway.
    """
    problems: list[Problem] = []
    needed = [("aov", inputs.aov, "What is the average order value?")]
    if inputs.orders is None:
        needed += [
            ("sessions", inputs.sessions, "How many sessions are there in the period?"),
            ("baseline", inputs.baseline, "What is the conversion rate today?"),
        ]
    problems.extend(
        Problem(kind="missing_input", field=name, message=question)
        for name, value, question in needed
        if value is None
    )
    if inputs.effect is None and inputs.aov_effect is None:
        problems.append(
            Problem(
                kind="missing_input",
                field="effect",
                message="Which uplift, relative (10%) or in points?",
            )
        )
    relative = inputs.effect or 0.0
    if "effect" in inputs.points:
        if inputs.baseline:
            relative = (inputs.effect or 0.0) / inputs.baseline
        elif inputs.baseline is None:
            problems.append(
                Problem(
                    kind="missing_input",
                    field="baseline",
                    message="An uplift in points needs the conversion rate today.",
                )
            )
    share = 1.0 if inputs.share_affected is None else inputs.share_affected
    blended = relative * share
    if inputs.baseline is not None and inputs.baseline * (1 + relative) > 1:
        problems.append(
            Problem(
                kind="out_of_range",
                field="effect",
                message=f"The new conversion rate would be {percent(inputs.baseline * (1 + relative))}.",
            )
        )
    if problems or inputs.aov is None:
        return refused(*problems)
    orders = (
        inputs.orders
        if inputs.orders is not None
        else (inputs.sessions or 0.0) * (inputs.baseline or 0.0)
    )
    aov_change = (inputs.aov_effect or 0.0) * share
    combined = (1 + blended) * (1 + aov_change) - 1
    revenue = orders * inputs.aov
    extra = revenue * combined
    values: dict[str, Any] = {
        "extra_revenue": extra,
        "baseline_revenue": revenue,
        "new_revenue": revenue + extra,
        "baseline_orders": orders,
        "extra_orders": orders * blended,
        "combined_uplift": combined,
        "relative_uplift": blended,
    }
    if inputs.baseline is not None:
        values |= {
            "new_rate": inputs.baseline * (1 + blended),
            "absolute_uplift": inputs.baseline * blended,
        }
    if inputs.margin is not None:
        values["extra_margin"] = extra * inputs.margin
    warnings, question = [], None
    if inputs.randomised is None:
        question = "Was the comparison randomised?"
        warnings.append(
            "Not said whether the comparison was randomised: without that the uplift may not be caused by the change."
        )
    elif not inputs.randomised:
        warnings.append(
            "The comparison was not randomised: this is a difference between groups, not an effect."
        )
    if inputs.share_affected is not None:
        warnings.append(
            f"The uplift is among {percent(share)} of visitors and was blended by that "
            f"share; those who choose to interact differ anyway (non-causal)."
        )
    if inputs.margin is None:
        warnings.append(
            "This is revenue; it takes the margin before it can be a benefit in an ROI."
        )
        question = question or "What is the gross margin?"
    if inputs.weeks_observed is not None and inputs.weeks_observed < 26:
        warnings.append(
            f"Observed for {exact(round(inputs.weeks_observed, 1))} weeks: a yearly figure would ignore seasons."
        )
    per = inputs.periods.get("sessions") or inputs.periods.get("orders")
    over = f" per {per}" if per else ""
    margin_text = (
        f", {money(values['extra_margin'], inputs.currency)} of it margin"
        if inputs.margin is not None
        else ""
    )
    base = (
        f"{exact(inputs.sessions or 0)} x {percent(inputs.baseline or 0, 2)}"
        if inputs.orders is None
        else f"{exact(orders)} orders"
    )
    return Outcome(
        headline=f"Extra revenue is {money(extra, inputs.currency)}{over}{margin_text}.",
        values=values,
        units={
            **dict.fromkeys(
                ("extra_revenue", "baseline_revenue", "new_revenue", "extra_margin"),
                inputs.currency or "money",
            ),
            "extra_orders": "orders",
            "baseline_orders": "orders",
            "combined_uplift": "share",
            "new_rate": "share",
        },
        formula=f"{base} x {percent(combined, 2)} x {exact(inputs.aov)} = {money(extra)}",
        assumptions=(
            "The uplift in points was turned into a relative one."
            if "effect" in inputs.points
            else "The uplift is relative to the rate today.",
        ),
        warnings=tuple(warnings),
        next_question=question,
    )
