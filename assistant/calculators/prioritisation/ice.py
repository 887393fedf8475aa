"""ICE: impact, confidence and ease, ranked by product or mean."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from assistant.calculators.prioritisation.ranking import Scored, rank, rows_outcome, ties_of
from assistant.calculators.prioritisation.rice import NAME_ALIASES, _fraction
from assistant.calculators.record import Inputs, Outcome, Problem, Row, quantity
from assistant.calculators.wording import exact, number


class IceItem(Row):
    """One idea of an ICE list, each score from 1 to 10."""

    name: str = quantity(
        "text", "what the idea is called", aliases=", ".join([*NAME_ALIASES]), default=""
    )
    impact: float | None = quantity(
        "score", "impact from 1 to 10", aliases="i, value, effect", ge=1, le=10
    )
    confidence: float | None = quantity(
        "score", "confidence from 1 to 10", aliases="c, certainty, conf", ge=1, le=10
    )
    ease: float | None = quantity(
        "score", "ease from 1 to 10", aliases="e, easiness, simplicity", ge=1, le=10
    )
    effort: float | None = quantity(
        "score", "effort from 1 to 10, which is not ease", aliases="difficulty", ge=1, le=10
    )


class IceInputs(Inputs):
    """An ICE list and the convention to rank by."""

    items: list[IceItem] = quantity(
        "rows",
        "the ideas, each with impact, confidence and ease",
        aliases="rows, ideas, table, initiatives, projects, features, list, data, candidates",
        default=...,
    )
    convention: Literal["product", "mean"] = quantity(
        "choice",
        "product of the three (default) or their mean",
        aliases="method, formula, mode",
        default="product",
        synonyms={
            "average": "mean",
            "avg": "mean",
            "multiply": "product",
            "multiplication": "product",
            "arithmetic mean": "mean",
            "gilad": "product",
            "ellis": "mean",
        },
    )
    ease_from_effort: bool = quantity(
        "flag",
        "read effort as ease = 11 - effort",
        aliases="convert effort, invert effort",
        default=False,
    )


def _ice_scores(item: IceItem, ease: float) -> Mapping[str, Fraction]:
    parts = [
        _fraction(float(item.impact or 0)),
        _fraction(float(item.confidence or 0)),
        _fraction(ease),
    ]
    return {"product": parts[0] * parts[1] * parts[2], "mean": sum(parts, Fraction(0)) / 3}


def ice(inputs: IceInputs) -> Outcome:
    """Impact x confidence x ease, each from 1 to 10, ranked; the mean is shown beside it.

    Two conventions are published: the product (Gilad and most calculators, the default) and the
    mean (Ellis and Brown). They can reverse the order; where they do, the result says so.

    Errors: a score outside 1 to 10 is out of range; a blank leaves its row unscored; effort given
    instead of ease is asked about, never multiplied.

    Notes: ease counts up when work gets easier; `11 - effort` turns one into the other.
    """
    scored: list[Scored] = []
    other: list[Scored] = []
    problems: list[Problem] = []
    alternative = "mean" if inputs.convention == "product" else "product"
    for item in inputs.items:
        ease = item.ease
        found = list(item.missing("impact", "confidence"))
        if ease is None and item.effort is not None:
            if inputs.ease_from_effort:
                ease = 11 - item.effort
            else:
                found.append(
                    Problem(
                        kind="ambiguous",
                        field="ease",
                        row=item.name,
                        message=f"{item.name}: ICE needs ease, not effort; is ease 11 - "
                        f"{exact(item.effort)} = {exact(11 - item.effort)}?",
                    )
                )
        elif ease is None:
            found.extend(problem for problem in item.missing("ease") if problem not in found)
        if found or ease is None:
            problems.extend(found)
            continue
        scores = _ice_scores(item, ease)
        detail = {
            "impact": item.impact,
            "confidence": item.confidence,
            "ease": ease,
            "product": float(scores["product"]),
            "mean": float(scores["mean"]),
        }
        scored.append(Scored(item.name, scores[inputs.convention], detail))
        other.append(Scored(item.name, scores[alternative], detail))
    ranked = rank(scored)
    warnings = []
    other_order = [row.name for row in rank(other)]
    if [row.name for row in ranked] != other_order and not ties_of(ranked):
        warnings.append(
            f"By the {alternative} the order is {', '.join(other_order)}: the two conventions disagree."
        )
    sign = " x " if inputs.convention == "product" else " + "
    end = "" if inputs.convention == "product" else " / 3"
    return rows_outcome(
        "ICE",
        ranked,
        problems,
        formula=[
            f"{row.name}: {sign.join(exact(row.detail[key]) for key in ('impact', 'confidence', 'ease'))}"
            f"{end} = {number(row.score)}"
            for row in ranked
        ],
        values={"convention": inputs.convention, f"order_by_{alternative}": other_order},
        warnings=warnings,
        assumptions=[f"Scores are combined by the {inputs.convention}; each runs from 1 to 10."],
        unit="points",
    )
