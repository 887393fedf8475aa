"""How many users a test of two means needs, its power, and the difference it can detect."""

import math
from statistics import NormalDist
from typing import Any, Literal

from assistant.calculators.experiments.planning import describe_settings
from assistant.calculators.experiments.roots import root
from assistant.calculators.record import Inputs, Outcome, Problem, quantity, refused
from assistant.calculators.wording import exact, number, percent

MOST = 10**9  # users per group; beyond it no shop has a test
CERTAIN = 30.0  # standard errors


class MeanSizeInputs(Inputs):
    """The spread of the metric, and two of: the difference, the group size, the power."""

    mean: float | None = quantity(
        "number",
        "the control's mean, for an effect in percent",
        aliases="baseline mean, control mean, average, aov, baseline, average order value, mu",
    )
    sd: float | None = quantity(
        "number",
        "the standard deviation of the metric",
        aliases="standard deviation, std, stdev, sigma, std dev, stddev, s",
        gt=0,
    )
    difference: float | None = quantity(
        "number",
        "the difference of the means to detect, in the metric's unit",
        aliases="diff, absolute difference, mean difference, absolute effect, delta, absolute mde",
    )
    effect: float | None = quantity(
        "change",
        "the change to detect, relative to the mean",
        aliases="mde, lift, uplift, relative effect, relative lift, change, increase, relative mde",
    )
    effect_size: float | None = quantity(
        "number",
        "the standardised difference (Cohen's d), instead of a difference and a spread",
        aliases="d, cohens d, cohen d, standardised effect, standardized effect",
    )
    n_per_group: int | None = quantity(
        "count",
        "users per group, where the power or the detectable difference is asked for",
        aliases="n, sample size, nobs, nobs1, users per group, visitors per group, n per arm",
        ge=2,
    )
    power: float | None = quantity(
        "share", "the chance to see a true difference", aliases="statistical power", gt=0, lt=1
    )
    alpha: float = quantity(
        "share",
        "the false-positive rate",
        aliases="significance, significance level",
        default=0.05,
        gt=0,
        lt=1,
    )
    confidence_level: float | None = quantity(
        "share", "1 - alpha", aliases="confidence", gt=0, lt=1
    )
    sides: Literal["two-sided", "one-sided"] = quantity(
        "choice",
        "two-sided or one-sided test",
        aliases="alternative, tails",
        default="two-sided",
        synonyms={
            "2": "two-sided",
            "1": "one-sided",
            "larger": "one-sided",
            "two tailed": "two-sided",
            "one tailed": "one-sided",
        },
    )

    def level(self) -> float:
        """The false-positive rate, from alpha or from the confidence level."""
        return self.alpha if self.confidence_level is None else 1 - self.confidence_level


def t_power(d: float, n: float, alpha: float, *, two_sided: bool) -> float:
    """The power of a t test of two groups of `n` at the standardised difference `d`.

    Noncentral t with 2n - 2 degrees of freedom, as statsmodels' `TTestIndPower`.
    """
    from scipy.special import nctdtr, stdtrit

    freedom = 2 * n - 2
    critical = stdtrit(freedom, 1 - alpha / (2 if two_sided else 1))
    shift = abs(d) * math.sqrt(n / 2)
    if shift - critical > CERTAIN:
        return 1.0  # the distribution function itself loses its footing far out
    upper = 1 - nctdtr(freedom, shift, critical)
    return float(upper + (nctdtr(freedom, shift, -critical) if two_sided else 0.0))


def _normal_guess(wanted: float, alpha: float, *, two_sided: bool) -> float:
    """z_alpha + z_power: near the shift that the wanted power takes."""
    z = NormalDist().inv_cdf
    return max(0.1, z(1 - alpha / (2 if two_sided else 1)) + z(wanted))


def _size_for(d: float, wanted: float, alpha: float, *, two_sided: bool) -> float | None:
    """The group size at which the power is the wanted one; None beyond `MOST`."""

    def shortfall(n: float) -> float:
        return t_power(d, n, alpha, two_sided=two_sided) - wanted

    if shortfall(2) >= 0:
        return 2.0
    high = 2 * (_normal_guess(wanted, alpha, two_sided=two_sided) / d) ** 2 + 4
    if high > MOST:
        return None
    while shortfall(high) < 0:
        high *= 1.5
    return root(shortfall, 2, high, 1e-6)


def _difference_for(n: int, wanted: float, alpha: float, *, two_sided: bool) -> float:
    """The standardised difference at which the power is the wanted one."""
    high = _normal_guess(wanted, alpha, two_sided=two_sided) * math.sqrt(2 / n)
    while t_power(high, n, alpha, two_sided=two_sided) < wanted:
        high *= 1.5
    return root(lambda d: t_power(d, n, alpha, two_sided=two_sided) - wanted, 1e-12, high, 1e-12)


