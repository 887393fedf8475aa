"""The volume or uplift at which a cost is earned back."""

from decimal import ROUND_CEILING, Decimal
from typing import Any

from assistant.calculators.economics.money import MoneyInputs, in_period
from assistant.calculators.record import Outcome, Problem, quantity, refused
from assistant.calculators.wording import exact, percent, points


class BreakEvenInputs(MoneyInputs):
    """A fixed cost against a saving per unit, or against extra margin from conversion."""

    fixed_cost: Decimal | None = quantity(
        "money",
        "the cost to earn back",
        aliases=(
            "fixed, fixed costs, cost, ai fixed cost, investment, platform cost, licence, "
            "fixed cost per month, monthly fixed cost, annual fixed cost"
        ),
        ge=0,
    )
    human_cost: Decimal | None = quantity(
        "money",
        "human cost per unit",
        aliases=(
            "human cost per unit, manual cost, cost per human, agent cost, "
            "human cost per contact, human unit cost, cost per contact human, human"
        ),
        ge=0,
    )
    ai_cost: Decimal | None = quantity(
        "money",
        "AI cost per unit",
        aliases=(
            "ai cost per unit, automated cost, bot cost, variable cost, ai cost per contact, "
            "ai unit cost, ai"
        ),
        ge=0,
    )
    price: Decimal | None = quantity(
        "money", "price per unit", aliases="price per unit, unit price, selling price", ge=0
    )
    orders: Decimal | None = quantity(
        "count",
        "baseline orders in the period",
        aliases="baseline orders, monthly orders, annual orders",
        ge=0,
    )
    aov: Decimal | None = quantity(
        "money", "average order value", aliases="average order value, order value", ge=0
    )
    margin: Decimal | None = quantity(
        "share",
        "gross margin",
        aliases="gross margin, margin rate, contribution margin",
        ge=0,
        le=1,
    )
    baseline: float | None = quantity(
        "share",
        "the conversion rate today",
        aliases="conversion rate, base rate, baseline rate",
        ge=0,
        le=1,
    )


def break_even(inputs: BreakEvenInputs) -> Outcome:
    """Volume = fixed cost / (human cost per unit - AI cost per unit), rounded up.

    With orders, order value and margin instead: the uplift needed = cost / (orders x AOV x
    margin), in percent, and in points of the conversion rate if that is given. Decimal throughout.

    Errors: if AI costs as much per unit as a human or more, it never breaks even (no solution).
    Source: standard practice.
    """
    problems: list[Problem] = []
    if inputs.fixed_cost is None:
        problems.append(
            Problem(
                kind="missing_input", field="fixed_cost", message="Which cost is to be earned back?"
            )
        )
    by_uplift = inputs.orders is not None or inputs.aov is not None
    unit_value = inputs.human_cost if inputs.human_cost is not None else inputs.price
    pairs = (
        [
            ("orders", inputs.orders, "How many orders are there now?"),
            ("aov", inputs.aov, "What is the average order value?"),
            ("margin", inputs.margin, "What is the gross margin?"),
        ]
        if by_uplift
        else [
            ("human_cost", unit_value, "What does a unit cost when people do it?"),
            ("ai_cost", inputs.ai_cost, "What does a unit cost with AI?"),
        ]
    )
    problems.extend(
        Problem(kind="missing_input", field=name, message=question)
        for name, value, question in pairs
        if value is None
    )
    if problems or inputs.fixed_cost is None:
        return refused(*problems)
    if by_uplift:
        assert inputs.orders is not None
        assert inputs.aov is not None
        assert inputs.margin is not None
        contribution = inputs.orders * inputs.aov * inputs.margin
        if contribution == 0:
            return refused(
                Problem(
                    kind="undefined",
                    field="orders",
                    message="Orders x order value x margin is 0: no uplift can earn the cost back.",
                )
            )
        fixed = in_period(
            inputs.fixed_cost, inputs.periods.get("fixed_cost"), inputs.periods.get("orders")
        )
        needed = fixed / contribution
        values: dict[str, Any] = {
            "uplift_needed": float(needed),
            "uplift_needed_percent": float(needed * 100),
            "extra_orders_needed": float(inputs.orders * needed),
            "baseline_margin": float(contribution),
        }
        text = f"Break-even needs {percent(needed, 2)} more orders"
        if inputs.baseline is not None:
            values["uplift_needed_points"] = float(needed) * inputs.baseline
            text += f" ({points(values['uplift_needed_points'])} of conversion)"
        return Outcome(
            headline=f"{text}.",
            values=values,
            units={
                "uplift_needed": "share",
                "uplift_needed_points": "share",
                "extra_orders_needed": "orders",
            },
            formula=(
                f"{exact(round(fixed, 2))} / ({exact(inputs.orders)} x "
                f"{exact(inputs.aov)} x {percent(inputs.margin)}) = {percent(needed, 3)}"
            ),
            assumptions=("Cost and orders cover the same period.",),
        )
    assert unit_value is not None
    assert inputs.ai_cost is not None
    saving = unit_value - inputs.ai_cost
    if saving <= 0:
        return refused(
            Problem(
                kind="no_solution",
                field="ai_cost",
                message=f"AI costs {exact(inputs.ai_cost)} per unit against {exact(unit_value)}: it never breaks even.",
            )
        )
    volume = inputs.fixed_cost / saving
    whole = int(volume.to_integral_value(rounding=ROUND_CEILING))
    per = inputs.periods.get("fixed_cost")
    over = f" per {per}" if per else ""
    return Outcome(
        headline=f"Break-even at {whole:,} units{over}.",
        values={
            "break_even_volume": whole,
            "volume": whole,
            "break_even_volume_exact": float(volume),
            "saving_per_unit": float(saving),
        },
        units={"break_even_volume": f"units{over}", "saving_per_unit": inputs.currency or "money"},
        formula=(
            f"{exact(inputs.fixed_cost)} / ({exact(unit_value)} - "
            f"{exact(inputs.ai_cost)}) = {exact(round(volume, 4))}, rounded up"
        ),
        assumptions=("Every unit that AI takes over saves the whole human cost of it.",),
    )
