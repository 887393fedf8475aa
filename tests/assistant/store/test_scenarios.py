"""What the store promises of saved scenarios, on every database it runs on."""

from __future__ import annotations

import pytest

from assistant import scenarios as module
from assistant.errors import InvalidRequest, NotFound
from assistant.store import Store

DOCUMENT = {"calculator": "rice", "name": "Plan", "rows": [["a", "ü", "=1", "\u0000", "\ud800"]]}


def test_a_scenario_comes_back_as_it_was(store: Store) -> None:
    head = store.scenarios.save("ann", DOCUMENT, headline="A comes first.")
    found = store.scenarios.find("ann", head.id)
    assert found.document == DOCUMENT
    assert found.head == head
    assert (head.name, head.calculator, head.headline) == ("Plan", "rice", "A comes first.")
    assert head.created == head.updated


def test_the_one_saved_last_is_first(store: Store) -> None:
    made = [store.scenarios.save("ann", {**DOCUMENT, "name": f"Plan {n}"}) for n in range(3)]
    store.scenarios.save("ann", {**DOCUMENT, "name": "Changed"}, scenario_id=made[0].id)
    assert [head.name for head in store.scenarios.all("ann")] == ["Changed", "Plan 2", "Plan 1"]
    assert store.scenarios.find("ann", made[0].id).head.created == made[0].created


def test_for_anybody_else_it_does_not_exist(store: Store) -> None:
    head = store.scenarios.save("ann", DOCUMENT)
    with pytest.raises(NotFound):
        store.scenarios.find("bob", head.id)
    with pytest.raises(NotFound):
        store.scenarios.save("bob", DOCUMENT, scenario_id=head.id)
    with pytest.raises(NotFound):
        store.scenarios.delete("bob", head.id)
    assert store.scenarios.all("bob") == []
    assert store.scenarios.find("ann", head.id).document == DOCUMENT


def test_deleting_is_for_good(store: Store) -> None:
    head = store.scenarios.save("ann", DOCUMENT)
    store.scenarios.delete("ann", head.id)
    assert store.scenarios.all("ann") == []
    with pytest.raises(NotFound):
        store.scenarios.delete("ann", head.id)


def test_there_is_an_end_to_keeping(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_PER_OWNER", 2)
    first = store.scenarios.save("ann", DOCUMENT)
    store.scenarios.save("ann", DOCUMENT)
    with pytest.raises(InvalidRequest, match="delete one first"):
        store.scenarios.save("ann", DOCUMENT)
    store.scenarios.save("ann", DOCUMENT, scenario_id=first.id)
    store.scenarios.save("bob", DOCUMENT)
