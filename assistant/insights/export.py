"""The uncovered questions as CSV, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from assistant.insights.types import LessonGroups

COLUMNS = (
    "lesson", "section", "question", "questions", "conversations", "partly_covered",
    "asked_before_this_version", "first_day", "last_day", "other_wordings",
)  # fmt: skip
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(lessons: Sequence[LessonGroups]) -> bytes:
    """A line for each group, in UTF-8 with the mark by which spreadsheets know it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for lesson in lessons:
        for one in lesson.groups:
            writer.writerow(
                [
                    neutral(cell)
                    for cell in (
                        lesson.lesson or "", one.nearest.section if one.nearest else "", one.text,
                        one.questions, one.conversations, one.partly, one.stale,
                        one.first_day.isoformat(), one.last_day.isoformat(), " | ".join(one.others),
                    )
                ]
            )  # fmt: skip
    return out.getvalue().encode("utf-8-sig")


def neutral(cell: str | int) -> str | int:
    """A cell that no spreadsheet takes for a formula: text that begins like one gets a quote."""
    if isinstance(cell, str) and cell.startswith(_STARTS_FORMULA):
        return "'" + cell
    return cell
