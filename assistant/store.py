"""Conversations, answers and feedback, kept as structure.

Every method is one transaction; what it saved is durable when it returns. A conversation belongs
to the owner who began it: for anybody else it does not exist. The methods are synchronous; async
code calls them through ``anyio.to_thread``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from assistant.database import open_engine, transaction
from assistant.errors import ConversationNotFound, StoreUnavailable
from assistant.migrations import conversations, feedback, migrate, now, schema_versions, turns
from assistant.records import (
    Conversation,
    ConversationHead,
    Feedback,
    Reason,
    State,
    StoredTurn,
    Verdict,
    read_exchange,
    read_turn,
)
from assistant.scenarios import Scenarios
from assistant.types import Answer, Exchange

__all__ = [
    "Conversation",
    "ConversationHead",
    "Feedback",
    "Reason",
    "State",
    "Store",
    "StoredTurn",
    "Verdict",
    "title_of",
]

TITLE_LENGTH = 120


class Store:
    """The conversations of one database. Opening it brings the schema up to date.

    Opening raises SettingsError for a URL or a database that cannot be used, StoreUnavailable for
    one that does not answer; every method raises StoreUnavailable when the database fails.
    """

    def __init__(self, url: str) -> None:
        self._engine = open_engine(url)
        self.scenarios = Scenarios(self._engine)
        try:
            with transaction(self._engine, writes=True) as connection:
                migrate(connection)
        except StoreUnavailable as error:
            self.close()
            raise StoreUnavailable(f"ASSISTANT_DATABASE_URL: {error.detail}") from None
        except BaseException:
            self.close()
            raise

    @property
    def engine(self) -> Engine:
        """The database itself, for what is asked of all conversations at once."""
        return self._engine

    def save_turn(
        self,
        owner: str,
        answer: Answer,
        scenario: Mapping[str, Any] | None = None,
        state: State = "complete",
    ) -> None:
        """Store a turn; the conversation begins with its first one.

        Saving an answer id again replaces that turn, as when an interrupted answer completes.
        Raises ConversationNotFound if the conversation or the answer belongs to another owner.
        """
        moment = now()
        values = {
            "conversation": answer.conversation_id,
            "owner": owner,
            "course": answer.course,
            "state": state,
            "status": answer.status,
            "answer": _dump(answer.model_dump(mode="json")),
            "scenario": None if scenario is None else _dump(dict(scenario)),
        }
        with transaction(self._engine, writes=True) as connection:
            _open_conversation(connection, owner, answer, moment)
            held = connection.execute(
                select(turns.c.owner, turns.c.conversation).where(turns.c.id == answer.id)
            ).one_or_none()
            if held is None:
                connection.execute(insert(turns).values(id=answer.id, created=moment, **values))
            elif tuple(held) == (owner, answer.conversation_id):
                connection.execute(update(turns).where(turns.c.id == answer.id).values(**values))
            else:
                raise ConversationNotFound("There is no such answer.")
            connection.execute(
                update(conversations)
                .where(conversations.c.id == answer.conversation_id)
                .values(updated=moment)
            )

    def history(self, owner: str, conversation_id: str, limit: int = 6) -> list[Exchange]:
        """The last ``limit`` complete exchanges, oldest first; none for a new conversation.

        Raises ConversationNotFound if the conversation is another owner's.
        """
        with transaction(self._engine, writes=False) as connection:
            holder = connection.scalar(
                select(conversations.c.owner).where(conversations.c.id == conversation_id)
            )
            if holder is None:
                return []
            if holder != owner:
                raise ConversationNotFound("There is no such conversation.")
            rows = connection.execute(
                select(turns.c.answer, turns.c.scenario)
                .where(turns.c.conversation == conversation_id, turns.c.state == "complete")
                .order_by(turns.c.number.desc())
                .limit(limit)
            ).all()
        return [read_exchange(row) for row in reversed(rows)]

    def has_conversation(self, owner: str, conversation_id: str) -> bool:
        """Whether the owner has a conversation of this id."""
        with transaction(self._engine, writes=False) as connection:
            holder = connection.scalar(
                select(conversations.c.owner).where(conversations.c.id == conversation_id)
            )
        return bool(holder == owner)

    def conversation(self, owner: str, conversation_id: str) -> Conversation | None:
        """The whole conversation, or None if it is unknown or another owner's."""
        with transaction(self._engine, writes=False) as connection:
            head = connection.execute(
                select(conversations).where(
                    conversations.c.id == conversation_id, conversations.c.owner == owner
                )
            ).one_or_none()
            if head is None:
                return None
            rows = connection.execute(
                select(
                    turns.c.id,
                    turns.c.answer,
                    turns.c.state,
                    turns.c.created,
                    turns.c.scenario,
                    feedback.c.verdict,
                    feedback.c.reasons,
                    feedback.c.comment,
                )
                .select_from(turns.outerjoin(feedback, feedback.c.answer == turns.c.id))
                .where(turns.c.conversation == conversation_id)
                .order_by(turns.c.number)
            ).all()
        return Conversation(
            id=head.id,
            course=head.course,
            title=head.title,
            created=head.created,
            updated=head.updated,
            turns=tuple(read_turn(row) for row in rows),
        )

    def conversations(self, owner: str, limit: int = 50) -> list[ConversationHead]:
        """The owner's conversations, the one used last first."""
        with transaction(self._engine, writes=False) as connection:
            rows = connection.execute(
                select(conversations.c.id, conversations.c.title, conversations.c.updated)
                .where(conversations.c.owner == owner)
                .order_by(conversations.c.updated.desc(), conversations.c.id)
                .limit(limit)
            ).all()
        return [ConversationHead(row.id, row.title, row.updated) for row in rows]

    def last_exchanges(self, owner: str, limit: int = 20) -> list[Exchange]:
        """The last complete exchange of each of the owner's latest conversations.

        For clients that keep the conversation themselves and send it again with every question:
        the last answer they show tells which conversation they continue.
        """
        last = (
            select(func.max(turns.c.number))
            .where(turns.c.owner == owner, turns.c.state == "complete")
            .group_by(turns.c.conversation)
        )
        with transaction(self._engine, writes=False) as connection:
            rows = connection.execute(
                select(turns.c.answer, turns.c.scenario)
                .where(turns.c.number.in_(last))
                .order_by(turns.c.number.desc())
                .limit(limit)
            ).all()
        return [read_exchange(row) for row in rows]

    def rename_conversation(self, owner: str, conversation_id: str, title: str) -> bool:
        """Give a conversation a title; False if the owner has none such or the title is blank."""
        shown = title_of(title)
        if not shown:
            return False
        with transaction(self._engine, writes=True) as connection:
            renamed = connection.execute(
                update(conversations)
                .where(conversations.c.id == conversation_id, conversations.c.owner == owner)
                .values(title=shown)
            )
            return renamed.rowcount == 1

    def scenario_of(self, owner: str, answer_id: str) -> Mapping[str, Any] | None:
        """The computation an answer of the owner's holds, to be run again; None if there is none."""
        with transaction(self._engine, writes=False) as connection:
            held = connection.scalar(
                select(turns.c.scenario).where(turns.c.id == answer_id, turns.c.owner == owner)
            )
        return None if held is None else json.loads(held)

    def delete_conversation(self, owner: str, conversation_id: str) -> bool:
        """Remove a conversation with its turns and feedback; False if the owner has none such."""
        with transaction(self._engine, writes=True) as connection:
            gone = connection.execute(
                delete(conversations).where(
                    conversations.c.id == conversation_id, conversations.c.owner == owner
                )
            )
            return gone.rowcount == 1

    def save_feedback(self, owner: str, feedback_given: Feedback) -> None:
        """Store a verdict. Raises ConversationNotFound unless the answer is the owner's."""
        values = {
            "created": now(),
            "verdict": feedback_given.verdict,
            "reasons": _dump(list(feedback_given.reasons)),
            "comment": _plain(feedback_given.comment),
        }
        with transaction(self._engine, writes=True) as connection:
            found = connection.scalar(
                select(turns.c.number)
                .where(turns.c.id == feedback_given.answer_id, turns.c.owner == owner)
                .with_for_update()
            )
            if found is None:
                raise ConversationNotFound("There is no such answer.")
            of_answer = feedback.c.answer == feedback_given.answer_id
            replaced = connection.execute(update(feedback).where(of_answer).values(**values))
            if replaced.rowcount == 0:
                connection.execute(
                    insert(feedback).values(answer=feedback_given.answer_id, owner=owner, **values)
                )

    def ping(self) -> None:
        """Raise StoreUnavailable unless the database answers."""
        with transaction(self._engine, writes=False) as connection:
            connection.scalar(select(func.max(schema_versions.c.version)))

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()


def _open_conversation(connection: Connection, owner: str, answer: Answer, moment: str) -> None:
    """Begin the conversation if it is new; hold it against other writers until the commit."""
    postgres = connection.dialect.name == "postgresql"
    insertion = (postgresql if postgres else sqlite).insert(conversations)
    connection.execute(
        insertion.values(
            id=answer.conversation_id,
            owner=owner,
            course=answer.course,
            title=title_of(answer.question),
            created=moment,
            updated=moment,
        ).on_conflict_do_nothing()
    )
    holder = connection.scalar(
        select(conversations.c.owner)
        .where(conversations.c.id == answer.conversation_id)
        .with_for_update()
    )
    if holder != owner:
        raise ConversationNotFound("There is no such conversation.")


def title_of(text: str) -> str:
    """A text as a title: on one line, cut with an ellipsis."""
    title = " ".join(_plain(text).split())
    return title if len(title) <= TITLE_LENGTH else title[: TITLE_LENGTH - 1] + "…"


def _dump(value: Any) -> str:
    """JSON in ASCII: no NUL and no lone surrogate reaches a database that refuses them."""
    return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def _plain(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
