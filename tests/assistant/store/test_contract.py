"""What the store promises, on every database it runs on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.errors import ConversationNotFound, SettingsError
from assistant.migrations import STEPS, migrate, schema_versions
from assistant.store import ConversationHead, Feedback, Store
from tests.fakes.answers import answer


def test_a_saved_turn_comes_back_as_it_was(store: Store) -> None:
    given = answer(calculated=True)
    store.save_turn("ann", given, scenario={"calculator": "rice", "rows": [1, 2.5, None]})
    found = store.conversation("ann", given.conversation_id)
    assert found is not None
    assert found.turns[0].answer == given
    assert found.turns[0].state == "complete"
    assert found.turns[0].scenario == {"calculator": "rice", "rows": [1, 2.5, None]}
    assert found.turns[0].feedback is None
    assert (found.course, found.title) == ("pilots", given.question)


def test_history_is_the_last_exchanges_oldest_first(store: Store) -> None:
    for number in range(5):
        store.save_turn("ann", answer(f"Question {number}?", conversation_id="c1"))
    assert [e.question for e in store.history("ann", "c1", limit=3)] == [
        "Question 2?", "Question 3?", "Question 4?"
    ]  # fmt: skip


def test_history_carries_the_open_scenario(store: Store) -> None:
    store.save_turn("ann", answer(conversation_id="c1"), scenario={"a": 1})
    store.save_turn("ann", answer(conversation_id="c1"))
    assert [e.scenario for e in store.history("ann", "c1")] == [{"a": 1}, None]


def test_history_of_a_new_conversation_is_empty(store: Store) -> None:
    assert store.history("ann", "never-seen") == []


def test_history_leaves_out_what_was_not_completed(store: Store) -> None:
    store.save_turn("ann", answer("Done?", conversation_id="c1"))
    store.save_turn("ann", answer("Cut?", conversation_id="c1"), state="interrupted")
    store.save_turn("ann", answer("Broken?", conversation_id="c1"), state="failed")
    assert [e.question for e in store.history("ann", "c1")] == ["Done?"]
    stored = store.conversation("ann", "c1")
    assert stored is not None
    assert [t.state for t in stored.turns] == ["complete", "interrupted", "failed"]


def test_an_interrupted_turn_can_be_completed_in_its_place(store: Store) -> None:
    first = answer("First?", conversation_id="c1", answer_id="a1")
    store.save_turn("ann", first, state="interrupted")
    store.save_turn("ann", answer("Second?", conversation_id="c1"))
    whole = first.model_copy(update={"answer": "The whole of it."})
    store.save_turn("ann", whole)
    assert store.history("ann", "c1")[0].answer.answer == "The whole of it."


def test_a_conversation_is_renamed_by_its_owner_alone(store: Store) -> None:
    store.save_turn("ann", answer(conversation_id="c1"))
    before = store.conversations("ann")[0]
    assert store.rename_conversation("ann", "c1", "  Tea,\n by\x00 summer ") is True
    renamed = store.conversations("ann")[0]
    assert (renamed.title, renamed.updated) == ("Tea, by summer", before.updated)
    assert store.rename_conversation("bob", "c1", "Mine") is False
    assert store.rename_conversation("ann", "c1", " \n ") is False
    assert store.rename_conversation("ann", "c2", "Nothing") is False
    assert store.rename_conversation("ann", "c1", "long " * 99) is True
    assert store.conversations("ann")[0].title.endswith("…")
    store.save_turn("ann", answer("Another question?", conversation_id="c1"))
    assert store.conversations("ann")[0].title.startswith("long long")


def test_nothing_of_a_conversation_shows_to_another_owner(store: Store) -> None:
    given = answer(conversation_id="c1", answer_id="a1")
    store.save_turn("ann", given)
    assert store.conversation("bob", "c1") is None
    assert store.conversations("bob") == []
    assert store.last_exchanges("bob") == []
    assert store.delete_conversation("bob", "c1") is False
    with pytest.raises(ConversationNotFound):
        store.history("bob", "c1")
    with pytest.raises(ConversationNotFound):
        store.save_turn("bob", answer(conversation_id="c1"))
    with pytest.raises(ConversationNotFound):
        store.save_feedback("bob", Feedback("a1", "up"))
    with pytest.raises(ConversationNotFound):
        store.save_turn("bob", answer(conversation_id="c2", answer_id="a1"))
    assert store.conversation("bob", "c2") is None, "the refused turn left its conversation behind"
    kept = store.conversation("ann", "c1")
    assert kept is not None
    assert [t.answer for t in kept.turns] == [given]


def test_an_answer_stays_in_its_conversation(store: Store) -> None:
    store.save_turn("ann", answer(conversation_id="c1", answer_id="a1"))
    with pytest.raises(ConversationNotFound):
        store.save_turn("ann", answer(conversation_id="c2", answer_id="a1"))


def test_conversations_are_listed_by_last_use(store: Store) -> None:
    for name in ("c1", "c2", "c1"):
        store.save_turn("ann", answer(f"About {name}?", conversation_id=name))
    heads = store.conversations("ann")
    assert [head.id for head in heads] == ["c1", "c2"]
    assert isinstance(heads[0], ConversationHead)
    assert heads[0].title == "About c1?"
    assert heads[0].updated > heads[1].updated
    assert len(store.conversations("ann", limit=1)) == 1


def test_a_long_question_gives_a_short_title(store: Store) -> None:
    store.save_turn("ann", answer("word " * 200, conversation_id="c1"))
    assert len(store.conversations("ann")[0].title) == 120


def test_last_exchanges_gives_one_per_conversation(store: Store) -> None:
    for name, question in (("c1", "a?"), ("c2", "b?"), ("c1", "c?")):
        store.save_turn("ann", answer(question, conversation_id=name))
    assert [e.question for e in store.last_exchanges("ann")] == ["c?", "b?"]


def test_deleting_a_conversation_takes_everything_of_it(store: Store) -> None:
    store.save_turn("ann", answer(conversation_id="c1", answer_id="a1"))
    store.save_turn("ann", answer(conversation_id="c2", answer_id="a2"))
    store.save_feedback("ann", Feedback("a1", "up"))
    assert store.delete_conversation("ann", "c1") is True
    assert store.delete_conversation("ann", "c1") is False
    assert store.conversation("ann", "c1") is None
    assert store.conversation("ann", "c2") is not None
    with pytest.raises(ConversationNotFound):
        store.save_feedback("ann", Feedback("a1", "up"))


def test_a_second_verdict_replaces_the_first(store: Store) -> None:
    store.save_turn("ann", answer(conversation_id="c1", answer_id="a1"))
    store.save_feedback("ann", Feedback("a1", "up"))
    second = Feedback("a1", "down", ("wrong_source", "not_helpful"), "It is on page 3.")
    store.save_feedback("ann", second)
    found = store.conversation("ann", "c1")
    assert found is not None
    assert found.turns[0].feedback == second


def test_text_that_databases_refuse_is_stored(store: Store) -> None:
    strange = answer("NUL \x00 emoji 🛒 quote ' \" ; -- {x}", conversation_id="c1", answer_id="a1")
    store.save_turn("ann", strange)
    store.save_feedback("ann", Feedback("a1", "down", (), "half \ud800 and \x00"))
    found = store.conversation("ann", "c1")
    assert found is not None
    assert found.turns[0].answer == strange
    assert found.turns[0].feedback == Feedback("a1", "down", (), "half  and ")


def test_many_writers_at_once_lose_nothing(store: Store) -> None:
    def write(number: int) -> None:
        store.history("ann", f"c{number % 4}")
        store.save_turn("ann", answer(f"{number}?", conversation_id=f"c{number % 4}"))

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(write, range(80)))
    questions = {e.question for n in range(4) for e in store.history("ann", f"c{n}", limit=99)}
    assert questions == {f"{n}?" for n in range(80)}


def test_opening_again_finds_what_was_stored(url: str) -> None:
    first = Store(url)
    first.save_turn("ann", answer(conversation_id="c1"))
    first.close()
    second = Store(url)
    assert len(second.history("ann", "c1")) == 1
    second.ping()
    second.close()


def test_two_stores_may_open_a_new_database_together(url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(lambda _: Store(url), range(4)))
    stores[0].save_turn("ann", answer(conversation_id="c1"))
    assert [len(s.history("ann", "c1")) for s in stores] == [1, 1, 1, 1]
    for opened in stores:
        opened.close()


def test_an_older_database_is_brought_forward_once(store: Store) -> None:
    from sqlalchemy import select, text

    from assistant.database import transaction

    store.save_turn("ann", answer(conversation_id="c1"))
    newest = len(STEPS) + 1
    steps = (*STEPS, lambda c: c.execute(text("ALTER TABLE turns ADD COLUMN note TEXT")))
    for _ in range(2):
        with transaction(store._engine, writes=True) as connection:
            assert migrate(connection, steps) == newest + 1
            versions = list(connection.scalars(select(schema_versions.c.version)))
            assert versions == [newest, newest + 1]
    with transaction(store._engine, writes=False) as connection:
        assert connection.scalar(text("SELECT note FROM turns")) is None
        assert connection.scalar(text("SELECT COUNT(*) FROM turns")) == 1


def test_a_database_of_the_first_version_gets_what_came_later(store: Store) -> None:
    from sqlalchemy import delete, inspect, text

    from assistant.database import transaction
    from assistant.migrations import now, scenarios

    store.save_turn("ann", answer(conversation_id="c1"))
    with transaction(store._engine, writes=True) as connection:
        made = {c["name"]: c["nullable"] for c in inspect(connection).get_columns("scenarios")}
        connection.execute(text("DROP TABLE scenarios"))
        connection.execute(delete(schema_versions))
        connection.execute(schema_versions.insert().values(version=1, applied=now()))
    with transaction(store._engine, writes=True) as connection:
        migrate(connection, STEPS[:1])
        found = {c["name"]: c["nullable"] for c in inspect(connection).get_columns("scenarios")}
    assert found == made == {c.name: bool(c.nullable) for c in scenarios.c}
    assert store.scenarios.save("ann", {"calculator": "rice"}).calculator == "rice"
    assert len(store.history("ann", "c1")) == 1


def test_a_step_that_fails_changes_nothing(store: Store) -> None:
    from sqlalchemy import inspect, text

    from assistant.database import transaction

    def breaks(connection: object) -> None:
        connection.execute(text("ALTER TABLE turns ADD COLUMN note TEXT"))  # type: ignore[attr-defined]
        raise RuntimeError("half-way")

    with pytest.raises(RuntimeError), transaction(store._engine, writes=True) as connection:
        migrate(connection, (*STEPS, breaks))
    with transaction(store._engine, writes=True) as connection:
        assert "note" not in {c["name"] for c in inspect(connection).get_columns("turns")}
        assert migrate(connection) == len(STEPS) + 1


def test_a_database_of_a_newer_program_is_refused(url: str) -> None:
    from sqlalchemy import insert

    from assistant.database import open_engine, transaction

    Store(url).close()
    engine = open_engine(url)
    with transaction(engine, writes=True) as connection:
        connection.execute(insert(schema_versions).values(version=99, applied="later"))
    engine.dispose()
    with pytest.raises(SettingsError, match="ASSISTANT_DATABASE_URL"):
        Store(url)
