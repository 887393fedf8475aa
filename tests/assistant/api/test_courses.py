"""Search, courses, questions, calculators and the passage page."""

from __future__ import annotations

import re
from html import unescape

import httpx
import pytest
from fastapi import FastAPI

from assistant.calculators import CALCULATORS
from knowledge.types import Place
from tests.assistant.api.conftest import assert_problem, client_of
from tests.fakes.answers import DOCUMENT, DOCUMENT_TEXT, QUOTE
from tests.fakes.library import TEMPLATE, FakeCourse
from tests.fakes.product import FakeProduct


async def test_search_gives_the_fields_of_the_interface(client: httpx.AsyncClient) -> None:
    found = (await client.get("/v1/search", params={"q": "how pilots begin", "k": 3})).json()
    [result] = found["results"]
    assert set(result) == {
        "rank", "text", "document", "lesson", "section", "headings", "start", "end", "score",
        "permalink",
    }  # fmt: skip
    assert result["rank"] == 1
    assert DOCUMENT_TEXT[result["start"] : result["end"]] == result["text"] == QUOTE


async def test_courses_and_their_outline(client: httpx.AsyncClient) -> None:
    [course] = (await client.get("/v1/courses")).json()["courses"]
    assert course["id"] == "pilots"
    assert course["default"] is True
    outline = (await client.get("/v1/courses/pilots/outline")).json()
    [lesson] = outline["lessons"]
    assert lesson["lesson"] == "6.1"
    assert [s["title"] for s in lesson["sections"]] == ["Lesson 6.1", "Pilots"]


async def test_questions_are_filtered(client: httpx.AsyncClient) -> None:
    async def ids(query: str) -> list[str]:
        response = await client.get(f"/v1/questions?{query}")
        return [question["id"] for question in response.json()["questions"]]

    assert await ids("") == ["q1", "q2"]
    assert await ids("course=pilots&kind=reflective") == ["q2"]
    assert await ids("lesson=6.1") == ["q1"]
    assert await ids("lesson=9") == []
    first = (await client.get("/v1/questions")).json()["questions"][0]
    assert first == {
        "id": "q1", "lesson": "6.1", "kind": "suggested", "template": TEMPLATE,
        "slots": [{"name": "pilot", "example": "a chatbot", "required": True}],
    }  # fmt: skip


async def test_a_template_is_filled_in(client: httpx.AsyncClient) -> None:
    address = "/v1/questions/q1/render"
    filled = (await client.post(address, json={"slots": {"pilot": "smart search"}})).json()
    assert "smart search" in filled["question"]
    assert filled["unfilled_slots"] == []
    open_slots = (await client.post(address, json={"slots": {}})).json()
    assert open_slots["unfilled_slots"] == ["pilot"]
    assert_problem(await client.post("/v1/questions/q9/render", json={}), 404, "question_not_found")
    refused = await client.post(address, json={"slots": {"canary9137": "x"}})
    assert_problem(refused, 422)
    assert "canary9137" not in refused.text


async def test_calculators_are_listed_with_their_schemas(client: httpx.AsyncClient) -> None:
    listed = (await client.get("/v1/calculators")).json()["calculators"]
    assert [entry["name"] for entry in listed] == [entry.name for entry in CALCULATORS]
    for entry in listed:
        assert entry["schema"]["inputs"]["properties"]
        assert "next_question" in entry["schema"]["result"]["properties"]


async def test_a_calculator_computes_asks_and_refuses(client: httpx.AsyncClient) -> None:
    row = {"name": "A", "reach": 1000, "impact": 2, "confidence": 0.8, "effort": 4}
    done = (await client.post("/v1/calculators/rice", json={"rows": [row]})).json()
    assert done["status"].startswith("ok")
    assert {"id", "calculator", "status", "values", "inputs_as_read", "assumptions", "warnings",
            "formula", "source_label", "next_question"} <= set(done)  # fmt: skip
    asks = await client.post("/v1/calculators/rice", json={})
    assert asks.status_code == 200
    assert asks.json()["status"] == "needs_input"
    assert asks.json()["next_question"]
    refuses = await client.post("/v1/calculators/rice", json={"rows": [{**row, "effort": 0}]})
    assert refuses.status_code == 200
    assert refuses.json()["status"] in ("refused", "needs_input")
    assert not refuses.json()["values"].get("score")


