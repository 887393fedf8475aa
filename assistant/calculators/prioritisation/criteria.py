"""Criteria, weights and how an option scores on them."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from assistant.calculators.prioritisation.ranking import Scored
from assistant.calculators.prioritisation.rice import NAME_ALIASES
from assistant.calculators.reading.columns import normalised
from assistant.calculators.record import Inputs, Problem, Row, quantity
from assistant.calculators.wording import exact


class ScorecardItem(Row):
    """One option with a score per criterion; every further column is a criterion."""

    name: str = quantity(
        "text",
        "what the option is called",
        aliases=", ".join([*NAME_ALIASES, "vendor", "application", "strategy"]),
        default="",
    )
    scores: dict[str, float | None] | None = quantity(
        "weights", "the score per criterion", aliases="ratings, values", collects=True
    )


class ScorecardInputs(Inputs):
    """Options, criteria with weights, the scale, gates."""

    items: list[ScorecardItem] = quantity(
        "rows",
        "the options, each with a score per criterion",
        aliases=(
            "rows, options, table, candidates, initiatives, alternatives, vendors, list, "
            "data, projects"
        ),
        default=...,
    )
    weights: dict[str, float | None] | None = quantity(
        "weights",
        "the weight per criterion",
        aliases="criteria, criteria weights, factor weights, weighting, factors",
    )
    lower_is_better: list[str] | None = quantity(
        "texts",
        "criteria where a low score is good",
        aliases="inverted, lower better, cost criteria, negative criteria, reverse, invert",
    )
    gates: dict[str, float | None] | None = quantity(
        "weights",
        "criteria an option must reach a minimum on",
        aliases="must pass, minimums, must pass gates, thresholds, gate, minimum",
    )
    scale_low: float = quantity(
        "number", "the low end of the scale", aliases="scale min, min score", default=1
    )
    scale_high: float = quantity(
        "number", "the high end of the scale", aliases="scale max, max score, scale", default=5
    )


def fraction_of(value: float) -> Fraction:
    return Fraction(str(value))


def matched(name: str, criteria: Sequence[str]) -> str | None:
    return next(
        (criterion for criterion in criteria if normalised(criterion) == normalised(name)), None
    )


def criteria_of(inputs: ScorecardInputs) -> list[str]:
    """Criteria in the order of the rows, then of the weights."""
    seen: dict[str, str] = {}
    for item in inputs.items:
        for name in item.scores or {}:
            seen.setdefault(normalised(name), name)
    for name in inputs.weights or {}:
        if not name.isdigit():
            seen.setdefault(normalised(name), name)
    return list(seen.values())


def weights_of(
    inputs: ScorecardInputs, criteria: Sequence[str]
) -> tuple[dict[str, Fraction], list[Problem]]:
    given = dict(inputs.weights or {})
    problems: list[Problem] = []
    if (
        given
        and all(name.isdigit() for name in given)
        and not all(name in criteria for name in given)
    ):
        if len(given) != len(criteria):
            return {}, [
                Problem(
                    kind="mismatch",
                    field="weights",
                    message=f"{len(given)} weights for {len(criteria)} criteria.",
                )
            ]
        given = dict(zip(criteria, given.values(), strict=True))
    if not given:
        return {name: Fraction(1) for name in criteria}, []
    weights: dict[str, Fraction] = {}
    for name, value in given.items():
        criterion = matched(name, criteria)
        if criterion is None:
            continue
        if value is None:
            problems.append(
                Problem(
                    kind="missing_input",
                    field=f"weights.{name}",
                    message=f"The weight of {name} is missing.",
                )
            )
        elif value < 0:
            problems.append(
                Problem(
                    kind="out_of_range",
                    field=f"weights.{name}",
                    message=f"The weight of {name} is {exact(value)}; weights must not be negative.",
                )
            )
        else:
            weights[criterion] = fraction_of(value)
    unweighted = [name for name in criteria if matched(name, list(given)) is None]
    problems.extend(
        Problem(
            kind="missing_input",
            field=f"weights.{name}",
            message=f"{name} has no weight: give one, or 0 to leave it out.",
        )
        for name in unweighted
    )
    if not problems and sum(weights.values()) == 0:
        problems.append(
            Problem(
                kind="undefined",
                field="weights",
                message="Every weight is 0: at least one must be above 0.",
            )
        )
    return weights, problems


def oriented_score(inputs: ScorecardInputs, criterion: str, score: float) -> Fraction:
    lower = any(normalised(name) == normalised(criterion) for name in inputs.lower_is_better or [])
    return (
        fraction_of(inputs.scale_low) + fraction_of(inputs.scale_high) - fraction_of(score)
        if lower
        else fraction_of(score)
    )


def weight_sensitivity(
    ranked: Sequence[Scored], weights: Mapping[str, Fraction]
) -> dict[str, Any] | None:
    """The smallest change of one weight that puts another option first (linear, closed form)."""
    if len(ranked) < 2:
        return None
    best: tuple[Fraction, str, Fraction, str] | None = None
    winner = ranked[0]
    for other in ranked[1:]:
        gap = sum(
            (
                w * (winner.detail["oriented"][c] - other.detail["oriented"][c])
                for c, w in weights.items()
            ),
            Fraction(0),
        )
        for criterion, weight in weights.items():
            edge = winner.detail["oriented"][criterion] - other.detail["oriented"][criterion]
            if edge == 0:
                continue
            wanted = weight - gap / edge
            if wanted < 0:
                continue
            change = abs(wanted - weight)
            if best is None or change < best[0]:
                best = (change, criterion, wanted, other.name)
    if best is None:
        return None
    _, criterion, wanted, rival = best
    return {
        "criterion": criterion,
        "weight": float(weights[criterion]),
        "tie_weight": float(wanted),
        "change": float(wanted - weights[criterion]),
        "against": rival,
    }
