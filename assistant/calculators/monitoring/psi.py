"""Drift of a distribution: the population stability index."""

import math

from assistant.calculators.record import Inputs, Outcome, Problem, Row, quantity, refused
from assistant.calculators.wording import exact, listed, number


class Bin(Row):
    """One bin or category of a distribution."""

    name: str = quantity("text", "the bin", aliases="bin, category, bucket, range", default="")
    expected: float | None = quantity(
        "number",
        "share or count before",
        aliases="baseline, reference, training, old, before, q, base",
    )
    actual: float | None = quantity(
        "number", "share or count now", aliases="current, live, new, now, after, p, production"
    )


class PsiInputs(Inputs):
    """Two distributions over the same bins."""

    expected: list[float] | None = quantity(
        "numbers",
        "shares or counts before, by bin",
        aliases=(
            "baseline, reference, training, old, before, q, expected shares, "
            "expected counts, base, reference shares, baseline shares"
        ),
    )
    actual: list[float] | None = quantity(
        "numbers",
        "shares or counts now, by bin",
        aliases=(
            "current, live, new, now, after, p, actual shares, actual counts, production, "
            "current shares"
        ),
    )
    bins: list[Bin] | None = quantity(
        "rows",
        "the bins, each with expected and actual",
        aliases="rows, table, categories, buckets, data, items",
    )
    floor: float | None = quantity(
        "share",
        "the share put in place of an empty bin",
        aliases="epsilon, eps, minimum share",
        gt=0,
        lt=0.1,
    )


def _shares(values: list[float], label: str) -> tuple[list[float], str, list[Problem]]:
    problems: list[Problem] = []
    if any(value < 0 for value in values):
        problems.append(
            Problem(
                kind="out_of_range",
                field=label,
                message=f"{label}: a share or count must not be negative.",
            )
        )
    total = math.fsum(values)
    if not problems and total == 0:
        problems.append(
            Problem(
                kind="undefined",
                field=label,
                message=f"{label}: everything is 0, so there is no distribution.",
            )
        )
    if problems:
        return [], "", problems
    if (
        all(value <= 1 for value in values)
        and abs(total - 1) > 0.005
        and any(value != int(value) for value in values)
    ):
        return (
            [],
            "",
            [
                Problem(
                    kind="mismatch",
                    field=label,
                    message=f"{label}: the shares add up to {total:.4g}, not to 1.",
                )
            ],
        )
    kind = (
        "shares"
        if abs(total - 1) <= 0.005
        else "percentages"
        if abs(total - 100) <= 0.5 and any(v != int(v) for v in values)
        else "counts or percentages"
    )
    return [value / total for value in values], kind, []


def psi(inputs: PsiInputs) -> Outcome:
    """sum (p_i - q_i) ln(p_i / q_i) over the same bins, p now and q before.

    Units: none. Shares must add up to 1; counts are turned into shares. An empty bin is undefined
    unless a floor is given, and the floor alone can move the value through every band.

    Errors: bins that do not match; shares that do not add up; an empty bin without floor. Source:
    standard practice. Notes: the bands 0.10 and 0.25 are habit, without error rates; they depend on
    sample size and number of bins (Yurdakul & Naranjo 2020). Drift of inputs is not drift of
    performance.
    """
    problems: list[Problem] = []
    expected, actual, names = inputs.expected, inputs.actual, []
    if inputs.bins:
        for item in inputs.bins:
            problems.extend(item.missing("expected", "actual"))
        names = [item.name for item in inputs.bins]
        expected = [item.expected or 0.0 for item in inputs.bins]
        actual = [item.actual or 0.0 for item in inputs.bins]
    for label, values in (("expected", expected), ("actual", actual)):
        if values is None:
            problems.append(
                Problem(
                    kind="missing_input",
                    field=label,
                    message=f"What is the distribution {'before' if label == 'expected' else 'now'}, bin by bin?",
                )
            )
    if problems or expected is None or actual is None:
        return refused(*problems)
    if len(expected) != len(actual):
        problems.append(
            Problem(
                kind="mismatch",
                field="actual",
                message=f"{len(expected)} bins before and {len(actual)} now: the bins must be the same.",
            )
        )
    elif len(expected) < 2:
        problems.append(
            Problem(
                kind="insufficient_data", field="expected", message="At least two bins are needed."
            )
        )
    q, kind_q, wrong_q = _shares(expected, "expected")
    p, kind_p, wrong_p = _shares(actual, "actual")
    problems.extend([*wrong_q, *wrong_p])
    if problems:
        return refused(*problems)
    names = names or [f"bin {number_}" for number_ in range(1, len(p) + 1)]
    empty = [name for name, a, b in zip(names, p, q, strict=True) if (a == 0) != (b == 0)]
    if empty and inputs.floor is None:
        text = (
            f"{listed(empty)}: empty on one side, so PSI is undefined. Merge bins, or "
            f"name a floor (it alone can move the value through every band)."
        )
        return refused(Problem(kind="undefined", field="floor", message=text))
    rows, total = [], 0.0
    for name, a, b in zip(names, p, q, strict=True):
        if a == 0 and b == 0:
            rows.append({"name": name, "expected": b, "actual": a, "contribution": 0.0})
            continue
        floor = inputs.floor or 0.0
        a_used, b_used = max(a, floor) if a == 0 else a, max(b, floor) if b == 0 else b
        part = (a_used - b_used) * math.log(a_used / b_used)
        total += part
        rows.append({"name": name, "expected": b, "actual": a, "contribution": part})
    band = (
        "little change" if total < 0.10 else "moderate change" if total <= 0.25 else "large change"
    )
    biggest = max(rows, key=lambda row: float(str(row["contribution"])))
    warnings = [
        "The bands 0.10 and 0.25 are practitioner habit without error rates; they depend on sample size and bins."
    ]
    if empty:
        warnings.append(
            f"Floor {exact(inputs.floor or 0)} used for {listed(empty)}: a new or vanished "
            f"category, and the floor drives the value."
        )
    return Outcome(
        headline=f"PSI is {number(total)}: {band} by the usual bands, most of it from {biggest['name']}.",
        values={
            "psi": total,
            "band": band,
            "rows": rows,
            "bins": len(rows),
            **({"floor": inputs.floor} if empty else {}),
        },
        units={"psi": "none", "expected": "share", "actual": "share"},
        formula="sum of (p - q) x ln(p / q) = "
        + " + ".join(f"{float(str(row['contribution'])):.4g}" for row in rows[:8])
        + (" + ..." if len(rows) > 8 else "")
        + f" = {number(total)}",
        assumptions=(
            f"expected read as {kind_q}, actual as {kind_p}",
            "the same bins on both sides",
        ),
        warnings=tuple(warnings),
        next_question="How does the model's own metric move over time? Drift of inputs is not drift of performance.",
    )
