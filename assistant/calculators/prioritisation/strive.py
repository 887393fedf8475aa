"""STRIVE as a scorecard whose factors the team defines: the course gives none."""

from typing import Any

from assistant.calculators.prioritisation.criteria import (
    ScorecardInputs,
    ScorecardItem,
    criteria_of,
)
from assistant.calculators.prioritisation.scorecard import scorecard
from assistant.calculators.reading.columns import normalised
from assistant.calculators.record import Outcome, Problem, quantity, refused
from assistant.calculators.wording import listed

STRIVE_PRESET = (
    "Strategic fit",
    "Technical efficacy",
    "ROI",
    "Integration",
    "Vendor viability",
    "Ethical alignment",
)


class StriveInputs(ScorecardInputs):
    """A scorecard whose factors the team defines; empty rows ask for them."""

    items: list[ScorecardItem] = quantity(
        "rows",
        "the options, each with a score per factor",
        aliases=(
            "rows, options, table, candidates, initiatives, alternatives, vendors, list, "
            "data, projects, applications"
        ),
        default=(),
    )
    preset: bool = quantity(
        "flag",
        "use the labelled preset of six factors",
        aliases="use preset, default factors",
        default=False,
    )
    defined_by_team: bool = quantity(
        "flag",
        "the factors are the team's own",
        aliases="own factors, our factors, confirmed",
        default=False,
    )


def strive(inputs: StriveInputs) -> Outcome:
    """STRIVE as a scorecard whose factors, weights and scale the team defines.

    The course names STRIVE, ties R to ROI and S to strategic importance and names two factors; it
    gives no expansion, scale, weights or formula. So without weights of the team's own, or an
    explicit choice of the labelled preset (six factors listed publicly by the course's author,
    weighted equally, our arithmetic), nothing is computed.

    Errors: not defined in source. Source: the name from the course, the arithmetic our rule.
    """
    defined = inputs.weights is not None or inputs.preset or inputs.defined_by_team
    scored = any(item.scores for item in inputs.items)
    if not defined or not scored:
        factors = [name for name in inputs.weights or {} if not name.isdigit()] or list(
            STRIVE_PRESET
        )
        message = (
            "The course names STRIVE but gives no factors, scale, weights or formula. "
            "Give your factors with weights and a scale, "
            f"or ask for the preset (preset=yes): six factors weighted equally, "
            f"{listed(STRIVE_PRESET)}. It is not the course's definition."
        )
        kind: Any = "not_defined_in_source" if not defined else "missing_input"
        text = message if not defined else "Give at least one option with a score per factor."
        return refused(
            Problem(kind=kind, field="weights" if not defined else "items", message=text),
            next_question="Which factors, weights and scale does your team use for STRIVE?"
            if not defined
            else f"Which options, each with a score from 1 to 5 for {listed(factors)}?",
        )
    chosen = inputs
    if inputs.preset and inputs.weights is None:
        named = criteria_of(inputs)
        unknown = [
            name
            for name in named
            if not any(_same_factor(name, factor) for factor in STRIVE_PRESET)
        ]
        if unknown:
            return refused(
                Problem(
                    kind="mismatch",
                    field=unknown[0],
                    message=f"{listed(unknown)}: not among the preset's factors, {listed(STRIVE_PRESET)}.",
                )
            )
        missing = [
            factor
            for factor in STRIVE_PRESET
            if not any(_same_factor(name, factor) for name in named)
        ]
        chosen = inputs.model_copy(update={"weights": dict.fromkeys([*named, *missing], 1.0)})
    outcome = scorecard(chosen)
    note = (
        "The factors are a preset, not the course's definition of STRIVE."
        if inputs.preset
        else "The factors and weights are your team's own; the course defines none."
    )
    from dataclasses import replace

    return replace(outcome, assumptions=(note, *outcome.assumptions))


def _same_factor(name: str, factor: str) -> bool:
    short, full = normalised(name), normalised(factor)
    return short == full or short == full.split("_")[0] or short in full or full in short
