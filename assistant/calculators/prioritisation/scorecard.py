"""A weighted scorecard with must-pass gates on a fixed scale."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from assistant.calculators.prioritisation.criteria import (
    ScorecardInputs,
    criteria_of,
    fraction_of,
    matched,
    oriented_score,
    weight_sensitivity,
    weights_of,
)
from assistant.calculators.prioritisation.ranking import Scored, rank, ties_of
from assistant.calculators.reading.columns import normalised
from assistant.calculators.record import Outcome, Problem, refused
from assistant.calculators.wording import exact, listed, number, percent


def scorecard(inputs: ScorecardInputs) -> Outcome:
    """total = sum(w x s) / sum(w) on a fixed scale, after must-pass gates.

    A lower-is-better criterion counts scale low + scale high - score (6 - s on 1 to 5). Weights
    that do not add up to 1 are rescaled, and the result says so. A missing score gives a range
    between the ends of the scale, not a rank. An option that fails a gate is not ranked.

    Errors: negative weights and scores off the scale are out of range; all weights 0 is undefined.
    Source: our rule. Notes: no rescaling to the best of the list, so scores do not move when an
    option is added.
    """
    criteria = criteria_of(inputs)
    problems = [problem for item in inputs.items for problem in item.unread]
    weights, weight_problems = weights_of(inputs, criteria)
    if not inputs.items or not criteria:
        weight_problems = [
            Problem(
                kind="missing_input",
                field="items",
                message="Give at least one option with a score per criterion.",
            )
        ]
    if inputs.scale_high <= inputs.scale_low:
        weight_problems.append(
            Problem(
                kind="out_of_range",
                field="scale_high",
                message="The scale must end above its start.",
            )
        )
    for name in [*(inputs.lower_is_better or []), *(inputs.gates or {})]:
        if criteria and matched(name, criteria) is None:
            weight_problems.append(
                Problem(
                    kind="mismatch",
                    field=name,
                    message=f"{name!r} is not a criterion; they are {listed(criteria)}.",
                )
            )
    if weight_problems:
        return refused(*weight_problems, *problems)
    total_weight = sum(weights.values())
    scored: list[Scored] = []
    failed: list[dict[str, Any]] = []
    ranges: list[dict[str, Any]] = []
    for item in inputs.items:
        if item.unread:
            continue
        given = {
            name: next(
                (
                    s
                    for key, s in (item.scores or {}).items()
                    if normalised(key) == normalised(name)
                ),
                None,
            )
            for name in criteria
        }
        off = [
            name
            for name, s in given.items()
            if s is not None and not inputs.scale_low <= s <= inputs.scale_high
        ]
        for name in off:
            problems.append(
                Problem(
                    kind="out_of_range",
                    field=name,
                    row=item.name,
                    message=(
                        f"{item.name}: {name} {exact(given[name] or 0)} is off the "
                        f"scale {exact(inputs.scale_low)} to {exact(inputs.scale_high)}."
                    ),
                )
            )
        if off:
            continue
        gates = [
            (name, minimum, given[matched(name, criteria) or name])
            for name, minimum in (inputs.gates or {}).items()
        ]
        below = [
            f"{name} {exact(score)} is below {exact(minimum)}"
            for name, minimum, score in gates
            if minimum is not None and score is not None and score < minimum
        ]
        if below:
            failed.append({"name": item.name, "reasons": below})
            continue
        blank = [name for name in criteria if given[name] is None and weights.get(name, 0) > 0]
        gate_blank = [name for name, _, score in gates if score is None]
        known = {
            name: oriented_score(inputs, name, s) for name, s in given.items() if s is not None
        }
        if blank or gate_blank:
            base = sum((weights[name] * known[name] for name in known), Fraction(0))
            open_weight = sum((weights[name] for name in blank), Fraction(0))
            ranges.append(
                {
                    "name": item.name,
                    "missing": list(dict.fromkeys([*blank, *gate_blank])),
                    "low": float(
                        (base + open_weight * fraction_of(inputs.scale_low)) / total_weight
                    ),
                    "high": float(
                        (base + open_weight * fraction_of(inputs.scale_high)) / total_weight
                    ),
                }
            )
            problems.extend(
                Problem(
                    kind="missing_input",
                    field=name,
                    row=item.name,
                    message=f"{item.name}: {name} is missing.",
                )
                for name in dict.fromkeys([*blank, *gate_blank])
            )
            continue
        oriented = {name: known.get(name, Fraction(0)) for name in weights}
        total = (
            sum((weights[name] * oriented[name] for name in weights), Fraction(0)) / total_weight
        )
        scored.append(Scored(item.name, total, {"oriented": oriented, "scores": given}))
    return _outcome(inputs, criteria, weights, rank(scored), failed, ranges, problems)


def _outcome(
    inputs: ScorecardInputs,
    criteria: Sequence[str],
    weights: Mapping[str, Fraction],
    ranked: list[Scored],
    failed: list[dict[str, Any]],
    ranges: list[dict[str, Any]],
    problems: list[Problem],
) -> Outcome:
    total_weight = sum(weights.values())
    if not ranked and not failed and not ranges:
        return refused(*problems)
    rows = [
        {
            "rank": place,
            "name": row.name,
            "score": float(row.score),
            "scores": dict(row.detail["scores"]),
        }
        for place, row in enumerate(ranked, start=1)
    ]
    ties = ties_of(ranked)
    shares = {name: float(weight / total_weight) for name, weight in weights.items()}
    values: dict[str, Any] = {
        "rows": rows,
        "order": [row.name for row in ranked],
        "ties": ties,
        "weights": shares,
    }
    notes, warnings = [], []
    if inputs.weights is None:
        notes.append("No weights given: every criterion counts the same.")
    elif set(weights.values()) == {1}:
        notes.append("Every criterion counts the same.")
    elif total_weight not in {1, 100}:
        warnings.append(
            f"The weights add up to {exact(float(total_weight))}; they were rescaled to "
            + ", ".join(f"{name} {percent(share)}" for name, share in shares.items())
            + "."
        )
    if len(ranked) == 1:
        values["score"] = float(ranked[0].score)
    if ranked:
        tied = ties[0] if ties and ranked[0].name in ties[0] else [ranked[0].name]
        values["first"] = tied[0] if len(tied) == 1 else None
    sensitivity = weight_sensitivity(ranked, weights)
    if sensitivity and not (ties and ranked[0].name in ties[0]):
        values["weight_sensitivity"] = sensitivity
        notes.append(
            f"Smallest change of one weight that brings a tie for first: "
            f"{sensitivity['criterion']} from {number(sensitivity['weight'])} to "
            f"{number(sensitivity['tie_weight'])} (with {sensitivity['against']})."
        )
    if failed:
        values["failed_gates"] = failed
        warnings.append(
            "Fails a must-pass gate, not ranked: "
            + "; ".join(f"{row['name']} ({listed(row['reasons'])})" for row in failed)
            + "."
        )
    if ranges:
        values["ranges"] = ranges
        warnings.append(
            "A score is missing, so a range instead of a rank: "
            + "; ".join(
                f"{row['name']} {number(row['low'])} to {number(row['high'])}" for row in ranges
            )
            + "."
        )
    if ties:
        warnings.append("Ties: " + "; ".join(listed(names) for names in ties) + ".")
    notes.append(
        f"Scale {exact(inputs.scale_low)} to {exact(inputs.scale_high)}"
        + (
            f"; lower is better for {listed(inputs.lower_is_better)}"
            if inputs.lower_is_better
            else ""
        )
        + "."
    )
    if not ranked:
        headline = "No option can be ranked: " + "; ".join(warnings)
    else:
        shown = "; ".join(f"{row.name} {number(row.score)}" for row in ranked[:5])
        top = values["first"]
        headline = (
            f"{top} comes first ({shown})."
            if top and len(ranked) > 1
            else f"{ranked[0].name} scores {number(ranked[0].score)}."
            if len(ranked) == 1
            else f"Tie for first ({shown})."
        )
    return Outcome(
        headline=headline,
        values=values,
        units={"score": "points", "weights": "share"},
        formula="; ".join(
            f"{row.name}: ("
            + " + ".join(
                f"{exact(float(weights[c]))} x {exact(float(row.detail['oriented'][c]))}"
                for c in weights
            )
            + f") / {exact(float(total_weight))} = {number(row.score)}"
            for row in ranked
        ),
        assumptions=tuple(notes),
        warnings=tuple(warnings),
        problems=tuple(problems),
        next_question=problems[0].message if problems else None,
    )
