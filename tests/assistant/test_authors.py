"""The authors' doors over a whole product: who gets in, and that nobody's identity gets out."""

from __future__ import annotations

import asyncio
import csv
import dataclasses
import io
import json
import re
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
from assistant.api.keys import Key, new_key
from assistant.assistant import Assistant, answer
from assistant.bootstrap import Product
from assistant.composing.extractive import ExtractiveComposer
from assistant.composing.wording import Plans
from assistant.prompts import load_prompts
from assistant.settings import Settings
from assistant.store import Feedback, Store
from assistant.types import Answer, Turn
from assistant.ui.authors import AUTHOR_ROUTES, add_author_pages
from assistant.ui.authors.sessions import AGE_S, COOKIE, Sessions
from tests.assistant.api.conftest import BASE, assert_problem, client_of

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


@pytest.mark.parametrize("path", [OVERVIEW, "/v1/authors/uncovered?format=csv"])
async def test_the_figures_take_an_authors_key(house: House, path: str) -> None:
    async with house.client() as stranger:
        assert_problem(await stranger.get(path), 401, "invalid_api_key")
    for key, status in (("asker", 403), ("old", 401), ("author", 200), ("admin", 200)):
        async with house.client(key) as client:
            response = await client.get(path)
            if status == 200:
                assert response.status_code == 200
                assert response.headers["cache-control"] == "no-store"
            else:
                assert_problem(response, status)
    async with house.client("author") as client:
        assert_problem(await client.post("/v1/ask", json={"question": "x"}), 403)


async def test_without_a_keys_file_nobody_is_an_author(apiary: Product, tmp_path: Path) -> None:
    house = house_of(apiary, tmp_path, with_keys=False)
    async with house.client() as local, house.client("author") as keyed:
        assert_problem(await local.get(OVERVIEW), 401)
        assert_problem(await keyed.get(OVERVIEW), 401)
        page = await local.get("/authors")
        assert "python -m assistant.api.keys author" in page.text
        assert "<form" not in page.text
        sent = await local.post("/authors/login", data={"key": house.keys["author"]})
        assert sent.status_code == 403
        assert "set-cookie" not in sent.headers
    house.product.store.close()


async def test_the_overview_says_what_is_missing_and_what_to_do(author: Any, asked: House) -> None:
    async with asked.client("author") as client:
        found = (await client.get(OVERVIEW)).json()
    assert found["whole"]["total"] == 4
    assert found["alarm"]["state"] == "too_few"
    (group,) = [g for lesson in found["uncovered"] for g in lesson["groups"] if g["questions"] > 1]
    assert group["questions"] == 3
    assert "visa" in group["question"]
    assert "visa" in group["words_in_common"]
    assert found["feedback"]["reasons"] == {"wrong_source": 1}
    assert found["course"]["title"] == "A Year with Bees"
    assert found["course"]["documents"]
    assert found["evaluation"] is None


async def test_no_identity_in_page_data_or_file(author: httpx.AsyncClient, asked: House) -> None:
    async with asked.client("author") as client:
        bodies = [
            (await client.get(OVERVIEW)).text,
            (await client.get("/v1/authors/uncovered")).text,
            (await client.get("/v1/authors/uncovered?format=csv")).text,
        ]
    bodies += [
        (await author.get("/authors?days=365")).text,
        (await author.get("/authors/uncovered.csv")).text,
    ]
    hidden = [*SECRETS]
    for head in asked.product.store.conversations("browser:0ddba11"):
        conversation = asked.product.store.conversation("browser:0ddba11", head.id)
        assert conversation is not None
        hidden += [head.id, *(turn.answer.id for turn in conversation.turns)]
        hidden += [turn.created[11:19] for turn in conversation.turns]
    for body in bodies:
        assert "visa" in body
        for secret in hidden:
            assert secret.lower() not in body.lower(), secret


async def test_a_deleted_conversation_is_gone_from_everything(
    author: httpx.AsyncClient, asked: House
) -> None:
    assert "visa" in (await author.get("/authors")).text
    for head in asked.product.store.conversations("browser:0ddba11"):
        asked.product.store.delete_conversation("browser:0ddba11", head.id)
    page = (await author.get("/authors")).text
    assert "visa" not in page
    assert "cmd" not in page
    async with asked.client("author") as client:
        found = (await client.get(OVERVIEW)).json()
    assert found["whole"]["total"] == found["feedback"]["down"] == 0
    assert found["uncovered"] == []


