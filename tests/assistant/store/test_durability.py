"""A turn that was saved survives the death of the process; one that was not leaves nothing."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from assistant.database import open_engine
from assistant.errors import SettingsError, StoreUnavailable
from assistant.store import Feedback, Store
from tests.fakes.answers import answer

ROOT = Path(__file__).parents[3]

SAVE_THEN_DIE = """
import os, signal, sys
from assistant.store import Store
from tests.fakes.answers import answer
store = Store(sys.argv[1])
store.save_turn("ann", answer(conversation_id="c1", answer_id="a1"))
os.kill(os.getpid(), signal.SIGKILL)
"""

# Dies inside the transaction, after the turn was written and before the commit.
DIE_WHILE_SAVING = """
import os, signal, sys
from sqlalchemy import event
from assistant.store import Store
from tests.fakes.answers import answer
store = Store(sys.argv[1])
@event.listens_for(store._engine, "after_cursor_execute")
def die(connection, cursor, statement, *rest):
    if statement.startswith("UPDATE conversations"):
        os.kill(os.getpid(), signal.SIGKILL)
store.save_turn("ann", answer(conversation_id="c1", answer_id="a1"))
"""


def _run(program: str, url: str) -> int:
    return subprocess.run(
        [sys.executable, "-c", program, url],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False, timeout=60,
    ).returncode  # fmt: skip


def test_a_turn_survives_a_kill_right_after_it_was_saved(url: str) -> None:
    assert _run(SAVE_THEN_DIE, url) == -signal.SIGKILL
    store = Store(url)
    assert [e.answer.id for e in store.history("ann", "c1")] == ["a1"]
    store.close()


def test_a_kill_before_the_commit_leaves_nothing_half(url: str) -> None:
    assert _run(DIE_WHILE_SAVING, url) == -signal.SIGKILL
    store = Store(url)
    assert store.conversation("ann", "c1") is None
    assert store.conversations("ann") == []
    store.save_turn("ann", answer(conversation_id="c1", answer_id="a1"))
    assert len(store.history("ann", "c1")) == 1
    store.close()


def test_sqlite_runs_with_the_settings_that_make_commits_durable(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/store.db")
    with engine.connect() as connection:
        values = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    assert values == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15000
    }  # fmt: skip


def test_the_database_file_is_private(tmp_path: Path) -> None:
    Store(f"sqlite:///{tmp_path}/deep/store.db").close()
    assert (tmp_path / "deep" / "store.db").stat().st_mode & 0o077 == 0


def test_a_full_disk_refuses_the_turn_and_keeps_the_others(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/store.db")
    store.save_turn("ann", answer(conversation_id="c1"))
    with store._engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar()
        # The limit belongs to the connection, so the pool may hold only this one.
        connection.execute(text(f"PRAGMA max_page_count={pages}"))
    with pytest.raises(StoreUnavailable) as caught:
        store.save_turn("ann", answer("canary " * 20_000, conversation_id="c1"))
    assert "canary" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert len(store.history("ann", "c1")) == 1
    store.close()


def test_a_damaged_file_is_reported_without_its_content(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(b"this is no database at all, only some text of a person" * 100)
    with pytest.raises(StoreUnavailable, match="did not answer"):
        Store(f"sqlite:///{path}")


def test_a_locked_database_is_unavailable_and_not_an_error_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.database.BUSY_TIMEOUT_MS", 50)
    store = Store(f"sqlite:///{tmp_path}/store.db")
    store.save_turn("ann", answer(conversation_id="c1", answer_id="a1"))
    other = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(StoreUnavailable):
            store.save_feedback("ann", Feedback("a1", "up"))
        assert len(store.history("ann", "c1")) == 1, "readers go on while somebody writes"
    finally:
        other.close()
        store.close()


@pytest.mark.parametrize(
    "url",
    ["", "mysql://h/x", "sqlite://", "sqlite:///:memory:", "not a url", "sqlite:////proc/no/x"],
)
def test_a_url_that_cannot_hold_a_store_is_refused_by_name(url: str) -> None:
    with pytest.raises(SettingsError, match="ASSISTANT_DATABASE_URL"):
        Store(url)


def test_a_postgres_that_is_away_is_unavailable() -> None:
    with pytest.raises(StoreUnavailable, match="ASSISTANT_DATABASE_URL") as caught:
        Store("postgresql://nobody:canary@127.0.0.1:9/none")
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize(
    "scheme", ["postgres", "postgresql", "postgresql+psycopg", "postgresql+asyncpg"]
)
def test_every_spelling_of_a_postgres_url_uses_our_driver(scheme: str) -> None:
    engine = open_engine(f"{scheme}://user@host/name")
    assert (engine.dialect.name, engine.dialect.driver) == ("postgresql", "psycopg")
    engine.dispose()


def test_a_missing_postgres_driver_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(SettingsError, match="postgres"):
        Store("postgresql://user@host/name")
