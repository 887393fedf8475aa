"""A whole product with a keys file, and authors in front of its doors."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from assistant.api.addresses import Page
from assistant.api.app import create_api
from assistant.api.keys import new_key
from assistant.assistant import Assistant, answer
from assistant.bootstrap import Product
from assistant.composing.extractive import ExtractiveComposer
from assistant.composing.wording import Plans
from assistant.prompts import load_prompts
from assistant.settings import Settings
from assistant.store import Feedback, Store
from assistant.types import Answer, Turn
from assistant.ui.authors import AUTHOR_ROUTES, add_author_pages
from tests.assistant.api.conftest import BASE, client_of

QUIMBY = "My name is Orla Quimby (orla@quimby.example, +49 30 1234567): what does a visa cost?"
SECRETS = ("orla", "quimby", "1234567", "browser:", "0ddba11")
OVERVIEW = "/v1/authors/overview"


@dataclass
class House:
    """An app with a keys file, the secrets by name, and the product under it."""

    app: FastAPI
    product: Product
    keys: dict[str, str]

    def client(self, key: str | None = None, **more: Any) -> httpx.AsyncClient:
        if key is not None:
            more["headers"] = {
                "authorization": f"Bearer {self.keys[key]}",
                **more.get("headers", {}),
            }
        return client_of(self.app, **more)

    def ask(self, question: str, owner: str = "browser:0ddba11", **more: Any) -> Answer:
        return asyncio.run(answer(self.product.assistant, Turn(question, owner=owner, **more)))


def house_of(apiary: Product, folder: Path, *, with_keys: bool = True, **settings: Any) -> House:
    made = {
        "author": new_key(frozenset({"author"}), None),
        "admin": new_key(frozenset({"admin"}), None),
        "asker": new_key(frozenset({"ask", "read"}), None),
        "old": new_key(frozenset({"author"}), date(2020, 1, 1)),
    }
    if with_keys:
        path = folder / "keys.txt"
        path.write_text("\n".join(line for _, line in made.values()), encoding="utf-8")
        settings["api_keys_file"] = path
    chosen = Settings(
        data_dir=apiary.settings.data_dir, database_url=f"sqlite:///{folder}/a.db", **settings
    )
    store = Store(chosen.store_url)
    composer = ExtractiveComposer(Plans(load_prompts().plans))
    versions = {"prompts": "p", "app": "0"}
    assistant = Assistant(apiary.library, store, composer, None, None, versions)
    product = dataclasses.replace(apiary, settings=chosen, store=store, assistant=assistant)
    page = Page(AUTHOR_ROUTES, lambda app, _product: add_author_pages(app))
    return House(create_api(product, page), product, {k: secret for k, (secret, _) in made.items()})


@pytest.fixture
def house(apiary: Product, tmp_path: Path) -> Iterator[House]:
    made = house_of(apiary, tmp_path)
    yield made
    made.product.store.close()


@pytest.fixture
def asked(house: House) -> House:
    """Somebody asked what the handbook does not say, and complained."""
    first = house.ask(QUIMBY)
    for question in ("What does a visa cost?", "How much is a visa?", "When do bees swarm?"):
        house.ask(question)
    comment = "=cmd|' /C calc'!A0 write to orla@quimby.example"
    house.product.store.save_feedback(
        "browser:0ddba11", Feedback(first.id, "down", ("wrong_source",), comment)
    )
    return house


@pytest.fixture
async def author(asked: House) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that has signed in."""
    async with asked.client(headers={"origin": BASE}) as client:
        response = await client.post("/authors/login", data={"key": asked.keys["author"]})
        assert response.status_code == 303
        yield client
