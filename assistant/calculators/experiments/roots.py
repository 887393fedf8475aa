"""The root of a monotone function between two ends.

SciPy's `brentq` does the same; its import alone takes longer than any person waits for a number,
and these functions are cheap and monotone.
"""

from collections.abc import Callable

MOST_STEPS = 200


def root(function: Callable[[float], float], low: float, high: float, tolerance: float) -> float:
    """Where `function` is zero between `low` and `high`, to `tolerance`, by the Illinois method.

    The signs at the two ends must differ. Raises ArithmeticError if they do not.
    """
    at_low, at_high = function(low), function(high)
    if at_low == 0 or at_high == 0:
        return low if at_low == 0 else high
    if (at_low > 0) == (at_high > 0):
        raise ArithmeticError("no change of sign between the ends")
    kept = 0
    for step in range(MOST_STEPS):
        middle = (low + high) / 2
        if abs(high - low) <= tolerance:
            return middle
        # Every fourth step halves the interval, so that no shape of function stalls the secant.
        point = middle if step % 4 == 3 else (low * at_high - high * at_low) / (at_high - at_low)
        if not low < point < high:
            point = middle
        value = function(point)
        if value == 0:
            return point
        if (value > 0) == (at_high > 0):
            high, at_high = point, value
            at_low = at_low / 2 if kept == 1 else at_low
            kept = 1
        else:
            low, at_low = point, value
            at_high = at_high / 2 if kept == -1 else at_high
            kept = -1
    return (low + high) / 2
