"""Forgetting: what is older than the retention goes, with its feedback, while the server runs."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, delete, func, select, update

from assistant.database import transaction
from assistant.errors import StoreUnavailable
from assistant.migrations import conversations, feedback, turns
from assistant.store import title_of

logger = logging.getLogger(__name__)

EVERY_S = 3600.0
AT_ONCE = 500  # turns in one transaction: others want to write, too


def cutoff(days: int, now: datetime | None = None) -> str:
    """The moment before which turns are forgotten, as the store writes it."""
    moment = (now or datetime.now(UTC)) - timedelta(days=days)
    return moment.isoformat(timespec="microseconds")


def forget(engine: Engine, before: str) -> int:
    """Delete every turn from before this moment; give their number.

    A conversation goes with its last turn. One that goes on is named by the first turn it still
    has, if it bore the name of one that went. Raises StoreUnavailable.
    """
    gone = 0
    while True:
        with transaction(engine, writes=True) as connection:
            old = connection.execute(
                select(turns.c.id, turns.c.conversation)
                .where(turns.c.created < before)
                .order_by(turns.c.created)
                .limit(AT_ONCE)
            ).all()
            if not old:
                return gone
            touched = sorted({row.conversation for row in old})
            named = _named_by_first_turn(connection, touched)
            ids = [row.id for row in old]
            connection.execute(delete(feedback).where(feedback.c.answer.in_(ids)))
            connection.execute(delete(turns).where(turns.c.id.in_(ids)))
            connection.execute(
                delete(conversations).where(
                    conversations.c.id.in_(touched),
                    conversations.c.id.not_in(select(turns.c.conversation)),
                )
            )
            for conversation, question in _first_questions(connection, named).items():
                connection.execute(
                    update(conversations)
                    .where(conversations.c.id == conversation)
                    .values(title=title_of(question))
                )
            gone += len(old)


@contextmanager
def keeping(engine: Engine, days: int | None, every: float = EVERY_S) -> Iterator[None]:
    """While the block runs, forget what is older than ``days``: at once, then every hour.

    None keeps everything. A database that does not answer is asked again the next time.
    """
    if days is None:
        yield
        return
    stop = threading.Event()

    def run() -> None:
        while True:
            try:
                gone = forget(engine, cutoff(days))
                if gone:
                    logger.info("retention: %d turns deleted", gone)
            except StoreUnavailable as error:
                logger.warning("retention: %s", error.detail)
            except Exception as error:  # one bad row must not end the forgetting for good
                logger.error("retention failed: %s", type(error).__name__)
            if stop.wait(every):
                return

    thread = threading.Thread(target=run, name="retention", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=30)


def _named_by_first_turn(connection: Connection, ids: list[str]) -> list[str]:
    """The conversations among these that bear the name of their first question."""
    heads = connection.execute(
        select(conversations.c.id, conversations.c.title).where(conversations.c.id.in_(ids))
    ).all()
    titles = {head.id: head.title for head in heads}
    first = _first_questions(connection, ids)
    return [name for name in ids if name in first and titles.get(name) == title_of(first[name])]


def _first_questions(connection: Connection, ids: list[str]) -> dict[str, str]:
    """The question of the first turn of each conversation."""
    first = (
        select(func.min(turns.c.number))
        .where(turns.c.conversation.in_(ids))
        .group_by(turns.c.conversation)
    )
    rows = connection.execute(
        select(turns.c.conversation, turns.c.answer).where(turns.c.number.in_(first))
    ).all()
    return {row.conversation: str(json.loads(row.answer)["question"]) for row in rows}
