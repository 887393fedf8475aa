"""How long a test runs."""

import math

from assistant.calculators.experiments.planning import TestInputs, describe, size_of
from assistant.calculators.record import Outcome, Problem, quantity, refused
from assistant.calculators.wording import exact, percent


class DurationInputs(TestInputs):
    """A test and the traffic it gets."""

    n_per_group: int | None = quantity(
        "count",
        "visitors needed per group, if known",
        aliases=(
            "sample size, n, sample size per group, visitors per group, "
            "sample size per variant, required sample size, sample size per arm, n per arm, "
            "n per variant"
        ),
        ge=1,
    )
    daily_visitors: float | None = quantity(
        "count",
        "eligible visitors per day",
        aliases=(
            "visitors per day, traffic, daily traffic, traffic per day, visitors, "
            "users per day, daily users, eligible visitors, eligible visitors per day, "
            "visits per day, sessions per day, visitors day"
        ),
    )
    share_in_test: float = quantity(
        "share",
        "the share of traffic in the test",
        aliases="traffic share, allocation, share, traffic allocation, exposure, test share",
        default=1.0,
        gt=0,
        le=1,
    )
    groups: int | None = quantity(
        "count",
        "groups, the control included",
        aliases="arms, number of arms, number of groups",
        ge=2,
        le=51,
    )


def duration(inputs: DurationInputs) -> Outcome:
    """Groups x n / (eligible visitors per day x share in the test), in full weeks.

    Units: days and weeks; rounded up to full weeks, two at the least (our rule, so that every
    weekday counts alike). Errors: no traffic never finishes. Source: standard practice and our
    rule. Notes: beyond about eight weeks a test is impractical.
    """
    problems: list[Problem] = []
    if inputs.daily_visitors is None:
        problems.append(
            Problem(
                kind="missing_input",
                field="daily_visitors",
                message="How many eligible visitors come per day?",
            )
        )
    elif inputs.daily_visitors <= 0:
        problems.append(
            Problem(
                kind="undefined",
                field="daily_visitors",
                message="Without visitors the test never ends.",
            )
        )
    groups = inputs.groups or inputs.variants + 1
    if inputs.n_per_group is not None:
        total = groups * inputs.n_per_group
    else:
        sized = size_of(inputs.model_copy(update={"variants": groups - 1}))
        if isinstance(sized, list):
            problems.extend(sized)
            total = 0
        else:
            total = sized[4]
    if problems or inputs.daily_visitors is None:
        return refused(*problems)
    per = inputs.periods.get("daily_visitors", "day")
    days_in = {"day": 1.0, "week": 7.0, "month": 365 / 12, "quarter": 365 / 4, "year": 365.0}[per]
    per_day = inputs.daily_visitors / days_in * inputs.share_in_test
    days = total / per_day
    weeks = max(2, math.ceil(days / 7 - 1e-9))
    whole = math.ceil(days - 1e-9)
    warnings = []
    if weeks > 8:
        warnings.append(
            "Beyond about eight weeks a test is impractical: test a larger effect, a "
            "busier page, fewer variants or a bolder change."
        )
    return Outcome(
        headline=(
            f"The test runs {weeks} weeks ({exact(whole)} {'day' if whole == 1 else 'days'} of "
            f"traffic, rounded up to full weeks, two at the least)."
        ),
        values={
            "days": days,
            "days_rounded": whole,
            "weeks": weeks,
            "days_to_run": weeks * 7,
            "total_visitors": total,
            "n_per_group": total / groups,
            "visitors_per_day_in_test": per_day,
            "groups": groups,
        },
        units={
            "days": "days",
            "weeks": "weeks",
            "total_visitors": "visitors",
            "days_to_run": "days",
        },
        formula=(
            f"{total:,} / ({exact(round(inputs.daily_visitors / days_in, 4))} x "
            f"{percent(inputs.share_in_test)}) = {exact(round(days, 2))} days"
        ),
        assumptions=(
            *([] if inputs.n_per_group else describe(inputs)),
            "full weeks, at least two (our rule)",
        ),
        warnings=tuple(warnings),
    )
