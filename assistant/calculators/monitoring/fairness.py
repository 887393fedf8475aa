"""Gaps between groups in selection and error rates."""

import math
from fractions import Fraction
from statistics import NormalDist
from typing import Any

from assistant.calculators.experiments.proportions import compare, newcombe
from assistant.calculators.record import Inputs, Outcome, Problem, Row, quantity, refused
from assistant.calculators.wording import listed, p_value, percent, points

SMALL_GROUP = 30


class FairnessGroup(Row):
    """Selections of one group, with outcomes where known."""

    name: str = quantity("text", "the group", aliases="group, segment", default="")
    selected: int | None = quantity(
        "count",
        "how many were selected",
        aliases=(
            "positive predictions, approved, shown, accepted, selections, offered, hired, hits"
        ),
        ge=0,
    )
    total: int | None = quantity(
        "count",
        "how many there are",
        aliases="n, size, applicants, count, population, people, users",
        ge=0,
    )
    true_positives: int | None = quantity(
        "count",
        "selected among those who should be",
        aliases="tp, true positive, selected qualified",
        ge=0,
    )
    positives: int | None = quantity(
        "count",
        "those who should be selected",
        aliases="actual positives, qualified, condition positive, eligible",
        ge=0,
    )
    false_positives: int | None = quantity(
        "count", "selected among those who should not be", aliases="fp, false positive", ge=0
    )
    negatives: int | None = quantity(
        "count", "those who should not be selected", aliases="actual negatives, unqualified", ge=0
    )
    launch_selected: int | None = quantity(
        "count", "selected at launch", aliases="selected at launch, selected before", ge=0
    )
    launch_total: int | None = quantity(
        "count", "all at launch", aliases="total at launch, total before", ge=0
    )


class FairnessInputs(Inputs):
    """Groups with how many were selected."""

    groups: list[FairnessGroup] = quantity(
        "rows",
        "the groups, each with selected and total",
        aliases="rows, table, segments, data, items",
        sides=("a", "b"),
        default=...,
    )
    alpha: float = quantity(
        "share",
        "the false-positive rate of the test",
        aliases="significance level",
        default=0.05,
        gt=0,
        lt=1,
    )
    launch_gap: float | None = quantity(
        "share",
        "the gap at launch",
        aliases="gap at launch, baseline gap, previous gap",
        ge=0,
        le=1,
    )


def _pair_problems(group: FairnessGroup) -> list[Problem]:
    problems = list(group.missing("selected", "total"))
    pairs = (
        ("selected", "total"),
        ("true_positives", "positives"),
        ("false_positives", "negatives"),
        ("launch_selected", "launch_total"),
    )
    for part, whole in pairs:
        a, b = getattr(group, part), getattr(group, whole)
        if a is not None and b is None and part != "selected":
            problems.append(
                Problem(
                    kind="missing_input",
                    field=whole,
                    row=group.name,
                    message=f"{group.name}: {whole.replace('_', ' ')} is missing.",
                )
            )
        if b == 0 and part in {"selected", "launch_selected"}:
            problems.append(
                Problem(
                    kind="undefined",
                    field=whole,
                    row=group.name,
                    message=f"{group.name}: an empty group has no rate.",
                )
            )
        elif b == 0:
            problems.append(
                Problem(
                    kind="undefined",
                    field=whole,
                    row=group.name,
                    message=f"{group.name}: no {whole} in the group, so its rate is undefined.",
                )
            )
        elif a is not None and b is not None and a > b:
            problems.append(
                Problem(
                    kind="out_of_range",
                    field=part,
                    row=group.name,
                    message=f"{group.name}: {part.replace('_', ' ')} {a:,} exceeds {whole.replace('_', ' ')} {b:,}.",
                )
            )
    return problems


def _gap(rows: list[dict[str, Any]], key: str) -> float | None:
    rates = [row[key] for row in rows if row.get(key) is not None]
    return max(rates) - min(rates) if len(rates) == len(rows) else None


