"""Intervals and tests of proportions."""

import math
from statistics import NormalDist
from typing import Any

_NORMAL = NormalDist()


def wilson(x: int, n: int, z: float) -> tuple[float, float]:
    """Wilson's score interval of a proportion."""
    p, square = x / n, z * z
    middle = (p + square / (2 * n)) / (1 + square / n)
    half = z / (1 + square / n) * math.sqrt(p * (1 - p) / n + square / (4 * n * n))
    return middle - half, middle + half


def newcombe(xa: int, na: int, xb: int, nb: int, z: float) -> tuple[float, float]:
    """Newcombe's interval for p_b - p_a, from the two Wilson intervals."""
    pa, pb = xa / na, xb / nb
    (la, ua), (lb, ub) = wilson(xa, na, z), wilson(xb, nb, z)
    low = pb - pa - math.sqrt((pb - lb) ** 2 + (ua - pa) ** 2)
    return low, pb - pa + math.sqrt((ub - pb) ** 2 + (pa - la) ** 2)


def ratio_interval(xa: int, na: int, xb: int, nb: int, z: float) -> tuple[float, float] | None:
    """The interval of p_b / p_a - 1 by the log method; None when a count is zero."""
    if xa == 0 or xb == 0:
        return None
    error = math.sqrt(1 / xa - 1 / na + 1 / xb - 1 / nb)
    ratio = (xb / nb) / (xa / na)
    return ratio * math.exp(-z * error) - 1, ratio * math.exp(z * error) - 1


def compare(xa: int, na: int, xb: int, nb: int, alpha: float) -> dict[str, Any]:
    """Rates, difference, lift, intervals and the p-value of two groups."""
    z = _NORMAL.inv_cdf(1 - alpha / 2)
    pa, pb = xa / na, xb / nb
    pooled = (xa + xb) / (na + nb)
    expected = min(pooled * na, pooled * nb, (1 - pooled) * na, (1 - pooled) * nb)
    error = math.sqrt(pooled * (1 - pooled) * (1 / na + 1 / nb))
    score = (pb - pa) / error if error else None
    small = expected < 5
    if small:
        from scipy.stats import fisher_exact

        p = float(fisher_exact([[xb, nb - xb], [xa, na - xa]]).pvalue)
    else:
        p = math.erfc(abs(score or 0.0) / math.sqrt(2))
    low, high = newcombe(xa, na, xb, nb, z)
    lift = ratio_interval(xa, na, xb, nb, z)
    return {
        "rate_control": pa,
        "rate_variant": pb,
        "difference": pb - pa,
        "difference_low": low,
        "difference_high": high,
        "relative_lift": pb / pa - 1 if pa else None,
        "relative_lift_low": lift[0] if lift else None,
        "relative_lift_high": lift[1] if lift else None,
        "z": None if small else score,
        "p_value": p,
        "significant": p < alpha,
        "method": "Fisher's exact test" if small else "pooled two-proportion z test",
    }


def holm(p_values: list[float]) -> list[float]:
    """Holm's adjusted p-values, in the order given."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    adjusted, highest = [0.0] * len(p_values), 0.0
    for place, index in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - place) * p_values[index]))
        adjusted[index] = highest
    return adjusted
