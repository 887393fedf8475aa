"""How many visitors a test of two proportions needs."""

import math
from statistics import NormalDist
from typing import Any, Literal

from assistant.calculators.record import Inputs, Outcome, Problem, quantity, refused
from assistant.calculators.wording import exact, percent

_NORMAL = NormalDist()
EFFECT_WORDS = {
    "abs": "absolute",
    "points": "absolute",
    "percentage points": "absolute",
    "pp": "absolute",
    "rel": "relative",
    "percent": "relative",
    "lift": "relative",
}


class TestInputs(Inputs):
    """What every question about a test of two proportions shares."""

    __test__ = False

    baseline: float | None = quantity(
        "share",
        "the control's conversion rate",
        aliases=(
            "baseline rate, base rate, p1, conversion rate, baseline conversion, "
            "baseline conversion rate, control rate, current rate, p, conversion, cr, "
            "baseline cr, current conversion rate, p control, rate, prop, p base, p0"
        ),
        ge=0,
        le=1,
    )
    effect: float | None = quantity(
        "change",
        "the change to detect, relative to the baseline unless said otherwise",
        aliases=(
            "mde, lift, uplift, relative effect, minimum detectable effect, relative lift, "
            "effect size, relative uplift, detectable effect, change, improvement, "
            "relative mde, increase, min effect, mde relative, relative change, "
            "expected lift, expected uplift, delta"
        ),
    )
    absolute_effect: float | None = quantity(
        "change",
        "the change in percentage points",
        aliases=(
            "absolute lift, diff, difference, absolute difference, mde absolute, "
            "absolute mde, points, absolute change, absolute uplift, percentage points, "
            "mde points"
        ),
    )
    target: float | None = quantity(
        "share",
        "the variant's rate",
        aliases=(
            "p2, variant rate, target rate, treatment rate, expected rate, "
            "target conversion rate, new rate, p variant, p treatment, alternative rate"
        ),
        ge=0,
    )
    effect_type: Literal["relative", "absolute"] = quantity(
        "choice",
        "relative change or percentage points",
        aliases="effect kind, mde type, lift type, type",
        default="relative",
        synonyms=EFFECT_WORDS,
    )
    alpha: float = quantity(
        "share",
        "the false-positive rate",
        aliases="significance, significance level, sig level, type 1 error, type i error",
        default=0.05,
        gt=0,
        lt=1,
    )
    confidence_level: float | None = quantity(
        "share", "1 - alpha", aliases="confidence, conf level", gt=0, lt=1
    )
    power: float | None = quantity(
        "share", "the chance to see a true effect", aliases="statistical power, 1 beta", gt=0, lt=1
    )
    sides: Literal["two-sided", "one-sided"] = quantity(
        "choice",
        "two-sided or one-sided test",
        aliases="alternative, tails, tail, test sides, hypothesis",
        default="two-sided",
        synonyms={
            "2": "two-sided",
            "1": "one-sided",
            "two": "two-sided",
            "one": "one-sided",
            "larger": "one-sided",
            "two tailed": "two-sided",
            "one tailed": "one-sided",
            "greater": "one-sided",
            "smaller": "one-sided",
            "two tail": "two-sided",
            "one tail": "one-sided",
            "2 sided": "two-sided",
            "1 sided": "one-sided",
        },
    )
    ratio: float = quantity(
        "number",
        "variant visitors per control visitor",
        aliases="allocation ratio, nobs ratio, split ratio, k ratio",
        default=1.0,
        gt=0,
    )
    variants: int = quantity(
        "count",
        "variants beside the control",
        aliases="number of variants, treatments, n variants, variations",
        default=1,
        ge=1,
        le=50,
    )

    def level(self) -> float:
        """Alpha per comparison: Bonferroni over the variants."""
        alpha = self.alpha if self.confidence_level is None else 1 - self.confidence_level
        return alpha / self.variants

    def critical(self) -> float:
        """The z value a comparison must exceed."""
        level = self.level() / (2 if self.sides == "two-sided" else 1)
        return _NORMAL.inv_cdf(1 - level)


