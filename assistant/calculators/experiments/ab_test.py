"""Reading out a test of conversion rates: two groups or several, sample-ratio check first."""

from statistics import NormalDist
from typing import Any

from assistant.calculators.experiments.arms import AbTestInputs, arms_of
from assistant.calculators.experiments.proportions import compare, holm
from assistant.calculators.record import Outcome, refused
from assistant.calculators.wording import listed, p_value, percent, points

_NORMAL = NormalDist()


def _verdict(row: dict[str, Any], p: float, alpha: float, name: str, control: str) -> str:
    interval = f"{points(row['difference_low'])} to {points(row['difference_high'])}"
    if p < alpha:
        word = "higher" if row["difference"] > 0 else "lower"
        return f"{name} converts {word} than {control}: {points(row['difference'])} ({interval}), {p_value(p)}"
    return (
        f"inconclusive between {name} and {control}: {points(row['difference'])}, "
        f"interval from {interval}, {p_value(p)}"
    )


def ab_test(inputs: AbTestInputs) -> Outcome:
    """Is the difference between conversion rates more than chance?

    Sample-ratio check first (against the intended split, equal if none is given), then the pooled
    z test, Newcombe's interval for the difference and the log-ratio interval for the relative
    lift; Fisher's exact test where an expected cell is below 5; Holm over several variants.

    Units: rates as shares, differences in points. Errors: no visitors is undefined, more
    conversions than visitors is out of range, no conversions anywhere is insufficient. Source:
    standard practice (statsmodels' `proportions_ztest`, `confint_proportions_2indep`).

    Notes: "not significant" is inconclusive, not "no effect"; a p-value is not the probability
    that one group is better.
    """
    from assistant.calculators.experiments.sample_ratio import check_split

    arms, problems = arms_of(inputs)
    alpha = inputs.alpha if inputs.confidence_level is None else 1 - inputs.confidence_level
    split = (
        check_split([visitors for _, visitors, _ in arms], inputs.expected_split)
        if not problems
        else None
    )
    if isinstance(split, list):
        problems.extend(split)
    if problems or split is None or isinstance(split, list):
        return refused(*problems)
    (control, na, xa), *others = arms
    rows = [
        {"name": name, "visitors": nb, "conversions": xb, **compare(xa, na, xb, nb, alpha)}
        for name, nb, xb in others
    ]
    adjusted = holm([float(row["p_value"]) for row in rows])
    for row, p in zip(rows, adjusted, strict=True):
        row |= {"p_adjusted": p, "significant": p < alpha}
    verdicts = [
        _verdict(row, p, alpha, str(row["name"]), control)
        for row, p in zip(rows, adjusted, strict=True)
    ]
    warnings = []
    if split.mismatch:
        warnings.append(
            f"Sample-ratio mismatch ({p_value(split.p)}): the groups are not split as "
            f"intended, so find the cause before reading the result."
        )
    small = [str(row["name"]) for row in rows if row["z"] is None]
    if small:
        warnings.append(
            f"Small counts for {listed(small)}: Fisher's exact test instead of the z test."
        )
    if inputs.looks and inputs.looks > 1:
        warnings.append(
            f"With {inputs.looks} looks and stopping at the first p < {alpha:g}, false "
            f"positives are more frequent than {percent(alpha)}."
        )
    values: dict[str, Any] = {
        "rows": rows,
        "control": control,
        "srm_p_value": split.p,
        "sample_ratio_mismatch": split.mismatch,
    }
    if len(rows) == 1:
        values = {
            **{
                key: value
                for key, value in rows[0].items()
                if key not in {"name", "p_adjusted", "visitors", "conversions"}
            },
            **values,
        }
    else:
        values["any_significant"] = any(row["significant"] for row in rows)
        values["overall_p_value"] = _overall(arms)
    first = rows[0]
    formula = (
        f"({xa:,}/{na:,} against {arms[1][2]:,}/{arms[1][1]:,}) {first['method']}"
        + (f", z = {first['z']:.4g}" if first["z"] is not None else "")
        + f", {p_value(float(first['p_value']))}"
        if len(rows) == 1
        else "; ".join(
            (
                f"{row['name']} against {control}: {p_value(float(row['p_value']))}, Holm "
                f"{p_value(float(row['p_adjusted']))}"
            )
            for row in rows
        )
    )
    headline = "; ".join(verdicts)
    return Outcome(
        headline=headline[:1].upper() + headline[1:] + ".",
        values=values,
        units={
            "rate_control": "share",
            "rate_variant": "share",
            "difference": "share",
            "relative_lift": "share",
        },
        formula=formula,
        assumptions=(
            f"alpha {percent(alpha)} two-sided"
            + (", Holm over the variants" if len(rows) > 1 else ""),
            "intended split " + ":".join(f"{share:g}" for share in split.expected),
            "visitors were assigned at random and counted once",
        ),
        warnings=tuple(warnings),
    )


def _overall(arms: list[tuple[str, int, int]]) -> float:
    """The p-value of the chi-square test that all groups convert alike."""
    from scipy.special import chdtrc

    visitors, conversions = sum(n for _, n, _ in arms), sum(x for _, _, x in arms)
    rate = conversions / visitors
    statistic = sum((x - n * rate) ** 2 / (n * rate * (1 - rate)) for _, n, x in arms)
    return float(chdtrc(len(arms) - 1, statistic))
