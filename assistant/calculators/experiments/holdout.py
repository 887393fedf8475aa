"""The lift of an exposed group over a holdout."""

from statistics import NormalDist
from typing import Any

from assistant.calculators.economics.money import MoneyInputs
from assistant.calculators.experiments.proportions import newcombe, ratio_interval
from assistant.calculators.record import Outcome, Problem, quantity, refused
from assistant.calculators.wording import exact, money, number, percent, points

_NORMAL = NormalDist()


class HoldoutInputs(MoneyInputs):
    """An exposed group and a holdout."""

    exposed_visitors: int | None = quantity(
        "count",
        "people exposed",
        aliases=(
            "exposed, n exposed, exposed users, visitors exposed, treated, "
            "treatment visitors, exposed n, treatment n, exposed size, treatment users, "
            "exposed customers, treated visitors, users exposed"
        ),
        ge=0,
    )
    exposed_conversions: int | None = quantity(
        "count",
        "buyers among them",
        aliases=(
            "exposed buyers, conversions exposed, exposed orders, treatment conversions, "
            "buyers exposed, exposed converted, treated conversions, exposed purchases"
        ),
        ge=0,
    )
    holdout_visitors: int | None = quantity(
        "count",
        "people held out",
        aliases=(
            "holdout, n holdout, holdout users, visitors holdout, control visitors, "
            "holdout n, control n, holdout size, control users, holdout customers, users holdout"
        ),
        ge=0,
    )
    holdout_conversions: int | None = quantity(
        "count",
        "buyers among them",
        aliases=(
            "holdout buyers, conversions holdout, holdout orders, control conversions, "
            "buyers holdout, holdout converted, holdout purchases"
        ),
        ge=0,
    )
    aov: float | None = quantity(
        "money",
        "average order value",
        aliases="average order value, order value, value per conversion",
        ge=0,
    )
    margin: float | None = quantity(
        "share", "gross margin", aliases="gross margin, margin rate", ge=0, le=1
    )
    cost: float | None = quantity(
        "money", "what the exposure cost", aliases="campaign cost, spend, ai cost", ge=0
    )
    randomised: bool | None = quantity(
        "flag",
        "whether the holdout was chosen at random",
        aliases="randomized, random, random holdout, was randomised",
    )
    alpha: float = quantity(
        "share",
        "1 - confidence of the interval",
        aliases="significance level",
        default=0.05,
        gt=0,
        lt=1,
    )


def holdout(inputs: HoldoutInputs) -> Outcome:
    """Lift = p_exposed / p_holdout - 1; incremental buyers = (p_e - p_h) x exposed people.

    The interval (Newcombe) is carried through to buyers, revenue and margin. Errors: more buyers
    than people is out of range; an empty group is undefined. With no buyers in the holdout only the
    absolute difference is given. Source: standard practice.

    Notes: a holdout not chosen at random shows a difference, not an effect; a small one dominates
    the interval.
    """
    problems: list[Problem] = []
    for side in ("exposed", "holdout"):
        people, buyers = getattr(inputs, f"{side}_visitors"), getattr(inputs, f"{side}_conversions")
        if people is None:
            problems.append(
                Problem(
                    kind="missing_input",
                    field=f"{side}_visitors",
                    message=f"How many people are in the {side} group?",
                )
            )
        if buyers is None:
            problems.append(
                Problem(
                    kind="missing_input",
                    field=f"{side}_conversions",
                    message=f"How many of the {side} group bought?",
                )
            )
        if people == 0:
            problems.append(
                Problem(
                    kind="undefined",
                    field=f"{side}_visitors",
                    message=f"The {side} group is empty: there is no rate.",
                )
            )
        elif people is not None and buyers is not None and buyers > people:
            problems.append(
                Problem(
                    kind="out_of_range",
                    field=f"{side}_conversions",
                    message=f"{side}: {buyers:,} buyers exceed {people:,} people.",
                )
            )
    ne, xe, nh, xh = (
        inputs.exposed_visitors,
        inputs.exposed_conversions,
        inputs.holdout_visitors,
        inputs.holdout_conversions,
    )
    if problems or ne is None or xe is None or nh is None or xh is None:
        return refused(*problems)
    z = _NORMAL.inv_cdf(1 - inputs.alpha / 2)
    pe, ph = xe / ne, xh / nh
    low, high = newcombe(xh, nh, xe, ne, z)
    values: dict[str, Any] = {
        "rate_exposed": pe,
        "rate_holdout": ph,
        "difference": pe - ph,
        "difference_low": low,
        "difference_high": high,
        "lift": pe / ph - 1 if xh else None,
        "incremental_buyers": (pe - ph) * ne,
        "incremental_buyers_low": low * ne,
        "incremental_buyers_high": high * ne,
    }
    interval = ratio_interval(xh, nh, xe, ne, z)
    if interval:
        values |= {"lift_low": interval[0], "lift_high": interval[1]}
    warnings, question = [], None
    if xh == 0:
        warnings.append(
            "Nobody in the holdout bought: only the absolute difference is given, no relative lift."
        )
    causal = bool(inputs.randomised)
    if inputs.randomised is None:
        question = "How was the holdout formed: at random?"
        warnings.append(
            "Not said whether the holdout was chosen at random: read this as a difference, not as an effect."
        )
    elif not inputs.randomised:
        warnings.append(
            "The holdout was not chosen at random: this is a difference between groups, not an effect."
        )
    if nh < ne / 20:
        warnings.append(
            "The holdout is small against the exposed group and dominates the interval."
        )
    if inputs.aov is not None:
        for key in ("", "_low", "_high"):
            values[f"incremental_revenue{key}"] = values[f"incremental_buyers{key}"] * inputs.aov
            if inputs.margin is not None:
                values[f"incremental_margin{key}"] = (
                    values[f"incremental_revenue{key}"] * inputs.margin
                )
    if inputs.cost is not None and "incremental_margin" in values:
        values["net_after_cost"] = values["incremental_margin"] - inputs.cost
    word = "Incremental" if causal else "Difference in"
    lift_text = f" ({percent(values['lift'])} lift)" if values["lift"] is not None else ""
    text = (
        f"{word} buyers: {number(values['incremental_buyers'], 4)}, interval from "
        f"{number(low * ne, 4)} to {number(high * ne, 4)}; {points(pe - ph)}{lift_text}."
    )
    if "incremental_margin" in values:
        text += f" In margin: {money(values['incremental_margin'], inputs.currency)}."
    elif "incremental_revenue" in values:
        text += (
            f" In revenue: {money(values['incremental_revenue'], inputs.currency)}; it "
            f"takes the margin to be a benefit."
        )
    if low <= 0 <= high:
        warnings.append("The interval includes zero: inconclusive.")
    return Outcome(
        headline=text,
        values=values,
        units={
            "rate_exposed": "share",
            "rate_holdout": "share",
            "difference": "share",
            "lift": "share",
            "incremental_buyers": "buyers",
            "incremental_revenue": inputs.currency or "money",
            "incremental_margin": inputs.currency or "money",
        },
        formula=f"({xe:,}/{ne:,} - {xh:,}/{nh:,}) x {ne:,} = {exact(round(values['incremental_buyers'], 3))}",
        assumptions=(f"{percent(1 - inputs.alpha)} interval (Newcombe)",),
        warnings=tuple(warnings),
        next_question=question,
    )
