"""What authors are shown and take along, and that nobody's identity gets out."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.assistant import answer
from assistant.bootstrap import Product
from assistant.store import Feedback
from assistant.types import Turn
from tests.assistant.api.conftest import BASE, assert_problem
from tests.assistant.authors.conftest import OVERVIEW, SECRETS, House, house_of


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