async def test_a_calculator_wants_an_object_of_finite_numbers(client: httpx.AsyncClient) -> None:
    headers = {"content-type": "application/json"}
    for content, status in (
        (b"[1]", 422), (b'"x"', 422), (b"", 400), (b'{"reach": NaN}', 400),
        (b'{"reach": 1e400}', 400),
        (b'{"reach": 1' + b"0" * 400 + b"}", 400), (b'{"a": "\\ud800"}', 422), (b"{" * 5000, 400),
    ):  # fmt: skip
        response = await client.post("/v1/calculators/rice", content=content, headers=headers)
        assert_problem(response, status)
    unknown = await client.post("/v1/calculators/canary9137", json={})
    assert_problem(unknown, 404, "calculator_not_found")
    assert "canary9137" not in unknown.text


@pytest.mark.parametrize("entry", CALCULATORS, ids=lambda entry: str(entry.name))
async def test_no_calculator_falls_over_odd_inputs(
    client: httpx.AsyncClient, entry: object
) -> None:
    name = entry.name  # type: ignore[attr-defined]
    odd: list[dict[str, object]] = [
        {}, {"canary9137": 1}, {"rows": "a,b\n1,2"}, {"rows": []}, {"rows": [1, None, "x", {}]},
        {"rows": [{"name": None}]}, {"": ""}, {"rate": 10**300}, {"rate": {"a": [{}]}},
        {"flows": [1e308, 1e308]}, {"rows": "\x00"},
    ]  # fmt: skip
    for body in odd:
        response = await client.post(f"/v1/calculators/{name}", json=body)
        assert response.status_code == 200, (body, response.text)
        assert response.json()["status"] in ("ok", "ok_with_warnings", "needs_input", "refused")


def _permalink(course: FakeCourse, place: Place) -> str:
    return course.permalink(place.document, place.start, place.end)


def _text_of(page: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", page))


async def test_a_passage_is_marked_in_its_lesson(
    client: httpx.AsyncClient, product: FakeProduct
) -> None:
    start = DOCUMENT_TEXT.index(QUOTE)
    place = Place(DOCUMENT, start, start + len(QUOTE))
    response = await client.get(f"/passages/{_permalink(product.library.only, place)}")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    page = response.text
    assert f'<mark id="passage">{QUOTE}</mark>' in page
    assert "<script" not in page
    assert "http:" not in page
    assert "https:" not in page
    assert DOCUMENT_TEXT in _text_of(page)
    assert 'aria-current="true"' in page
    assert "Pilots &lt;for&gt; shops" in page
    assert "default-src 'none'" in response.headers["content-security-policy"]


async def test_markup_in_a_document_stays_text(app: FastAPI, product: FakeProduct) -> None:
    from dataclasses import replace

    hostile = DOCUMENT_TEXT + "</mark><script>alert(1)</script><img src=x onerror=y> & \"'\n"
    content = product.library.only.content
    product.library.only.content = replace(
        content,
        documents=(replace(content.documents[0], text=hostile, title="<b>t</b>"),),
        outline=(replace(content.outline[0], title="<i>s</i>", end=len(hostile)),),
    )
    async with client_of(app) as client:
        for start, end in ((0, 1), (5, len(hostile)), (len(DOCUMENT_TEXT), len(hostile))):
            link = _permalink(product.library.only, Place(DOCUMENT, start, end))
            page = (await client.get(f"/passages/{link}")).text
            assert (
                hostile[start:end]
                == unescape(
                    re.search(r'<mark id="passage">(.*?)</mark>', page, re.DOTALL)[1]  # type: ignore[index]
                )
                or "<span" in page
            )
            for tag in ("<script", "<img", "<b>", "<i>"):
                assert tag not in page
            assert hostile in _text_of(page)