async def test_what_is_due_to_be_forgotten_is_not_shown(apiary: Product, tmp_path: Path) -> None:
    from sqlalchemy import text

    house = house_of(apiary, tmp_path, retention_days=10)
    await answer(house.product.assistant, Turn("What does a visa cost?", owner="o"))
    with house.product.store.engine.begin() as connection:
        connection.execute(text("UPDATE turns SET created = '2020-01-01T00:00:00.000000+00:00'"))
    async with house.client("author") as client:
        found = (await client.get(OVERVIEW + "?days=366")).json()
    assert found["whole"]["total"] == 0
    assert found["retention_days"] == 10
    house.product.store.close()


async def test_the_file_opens_in_a_spreadsheet_without_a_formula(asked: House) -> None:
    await answer(asked.product.assistant, Turn("=HYPERLINK(1) visas on Mars?", owner="o"))
    async with asked.client("author") as client:
        response = await client.get("/v1/authors/uncovered?format=csv")
    assert response.headers["content-disposition"].startswith("attachment")
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert sum(int(row["questions"]) for row in rows) == 4
    for row in rows:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())
    assert any(row["question"].startswith("'=") for row in rows)


async def test_links_and_code_for_a_template(house: House) -> None:
    content = house.product.library.course("apiary").content
    template = next(item for item in content.templates if item.slots)
    slot = template.slots[0].name
    value = 'north & "south" <hives>'
    async with house.client("author") as client:
        body = {"question_id": template.id, "slots": {slot: value}}
        made = (await client.post("/v1/authors/links", json=body)).json()
        assert_problem(await client.post("/v1/authors/links", json={"question_id": "none"}), 404)
        wrong = {"question_id": template.id, "slots": {"nope": "x"}}
        assert_problem(await client.post("/v1/authors/links", json=wrong), 422)
    link = httpx.URL(made["link"])
    assert link.path == "/"
    assert dict(link.params) == {"question": template.id, f"slot.{slot}": value}
    (address,) = re.findall(r'src="([^"]*)"', made["embed"])
    assert address.replace("&amp;", "&") == made["link"]
    assert made["advice"] == ["no_public_url", "no_origins"]


async def test_links_begin_with_the_public_address(apiary: Product, tmp_path: Path) -> None:
    house = house_of(
        apiary, tmp_path, public_url="https://ask.example", allowed_origins="https://lms.example"
    )
    template = house.product.library.course("apiary").content.templates[0]
    async with house.client("author") as client:
        body = {"question_id": template.id}
        made = (await client.post("/v1/authors/links", json=body)).json()
        signed_in = await client.post(
            "/authors/login", data={"key": house.keys["author"]},
            headers={"origin": "https://ask.example"},
        )  # fmt: skip
    assert made["link"] == f"https://ask.example/?question={template.id}"
    assert made["advice"] == []
    assert made["allowed_origins"] == ["https://lms.example"]
    assert "; Secure" in signed_in.headers["set-cookie"]
    # An origin that may embed the chat may still not send this form.
    async with house.client() as client:
        refused = await client.post(
            "/authors/login", data={"key": house.keys["author"]},
            headers={"origin": "https://lms.example"},
        )  # fmt: skip
    assert_problem(refused, 403, "origin_refused")
    house.product.store.close()


async def test_signing_in_and_out(house: House) -> None:
    async with house.client() as client:
        page = await client.get("/authors")
        assert page.status_code == 200
        assert 'type="password"' in page.text
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
        assert page.headers["cache-control"] == "no-store"
        for key, status in (("old", 401), ("asker", 403)):
            sent = await client.post("/authors/login", data={"key": house.keys[key]})
            assert sent.status_code == status
            assert house.keys[key].partition(".")[2] not in sent.text
            assert "set-cookie" not in sent.headers
        for bad in ("", "x", "a.b", "é" * 400, house.keys["author"][:-1]):
            assert (await client.post("/authors/login", data={"key": bad})).status_code == 401
        sent = await client.post("/authors/login", data={"key": house.keys["author"]})
        cookie = sent.headers["set-cookie"]
        assert sent.headers["location"] == "/authors"
        for attribute in ("HttpOnly", "SameSite=Strict", "Path=/authors", f"Max-Age={AGE_S}"):
            assert attribute in cookie
        assert house.keys["author"].partition(".")[2] not in cookie
        assert 'id="answered"' in (await client.get("/authors")).text
        # The cookie opens this page and nothing else.
        assert_problem(await client.get(OVERVIEW), 401)
        name = client.cookies[COOKIE]
        gone = await client.post("/authors/logout")
        assert gone.status_code == 303
    async with house.client(cookies={COOKIE: name}) as later:
        assert 'type="password"' in (await later.get("/authors")).text
        assert (await later.get("/authors/uncovered.csv")).status_code == 303


