"""An overview as JSON: figures, groups and remarks, and nothing that leads to a person."""

from __future__ import annotations

from typing import Any

from assistant.authors import Overview
from assistant.insights.actions import Action
from assistant.insights.types import Group, LessonGroups, Nearest, Period, Remark, Tally


def overview_data(found: Overview) -> dict[str, Any]:
    """The members of ``GET /v1/authors/overview``."""
    course, alarm, evaluation = found.course, found.alarm, found.evaluation
    return {
        "course": {
            "id": course.id,
            "title": course.title,
            "version": course.version,
            "built": course.built,
            "passages": course.passages,
            "documents": list(course.documents),
            "lessons": course.lessons,
            "sections": course.sections,
            "templates": course.templates,
            "embedding_model": course.embedding_model,
            "last_ingest": course.last_run
            and {
                "when": course.last_run.when,
                "problems": [
                    {"name": name, "reason": reason} for name, reason in course.last_run.problems
                ],
            },
        },
        "whole": _period(found.whole),
        "periods": [_period(one) for one in found.periods],
        "alarm": {
            "state": alarm.state,
            "recent": _period(alarm.recent),
            "before": _period(alarm.before),
            "p_value": alarm.p_value,
            "design_effect": round(alarm.effect, 3),
        },
        "actions": [_action(one) for one in found.actions],
        "uncovered": uncovered_data(found.lessons),
        "feedback": {
            "up": found.feedback.up,
            "down": found.feedback.down,
            "reasons": dict(found.feedback.reasons),
            "lessons": dict(found.feedback.by_lesson),
            "remarks": [_remark(one) for one in found.feedback.remarks],
        },
        "evaluation": evaluation and evaluation.model_dump(mode="json"),
        "retention_days": found.retention_days,
    }


def uncovered_data(lessons: tuple[LessonGroups, ...]) -> list[dict[str, Any]]:
    """The groups by lesson; the lesson is null where nothing in the course is near."""
    return [
        {
            "lesson": one.lesson,
            "questions": one.questions,
            "groups": [_group(group) for group in one.groups],
        }
        for one in lessons
    ]


def _group(one: Group) -> dict[str, Any]:
    return {
        "question": one.text,
        "questions": one.questions,
        "conversations": one.conversations,
        "partly_covered": one.partly,
        "asked_before_this_version": one.stale,
        "first_day": one.first_day.isoformat(),
        "last_day": one.last_day.isoformat(),
        "nearest": one.nearest and _place(one.nearest),
        "other_wordings": list(one.others),
        "words_in_common": list(one.words),
    }


def _action(one: Action) -> dict[str, Any]:
    return {
        "kind": one.kind,
        **one.values,
        **({"question": one.group.text} if one.group else {}),
        **({"nearest": _place(one.group.nearest)} if one.group and one.group.nearest else {}),
    }


def _remark(one: Remark) -> dict[str, Any]:
    return {
        "day": one.day.isoformat(),
        "verdict": one.verdict,
        "reasons": list(one.reasons),
        "comment": one.comment,
        "question": one.question,
        "status": one.status,
        "sources": [_place(source) for source in one.sources],
    }


def _place(one: Nearest) -> dict[str, str]:
    return {
        "lesson": one.lesson,
        "section": one.section,
        "document": one.document,
        "permalink": one.permalink,
    }


def _period(one: Period) -> dict[str, Any]:
    return {
        "start": one.start.isoformat(),
        "end": one.end.isoformat(),
        **_tally(one.tally),
        "share": one.tally.share,
        "low": one.low,
        "high": one.high,
    }


def _tally(one: Tally) -> dict[str, int]:
    return {
        "total": one.total,
        "answered": one.answered,
        "partial": one.partial,
        "declined": one.declined,
        "needs_input": one.needs_input,
    }
