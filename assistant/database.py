"""One engine for SQLite and PostgreSQL, with the settings that make a commit mean something.

SQLite runs in WAL mode with ``synchronous=FULL``: what was committed survives a power cut. A
transaction that will write begins with ``BEGIN IMMEDIATE``; a deferred one that reads first and
writes later fails at once with "database is locked", whatever the busy timeout.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from assistant.errors import SettingsError, StoreUnavailable

BUSY_TIMEOUT_MS = 15_000
CONNECT_TIMEOUT_S = 10


def open_engine(url: str) -> Engine:
    """An engine for ``url``; nothing is connected yet.

    Raises SettingsError for a URL that is not a SQLite file or a PostgreSQL database.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise SettingsError("ASSISTANT_DATABASE_URL is not a database URL") from None
    match parsed.get_backend_name():
        case "sqlite":
            return _open_sqlite(parsed)
        case "postgresql" | "postgres":
            return _open_postgres(parsed)
        case _:
            raise SettingsError(
                "ASSISTANT_DATABASE_URL must begin with sqlite:/// or postgresql://"
            )


def _open_sqlite(url: URL) -> Engine:
    name = url.database
    if not name or name == ":memory:" or name.startswith("file:"):
        raise SettingsError("ASSISTANT_DATABASE_URL must name a file, as in sqlite:///data/x.db")
    path = Path(name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Conversations are personal: only the account that runs the server may read them.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise SettingsError(
            f"ASSISTANT_DATABASE_URL: {name!r} cannot be written: {error.strerror}"
        ) from None
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=8,
        max_overflow=24,
        connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # The driver must not begin transactions by itself; `_begin` does.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}").close()
        _write_ahead(connection)
        for pragma in ("synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to WAL mode. Where several open a new database together SQLite refuses the switch at
    once, whatever the busy timeout: it is tried again until that is over."""
    until = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
            time.sleep(0.01)


def _open_postgres(url: URL) -> Engine:
    try:
        return create_engine(
            url.set(drivername="postgresql+psycopg"),
            hide_parameters=True,
            pool_pre_ping=True,
            pool_size=8,
            max_overflow=24,
            connect_args={"connect_timeout": CONNECT_TIMEOUT_S},
        )
    except ImportError:
        raise SettingsError(
            "ASSISTANT_DATABASE_URL: PostgreSQL needs the extra 'postgres',"
            " as in pip install '.[postgres]'"
        ) from None


@contextmanager
def transaction(engine: Engine, *, writes: bool) -> Iterator[Connection]:
    """A transaction that commits at the end of the block, or leaves nothing.

    Raises StoreUnavailable for every database fault. The driver's own words stay out of the
    message: they may hold what a person wrote.
    """
    try:
        with engine.connect() as connection:
            connection = connection.execution_options(writes=writes)
            with connection.begin():
                yield connection
    except SQLAlchemyError as error:
        raise StoreUnavailable(
            f"The conversation store did not answer ({type(error).__name__}).", retry_after=5
        ) from None