async def test_attempts_are_limited(house: House) -> None:
    async with house.client() as client:
        statuses = [
            (await client.post("/authors/login", data={"key": "a.b"})).status_code
            for _ in range(12)
        ]
        right = await client.post("/authors/login", data={"key": house.keys["author"]})
    assert statuses[:10] == [401] * 10
    assert statuses[-1] == right.status_code == 429
    assert int(right.headers["retry-after"]) > 0


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"},
                {"origin": "https://evil.example"}, {"origin": "null"}]
)  # fmt: skip
async def test_a_form_from_elsewhere_is_refused(house: House, headers: dict[str, str]) -> None:
    async with house.client(headers=headers) as client:
        for path in ("/authors/login", "/authors/logout"):
            sent = await client.post(path, data={"key": house.keys["author"]})
            assert_problem(sent, 403)
            assert "set-cookie" not in sent.headers


async def test_a_key_is_compared_whatever_its_prefix(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    import hmac

    compared: list[tuple[str, str]] = []
    real = hmac.compare_digest
    monkeypatch.setattr(hmac, "compare_digest", lambda a, b: compared.append((a, b)) or real(a, b))
    async with house.client() as client:
        for key in ("unknown.secret", house.keys["author"].partition(".")[0] + ".secret"):
            await client.post("/authors/login", data={"key": key})
    assert len(compared) == 2
    assert {len(a) for pair in compared for a in pair} == {64}


async def test_the_log_holds_no_key(house: House, caplog: pytest.LogCaptureFixture) -> None:
    import logging

    caplog.set_level(logging.DEBUG)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    async with house.client() as client:
        await client.post("/authors/login", data={"key": house.keys["author"]})
        await client.get("/authors?q=canary")
        name = client.cookies[COOKIE]
    for secret in (house.keys["author"].partition(".")[2], name, "canary"):
        assert secret not in caplog.text


def test_a_session_ends_with_time_and_with_its_key() -> None:
    now = [0.0]
    sessions = Sessions(clock=lambda: now[0])
    key = Key("p", "0" * 64, frozenset({"author"}), None)
    name = sessions.begin(key)
    assert sessions.find(name) is key
    assert sessions.find(name[:-1]) is None
    now[0] = AGE_S
    assert sessions.find(name) is None
    over = dataclasses.replace(key, expires=date(2020, 1, 1))
    assert sessions.find(sessions.begin(over)) is None
    weaker = dataclasses.replace(key, permissions=frozenset({"ask"}))
    assert sessions.find(sessions.begin(weaker)) is None


async def test_hostile_text_stays_text_on_the_page(asked: House) -> None:
    evil = 'visa <script>window.x=1</script> "><img src=x onerror=alert(1)> {braces} on Mars?'
    given = await answer(asked.product.assistant, Turn(evil, owner="o"))
    asked.product.store.save_feedback("o", Feedback(given.id, "down", (), evil))
    async with asked.client(headers={"origin": BASE}) as client:
        await client.post("/authors/login", data={"key": asked.keys["author"]})
        query = {"question": '"><script>', "slot.x": "<b>", "course": "../x", "days": "-1"}
        page = (await client.get("/authors", params=query)).text
    assert "<script>window" not in page
    assert "<img" not in page
    assert "&lt;script&gt;window.x=1" in page
    assert "{braces}" in page


@pytest.mark.parametrize("query", ["days=0", "days=9999", "course=..%2Fx", "nope=1", "days=x"])
async def test_bad_questions_to_the_figures_are_refused(house: House, query: str) -> None:
    async with house.client("author") as client:
        assert_problem(await client.get(f"{OVERVIEW}?{query}"), 422)
        assert_problem(await client.get(f"{OVERVIEW}?course=unknown"), 404)


async def test_the_page_is_there_in_both_languages(author: httpx.AsyncClient) -> None:
    for language, words in (("en", "What to do next"), ("de", "Was als Nächstes zu tun ist")):
        page = await author.get("/authors", headers={"accept-language": language})
        assert words in page.text
        assert f'<html lang="{language}">' in page.text


def test_the_data_is_plain_json(asked: House) -> None:
    from assistant.api.author_data import overview_data
    from assistant.authors import AuthorFigures

    figures = AuthorFigures(asked.product.library, asked.product.store, asked.product.settings)
    once, again = (overview_data(figures.overview("apiary")) for _ in range(2))
    assert json.dumps(once, allow_nan=False) == json.dumps(again, allow_nan=False)
