"""What was asked of a course, read across all conversations and without anybody's identity.

No owner, no id of a conversation or an answer, no answer text and no time of day leaves this
module; every text that a learner typed is masked here. What was deleted is not there to be read.
``since`` is a day or a moment as the store writes it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Engine, Select, func, select

from assistant.database import transaction
from assistant.insights.masking import mask
from assistant.insights.types import DayCount, Nearest, Remark, Uncovered
from assistant.migrations import feedback, turns
from knowledge.text import content_stems

MOST_UNCOVERED = 5_000  # turns; the newest ones
MOST_FEEDBACK = 5_000
_ALONE = 2  # content words from which a part of a question is understood without the rest


def day_counts(engine: Engine, course: str, since: str) -> list[DayCount]:
    """Turns by day, conversation and status. Raises StoreUnavailable."""
    day = func.substr(turns.c.created, 1, 10)
    query = (
        select(
            day.label("day"), turns.c.conversation, turns.c.status, func.count().label("turns")
        )
        .where(*_within(course, since))
        .group_by(day, turns.c.conversation, turns.c.status)
        .order_by(day)
    )  # fmt: skip
    with transaction(engine, writes=False) as connection:
        rows = connection.execute(query).all()
    number = _numbered()
    return [
        DayCount(date.fromisoformat(row.day), number(row.conversation), row.status, row.turns)
        for row in rows
    ]


def uncovered(engine: Engine, course: str, since: str) -> list[Uncovered]:
    """The parts of questions that were not covered, or in part. Raises StoreUnavailable."""
    query = (
        select(turns.c.created, turns.c.conversation, turns.c.answer)
        .where(*_within(course, since), turns.c.status.in_(("declined", "partial")))
        .order_by(turns.c.created.desc(), turns.c.number.desc())
        .limit(MOST_UNCOVERED)
    )
    found: list[Uncovered] = []
    number = _numbered()
    for row in _rows(engine, query):
        answer = json.loads(row.answer)
        sources = {source["number"]: source for source in answer["sources"]}
        parts = answer["parts"]
        for part in parts:
            if part["status"] == "covered":
                continue
            source = sources.get(part["nearest"])
            found.append(
                Uncovered(
                    text=mask(_understandable(part["text"], answer, alone=len(parts) == 1)),
                    coverage=part["status"],
                    conversation=number(row.conversation),
                    day=date.fromisoformat(row.created[:10]),
                    index=answer["versions"]["index"],
                    nearest=_place(source) if source else None,
                )
            )
    return found


def remarks(engine: Engine, course: str, since: str) -> list[Remark]:
    """The verdicts on answers, with the words of question and comment masked.

    Raises StoreUnavailable.
    """
    query = (
        select(
            turns.c.created,
            turns.c.status,
            turns.c.answer,
            feedback.c.verdict,
            feedback.c.reasons,
            feedback.c.comment,
        )
        .select_from(turns.join(feedback, feedback.c.answer == turns.c.id))
        .where(*_within(course, since))
        .order_by(turns.c.created.desc(), turns.c.number.desc())
        .limit(MOST_FEEDBACK)
    )
    found = []
    for row in _rows(engine, query):
        answer = json.loads(row.answer)
        places: dict[tuple[str, str], Nearest] = {}
        for source in answer["sources"]:
            places.setdefault((source["lesson"], source["section"]), _place(source))
        found.append(
            Remark(
                day=date.fromisoformat(row.created[:10]),
                verdict=row.verdict,
                reasons=tuple(json.loads(row.reasons)),
                comment=mask(row.comment),
                question=mask(answer["standalone_question"] or answer["question"]),
                status=row.status,
                sources=tuple(places.values()),
            )
        )
    return found


def _within(course: str, since: str) -> tuple[Any, ...]:
    return (
        turns.c.course == course,
        turns.c.state == "complete",
        turns.c.created >= since,
    )


def _rows(engine: Engine, query: Select[Any]) -> Sequence[Any]:
    with transaction(engine, writes=False) as connection:
        return connection.execute(query).all()


def _understandable(part: str, answer: Mapping[str, Any], *, alone: bool) -> str:
    """The part as asked; the question around it where "how much is it?" would say nothing."""
    whole = answer["standalone_question"] or answer["question"]
    if alone or len(set(content_stems(part))) >= _ALONE:
        return str(part or whole)
    return str(whole)


def _place(source: Mapping[str, Any]) -> Nearest:
    return Nearest(source["lesson"], source["section"], source["document"], source["permalink"])


def _numbered() -> Callable[[str], int]:
    """Numbers in place of ids, in the order of their first use."""
    known: dict[str, int] = {}
    return lambda name: known.setdefault(name, len(known))
