"""The power of a planned test, and the effect it can detect."""

from assistant.calculators.experiments.planning import TestInputs, describe, power_of, rates_of
from assistant.calculators.experiments.roots import root
from assistant.calculators.record import Outcome, Problem, quantity, refused
from assistant.calculators.wording import percent, points

FEWEST_CONVERSIONS = 5


class PowerInputs(TestInputs):
    """A test whose group size is known."""

    n_per_group: int | None = quantity(
        "count",
        "visitors per group",
        aliases=(
            "n, sample size, visitors, nobs, sample size per group, nobs1, n1, "
            "visitors per group, control visitors, sample size per variant, n per arm, "
            "n per variant, users per group, visitors per variant"
        ),
        ge=2,
    )


def power(inputs: PowerInputs) -> Outcome:
    """The chance that a planned test detects the effect.

    Pooled z test as in `sample_size` (statsmodels' `power_proportions_2indep`). Errors: as there,
    and a missing group size. Source: standard practice. Notes: for planning; power computed from
    the observed effect after a test says nothing new.
    """
    rates = rates_of(inputs)
    problems = rates if isinstance(rates, list) else []
    if inputs.n_per_group is None:
        problems = [
            *problems,
            Problem(
                kind="missing_input",
                field="n_per_group",
                message="How many visitors does each group get?",
            ),
        ]
    if problems or isinstance(rates, list) or inputs.n_per_group is None:
        return refused(*problems)
    p1, p2 = rates
    value = power_of(
        p1,
        p2,
        inputs.n_per_group,
        inputs.critical(),
        inputs.ratio,
        two_sided=inputs.sides == "two-sided",
    )
    return Outcome(
        headline=(
            f"Power is {percent(value)}: a true change from {percent(p1, 2)} to "
            f"{percent(p2, 3)} would be seen that often."
        ),
        values={
            "power": value,
            "baseline": p1,
            "target": p2,
            "n_per_group": inputs.n_per_group,
            "beta": 1 - value,
        },
        units={"power": "share", "baseline": "share", "target": "share", "n_per_group": "visitors"},
        formula=f"pooled z test, {inputs.n_per_group:,} per group, {points(p2 - p1)}: power {percent(value, 2)}",
        assumptions=(
            describe(inputs)[0],
            "for planning; not to be computed from the observed effect afterwards",
        ),
        warnings=(
            *(("Below 80% power a true effect is easily missed.",) if value < 0.8 else ()),
            *_few(inputs.n_per_group, p1),
        ),
    )


def detectable_effect(inputs: PowerInputs) -> Outcome:
    """The smallest increase a test of this size detects with the wanted power.

    The inverse of `power`, to full precision. Errors: a baseline of 0 or 100%, a
    missing size; if even 100% could not be detected, there is no solution. Source: standard
    practice.
    """
    problems: list[Problem] = []
    if inputs.baseline is None:
        problems.append(
            Problem(
                kind="missing_input",
                field="baseline",
                message="What is the baseline conversion rate?",
            )
        )
    elif inputs.baseline in {0, 1}:
        problems.append(
            Problem(
                kind="out_of_range",
                field="baseline",
                message="The baseline must lie between 0% and 100%.",
            )
        )
    if inputs.n_per_group is None:
        problems.append(
            Problem(
                kind="missing_input",
                field="n_per_group",
                message="How many visitors does each group get?",
            )
        )
    if problems or inputs.baseline is None or inputs.n_per_group is None:
        return refused(*problems)
    p1, n, z = inputs.baseline, inputs.n_per_group, inputs.critical()
    wanted = 0.8 if inputs.power is None else inputs.power
    two_sided = inputs.sides == "two-sided"

    def shortfall(target: float) -> float:
        return power_of(p1, target, n, z, inputs.ratio, two_sided=two_sided) - wanted

    ceiling = 1 - 1e-12
    if shortfall(ceiling) < 0:
        return refused(
            Problem(
                kind="no_solution",
                field="n_per_group",
                message=f"With {n:,} visitors per group no increase up to 100% is detectable.",
            )
        )
    p2 = root(shortfall, p1 * (1 + 1e-9), ceiling, 1e-15)
    return Outcome(
        headline=(
            f"The smallest detectable increase is {percent(p2 / p1 - 1)} relative "
            f"({points(p2 - p1)}): from {percent(p1, 2)} to {percent(p2, 3)}."
        ),
        values={
            "relative_effect": p2 / p1 - 1,
            "absolute_effect": p2 - p1,
            "mde": p2 / p1 - 1,
            "mde_relative": p2 / p1 - 1,
            "mde_absolute": p2 - p1,
            "target": p2,
            "baseline": p1,
            "n_per_group": n,
            "power": wanted,
        },
        units={
            "relative_effect": "share",
            "absolute_effect": "share",
            "target": "share",
            "n_per_group": "visitors",
        },
        formula=f"power({percent(p1, 2)}, {percent(p2, 4)}, {n:,} per group) = {percent(wanted)}",
        assumptions=tuple(describe(inputs)),
        warnings=_few(n, p1),
    )


def _few(n: int, rate: float) -> tuple[str, ...]:
    """What to warn of where the normal approximation has too few conversions to stand on."""
    if n * min(rate, 1 - rate) >= FEWEST_CONVERSIONS:
        return ()
    return (
        f"Fewer than {FEWEST_CONVERSIONS} conversions are expected per group: the normal "
        "approximation is rough here.",
    )
