"""Figures as a table for people and as one JSON object for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from evals.baseline import Comparison
from evals.figures import SuiteResult, show

_HEAD = ("figure", "n", "ours", "naive", "accepted", "gain", "")


def table(comparisons: Sequence[Comparison]) -> str:
    """One line per figure: ours, the naive pipeline, the accepted value, the gain over it."""
    lines: list[tuple[str, ...]] = [_HEAD]
    for one in comparisons:
        figure = one.figure
        arrow = "" if figure.better == "higher" else " (less is better)"
        lines.append(
            (
                figure.name + arrow,
                str(figure.n),
                show(figure.value, figure.unit),
                show(figure.naive, figure.unit),
                show(one.accepted.value if one.accepted else None, figure.unit),
                ("+" if one.gain > 0 else "") + show(one.gain, figure.unit)
                if one.gain is not None
                else "-",
                "FELL" if one.fell else "",
            )
        )
    widths = [max(len(line[i]) for line in lines) for i in range(len(_HEAD))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def details(results: Sequence[SuiteResult]) -> str:
    """The cases that failed, with what they were asked, what came and why that failed."""
    blocks = []
    for result in results:
        for row in result.rows:
            if row.passed and not row.why:
                continue
            head = f"[{row.suite}] {row.id} ({row.category}): {row.why}"
            answer = "\n    ".join(row.answer.splitlines()[:14])
            blocks.append(f"{head}\n  ? {row.question}\n  > {answer}")
    return "\n\n".join(blocks)


def as_json(
    results: Sequence[SuiteResult], comparisons: Sequence[Comparison], half: str, with_rows: bool
) -> str:
    """The run as one JSON object; rows of cases only where they may be looked at."""
    figures = [
        {
            "name": one.figure.name,
            "value": one.figure.value,
            "naive": one.figure.naive,
            "unit": one.figure.unit,
            "better": one.figure.better,
            "n": one.figure.n,
            "accepted": one.accepted.value if one.accepted else None,
            "gain": one.gain,
            "fell": one.fell,
        }
        for one in comparisons
    ]
    rows = [
        {
            "suite": row.suite,
            "id": row.id,
            "category": row.category,
            "passed": row.passed,
            "why": row.why,
            "question": row.question,
            "answer": row.answer,
        }
        for result in results
        for row in result.rows
    ]
    failures = [{"suite": r.suite, "failure": f} for r in results for f in r.failures]
    value: dict[str, object] = {"half": half, "figures": figures, "failures": failures}
    value["tables"] = [text for result in results for text in result.tables]
    if with_rows:
        value["rows"] = rows
    return json.dumps(value, ensure_ascii=False, indent=1)