def rates_of(inputs: TestInputs) -> tuple[float, float] | list[Problem]:
    """Baseline and target rate, or what stands in the way."""
    problems: list[Problem] = []
    p1 = inputs.baseline
    if p1 is None:
        problems.append(
            Problem(
                kind="missing_input",
                field="baseline",
                message="What is the baseline conversion rate?",
            )
        )
    elif p1 in {0, 1}:
        problems.append(
            Problem(
                kind="out_of_range",
                field="baseline",
                message=f"A baseline of {percent(p1)} leaves nothing to test; it must lie between 0% and 100%.",
            )
        )
    given = [
        name
        for name in ("effect", "absolute_effect", "target")
        if getattr(inputs, name) is not None
    ]
    if not given:
        problems.append(
            Problem(
                kind="missing_input",
                field="effect",
                message="Which change must the test be able to detect (relative, such as 10%)?",
            )
        )
    if problems or p1 is None:
        return problems
    if inputs.target is not None:
        p2 = inputs.target
    elif inputs.absolute_effect is not None:
        p2 = p1 + inputs.absolute_effect
    else:
        assert inputs.effect is not None
        absolute = inputs.effect_type == "absolute" or "effect" in inputs.points
        p2 = p1 + inputs.effect if absolute else p1 * (1 + inputs.effect)
    if len(given) > 1:
        problems.append(
            Problem(
                kind="mismatch",
                field=given[1],
                message=f"Give one of {', '.join(given)}, not several.",
            )
        )
    if math.isclose(p1, p2, rel_tol=1e-12):
        problems.append(
            Problem(
                kind="undefined",
                field=given[0],
                message="An effect of 0 cannot be detected by any sample.",
            )
        )
    elif not 0 <= p2 <= 1:
        problems.append(
            Problem(
                kind="out_of_range",
                field=given[0],
                message=f"The target rate would be {percent(p2)}, outside 0% to 100%.",
            )
        )
    return problems or (p1, p2)


def group_size(p1: float, p2: float, z_alpha: float, z_power: float, ratio: float = 1.0) -> float:
    """Control visitors for a pooled z test, unrounded; `ratio` is variant per control."""
    pooled = (p1 + ratio * p2) / (1 + ratio)
    null = math.sqrt(pooled * (1 - pooled) * (1 + 1 / ratio))
    alternative = math.sqrt(p1 * (1 - p1) + p2 * (1 - p2) / ratio)
    return ((z_alpha * null + z_power * alternative) / (p2 - p1)) ** 2


def power_of(
    p1: float, p2: float, n: float, z_alpha: float, ratio: float = 1.0, *, two_sided: bool
) -> float:
    """The chance that a pooled z test with `n` control visitors rejects."""
    pooled = (p1 + ratio * p2) / (1 + ratio)
    null = math.sqrt(pooled * (1 - pooled) * (1 + 1 / ratio) / n)
    alternative = math.sqrt((p1 * (1 - p1) + p2 * (1 - p2) / ratio) / n)
    if alternative == 0:
        return 1.0
    shift = abs(p2 - p1)
    upper = _NORMAL.cdf((shift - z_alpha * null) / alternative)
    return upper + (_NORMAL.cdf((-shift - z_alpha * null) / alternative) if two_sided else 0.0)


def _conventions(p1: float, p2: float, z_alpha: float, z_power: float) -> dict[str, int]:
    unpooled = (z_alpha + z_power) ** 2 * (p1 * (1 - p1) + p2 * (1 - p2)) / (p2 - p1) ** 2
    h = 2 * (math.asin(math.sqrt(p2)) - math.asin(math.sqrt(p1)))
    miller = (
        z_alpha * math.sqrt(2 * p1 * (1 - p1)) + z_power * math.sqrt(p1 * (1 - p1) + p2 * (1 - p2))
    ) ** 2 / (p2 - p1) ** 2
    arcsine = 2 * ((z_alpha + z_power) / h) ** 2 / 2 * 1.0
    return {
        "unpooled": math.ceil(unpooled),
        "arcsine": math.ceil(2 * arcsine),
        "baseline_variance": math.ceil(miller),
    }


def describe_settings(alpha: float, sides: str, power: float) -> list[str]:
    """Alpha and power, in words."""
    return [f"alpha {percent(alpha)} {sides}", f"power {percent(power)}"]


