"""Automation savings and cost per resolution."""

from typing import Any

from assistant.calculators.economics.money import MoneyInputs, in_period
from assistant.calculators.record import Outcome, Problem, quantity, refused
from assistant.calculators.wording import exact, money, number, percent


class AutomationInputs(MoneyInputs):
    """Resolved contacts, handling time and hourly cost, against the AI cost."""

    resolved: float | None = quantity(
        "count",
        "contacts resolved by AI (not merely contained or deflected)",
        aliases=(
            "inquiries, resolved inquiries, resolutions, tickets, tickets resolved, "
            "resolved contacts, contacts, queries, volume, resolved tickets, conversations, "
            "enquiries"
        ),
        ge=0,
    )
    repeat_contacts: float | None = quantity(
        "count",
        "contacts that came back, taken off",
        aliases="repeats, reopened, recontacts, repeat",
        ge=0,
    )
    resolution_rate: float | None = quantity(
        "share",
        "the share of contacts that AI resolves",
        aliases="automation rate, containment rate, resolved share",
        ge=0,
        le=1,
    )
    minutes: float | None = quantity(
        "number",
        "handling minutes per contact",
        aliases=(
            "minutes per contact, handling time, aht, minutes per inquiry, "
            "average handling time, minutes per ticket, minutes saved, handle time, "
            "minutes each, avg handle time minutes, minutes per resolution"
        ),
        ge=0,
    )
    hourly_cost: float | None = quantity(
        "money",
        "loaded cost of an hour",
        aliases=(
            "cost per hour, hourly rate, loaded hourly cost, wage, loaded hourly rate, "
            "hourly wage, agent hourly cost, rate per hour"
        ),
        ge=0,
    )
    ai_cost: float | None = quantity(
        "money",
        "AI cost in the same period",
        aliases="cost, tool cost, platform cost, monthly ai cost, ai costs, bot cost",
        ge=0,
    )
    total_cost: float | None = quantity(
        "money",
        "total support cost, for the cost per resolution",
        aliases="total support cost, support cost",
        ge=0,
    )
    total_resolved: float | None = quantity(
        "count",
        "all resolved contacts, for the cost per resolution",
        aliases="total resolutions, all resolved, total resolved contacts",
        ge=0,
    )
    share_now: float | None = quantity(
        "share",
        "the share of contacts handled by AI today",
        aliases="pilot share, current share",
        gt=0,
        le=1,
    )
    share_planned: float | None = quantity(
        "share", "the share planned", aliases="target share, scaled share", gt=0, le=1
    )


