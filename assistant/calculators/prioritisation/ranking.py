"""Scored rows in order, with ties named and unscored rows listed beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from assistant.calculators.record import Outcome, Problem, refused
from assistant.calculators.wording import listed, number, significant


@dataclass(frozen=True, slots=True)
class Scored:
    """One row with its exact score and the numbers behind it."""

    name: str
    score: Fraction
    detail: Mapping[str, Any] = field(default_factory=dict)


def rank(rows: Sequence[Scored]) -> list[Scored]:
    """Best first; ties keep alphabetical order, whatever the order of the rows."""
    return sorted(rows, key=lambda row: (-row.score, row.name.casefold(), row.name))


def ties_of(ranked: Sequence[Scored]) -> list[list[str]]:
    """Groups of names whose scores are equal to the shown precision."""
    groups: list[list[Scored]] = []
    for row in ranked:
        if groups and significant(float(groups[-1][0].score)) == significant(float(row.score)):
            groups[-1].append(row)
        else:
            groups.append([row])
    return [[row.name for row in group] for group in groups if len(group) > 1]


def unscored(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """The rows left out, each with its reasons."""
    names = list(dict.fromkeys(problem.row for problem in problems if problem.row))
    return [
        {"name": name, "reasons": [problem.message for problem in problems if problem.row == name]}
        for name in names
    ]


def _with_range(row: Scored) -> str:
    """The score, with the range it may lie in where an input was given as one."""
    if "score_low" not in row.detail:
        return number(row.score)
    low, high = number(row.detail["score_low"]), number(row.detail["score_high"])
    return f"{number(row.score)} ({low} to {high})"


def rows_outcome(
    label: str,
    ranked: Sequence[Scored],
    problems: Sequence[Problem],
    *,
    formula: Sequence[str],
    unit: str,
    units: Mapping[str, str] | None = None,
    values: Mapping[str, Any] | None = None,
    warnings: Sequence[str] = (),
    assumptions: Sequence[str] = (),
    question: str | None = None,
    unclear: Sequence[Problem] = (),
) -> Outcome:
    """The outcome of a ranking: rows with rank and score, ties, and what was left out.

    `unclear` are problems of rows that are scored all the same, with the assumption stated.
    """
    if not ranked:
        if not problems:
            problems = [
                Problem(
                    kind="missing_input",
                    field="items",
                    message="The list is empty: give at least one row.",
                )
            ]
        return refused(*problems)
    ties = ties_of(ranked)
    rows = []
    for place, row in enumerate(ranked, start=1):
        group = next((names for names in ties if row.name in names), None)
        shared = place if group is None else [r.name for r in ranked].index(group[0]) + 1
        rows.append({"rank": shared, "name": row.name, "score": float(row.score), **row.detail})
    result: dict[str, Any] = {
        "rows": rows,
        "order": [row.name for row in ranked],
        "ties": ties,
        **(values or {}),
    }
    left_out = unscored(problems)
    if left_out:
        result["not_scored"] = left_out
    if len(ranked) == 1:
        result["score"] = float(ranked[0].score)
    first = ties[0] if ties and ranked[0].name in ties[0] else [ranked[0].name]
    result["first"] = first[0] if len(first) == 1 else None
    shown = "; ".join(f"{row.name} {_with_range(row)}" for row in ranked[:5])
    if len(ranked) == 1:
        headline = f"{label} score of {ranked[0].name}: {_with_range(ranked[0])}."
    elif len(first) > 1:
        headline = f"{listed(first)} tie for first ({label}: {shown})."
    else:
        headline = f"{first[0]} comes first ({label}: {shown})."
    notes = list(warnings)
    if ties:
        notes.append(
            "Ties to the shown precision: "
            + "; ".join(listed(names) for names in ties)
            + ". Tied items are listed by name; decide them by something the score leaves out."
        )
    if left_out:
        notes.append(f"Not scored: {listed([row['name'] for row in left_out])}.")
    open_question = question or (problems[0].message if problems else None)
    return Outcome(
        headline=headline,
        values=result,
        units={"score": unit, **(units or {})},
        formula="; ".join(formula),
        warnings=tuple(notes),
        assumptions=tuple(assumptions),
        problems=(*problems, *unclear),
        next_question=open_question,
    )
