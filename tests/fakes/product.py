"""A product for the doors: a real store, a small library, an assistant that follows a script."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.settings import Settings
from assistant.store import Store
from tests.fakes.assistant import FakeAssistant
from tests.fakes.library import FakeLibrary


@dataclass(frozen=True)
class FakeProduct:
    """Has the members of ``assistant.bootstrap.Product``."""

    settings: Settings
    library: FakeLibrary
    store: Store
    assistant: FakeAssistant
    version: str = "0.0.0"
    prompts_version: str = "p-test"


@contextmanager
def fake_product(folder: Path, **settings: Any) -> Iterator[FakeProduct]:
    """A product whose store stands in ``folder``."""
    chosen = Settings(data_dir=folder, **settings)
    store = Store(chosen.store_url)
    try:
        yield FakeProduct(chosen, FakeLibrary(), store, FakeAssistant(store))
    finally:
        store.close()
