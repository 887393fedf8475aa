"""What authors read and what is forgotten, on SQLite and on a real PostgreSQL server."""

from __future__ import annotations

import dataclasses
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, func, inspect, select, text, update

from assistant import migrations, retention, traffic
from assistant.database import transaction
from assistant.migrations import conversations, feedback, turns
from assistant.store import Feedback, Store
from assistant.types import Answer, AnswerPart
from tests.fakes.answers import answer

SINCE = "2000-01-01"


def told(question: str, status: str = "declined", **more: str) -> Answer:
    """An answer of this status; what is not answered is a part that is not in the course."""
    part = AnswerPart(
        text=question, status="covered" if status == "answered" else "not_in_course", nearest=1
    )
    return answer(question, **more).model_copy(update={"status": status, "parts": (part,)})


def save(store: Store, owner: str, given: Answer, days_ago: float = 0) -> Answer:
    store.save_turn(owner, given)
    moment = datetime.now(UTC) - timedelta(days=days_ago)
    with transaction(store.engine, writes=True) as connection:
        connection.execute(
            update(turns)
            .where(turns.c.id == given.id)
            .values(created=moment.isoformat(timespec="microseconds"))
        )
    return given


def test_turns_are_counted_by_day_conversation_and_status(store: Store) -> None:
    first = save(store, "ann", told("Q1?", conversation_id="c1"), 3)
    save(store, "ann", told("Q2?", "answered", conversation_id="c1"))
    save(store, "ann", told("Q3?", "answered", conversation_id="c1"))
    save(store, "bob", told("Q4?", "partial", conversation_id="c2"))
    store.save_turn("bob", told("half", conversation_id="c2"), state="interrupted")
    counts = traffic.day_counts(store.engine, "pilots", SINCE)
    today = datetime.now(UTC).date()
    assert sorted((c.day, c.status, c.turns) for c in counts) == [
        (today - timedelta(days=3), "declined", 1), (today, "answered", 2), (today, "partial", 1),
    ]  # fmt: skip
    assert len({c.conversation for c in counts}) == 2
    assert all(isinstance(c.conversation, int) for c in counts)
    recent = traffic.day_counts(store.engine, "pilots", (today - timedelta(days=1)).isoformat())
    assert sum(c.turns for c in recent) == 3
    assert traffic.day_counts(store.engine, "another", SINCE) == []
    assert first.id not in repr(counts)


def test_uncovered_parts_come_with_their_nearest_section_and_masked(store: Store) -> None:
    save(store, "ann", told("Is jane@acme.com right about prices?"))
    save(store, "ann", told("All good?", "answered"))
    (one,) = traffic.uncovered(store.engine, "pilots", SINCE)
    assert one.text == "Is [e-mail] right about prices?"
    assert one.nearest is not None
    assert (one.nearest.lesson, one.nearest.section) == ("6.1", "Pilots")
    assert (one.index, one.coverage) == ("v-test", "not_in_course")


def test_a_part_that_says_nothing_alone_is_shown_with_its_question(store: Store) -> None:
    whole = "Should we hire influencers and how much do they cost?"
    parts = (
        AnswerPart(text="Should we hire influencers", status="covered"),
        AnswerPart(text="how much do they cost?", status="not_in_course"),
    )
    save(store, "ann", told(whole, "partial").model_copy(update={"parts": parts}))
    (one,) = traffic.uncovered(store.engine, "pilots", SINCE)
    assert one.text == whole
    assert one.nearest is None


def test_remarks_hold_no_identity(store: Store) -> None:
    given = save(store, "browser:0f0f", told("How does Peter Quimby pilot?"))
    comment = "call +49 30 1234567"
    store.save_feedback("browser:0f0f", Feedback(given.id, "down", ("wrong_source",), comment))
    (one,) = traffic.remarks(store.engine, "pilots", SINCE)
    assert (one.verdict, one.reasons, one.comment) == ("down", ("wrong_source",), "call [number]")
    assert one.question == "How does [name] pilot?"
    assert [source.section for source in one.sources] == ["Pilots"]
    shown = repr(dataclasses.asdict(one))
    for secret in ("browser:", "0f0f", given.id, given.conversation_id, "Quimby", "1234567"):
        assert secret not in shown


