"""What looking early costs, and a simple sequential rule."""

import math
from functools import lru_cache
from statistics import NormalDist
from typing import Any, Literal

from assistant.calculators.experiments.roots import root
from assistant.calculators.record import Inputs, Outcome, Problem, quantity, refused
from assistant.calculators.wording import percent

_NORMAL = NormalDist()


class PeekingInputs(Inputs):
    """How often a running test is looked at."""

    looks: int | None = quantity(
        "count",
        "how many equally spaced looks, the last included",
        aliases="k, peeks, interim looks, number of looks, checks, n looks, interim analyses",
        ge=1,
        le=100,
    )
    alpha: float = quantity(
        "share",
        "the level of each look",
        aliases="significance level, significance",
        default=0.05,
        gt=0,
        lt=1,
    )


@lru_cache(maxsize=32)
def _quadrature(size: int) -> tuple[Any, Any]:
    """Gauss-Legendre nodes and weights on [-1, 1]."""
    import numpy as np

    nodes, weights = np.polynomial.legendre.leggauss(size)
    return nodes, weights


def crossing_probability(looks: int, bound: float) -> float:
    """P(|Z_k| > bound at any of `looks` equally spaced looks) under no effect, by recursion.

    The density of the running sum, restricted to paths that have not crossed, is carried from
    look to look with Gauss-Legendre quadrature (Armitage, McPherson & Rowe 1969).
    """
    import numpy as np

    nodes, weights = _quadrature(math.ceil(max(64, 4 * bound * math.sqrt(looks)) / 32) * 32)
    edge = bound
    x = nodes * edge
    density = np.exp(-x * x / 2) / math.sqrt(2 * math.pi)
    mass = weights * edge
    for look in range(2, looks + 1):
        wider = bound * math.sqrt(look)
        new = nodes * wider
        kernel = np.exp(-((new[:, None] - x[None, :]) ** 2) / 2) / math.sqrt(2 * math.pi)
        density = kernel @ (density * mass)
        x, mass = new, weights * wider
    return float(1 - np.sum(density * mass))


@lru_cache(maxsize=256)
def pocock_bound(looks: int, alpha: float) -> float:
    """The constant bound on |Z| that keeps the overall level at `alpha`."""
    low, high = _NORMAL.inv_cdf(1 - alpha / 2), _NORMAL.inv_cdf(1 - alpha / (2 * looks)) + 1e-6
    return root(lambda bound: crossing_probability(looks, bound) - alpha, low, high, 1e-8)


def peeking(inputs: PeekingInputs) -> Outcome:
    """The false-positive rate when one stops at the first p < alpha in K equally spaced looks.

    Computed exactly by recursion; with it Pocock's bound, which keeps the overall rate at alpha.
    Errors: the number of looks is needed. Source: standard practice (Armitage et al. 1969; Pocock
    1977). Notes: for normal test statistics with equal information between looks.
    """
    if inputs.looks is None:
        return refused(
            Problem(
                kind="missing_input",
                field="looks",
                message="At how many looks would you stop if p is below alpha?",
            )
        )
    bound = _NORMAL.inv_cdf(1 - inputs.alpha / 2)
    rate = crossing_probability(inputs.looks, bound)
    pocock = pocock_bound(inputs.looks, inputs.alpha) if inputs.looks > 1 else bound
    nominal = 2 * (1 - _NORMAL.cdf(pocock))
    return Outcome(
        headline=(
            f"With {inputs.looks} looks and stopping at the first p < "
            f"{inputs.alpha:g}, {percent(rate)} of tests without any effect look significant."
        ),
        values={
            "false_positive_rate": rate,
            "looks": inputs.looks,
            "alpha": inputs.alpha,
            "pocock_z": pocock,
            "pocock_p": nominal,
            "pocock_nominal_alpha": nominal,
        },
        units={"false_positive_rate": "probability", "pocock_p": "probability"},
        formula=f"P(|Z_k| > {bound:.4f} for any k up to {inputs.looks}) = {percent(rate, 2)}",
        assumptions=("Looks are equally spaced, the final one included.",),
        warnings=(
            f"Wait for the planned size, or require p < {nominal:.4f} at every look (Pocock).",
        )
        if inputs.looks > 1
        else (),
    )


