"""Total cost of ownership over a horizon."""

from decimal import Decimal
from typing import Any, Literal

from assistant.calculators.economics.money import COURSE_COSTS, MoneyInputs
from assistant.calculators.reading.amounts import PERIODS_PER_YEAR
from assistant.calculators.record import Outcome, Problem, Row, quantity, refused
from assistant.calculators.wording import exact, listed, money


class CostLine(Row):
    """One cost of a TCO: once, or per period."""

    name: str = quantity(
        "text", "what is paid for", aliases="item, cost item, component, category", default=""
    )
    amount: Decimal | None = quantity("money", "the amount", aliases="cost, price, value", ge=0)
    kind: Literal["one-time", "recurring"] | None = quantity(
        "choice",
        "one-time or recurring",
        aliases="type, frequency, recurrence",
        synonyms={
            "once": "one-time",
            "one off": "one-time",
            "one-off": "one-time",
            "onetime": "one-time",
            "upfront": "one-time",
            "initial": "one-time",
            "annual": "recurring",
            "yearly": "recurring",
            "per year": "recurring",
            "ongoing": "recurring",
            "year": "recurring",
        },
    )


class TcoInputs(MoneyInputs):
    """One-time and recurring costs over a horizon, with usage fees."""

    items: list[CostLine] | None = quantity(
        "rows", "the cost lines", aliases="costs, lines, cost lines, rows, table"
    )
    one_time: dict[str, Decimal | None] | Decimal | None = quantity(
        "amounts",
        "one-time costs",
        aliases=(
            "one time costs, upfront, initial, initial cost, setup, upfront cost, one off, "
            "one time cost, capex, one off costs, setup cost"
        ),
    )
    recurring: dict[str, Decimal | None] | Decimal | None = quantity(
        "amounts",
        "recurring costs per year",
        aliases=(
            "annual, annual cost, recurring cost, yearly cost, per year, recurring costs, "
            "annual costs, yearly, opex, recurring annual, running cost, running costs"
        ),
    )
    years: float | None = quantity(
        "duration",
        "the horizon in years",
        aliases="horizon, term, duration, period",
        unit="years",
        gt=0,
        le=100,
    )
    usage_volume: Decimal | None = quantity(
        "count", "units used per year", aliases="volume, units, annual volume, usage", ge=0
    )
    usage_price: Decimal | None = quantity(
        "money",
        "price per unit used",
        aliases="price per unit, unit price, price, fee per unit",
        ge=0,
    )
    discount_rate: float | None = quantity(
        "change", "yearly discount rate (off by default)", aliases="discount, wacc", gt=-1
    )
    software: Decimal | None = quantity(
        "money",
        "software and platform fees per year",
        aliases=(
            "software fees, licence, license, licences, platform, platform fees, "
            "subscription, software platform fees"
        ),
        ge=0,
    )
    implementation: Decimal | None = quantity(
        "money", "implementation, once", aliases="implementation cost, implementation costs", ge=0
    )
    data_integration: Decimal | None = quantity(
        "money",
        "data integration, once",
        aliases="integration, data, data integration efforts",
        ge=0,
    )
    training: Decimal | None = quantity(
        "money", "training, once", aliases="staff training, training cost", ge=0
    )
    maintenance: Decimal | None = quantity(
        "money", "maintenance per year", aliases="ongoing maintenance, support", ge=0
    )
    internal_resources: Decimal | None = quantity(
        "money",
        "internal resources per year",
        aliases="internal, staff, internal resource allocation, internal resource",
        ge=0,
    )


_ONCE = ("implementation", "data_integration", "training")
_YEARLY = ("software", "maintenance", "internal_resources")


def _amounts(
    value: dict[str, Decimal | None] | Decimal | None, label: str
) -> dict[str, Decimal | None]:
    if value is None:
        return {}
    return value if isinstance(value, dict) else {label: value}


