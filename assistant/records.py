"""What the store gives back: conversations, turns and verdicts, as frozen values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assistant.types import Answer, Exchange

State = Literal["complete", "interrupted", "failed"]
Verdict = Literal["up", "down"]
Reason = Literal["wrong_source", "wrong_number", "not_in_course", "not_helpful"]


@dataclass(frozen=True, slots=True)
class Feedback:
    """A reader's verdict on one answer. A second one replaces the first."""

    answer_id: str
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    comment: str = ""


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """One turn as stored. ``created`` is ISO 8601 in UTC."""

    answer: Answer
    state: State
    created: str
    scenario: Mapping[str, Any] | None = None
    feedback: Feedback | None = None


@dataclass(frozen=True, slots=True)
class ConversationHead:
    """A conversation in a list; the title is its first question until its owner renames it."""

    id: str
    title: str
    updated: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation with its turns, oldest first."""

    id: str
    course: str
    title: str
    created: str
    updated: str
    turns: tuple[StoredTurn, ...]


def read_exchange(row: Any) -> Exchange:
    """An exchange from a row with ``answer`` and ``scenario``."""
    answer = Answer.model_validate_json(row.answer)
    scenario = None if row.scenario is None else json.loads(row.scenario)
    return Exchange(question=answer.question, answer=answer, scenario=scenario)


def read_turn(row: Any) -> StoredTurn:
    """A turn from a row of a turn joined with its feedback."""
    given = None
    if row.verdict is not None:
        given = Feedback(row.id, row.verdict, tuple(json.loads(row.reasons)), row.comment)
    return StoredTurn(
        answer=Answer.model_validate_json(row.answer),
        state=row.state,
        created=row.created,
        scenario=None if row.scenario is None else json.loads(row.scenario),
        feedback=given,
    )
