"""Sample-ratio mismatch: are the groups split as intended?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.calculators.record import Inputs, Outcome, Problem, quantity, refused
from assistant.calculators.wording import p_value, percent

THRESHOLD = 0.001


@dataclass(frozen=True, slots=True)
class Split:
    """The check of observed counts against the intended shares."""

    observed: tuple[int, ...]
    expected: tuple[float, ...]
    p: float
    chi_square: float
    in_zero_share: int

    @property
    def mismatch(self) -> bool:
        """True below the threshold, or when anyone is in a group meant to be empty."""
        return self.p < THRESHOLD or self.in_zero_share > 0


def check_split(
    observed: Sequence[float], expected: Sequence[float] | None
) -> Split | list[Problem]:
    """Chi-square goodness of fit against the intended shares; zero-share groups are left out."""
    shares = list(expected) if expected else [1.0] * len(observed)
    problems: list[Problem] = []
    if len(shares) != len(observed):
        problems.append(
            Problem(
                kind="mismatch",
                field="expected_split",
                message=f"{len(observed)} groups but {len(shares)} intended shares.",
            )
        )
    if any(share < 0 for share in shares) or sum(shares) <= 0:
        problems.append(
            Problem(
                kind="out_of_range",
                field="expected_split",
                message="Intended shares must not be negative, and one must be above 0.",
            )
        )
    if any(count < 0 or count != int(count) for count in observed):
        problems.append(
            Problem(
                kind="out_of_range",
                field="observed",
                message="Counts must be whole numbers of users, 0 or more.",
            )
        )
    if len(observed) < 2:
        problems.append(
            Problem(
                kind="insufficient_data",
                field="observed",
                message="At least two groups are needed.",
            )
        )
    if not problems and sum(observed) == 0:
        problems.append(
            Problem(
                kind="insufficient_data",
                field="observed",
                message="There are no users in any group, so there is nothing to check.",
            )
        )
    if problems:
        return problems
    whole = sum(shares)
    kept = [(int(count), share) for count, share in zip(observed, shares, strict=True) if share > 0]
    stray = int(sum(count for count, share in zip(observed, shares, strict=True) if share == 0))
    counts = [count for count, _ in kept]
    total = sum(counts)
    if len(kept) < 2 or total == 0:
        if stray == 0:
            return [
                Problem(
                    kind="insufficient_data",
                    field="expected_split",
                    message="Only one group has a share, so there is no ratio to check.",
                )
            ]
        return Split(
            tuple(int(c) for c in observed),
            tuple(s / whole for s in shares),
            0.0,
            float("inf"),
            stray,
        )
    targets = [total * share / whole for _, share in kept]
    statistic = sum(
        (count - target) ** 2 / target for count, target in zip(counts, targets, strict=True)
    )
    return Split(
        tuple(int(c) for c in observed),
        tuple(s / whole for s in shares),
        _tail(statistic, len(kept) - 1),
        statistic,
        stray,
    )


def _tail(statistic: float, freedom: int) -> float:
    """The upper tail of the chi-square distribution; closed form for one degree of freedom."""
    import math

    if freedom == 1:
        return math.erfc(math.sqrt(statistic / 2))
    from scipy.special import chdtrc

    return float(chdtrc(freedom, statistic))


class SrmInputs(Inputs):
    """Users per group and the intended split."""

    observed: list[float] | None = quantity(
        "numbers",
        "users per group",
        aliases=(
            "counts, visitors, users, groups, n, sample sizes, sample, actual, "
            "observed counts, group sizes, observed users"
        ),
    )
    expected_split: list[float] | None = quantity(
        "numbers",
        "the intended shares",
        aliases=(
            "split, expected, intended split, ratio, weights, allocation, expected ratio, "
            "intended, expected shares, shares, expected ratios, intended shares"
        ),
    )
    visitors_a: float | None = quantity(
        "count",
        "users in control",
        aliases="control, control visitors, a, n a, control users, users a, n control, n1",
        ge=0,
    )
    visitors_b: float | None = quantity(
        "count",
        "users in variant",
        aliases=(
            "variant, treatment, variant visitors, b, n b, variant users, users b, "
            "n variant, treatment users, treatment visitors, n treatment, n2"
        ),
        ge=0,
    )


def srm(inputs: SrmInputs) -> Outcome:
    """Chi-square goodness of fit of the group sizes against the intended split.

    Units: users. Threshold p < 0.001, because at 0.05 about half of all alarms would be false.
    Groups with an intended share of zero are left out of the degrees of freedom; a user in one is
    an error by itself. Errors: no users at all is insufficient; counts and shares must pair.

    Source: standard practice (GrowthBook's threshold). Notes: checking daily inflates false alarms.
    """
    observed = inputs.observed
    if observed is None and inputs.visitors_a is not None and inputs.visitors_b is not None:
        observed = [inputs.visitors_a, inputs.visitors_b]
    if observed is None:
        return refused(
            Problem(
                kind="missing_input", field="observed", message="How many users are in each group?"
            )
        )
    split = check_split(observed, inputs.expected_split)
    if isinstance(split, list):
        return refused(*split)
    shown = ":".join(percent(share, 2) for share in split.expected)
    actual = ":".join(percent(count / sum(split.observed), 2) for count in split.observed)
    finite = split.chi_square != float("inf")
    values: dict[str, Any] = {
        "p_value": split.p,
        "chi_square": split.chi_square if finite else None,
        "mismatch": split.mismatch,
        "srm_detected": split.mismatch,
        "threshold": THRESHOLD,
        "users_in_zero_share_groups": split.in_zero_share,
        "observed_shares": [count / sum(split.observed) for count in split.observed],
        "expected_shares": list(split.expected),
    }
    warnings = []
    if split.in_zero_share:
        warnings.append(
            f"{split.in_zero_share:,} users are in a group with an intended share of zero: "
            f"an assignment error by itself."
        )
    if split.mismatch:
        headline = (
            f"Sample-ratio mismatch: {actual} against the intended {shown} "
            f"({p_value(split.p)}). Do not read the test before the cause is found."
        )
    else:
        headline = (
            f"No sample-ratio mismatch: {actual} against the intended {shown} ({p_value(split.p)})."
        )
    return Outcome(
        headline=headline,
        values=values,
        units={"p_value": "probability"},
        warnings=tuple(warnings),
        formula=f"chi-square = {split.chi_square:.5g}, {p_value(split.p)}, threshold {THRESHOLD}"
        if finite
        else "users in an empty group",
        assumptions=() if inputs.expected_split else ("Intended split: equal shares.",),
    )