def _standardised(inputs: MeanSizeInputs) -> tuple[float | None, list[Problem]]:
    """Cohen's d, None where no difference is given, and what stands in the way."""
    problems: list[Problem] = []
    given = [n for n in ("difference", "effect", "effect_size") if getattr(inputs, n) is not None]
    if len(given) > 1:
        problems.append(
            Problem(
                kind="mismatch",
                field=given[1],
                message=f"Give one of {', '.join(name.replace('_', ' ') for name in given)}, not several.",
            )
        )
    if inputs.effect_size is None and inputs.sd is None:
        problems.append(
            Problem(
                kind="missing_input",
                field="sd",
                message="What is the standard deviation of the metric?",
            )
        )
    if inputs.effect is not None and inputs.mean is None:
        problems.append(
            Problem(
                kind="missing_input",
                field="mean",
                message="A change in percent needs the mean today: what is it?",
            )
        )
    if not given and inputs.n_per_group is None:
        problems.append(
            Problem(
                kind="missing_input",
                field="difference",
                message="Which difference of the means must the test be able to detect?",
            )
        )
    if problems or not given:
        return None, problems
    if inputs.effect_size is not None:
        d = inputs.effect_size
    else:
        raw = inputs.difference
        raw = (inputs.mean or 0.0) * (inputs.effect or 0.0) if raw is None else raw
        assert inputs.sd is not None
        d = raw / inputs.sd
    if d == 0:
        problems.append(
            Problem(
                kind="undefined",
                field=given[0],
                message="A difference of 0 cannot be detected by any sample.",
            )
        )
    return d, problems


def mean_sample_size(inputs: MeanSizeInputs) -> Outcome:
    """Users per group for a t test of two means; with a group size, its power or detectable difference.

    Power from the noncentral t distribution with equal groups and one spread, inverted for the
    size or the difference: statsmodels' `TTestIndPower`. Units: users; the difference is in the
    metric's own unit, and `effect_size` (Cohen's d) is the difference over the spread, never to
    be mixed with it. Errors: a spread of zero is out of range, a difference of zero undefined.
    Source: standard practice. Notes: order values have long tails; a few large orders raise the
    spread and with it the size.
    """
    d, problems = _standardised(inputs)
    if problems:
        return refused(*problems)
    alpha, two_sided = inputs.level(), inputs.sides == "two-sided"
    wanted = 0.8 if inputs.power is None else inputs.power
    values: dict[str, Any] = {"alpha": alpha}
    notes = describe_settings(alpha, inputs.sides, wanted)
    if inputs.n_per_group is None:
        assert d is not None
        needed = _size_for(abs(d), wanted, alpha, two_sided=two_sided)
        if needed is None:
            return refused(
                Problem(
                    kind="no_solution",
                    field="difference",
                    message=f"So small a difference needs more than {MOST:,} users per group.",
                )
            )
        n = math.ceil(needed - 1e-6)
        headline = f"You need {n:,} users per group, {2 * n:,} in total"
        values |= {"n_per_group": n, "sample_size_per_group": n, "total": 2 * n, "power": wanted}
    else:
        n = inputs.n_per_group
        values["n_per_group"] = n
        if d is None:
            d = _difference_for(n, wanted, alpha, two_sided=two_sided)
            headline = f"With {n:,} users per group the smallest detectable difference is"
            values["power"] = wanted
        else:
            found = t_power(d, n, alpha, two_sided=two_sided)
            notes = notes[:1]
            headline = f"Power is {percent(found)} with {n:,} users per group"
            values["power"] = found
    values["effect_size"] = d
    shown = f"{number(abs(d), 3)} standard deviations"
    if inputs.sd is not None:
        values["difference"] = d * inputs.sd
        shown = exact(round(abs(d) * inputs.sd, 4))
        if inputs.mean:
            values["relative_effect"] = d * inputs.sd / inputs.mean
            shown += f" ({percent(abs(values['relative_effect']))} of the mean)"
    joined = " " if headline.endswith("is") else ", for a difference of "
    return Outcome(
        headline=f"{headline}{joined}{shown}.",
        values=values,
        units={"n_per_group": "users", "total": "users", "power": "share", "alpha": "share"},
        formula=f"t test, {n:,} per group, d = {number(d, 4)}: power {percent(values['power'], 2)}",
        assumptions=(*notes, "equal groups with one spread; noncentral t"),
        warnings=("Below 80% power a true difference is easily missed.",)
        if values["power"] < 0.8 - 1e-9
        else (),
    )