def automation_savings(inputs: AutomationInputs) -> Outcome:
    """Hours = resolved x minutes / 60; value = hours x loaded hourly cost; net = value - AI cost.

    Cost per resolution = total support cost / resolved (the AI cost per AI resolution if only
    that is given). Repeat contacts are taken off first. Scaling a share up linearly is an upper
    bound, because easy contacts went first.

    Errors: nothing resolved leaves cost per resolution undefined. Source: the course's example;
    standard practice. Notes: hours are capacity, not cash, unless staffing or overtime falls.
    """
    problems: list[Problem] = []
    resolved = inputs.resolved
    if resolved is None and inputs.total_resolved is None:
        problems.append(
            Problem(
                kind="missing_input", field="resolved", message="How many contacts does AI resolve?"
            )
        )
    per_resolution_only = (
        inputs.minutes is None
        and inputs.hourly_cost is None
        and (inputs.total_cost is not None or inputs.ai_cost is not None)
    )
    if not per_resolution_only:
        if inputs.minutes is None:
            problems.append(
                Problem(
                    kind="missing_input",
                    field="minutes",
                    message="How many minutes does a contact take a person?",
                )
            )
        if inputs.hourly_cost is None:
            problems.append(
                Problem(
                    kind="missing_input",
                    field="hourly_cost",
                    message="What does an hour cost, fully loaded?",
                )
            )
    notes: list[str] = []
    warnings: list[str] = []
    counted_per = inputs.periods.get("resolved") or inputs.periods.get("total_resolved")
    costs: dict[str, float | None] = {}
    for name in ("ai_cost", "total_cost"):
        cost, per = getattr(inputs, name), inputs.periods.get(name)
        costs[name] = None if cost is None else in_period(cost, per, counted_per)
        if cost is not None and per and counted_per and per != counted_per:
            notes.append(
                f"{exact(cost)} per {per} is {exact(round(costs[name] or 0.0, 2))} per {counted_per}."
            )
    ai_cost = costs["ai_cost"]
    net_resolved = resolved or 0.0
    if resolved is not None and inputs.resolution_rate is not None:
        net_resolved = resolved * inputs.resolution_rate
        notes.append(f"{exact(resolved)} contacts x {percent(inputs.resolution_rate)} resolved.")
    if inputs.repeat_contacts is not None:
        net_resolved -= inputs.repeat_contacts
        notes.append(f"{exact(inputs.repeat_contacts)} repeat contacts taken off.")
        if net_resolved < 0:
            problems.append(
                Problem(
                    kind="mismatch",
                    field="repeat_contacts",
                    message="More repeat contacts than resolved ones.",
                )
            )
    denominator = inputs.total_resolved if inputs.total_resolved is not None else net_resolved
    cost_base = costs["total_cost"] if costs["total_cost"] is not None else ai_cost
    if (
        cost_base is not None
        and denominator == 0
        and not problems
        and (per_resolution_only or inputs.total_cost is not None)
    ):
        problems.append(
            Problem(
                kind="undefined",
                field="resolved",
                message="Nothing was resolved: a cost per resolution would divide by zero.",
            )
        )
    if problems:
        return refused(*problems)
    values: dict[str, Any] = {"resolved": net_resolved} if resolved is not None else {}
    parts, formula = [], []
    if inputs.minutes is not None and inputs.hourly_cost is not None:
        hours = net_resolved * inputs.minutes / 60
        value = hours * inputs.hourly_cost
        values |= {"hours_saved": hours, "hours": hours, "gross_value": value, "value": value}
        formula.append(
            f"{exact(net_resolved)} x {exact(inputs.minutes)} / 60 = "
            f"{exact(round(hours, 2))} hours; x {exact(inputs.hourly_cost)} = {money(value)}"
        )
        parts.append(f"{number(hours, 6)} hours, worth {money(value, inputs.currency)}")
        if ai_cost is not None:
            values |= {"net_value": value - ai_cost, "net_savings": value - ai_cost}
            parts.append(f"{money(value - ai_cost, inputs.currency)} after the AI cost")
            formula.append(f"- {exact(ai_cost)} = {money(value - ai_cost)}")
        else:
            warnings.append("The AI cost is not given, so this is gross.")
        warnings.append("Hours are capacity, not cash, unless staffing or overtime falls.")
    if cost_base is not None and denominator > 0:
        values["cost_per_resolution"] = cost_base / denominator
        parts.append(f"{money(cost_base / denominator, inputs.currency)} per resolution")
        formula.append(
            f"{exact(cost_base)} / {exact(denominator)} = {number(cost_base / denominator, 4)} per resolution"
        )
    question = None
    if (
        inputs.share_now is not None
        and inputs.share_planned is not None
        and "gross_value" in values
    ):
        factor = inputs.share_planned / inputs.share_now
        values |= {
            "upper_bound_hours": values["hours_saved"] * factor,
            "upper_bound_value": values["gross_value"] * factor,
        }
        warnings.append(
            f"Going from {percent(inputs.share_now)} to {percent(inputs.share_planned)} in "
            f"proportion gives at most "
            f"{money(values['upper_bound_value'], inputs.currency)}: the easy contacts went first."
        )
        question = "What resolution rate do you expect at the larger share?"
    notes.append("Resolved means solved without a person, not contained or deflected.")
    return Outcome(
        headline=f"{parts[0][:1].upper()}{'; '.join(parts)[1:]}."
        if parts
        else "Nothing to compute.",
        values=values,
        units={
            "hours_saved": "hours",
            "hours": "hours",
            **dict.fromkeys(
                (
                    "gross_value",
                    "value",
                    "net_value",
                    "net_savings",
                    "cost_per_resolution",
                    "upper_bound_value",
                ),
                inputs.currency or "money",
            ),
        },
        formula="; ".join(formula),
        assumptions=tuple(notes),
        warnings=tuple(warnings),
        next_question=question,
    )