def test_what_a_learner_deletes_is_in_no_figure(store: Store) -> None:
    given = save(store, "ann", told("Q?", conversation_id="c1"))
    store.save_feedback("ann", Feedback(given.id, "down", (), "bad"))
    assert store.delete_conversation("ann", "c1")
    assert traffic.day_counts(store.engine, "pilots", SINCE) == []
    assert traffic.uncovered(store.engine, "pilots", SINCE) == []
    assert traffic.remarks(store.engine, "pilots", SINCE) == []


def test_forgetting_takes_turns_feedback_and_empty_conversations(store: Store) -> None:
    old = save(store, "ann", told("Old question?", conversation_id="c1"), 40)
    store.save_feedback("ann", Feedback(old.id, "up"))
    save(store, "ann", told("New question?", conversation_id="c1"), 2)
    save(store, "bob", told("Gone?", conversation_id="c2"), 31)
    assert retention.forget(store.engine, retention.cutoff(30)) == 2
    assert retention.forget(store.engine, retention.cutoff(30)) == 0
    kept = store.conversation("ann", "c1")
    assert kept is not None
    assert [turn.answer.question for turn in kept.turns] == ["New question?"]
    assert kept.title == "New question?"  # the name was the old question's words
    assert store.conversation("bob", "c2") is None
    with transaction(store.engine, writes=False) as connection:
        assert connection.scalar(select(func.count()).select_from(feedback)) == 0


def test_a_name_of_the_learners_own_stays(store: Store) -> None:
    save(store, "ann", told("Old question?", conversation_id="c1"), 40)
    save(store, "ann", told("New question?", conversation_id="c1"), 2)
    with transaction(store.engine, writes=True) as connection:
        connection.execute(update(conversations).values(title="My pilot"))
    retention.forget(store.engine, retention.cutoff(30))
    kept = store.conversation("ann", "c1")
    assert kept is not None
    assert kept.title == "My pilot"


def test_forgetting_in_pieces_leaves_nothing_old(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 3)
    for number in range(8):
        save(store, "ann", told(f"Q{number}?", conversation_id=f"c{number % 2}"), 50 + number)
    assert retention.forget(store.engine, retention.cutoff(30)) == 8
    assert store.conversations("ann") == []


def test_a_running_server_forgets_at_once_and_again(store: Store) -> None:
    save(store, "ann", told("Q1?", conversation_id="c1"), 40)
    with retention.keeping(store.engine, 30, every=0.05):
        _until(lambda: store.conversation("ann", "c1") is None)
        save(store, "ann", told("Q2?", conversation_id="c2"), 40)
        _until(lambda: store.conversation("ann", "c2") is None)
    save(store, "ann", told("Q3?", conversation_id="c3"), 40)
    with retention.keeping(store.engine, None):
        time.sleep(0.1)
    assert store.conversation("ann", "c3") is not None


def test_an_older_database_gets_the_index(store: Store) -> None:
    with transaction(store.engine, writes=True) as connection:
        connection.execute(text("DROP INDEX turns_by_time"))
        assert "turns_by_time" not in _indexes(connection)
    assert migrations._turns_by_time in migrations.STEPS
    for _ in range(2):  # wherever it stands among the steps
        with transaction(store.engine, writes=True) as connection:
            migrations._turns_by_time(connection)
            assert "turns_by_time" in _indexes(connection)


def _indexes(connection: Connection) -> set[str | None]:
    return {index["name"] for index in inspect(connection).get_indexes("turns")}


def test_a_day_is_utc(store: Store) -> None:
    given = save(store, "ann", told("Q?"))
    with transaction(store.engine, writes=True) as connection:
        moment = "2026-03-01T23:59:59.999999+00:00"
        connection.execute(update(turns).where(turns.c.id == given.id).values(created=moment))
    (one,) = traffic.day_counts(store.engine, "pilots", SINCE)
    assert one.day == date(2026, 3, 1)


def _until(condition: object) -> None:
    deadline = time.monotonic() + 15
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
