"""Answers from table rows: what they hold in the columns that were asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.composing.types import Draft, Role
from assistant.composing.wording import Plans, joined, readable
from assistant.evidence import Evidence, Findings
from assistant.row_matching import (
    RowMatch,
    columns_asked,
    rows_by_name,
    rows_by_value,
)
from assistant.table_rows import row_of, split_values
from assistant.understanding import Goal
from knowledge.library import Course
from knowledge.query import Query
from knowledge.text import content_stems
from knowledge.types import Cell, Chunk

MOST_NAMED = 6  # rows that are named for a metric


def evidence_of(chunk: Chunk, score: float = 1.0) -> Evidence:
    """A whole row as evidence."""
    return Evidence(chunk, chunk.start, chunk.end, chunk.text, score)


def answer_rows(
    course: Course, matches: Sequence[RowMatch], query: Query, plans: Plans, limit: int = 2
) -> list[Draft]:
    """What the matched rows hold in the columns asked for."""
    drafts: list[Draft] = []
    for match in matches[:limit]:
        row = row_of(match.chunk)
        support = (evidence_of(match.chunk, match.score),)
        cells = columns_asked(match.chunk, query)
        for position, cell in enumerate(cells):
            name = "row_lead" if position == 0 else "row_point"
            values = {
                "row": row.name,
                "column": readable(cell.column),
                "value": readable(cell.text),
            }
            if name == "row_point":
                values.pop("row")
            text = plans.frame(name, **values)
            frame = plans.frame(name, **(values | {"value": ""}))
            role = "lead" if position == 0 and not drafts else "point"
            drafts.append(Draft(f"{text[:1].upper()}{text[1:]}.", support, role=role, frame=frame))  # type: ignore[arg-type]
    return drafts


def answer_holders(matches: Sequence[RowMatch], plans: Plans) -> list[Draft]:
    """In which rows and columns a value stands."""
    drafts: list[Draft] = []
    for match in matches[:6]:
        cell, value = match.values[0]
        text = plans.frame(
            "rows_with_value",
            value=readable(value),
            column=readable(cell.column),
            row=row_of(match.chunk).name,
        )
        role: Role = "point" if drafts else "lead"
        drafts.append(
            Draft(
                f"{text[:1].upper()}{text[1:]}.", (evidence_of(match.chunk),), role=role, frame=text
            )
        )
    return drafts


def classify(course: Course, findings: Findings, query: Query, plans: Plans) -> list[Draft]:
    """Under which column a value stands: is it a leading or a lagging indicator?"""
    part = findings.part
    said = set(query.stems)
    found: list[tuple[int, Chunk, Cell, str]] = []
    for chunk in course.rows:
        for cell in row_of(chunk).cells[1:]:
            for value in split_values(cell.text):
                words = set(content_stems(value))
                if words and words <= said:
                    found.append((len(words), chunk, cell, value))
    if not found:
        return []
    longest = max(size for size, *_ in found)
    best = [item for item in found if item[0] == longest]
    named = {m.chunk.id for m in rows_by_name(course, part, query)}
    best = [item for item in best if item[1].id in named] or best
    drafts = []
    for position, (_, chunk, cell, value) in enumerate(best[:4]):
        values = {
            "value": readable(value),
            "column": readable(cell.column),
            "row": row_of(chunk).name,
        }
        text = plans.frame("rows_with_value", **values)
        drafts.append(
            Draft(
                f"{text}.",
                (evidence_of(chunk),),
                role="lead" if position == 0 else "point",
                frame=text,
            )
        )
    return drafts


def for_goal(
    course: Course, goal: Goal, count: int, plans: Plans, among: Sequence[Chunk] = ()
) -> list[Draft]:
    """The applications whose KPIs hold the goal's metric, and what to watch for each; of those the
    question sets side by side (``among``) where it does."""
    matches = rows_by_value(course, goal.metric)
    if among:
        asked = {chunk.id for chunk in among}
        matches = [match for match in matches if match.chunk.id in asked]
    # Who asks which rows there are for a metric is told of all; who has a goal, of the first.
    named = matches[: count if goal.text else MOST_NAMED]
    matches = matches[:count]
    if not matches:
        return []
    support = tuple(evidence_of(m.chunk, m.score) for m in named)
    names = joined([row_of(m.chunk).name for m in named])
    frame = plans.frame("goal", goal=goal.text) if goal.text else ""
    lead = plans.frame("rows_for_metric", metric=goal.metric, rows=names)
    drafts = [Draft(f"{frame}{lead}.", support, role="lead", frame=f"{frame} {lead}")]
    for match in matches:
        row = row_of(match.chunk)
        summary = "; ".join(
            f"{short_column(c.column)}: {readable(c.text)}" for c in row.cells[1:] if c.text
        )
        text = plans.frame("row_summary", row=row.name, summary=summary)
        columns = " ".join(c.column for c in row.cells)
        drafts.append(
            Draft(f"{text[:1].upper()}{text[1:]}.", (evidence_of(match.chunk),), frame=columns)
        )
    return drafts


def short_column(column: str) -> str:
    """A column's name without its bracketed gloss."""
    return re.sub(r"\s*\([^)]*\)", "", readable(column)).strip()
