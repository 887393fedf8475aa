"""The test of two means, from summary numbers."""

import math
from statistics import NormalDist
from typing import Any

from assistant.calculators.record import Inputs, Outcome, Problem, Row, quantity, refused
from assistant.calculators.wording import exact, number, p_value, percent

_NORMAL = NormalDist()
GROUP_NAMES = ("group", "arm", "variation", "version")


class MeanGroup(Row):
    """Size, mean and standard deviation of one group."""

    name: str = quantity("text", "the group", aliases=", ".join([*GROUP_NAMES]), default="")
    n: int | None = quantity(
        "count",
        "how many observations",
        aliases="users, visitors, nobs, size, sample size, count, orders",
        ge=0,
    )
    mean: float | None = quantity(
        "number", "the mean", aliases="average, avg, aov, average order value, m"
    )
    sd: float | None = quantity(
        "number",
        "the standard deviation",
        aliases="std, stdev, standard deviation, s, stddev, sigma, std dev",
        ge=0,
    )


class MeansInputs(Inputs):
    """Two groups, control first."""

    groups: list[MeanGroup] = quantity(
        "rows",
        "the two groups, control first",
        aliases="arms, rows, table, data, items",
        sides=("control", "variant"),
        default=...,
    )
    alpha: float = quantity(
        "share",
        "the false-positive rate",
        aliases="significance level, significance",
        default=0.05,
        gt=0,
        lt=1,
    )
    confidence_level: float | None = quantity(
        "share", "1 - alpha", aliases="confidence", gt=0, lt=1
    )


def level_of(alpha: float, confidence: float | None) -> float:
    return alpha if confidence is None else 1 - confidence


def read_out(
    significant: bool, difference: float, low: float, high: float, p: float, name: str, control: str
) -> str:
    interval = f"{number(low)} to {number(high)}"
    if significant:
        return (
            f"{name} is {'higher' if difference > 0 else 'lower'} than {control} by "
            f"{number(abs(difference))} (interval {interval}, {p_value(p)})."
        )
    return f"Inconclusive: the difference is {number(difference)}, interval from {interval}, {p_value(p)}."


def means(inputs: MeansInputs) -> Outcome:
    """Welch's t test of two means from n, mean and standard deviation.

    Units: those of the metric. The interval is Welch's too. Errors: fewer than two observations
    is insufficient; no spread in either group is undefined. Source: standard practice
    (`scipy.stats.ttest_ind_from_stats(equal_var=False)`).

    Notes: order values are skewed; with few orders the mean hangs on the largest ones.
    """
    problems: list[Problem] = []
    if len(inputs.groups) != 2:
        problems.append(
            Problem(
                kind="insufficient_data" if len(inputs.groups) < 2 else "mismatch",
                field="groups",
                message="Give exactly two groups.",
            )
        )
    for group in inputs.groups:
        problems.extend(group.missing("n", "mean", "sd"))
        if group.n is not None and group.n < 2:
            problems.append(
                Problem(
                    kind="insufficient_data",
                    field="n",
                    row=group.name,
                    message=f"{group.name}: a spread needs at least two observations.",
                )
            )
    if not problems and all(group.sd == 0 for group in inputs.groups):
        problems.append(
            Problem(
                kind="undefined",
                field="sd",
                message="Neither group has any spread: the test is undefined.",
            )
        )
    if problems:
        return refused(*problems)
    # Welch's test in SciPy's special functions: `scipy.stats` takes a second longer to import.
    from scipy.special import stdtr, stdtrit

    a, b = inputs.groups
    assert a.n
    assert b.n
    assert a.mean is not None
    assert b.mean is not None
    assert a.sd is not None
    assert b.sd is not None
    va, vb = a.sd**2 / a.n, b.sd**2 / b.n
    freedom = (va + vb) ** 2 / (va**2 / (a.n - 1) + vb**2 / (b.n - 1))
    alpha = level_of(inputs.alpha, inputs.confidence_level)
    error = math.sqrt(va + vb)
    half = float(stdtrit(freedom, 1 - alpha / 2)) * error
    difference = b.mean - a.mean
    statistic = difference / error
    p = 2 * float(stdtr(freedom, -abs(statistic)))
    values: dict[str, Any] = {
        "difference": difference,
        "difference_low": difference - half,
        "difference_high": difference + half,
        "t": statistic,
        "degrees_of_freedom": freedom,
        "p_value": p,
        "significant": p < alpha,
        "mean_control": a.mean,
        "mean_variant": b.mean,
        "relative_difference": difference / a.mean if a.mean else None,
        "standard_error": math.sqrt(va + vb),
    }
    return Outcome(
        headline=read_out(
            p < alpha, difference, difference - half, difference + half, p, b.name, a.name
        ),
        values=values,
        units={"difference": "units of the metric", "relative_difference": "share"},
        formula=(
            f"t = ({exact(b.mean)} - {exact(a.mean)}) / sqrt({exact(a.sd)}^2/{a.n:,} + "
            f"{exact(b.sd)}^2/{b.n:,}) = {values['t']:.4g}, df = {freedom:.1f}, {p_value(p)}"
        ),
        assumptions=(
            f"alpha {percent(alpha)} two-sided, unequal variances (Welch)",
            "one observation per randomised user",
        ),
        warnings=("Fewer than 30 observations: means of skewed values are unreliable.",)
        if min(a.n, b.n) < 30
        else (),
    )
