"""The test of a ratio metric by the delta method, from totals."""

import math
from statistics import NormalDist
from typing import Any

from assistant.calculators.experiments.means import GROUP_NAMES, level_of, read_out
from assistant.calculators.record import Inputs, Outcome, Problem, Row, quantity, refused
from assistant.calculators.wording import number, p_value, percent

_NORMAL = NormalDist()


class RatioGroup(Row):
    """Six totals of one group: users, and sums of numerator M and denominator D."""

    name: str = quantity("text", "the group", aliases=", ".join([*GROUP_NAMES]), default="")
    n: int | None = quantity(
        "count", "randomised users", aliases="users, visitors, size, nobs, count", ge=0
    )
    sum_m: float | None = quantity(
        "number",
        "sum of M (revenue)",
        aliases=(
            "sum numerator, numerator, numerator sum, m, revenue, sum y, main sum, sum x, "
            "total revenue"
        ),
    )
    sum_d: float | None = quantity(
        "number",
        "sum of D (orders, sessions)",
        aliases=(
            "sum denominator, denominator, denominator sum, d, orders, sessions, total orders"
        ),
    )
    sum_mm: float | None = quantity(
        "number",
        "sum of M squared",
        aliases=(
            "sum m2, sum m squared, numerator sum squares, sum m sq, sum numerator squared, "
            "main sum squares, numerator squared, numerator squares"
        ),
        ge=0,
    )
    sum_dd: float | None = quantity(
        "number",
        "sum of D squared",
        aliases=(
            "sum d2, sum d squared, denominator sum squares, sum d sq, "
            "sum denominator squared, denominator squared, denominator squares"
        ),
        ge=0,
    )
    sum_md: float | None = quantity(
        "number",
        "sum of M times D",
        aliases=(
            "sum dm, sum product, sum products, main denominator sum product, cross product, "
            "sum cross, product, sum numerator denominator"
        ),
    )
    var_m: float | None = quantity(
        "number", "variance of M", aliases="variance numerator, variance m, var numerator", ge=0
    )
    var_d: float | None = quantity(
        "number", "variance of D", aliases="variance denominator, variance d, var denominator", ge=0
    )
    cov_md: float | None = quantity("number", "covariance of M and D", aliases="cov, covariance")
    mean_m: float | None = quantity("number", "mean of M", aliases="mean numerator")
    mean_d: float | None = quantity("number", "mean of D", aliases="mean denominator")