class SequentialInputs(Inputs):
    """Evan Miller's simple sequential test: N is fixed before the start."""

    n: int | None = quantity(
        "count",
        "total conversions at which to stop, fixed before the start",
        aliases=(
            "n conversions, planned conversions, max conversions, conversions needed, "
            "total conversions, limit, sample size"
        ),
        ge=1,
    )
    treatment: int | None = quantity(
        "count",
        "conversions of the treatment",
        aliases=(
            "t, treatment conversions, variant conversions, conversions b, variant, "
            "treatment successes, b"
        ),
        ge=0,
    )
    control: int | None = quantity(
        "count",
        "conversions of the control",
        aliases="c, control conversions, conversions a, control successes, a",
        ge=0,
    )
    sides: Literal["one-sided", "two-sided"] = quantity(
        "choice",
        "one-sided (2 sqrt N) or two-sided (2.25 sqrt N)",
        aliases="alternative, tails",
        default="one-sided",
        synonyms={"one": "one-sided", "two": "two-sided", "1": "one-sided", "2": "two-sided"},
    )


def sequential(inputs: SequentialInputs) -> Outcome:
    """Stop when T - C >= 2 sqrt(N): the treatment wins; when T + C = N: no winner.

    One-sided at 5%, groups split 50/50, N fixed before the start (Evan Miller's simple sequential
    test; two-sided with 2.25 sqrt(N) on |T - C|). Errors: more conversions than N means the test
    should have stopped. Source: published convention. Notes: T and C count conversions, not visitors.
    """
    problems: list[Problem] = []
    for name, words in (
        ("n", "Which N (total conversions) was fixed before the start?"),
        ("treatment", "How many conversions has the treatment?"),
        ("control", "How many conversions has the control?"),
    ):
        if getattr(inputs, name) is None:
            problems.append(Problem(kind="missing_input", field=name, message=words))
    if problems or inputs.n is None or inputs.treatment is None or inputs.control is None:
        return refused(*problems)
    difference, total = inputs.treatment - inputs.control, inputs.treatment + inputs.control
    # Squares keep the comparison exact where the root is irrational.
    two_sided = inputs.sides == "two-sided"
    factor_squared = 81 / 16 if two_sided else 4
    far = difference**2 >= factor_squared * inputs.n
    bound = math.sqrt(factor_squared * inputs.n)
    warnings = (
        ["More conversions than N: the test should have stopped at N."] if total > inputs.n else []
    )
    if far and difference > 0:
        decision, text = (
            "treatment wins",
            f"Stop: the treatment wins ({difference} is at least {bound:.1f}).",
        )
    elif far and two_sided:
        decision, text = (
            "control wins",
            f"Stop: the control wins ({-difference} is at least {bound:.1f}).",
        )
    elif total >= inputs.n:
        decision, text = (
            "no winner",
            f"Stop: {total} of {inputs.n} conversions without a winner ({difference} is below {bound:.1f}).",
        )
    else:
        decision, text = (
            "continue",
            f"Continue: the difference is {difference}, the bound {bound:.1f}, {inputs.n - total} conversions left.",
        )
    return Outcome(
        headline=text,
        values={
            "decision": decision,
            "stop": decision != "continue",
            "difference": difference,
            "bound": bound,
            "threshold": bound,
            "conversions": total,
            "remaining": max(0, inputs.n - total),
        },
        units={"difference": "conversions", "bound": "conversions"},
        formula=(
            f"{inputs.treatment} - {inputs.control} = {difference} against "
            f"{'2.25' if two_sided else '2'} x sqrt({inputs.n}) = {bound:.2f}"
        ),
        assumptions=(
            "50/50 split, N fixed before the start, "
            + ("two-sided" if two_sided else "one-sided at 5%")
            + ".",
        ),
        warnings=tuple(warnings),
    )
