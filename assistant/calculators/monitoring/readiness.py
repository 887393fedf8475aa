"""Data readiness by its weakest dimension."""

from typing import Any, Literal

from assistant.calculators.reading.columns import normalised
from assistant.calculators.record import Inputs, Outcome, Problem, quantity, refused
from assistant.calculators.wording import exact, listed, number

DIMENSIONS = (
    "accuracy",
    "completeness",
    "consistency",
    "timeliness",
    "relevance",
    "accessibility",
    "governance",
)


class ReadinessInputs(Inputs):
    """Scores from 1 to 5 for the dimensions of the course's data audit."""

    accuracy: float | None = quantity("score", "accuracy, 1 to 5", aliases="accurate", ge=1, le=5)
    completeness: float | None = quantity(
        "score", "completeness, 1 to 5", aliases="complete", ge=1, le=5
    )
    consistency: float | None = quantity(
        "score", "consistency, 1 to 5", aliases="consistent", ge=1, le=5
    )
    timeliness: float | None = quantity(
        "score", "timeliness, 1 to 5", aliases="timely, freshness", ge=1, le=5
    )
    relevance: float | None = quantity("score", "relevance, 1 to 5", aliases="relevant", ge=1, le=5)
    accessibility: float | None = quantity(
        "score",
        "storage and accessibility, 1 to 5",
        aliases="access, storage, storage and accessibility",
        ge=1,
        le=5,
    )
    governance: float | None = quantity(
        "score",
        "governance, privacy and consent, 1 to 5",
        aliases=(
            "consent, privacy, governance consent, governance and consent, "
            "governance privacy consent"
        ),
        ge=1,
        le=5,
    )
    real_time: float | None = quantity(
        "score",
        "real-time granularity, 1 to 5 (hyper-personalisation)",
        aliases="granularity, real time granularity",
        ge=1,
        le=5,
    )
    scores: dict[str, float | None] | None = quantity(
        "weights", "the scores by dimension", aliases="dimensions, ratings"
    )
    gate: float = quantity(
        "score",
        "the least score every dimension needs",
        aliases="threshold, minimum, min, pass mark",
        default=3,
        ge=1,
        le=5,
    )
    use_case: Literal["general", "hyper-personalisation"] = quantity(
        "choice",
        "what the data is for",
        aliases="purpose, use",
        default="general",
        synonyms={
            "hyper personalization": "hyper-personalisation",
            "personalisation": "hyper-personalisation",
            "personalization": "hyper-personalisation",
            "hyperpersonalization": "hyper-personalisation",
        },
    )


def readiness(inputs: ReadinessInputs) -> Outcome:
    """Ready when the weakest dimension reaches the gate; the average is shown second.

    Units: points from 1 to 5. Seven dimensions from the course's audit (five qualities,
    accessibility, governance and consent); hyper-personalisation adds real-time granularity. A
    dimension not assessed is not zero: it leaves the verdict open unless another one fails.

    Errors: a score off the scale is out of range. Source: the questions are the course's, scale and
    gate our rule.
    """
    wanted = [
        *DIMENSIONS,
        *(["real_time"] if inputs.use_case != "general" or inputs.real_time is not None else []),
    ]
    problems: list[Problem] = []
    scores: dict[str, float | None] = {name: getattr(inputs, name) for name in wanted}
    for key, value in (inputs.scores or {}).items():
        name = next(
            (
                d
                for d in (*DIMENSIONS, "real_time")
                if normalised(key).startswith(d) or d in normalised(key)
            ),
            None,
        )
        if name is None:
            problems.append(
                Problem(
                    kind="mismatch",
                    field=key,
                    message=f"{key!r} is not a dimension; they are {listed(list(DIMENSIONS))}.",
                )
            )
        elif value is not None and not 1 <= value <= 5:
            problems.append(
                Problem(
                    kind="out_of_range",
                    field=key,
                    message=f"{key} {exact(value)} is off the scale 1 to 5.",
                )
            )
        else:
            scores[name] = value
    if problems:
        return refused(*problems)
    given = {name: value for name, value in scores.items() if value is not None}
    absent = [name for name in scores if scores[name] is None]
    if not given:
        return refused(
            *[
                Problem(
                    kind="missing_input",
                    field=name,
                    message=f"{name.replace('_', ' ').capitalize()} is not assessed (1 to 5).",
                )
                for name in absent
            ]
        )
    weakest_score = min(given.values())
    weakest = [name for name, value in given.items() if value == weakest_score]
    below = [name for name, value in given.items() if value < inputs.gate]
    verdict = "not ready" if below else "open" if absent else "ready"
    average = sum(given.values()) / len(given)
    values: dict[str, Any] = {
        "verdict": verdict,
        "ready": {"ready": True, "not ready": False, "open": None}[verdict],
        "weakest": weakest,
        "weakest_score": weakest_score,
        "minimum": weakest_score,
        "average": average,
        "below_gate": below,
        "not_assessed": absent,
        "gate": inputs.gate,
        "rows": [
            {
                "name": name,
                "score": value,
                "passes": None if value is None else value >= inputs.gate,
            }
            for name, value in scores.items()
        ],
    }
    shown = listed([name.replace("_", " ") for name in weakest])
    text = {
        "not ready": (
            f"Not ready: {listed([name.replace('_', ' ') for name in below])} "
            f"below the gate of {exact(inputs.gate)}."
        ),
        "ready": f"Ready: the weakest dimension, {shown}, reaches the gate with {exact(weakest_score)}.",
        "open": (
            f"Open: nothing assessed is below the gate, but "
            f"{listed([name.replace('_', ' ') for name in absent])} {'is' if len(absent) == 1 else 'are'} not assessed."
        ),
    }[verdict]
    missing = tuple(
        Problem(
            kind="missing_input",
            field=name,
            message=f"{name.replace('_', ' ').capitalize()} is not assessed.",
        )
        for name in absent
    )
    return Outcome(
        headline=f"{text} Average {number(average)}.",
        values=values,
        units={"score": "points", "average": "points"},
        formula=(
            f"min({', '.join(exact(value) for value in given.values())}) = "
            f"{exact(weakest_score)} against {exact(inputs.gate)}"
        ),
        assumptions=("Scale 1 to 5 and the gate are ours, not the course's.",),
        warnings=(f"Not assessed, which is not zero: {listed(absent)}.",) if absent else (),
        problems=missing,
        status="needs_input" if verdict == "open" else None,
        next_question=f"How do you rate {absent[0].replace('_', ' ')} from 1 to 5?"
        if absent
        else None,
    )