class RatioInputs(Inputs):
    """Two groups of totals, control first."""

    groups: list[RatioGroup] = quantity(
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


_ASKED = {
    "n": "how many users were there",
    "sum_m": "what is the total of M, such as revenue",
    "sum_d": "what is the total of D, such as orders",
    "sum_mm": "what is the sum over users of M squared",
    "sum_dd": "what is the sum over users of D squared",
    "sum_md": "what is the sum over users of M times D",
}


def _ratio(group: RatioGroup) -> tuple[float, float] | list[Problem]:
    """The ratio and its variance by the delta method, or the problems of the group."""
    if group.n is not None and group.n < 2:
        return [
            Problem(
                kind="insufficient_data",
                field="n",
                row=group.name,
                message=f"{group.name}: a spread needs at least two users.",
            )
        ]
    n = group.n
    moments = all(value is not None for value in (group.var_m, group.var_d, group.cov_md))
    m = (
        group.mean_m
        if group.mean_m is not None
        else group.sum_m / n
        if group.sum_m is not None and n
        else None
    )
    d = (
        group.mean_d
        if group.mean_d is not None
        else group.sum_d / n
        if group.sum_d is not None and n
        else None
    )
    lacking = ["n"] if n is None else []
    if m is None and n is not None:
        lacking.append("sum_m")
    if d is None and n is not None:
        lacking.append("sum_d")
    if not moments:
        lacking += [name for name in ("sum_mm", "sum_dd", "sum_md") if getattr(group, name) is None]
    if lacking or group.unread:
        return [
            problem.model_copy(update={"message": f"{group.name}: {_ASKED[problem.field]}?"})
            if problem.kind == "missing_input" and problem.field in _ASKED
            else problem
            for problem in group.missing(*lacking)
        ] or list(group.unread)
    assert n is not None
    assert m is not None
    assert d is not None
    if d == 0:
        return [
            Problem(
                kind="undefined",
                field="sum_d",
                row=group.name,
                message=f"{group.name}: the denominator adds up to 0.",
            )
        ]
    if moments:
        assert group.var_m is not None
        assert group.var_d is not None
        assert group.cov_md is not None
        vm, vd, cov = group.var_m, group.var_d, group.cov_md
    else:
        assert group.sum_mm is not None
        assert group.sum_dd is not None
        assert group.sum_md is not None
        vm, vd = (
            (total - n * mean**2) / (n - 1)
            for total, mean in ((group.sum_mm, m), (group.sum_dd, d))
        )
        cov = (group.sum_md - n * m * d) / (n - 1)
    tolerance = 1e-9
    if (
        vm < -tolerance * max(1.0, m * m)
        or vd < -tolerance * max(1.0, d * d)
        or cov * cov > max(vm, 0) * max(vd, 0) * (1 + 1e-6) + tolerance
    ):
        return [
            Problem(
                kind="mismatch",
                field="sum_mm",
                row=group.name,
                message=f"{group.name}: these sums cannot belong together (a variance would be negative).",
            )
        ]
    ratio = m / d
    return ratio, max(0.0, vm - 2 * ratio * cov + ratio**2 * vd) / (n * d * d)


def ratio_metric(inputs: RatioInputs) -> Outcome:
    """A ratio metric (revenue per order, per session) when users are randomised.

    Per group R = sum M / sum D and var(R) = [var(M) - 2R cov(M,D) + R^2 var(D)] / (n mean(D)^2),
    the delta method; then a z test of the difference. Six totals per group suffice.

    Units: those of the metric. Errors: a denominator of zero is undefined; sums that imply a
    negative variance do not match. Source: standard practice (Deng et al. 2018).

    Notes: treating every order or session as independent makes the error too small.
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
    found = [_ratio(group) for group in inputs.groups]
    for item in found:
        if isinstance(item, list):
            problems.extend(item)
    if problems:
        return refused(*problems)
    a, b = inputs.groups
    first, second = found
    assert isinstance(first, tuple)
    assert isinstance(second, tuple)
    (ra, va), (rb, vb) = first, second
    error = math.sqrt(va + vb)
    if error == 0:
        return refused(
            Problem(
                kind="undefined",
                field="sum_mm",
                message="Neither group has any spread: the test is undefined.",
            )
        )
    alpha = level_of(inputs.alpha, inputs.confidence_level)
    z_alpha = _NORMAL.inv_cdf(1 - alpha / 2)
    difference = rb - ra
    z = difference / error
    p = math.erfc(abs(z) / math.sqrt(2))
    values: dict[str, Any] = {
        "ratio_control": ra,
        "ratio_variant": rb,
        "difference": difference,
        "difference_low": difference - z_alpha * error,
        "difference_high": difference + z_alpha * error,
        "standard_error": error,
        "variance_control": va,
        "variance_variant": vb,
        "se_control": math.sqrt(va),
        "se_variant": math.sqrt(vb),
        "z": z,
        "p_value": p,
        "significant": p < alpha,
    }
    if ra:
        lift = rb / ra - 1
        spread = math.sqrt(vb / ra**2 + rb**2 * va / ra**4)
        values |= {
            "relative_lift": lift,
            "relative_lift_low": lift - z_alpha * spread,
            "relative_lift_high": lift + z_alpha * spread,
        }
    return Outcome(
        headline=read_out(
            p < alpha,
            difference,
            values["difference_low"],
            values["difference_high"],
            p,
            b.name,
            a.name,
        ),
        values=values,
        units={"difference": "units of the metric", "relative_lift": "share"},
        formula=(
            f"R = {number(ra, 5)} against {number(rb, 5)}; se = sqrt({va:.5g} + "
            f"{vb:.5g}) = {error:.5g}; z = {z:.4g}, {p_value(p)}"
        ),
        assumptions=(
            f"alpha {percent(alpha)} two-sided, delta method per group",
            "users were randomised, not orders or sessions",
        ),
        warnings=("Fewer than 100 users in a group: the delta method is rough.",)
        if min(a.n or 0, b.n or 0) < 100
        else (),
    )