def fairness(inputs: FairnessInputs) -> Outcome:
    """Selection rates, their gap (max - min) and ratio (min / max), and rate gaps where outcomes are known.

    Units: shares. Equal opportunity is the gap in true-positive rates, equalised odds the larger of
    it and the gap in false-positive rates; bias drift is the gap now minus the gap at launch, with
    an interval. The four-fifths line is exact: exactly 80% passes. Groups under 30 are flagged
    (our rule).

    Errors: an empty group or one without positives is undefined; more selected than there are is
    out of range. Source: the course asks for metrics; the metrics are standard practice.

    Notes: four-fifths is a US employment-selection rule of thumb: a screening signal, no verdict.
    """
    problems: list[Problem] = []
    if len(inputs.groups) < 2:
        problems.append(
            Problem(
                kind="insufficient_data", field="groups", message="A gap needs at least two groups."
            )
        )
    for group in inputs.groups:
        problems.extend(_pair_problems(group))
    if problems:
        return refused(*problems)
    rows: list[dict[str, Any]] = []
    for group in inputs.groups:
        assert group.selected is not None
        assert group.total is not None
        row: dict[str, Any] = {
            "name": group.name,
            "selected": group.selected,
            "total": group.total,
            "selection_rate": group.selected / group.total,
        }
        if group.true_positives is not None and group.positives:
            row["true_positive_rate"] = group.true_positives / group.positives
        if group.false_positives is not None and group.negatives:
            row["false_positive_rate"] = group.false_positives / group.negatives
        rows.append(row)
    exactly = sorted(
        ((Fraction(g.selected or 0, g.total or 1), g.name, g) for g in inputs.groups),
        key=lambda item: (item[0], item[1]),
    )
    (low, low_name, low_group), (high, high_name, high_group) = exactly[0], exactly[-1]
    assert low_group.selected is not None
    assert low_group.total
    assert high_group.selected is not None
    assert high_group.total
    values: dict[str, Any] = {
        "rows": rows,
        "demographic_parity_difference": float(high - low),
        "selection_rate_gap": float(high - low),
        "highest": high_name,
        "lowest": low_name,
    }
    warnings: list[str] = []
    undefined: list[Problem] = []
    if high == 0:
        undefined.append(
            Problem(
                kind="undefined",
                field="selected",
                message="Nobody was selected in any group: the ratio is 0/0, undefined.",
            )
        )
        values["demographic_parity_ratio"] = None
        text = "Nobody was selected in any group: the ratio is undefined."
    else:
        ratio = low / high
        below = ratio < Fraction(4, 5)
        values |= {
            "demographic_parity_ratio": float(ratio),
            "selection_rate_ratio": float(ratio),
            "impact_ratio": float(ratio),
            "below_four_fifths": below,
            "four_fifths_pass": not below,
        }
        text = (
            f"Selection rates run from {percent(low)} ({low_name}) to {percent(high)} "
            f"({high_name}): gap {points(high - low).lstrip('+')}, ratio "
            f"{percent(ratio, 2)}, {'below' if below else 'not below'} four-fifths."
        )
        test = (
            compare(
                low_group.selected,
                low_group.total,
                high_group.selected,
                high_group.total,
                inputs.alpha,
            )
            if low != high or 0 < low < 1
            else None
        )
        if test is not None:
            values |= {
                "p_value": test["p_value"],
                "gap_low": test["difference_low"],
                "gap_high": test["difference_high"],
            }
            text += f" {p_value(test['p_value'])} between these two."
    gap_tpr, gap_fpr = _gap(rows, "true_positive_rate"), _gap(rows, "false_positive_rate")
    if gap_tpr is not None:
        values |= {"equal_opportunity_difference": gap_tpr}
        if gap_fpr is not None:
            values["equalised_odds_difference"] = max(gap_tpr, gap_fpr)
    small = [group.name for group in inputs.groups if (group.total or 0) < SMALL_GROUP]
    if small:
        warnings.append(
            f"Fewer than {SMALL_GROUP} people in {listed(small)}: its rate is unstable."
        )
    drift = _drift(inputs, low_group, high_group)
    values |= drift
    warnings.append(
        "A screening signal only: it does not say whether a difference is justified or lawful."
    )
    return Outcome(
        headline=text,
        values=values,
        units={
            "selection_rate": "share",
            "demographic_parity_difference": "share",
            "demographic_parity_ratio": "ratio",
            "equal_opportunity_difference": "share",
        },
        formula=f"{low_group.selected}/{low_group.total} against {high_group.selected}/{high_group.total}"
        + (f": ratio {percent(low / high, 2)} against 80%" if high else ""),
        assumptions=(
            (
                "Four-fifths: less than four-fifths is flagged, exactly 80% is not (a US "
                "employment-selection rule of thumb)."
            ),
        ),
        warnings=tuple(warnings),
        problems=tuple(undefined),
        next_question="Is the outcome known, so that true-positive rates can be compared?"
        if gap_tpr is None
        else None,
    )


def _drift(inputs: FairnessInputs, low: FairnessGroup, high: FairnessGroup) -> dict[str, Any]:
    """The gap now minus the gap at launch, of the same two groups, with a 95% interval."""
    assert low.selected is not None
    assert low.total
    assert high.selected is not None
    assert high.total
    now = high.selected / high.total - low.selected / low.total
    pairs = [(low.launch_selected, low.launch_total), (high.launch_selected, high.launch_total)]
    if all(x is not None and n for x, n in pairs):
        (xl, nl), (xh, nh) = ((int(x or 0), int(n or 1)) for x, n in pairs)
        before = xh / nh - xl / nl
        z = NormalDist().inv_cdf(1 - inputs.alpha / 2)
        now_low, now_high = newcombe(low.selected, low.total, high.selected, high.total, z)
        then_low, then_high = newcombe(xl, nl, xh, nh, z)
        drift = now - before
        return {
            "gap_at_launch": before,
            "bias_drift": drift,
            "bias_drift_low": drift - math.hypot(now - now_low, then_high - before),
            "bias_drift_high": drift + math.hypot(now_high - now, before - then_low),
        }
    if inputs.launch_gap is not None:
        return {"gap_at_launch": inputs.launch_gap, "bias_drift": now - inputs.launch_gap}
    return {}
