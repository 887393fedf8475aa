"""The tables of the store, and the steps that bring an older database forward.

A new database is created as the tables below stand. An older one is brought forward by the steps
it has not seen, inside the transaction that also records them: a start that dies half-way leaves
the version it found. Steps are only ever appended, and change the tables by their own statements,
since the tables here always show the newest state.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    func,
    insert,
    inspect,
    select,
    text,
)

from assistant.errors import SettingsError

metadata = MetaData()

# SQLite numbers rows by itself only for INTEGER PRIMARY KEY.
_Serial = BigInteger().with_variant(Integer, "sqlite")

schema_versions = Table(
    "schema_versions",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("applied", Text, nullable=False),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("course", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("created", Text, nullable=False),
    Column("updated", Text, nullable=False),
    Index("conversations_of_owner", "owner", "updated"),
)

turns = Table(
    "turns",
    metadata,
    Column("number", _Serial, Identity(), primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column(
        "conversation",
        Text,
        ForeignKey("conversations.id", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("owner", Text, nullable=False),
    Column("course", Text, nullable=False),
    Column("created", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("scenario", Text),
    Index("turns_of_conversation", "conversation", "number"),
    Index("turns_of_owner", "owner", "number"),
    Index("turns_by_time", "created"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("number", _Serial, Identity(), primary_key=True),
    Column("answer", Text, ForeignKey("turns.id", ondelete="CASCADE"), nullable=False),
    Column("owner", Text, nullable=False),
    Column("created", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("comment", Text, nullable=False),
    UniqueConstraint("answer", "owner", name="feedback_once"),
)

scenarios = Table(
    "scenarios",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("calculator", Text, nullable=False),
    Column("headline", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("created", Text, nullable=False),
    Column("updated", Text, nullable=False),
    Index("scenarios_of_owner", "owner", "updated"),
)


def now() -> str:
    """The time as stored: ISO 8601 in UTC with fixed width, so that text order is time order."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _saved_scenarios(connection: Connection) -> None:
    """Version 2 keeps what a team saves of its workspace."""
    connection.execute(
        text(
            "CREATE TABLE scenarios (id TEXT NOT NULL PRIMARY KEY, owner TEXT NOT NULL,"
            " name TEXT NOT NULL, calculator TEXT NOT NULL, headline TEXT NOT NULL,"
            " document TEXT NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL)"
        )
    )
    connection.execute(text("CREATE INDEX scenarios_of_owner ON scenarios (owner, updated)"))


def _turns_by_time(connection: Connection) -> None:
    """Version 3: what an author reads and what is forgotten is found by its time."""
    connection.execute(text("CREATE INDEX IF NOT EXISTS turns_by_time ON turns (created)"))


# Step n brings version n to n + 1.
STEPS: tuple[Callable[[Connection], None], ...] = (_saved_scenarios, _turns_by_time)


def migrate(connection: Connection, steps: Sequence[Callable[[Connection], None]] = STEPS) -> int:
    """Bring the database to the newest version; return that version.

    Runs inside the caller's write transaction. Raises SettingsError for a database that a newer
    program has written: going back would lose what it knows.
    """
    newest = len(steps) + 1
    if connection.dialect.name == "postgresql":
        # Two servers may start on one database; the second waits here, then finds nothing to do.
        connection.execute(text("SELECT pg_advisory_xact_lock(727406101)"))
    if not inspect(connection).has_table(schema_versions.name):
        metadata.create_all(connection)
        _record(connection, newest)
        return newest
    found = connection.scalar(select(func.max(schema_versions.c.version)))
    if found is None or found > newest:
        raise SettingsError(
            f"ASSISTANT_DATABASE_URL: the database has schema version {found}, this program knows"
            f" {newest}; update the program or use another database"
        )
    for version in range(found, newest):
        steps[version - 1](connection)
        _record(connection, version + 1)
    return newest


def _record(connection: Connection, version: int) -> None:
    connection.execute(insert(schema_versions).values(version=version, applied=now()))