def describe(inputs: TestInputs) -> list[str]:
    """The settings of the test, in words."""
    alpha = inputs.alpha if inputs.confidence_level is None else 1 - inputs.confidence_level
    notes = describe_settings(alpha, inputs.sides, 0.8 if inputs.power is None else inputs.power)
    if inputs.variants > 1:
        notes.append(
            f"{inputs.variants} variants: Bonferroni alpha {percent(inputs.level(), 2)} "
            f"each, {inputs.variants + 1} groups"
        )
    if (
        inputs.effect is not None
        and inputs.effect_type == "relative"
        and "effect" not in inputs.points
    ):
        notes.append(f"the effect of {percent(inputs.effect)} is relative to the baseline")
    return notes


def size_of(inputs: TestInputs) -> tuple[float, float, int, int, int] | list[Problem]:
    """p1, p2, control size, variant size and the total over all groups."""
    rates = rates_of(inputs)
    if isinstance(rates, list):
        return rates
    p1, p2 = rates
    power = 0.8 if inputs.power is None else inputs.power
    control = group_size(p1, p2, inputs.critical(), _NORMAL.inv_cdf(power), inputs.ratio)
    n1, n2 = math.ceil(control - 1e-9), math.ceil(control * inputs.ratio - 1e-9)
    return p1, p2, n1, n2, n1 + inputs.variants * n2


def sample_size(inputs: TestInputs) -> Outcome:
    """Visitors per group for a test of two proportions.

    n = (z_{1-a/2} sqrt(2 p(1-p)) + z_power sqrt(p1(1-p1) + p2(1-p2)))^2 / (p2 - p1)^2, p the mean
    of both rates: pooled variance under the null, as statsmodels'
    `samplesize_proportions_2indep_onetail`. Unequal groups weight p by their sizes.

    Units: visitors. Errors: a baseline of 0 or 100%, no effect, a target beyond 100%. Source:
    standard practice. Notes: other conventions give other numbers; three are shown.
    """
    sized = size_of(inputs)
    if isinstance(sized, list):
        return refused(*sized)
    p1, p2, n1, n2, total = sized
    power = 0.8 if inputs.power is None else inputs.power
    z_alpha, z_power = inputs.critical(), _NORMAL.inv_cdf(power)
    values: dict[str, Any] = {
        "n_per_group": n1 if n1 == n2 else None,
        "sample_size_per_group": n1 if n1 == n2 else None,
        "n_control": n1,
        "n_variant": n2,
        "total": total,
        "baseline": p1,
        "target": p2,
        "absolute_effect": p2 - p1,
        "relative_effect": p2 / p1 - 1,
        "alpha_per_comparison": inputs.level(),
        "power": power,
    }
    if inputs.ratio == 1:
        values["other_conventions"] = _conventions(p1, p2, z_alpha, z_power)
        size = f"{n1:,} visitors per group, {total:,} in total"
    else:
        size = f"{n1:,} control and {n2:,} variant visitors, {total:,} in total"
    pooled = (p1 + inputs.ratio * p2) / (1 + inputs.ratio)
    return Outcome(
        headline=f"You need {size}, to detect {percent(p1, 2)} against {percent(p2, 3)}.",
        values=values,
        units={
            "n_per_group": "visitors",
            "n_control": "visitors",
            "n_variant": "visitors",
            "total": "visitors",
            "baseline": "share",
            "target": "share",
            "absolute_effect": "share",
            "relative_effect": "share",
        },
        formula=f"({z_alpha:.4f} x sqrt(2 x {pooled:.5g} x {1 - pooled:.5g}) + "
        f"{z_power:.4f} x sqrt({p1:.5g} x {1 - p1:.5g} + "
        f"{p2:.5g} x {1 - p2:.5g}))^2 / ({p2 - p1:.5g})^2 = {exact(n1)}"
        if inputs.ratio == 1
        else f"pooled z test with {exact(inputs.ratio)} variant visitors per control visitor = {n1:,} and {n2:,}",
        assumptions=(
            *describe(inputs),
            "pooled two-proportion z test; other conventions give other numbers",
        ),
        warnings=("A group this small makes the normal approximation rough.",)
        if min(n1, n2) * min(p1, 1 - p1) < 5
        else (),
    )