def tco(inputs: TcoInputs) -> Outcome:
    """sum(one-time) + years x sum(recurring per year) + years x usage volume x price.

    Units: money in one currency. The course's six cost parts serve as checklist: those not given
    are listed, not counted as 0 in silence. Discounting is off unless a rate is given (recurring
    costs at the end of each year, whole years).

    Errors: a negative cost is out of range (credits are benefits); a blank amount is missing.
    Source: the course's list of cost parts; the sum is standard practice.
    """
    problems: list[Problem] = []
    once = _amounts(inputs.one_time, "one-time costs")
    yearly = _amounts(inputs.recurring, "recurring costs")
    assumptions: list[str] = []
    for name in (*_ONCE, *_YEARLY):
        value = getattr(inputs, name)
        if value is None:
            continue
        per = inputs.periods.get(name)
        target = yearly if per or name in _YEARLY else once
        target[name.replace("_", " ")] = value * PERIODS_PER_YEAR[per] if per else value
    if (
        not isinstance(inputs.recurring, dict)
        and inputs.recurring is not None
        and "recurring" in inputs.periods
    ):
        yearly["recurring costs"] = inputs.recurring * PERIODS_PER_YEAR[inputs.periods["recurring"]]
    for line in inputs.items or []:
        problems.extend(line.missing("amount"))
        if line.amount is None:
            continue
        per = line.periods.get("amount")
        if per or line.kind == "recurring":
            yearly[line.name] = line.amount * (PERIODS_PER_YEAR.get(per or "", 1))
        else:
            once[line.name] = line.amount
            if line.kind is None:
                assumptions.append(f"{line.name}: no period given, counted once.")
    for name, value in (*once.items(), *yearly.items()):
        if value is None:
            problems.append(
                Problem(kind="missing_input", field=name, message=f"{name} has no amount.")
            )
        elif value < 0:
            problems.append(
                Problem(
                    kind="out_of_range",
                    field=name,
                    message=f"{name} {exact(value)} is negative; a credit belongs to the benefit.",
                )
            )
    if (inputs.usage_volume is None) != (inputs.usage_price is None):
        lacking = "usage_price" if inputs.usage_price is None else "usage_volume"
        problems.append(
            Problem(
                kind="missing_input",
                field=lacking,
                message=f"Usage fees need the {lacking.replace('_', ' ')} too.",
            )
        )
    usage = (inputs.usage_volume or Decimal(0)) * (inputs.usage_price or Decimal(0))
    usage_per = inputs.periods.get("usage_volume")
    usage *= PERIODS_PER_YEAR.get(usage_per or "", 1)
    if (yearly or usage) and inputs.years is None:
        problems.append(
            Problem(
                kind="missing_input",
                field="years",
                message="Over how many years is the cost counted?",
            )
        )
    if not once and not yearly and not usage and not problems:
        problems.append(
            Problem(
                kind="missing_input",
                field="one_time",
                message="Give at least one one-time or recurring cost.",
            )
        )
    if problems:
        return refused(*problems)
    years = Decimal(str(inputs.years or 0))
    one_time_total = sum((value for value in once.values() if value is not None), Decimal(0))
    per_year = sum((value for value in yearly.values() if value is not None), Decimal(0))
    total = one_time_total + years * (per_year + usage)
    values: dict[str, Any] = {
        "tco": float(total),
        "total": float(total),
        "one_time_total": float(one_time_total),
        "recurring_per_year": float(per_year),
        "recurring_total": float(per_year * years),
        "usage_per_year": float(usage),
        "usage_total": float(usage * years),
    }
    if inputs.discount_rate is not None and years == int(years):
        factor = sum((1 + inputs.discount_rate) ** -year for year in range(1, int(years) + 1))
        values["discounted_tco"] = float(one_time_total) + float(per_year + usage) * factor
    given = {name.replace("_", " ").casefold() for name in (*once, *yearly)}
    lacking_parts = [
        words
        for name, words in COURSE_COSTS.items()
        if not any(
            name.replace("_", " ").split()[0] in key or words.split()[0] in key for key in given
        )
    ]
    values["not_given"] = lacking_parts
    warnings = (
        [f"Not given: {listed(lacking_parts)}. They are left out, not zero."]
        if lacking_parts
        else []
    )
    span = f" over {exact(years)} {'year' if years == 1 else 'years'}" if years else ""
    usage_text = f" + {exact(years)} x {exact(usage)} usage" if usage else ""
    return Outcome(
        headline=f"Total cost of ownership{span}: {money(total, inputs.currency)}.",
        values=values,
        units=dict.fromkeys(
            (
                "tco",
                "total",
                "one_time_total",
                "recurring_per_year",
                "recurring_total",
                "usage_per_year",
                "usage_total",
                "discounted_tco",
            ),
            inputs.currency or "money",
        ),
        formula=f"{exact(one_time_total)} + {exact(years)} x {exact(per_year)}{usage_text} = {exact(total)}",
        assumptions=tuple(assumptions),
        warnings=tuple(warnings),
    )
