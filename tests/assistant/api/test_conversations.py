"""A conversation read, exported, judged and removed."""

from __future__ import annotations

import io
from typing import Any

import httpx
import pytest
from docx import Document

from tests.assistant.api.conftest import assert_problem
from tests.fakes.product import FakeProduct

HOSTILE = (
    "Bold **text**. [1]\n\n- <script>alert(1)</script> ![x](https://evil.example/p.png)\n"
    "- [y\\](https://evil.example) \\\\![z\\\\](https://evil.example/q.png)\n"
    "[1]: https://evil.example\n"
    "- [click](javascript:alert(1)) [r]\n\n[r]: https://evil.example\n\n"
    "- <img src=https://evil.example/x>\n\n## Next\n1. Step \x00\x0b"
)


async def ask(client: httpx.AsyncClient, question: str = "How do pilots begin?") -> Any:
    return (await client.post("/v1/ask", json={"question": question})).json()


async def test_a_conversation_has_every_turn_with_its_sources(client: httpx.AsyncClient) -> None:
    first = await ask(client)
    body = {"question": "And then?", "conversation_id": first["conversation_id"]}
    second = (await client.post("/v1/ask", json=body)).json()
    found = (await client.get(f"/v1/conversations/{first['conversation_id']}")).json()
    assert found["id"] == first["conversation_id"]
    assert found["title"] == "How do pilots begin?"
    assert [turn["answer"] for turn in found["turns"]] == [first, second]
    assert [turn["state"] for turn in found["turns"]] == ["complete", "complete"]


async def test_what_is_deleted_is_gone(client: httpx.AsyncClient) -> None:
    address = f"/v1/conversations/{(await ask(client))['conversation_id']}"
    deleted = await client.delete(address)
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert_problem(await client.get(address), 404)
    assert_problem(await client.delete(address), 404)


async def test_feedback_is_kept_with_the_answer(
    client: httpx.AsyncClient, product: FakeProduct
) -> None:
    answer = await ask(client)
    body = {
        "answer_id": answer["id"], "verdict": "down",
        "reasons": ["wrong_source", "wrong_source", "not_helpful"], "comment": "Look\x00 again",
    }  # fmt: skip
    assert (await client.post("/v1/feedback", json=body)).status_code == 201
    found = (await client.get(f"/v1/conversations/{answer['conversation_id']}")).json()
    assert found["turns"][0]["feedback"] == {
        "answer_id": answer["id"], "verdict": "down",
        "reasons": ["wrong_source", "not_helpful"], "comment": "Look again",
    }  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "canary9137"}, {"verdict": None}, {"reasons": ["canary9137"]},
        {"reasons": "wrong_source"}, {"comment": "canary9137" * 500}, {"comment": 5},
        {"answer_id": "../canary9137"}, {"answer_id": ""}, {"canary9137": 1},
        {"reasons": ["not_helpful"] * 5},
    ],
)  # fmt: skip
async def test_feedback_of_another_shape_is_refused(
    client: httpx.AsyncClient, change: dict[str, object]
) -> None:
    body = {"answer_id": (await ask(client))["id"], "verdict": "up", **change}
    response = await client.post("/v1/feedback", json=body)
    assert_problem(response, 422)
    assert "canary9137" not in response.text


async def _export(client: httpx.AsyncClient, answer: Any, form: str) -> httpx.Response:
    address = f"/v1/conversations/{answer['conversation_id']}/export"
    response = await client.get(address, params={"format": form})
    assert response.status_code == 200
    disposition = response.headers["content-disposition"]
    assert disposition.startswith("attachment; filename=")
    assert disposition.endswith(f'.{form}"')
    return response


async def test_the_export_as_markdown(client: httpx.AsyncClient) -> None:
    answer = await ask(client)
    text = (await _export(client, answer, "md")).text
    assert text.startswith("# How do pilots begin?\n")
    assert "Pilots begin small. [1]" in text
    assert "“Pilots begin small.”" in text
    assert f"http://127.0.0.1:8000/passages/{answer['sources'][0]['permalink']}#passage" in text
    assert "A scores 12.5." in text
    assert "reach = 1000 people" in text


async def test_the_export_as_json(client: httpx.AsyncClient) -> None:
    answer = await ask(client)
    exported = (await _export(client, answer, "json")).json()
    assert exported == (await client.get(f"/v1/conversations/{answer['conversation_id']}")).json()


async def test_the_export_as_word(client: httpx.AsyncClient) -> None:
    answer = await ask(client)
    document = Document(io.BytesIO((await _export(client, answer, "docx")).content))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert "Pilots begin small. [1]" in lines
    assert any(line.startswith("[1] Lesson 6.1, Pilots: “Pilots begin small.”") for line in lines)
    assert "Sources" in lines


async def test_hostile_text_is_text_in_every_export(
    client: httpx.AsyncClient, product: FakeProduct
) -> None:
    product.assistant.answer_text = HOSTILE
    question = "<script>x</script> ![q](https://evil.example) [a](javascript:b) | # *h*"
    answer = await ask(client, question)
    text = (await _export(client, answer, "md")).text
    assert "<script" not in text
    assert "<img" not in text
    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark").render(text)
    for tag in ("<script", "<img", 'href="javascript', 'href="https://evil'):
        assert tag not in html
    document = Document(io.BytesIO((await _export(client, answer, "docx")).content))
    words = [paragraph.text for paragraph in document.paragraphs]
    assert question in words
    assert any("<script>alert(1)</script>" in line for line in words)
    bold = [run.text for paragraph in document.paragraphs for run in paragraph.runs if run.bold]
    assert "text" in bold


@pytest.mark.parametrize("reader", ["cfo", "coo", "cmo"])
async def test_a_memo_for_each_reader_in_both_forms(client: httpx.AsyncClient, reader: str) -> None:
    answer = await ask(client)
    address = f"/v1/conversations/{answer['conversation_id']}/memo?reader={reader}"
    written = await client.get(address)
    assert written.status_code == 200
    assert written.text.startswith(f"# Decision memo for the {reader.upper()}")
    assert answer["claims"][0]["text"].split(".")[0] in written.text
    assert f'filename="{reader}-memo-' in written.headers["content-disposition"]
    word = Document(io.BytesIO((await client.get(address + "&format=docx")).content))
    assert word.paragraphs[0].text == f"Decision memo for the {reader.upper()}"


async def test_one_answer_alone_is_exported_and_put_into_a_memo(client: httpx.AsyncClient) -> None:
    first = await ask(client, "How do pilots begin?")
    body = {"question": "And then?", "conversation_id": first["conversation_id"]}
    second = (await client.post("/v1/ask", json=body)).json()
    base = f"/v1/conversations/{first['conversation_id']}"
    for address in (f"{base}/export?answer=", f"{base}/memo?reader=cfo&answer="):
        alone = await client.get(address + second["id"])
        assert "And then?" in alone.text
        assert "How do pilots begin?" not in alone.text
        assert_problem(await client.get(address + "nowhere"), 404)
    other = await ask(client, "Something else?")
    assert_problem(await client.get(f"{base}/memo?reader=cfo&answer={other['id']}"), 404)


async def test_a_memo_of_another_shape_or_owner_is_refused(client: httpx.AsyncClient) -> None:
    base = f"/v1/conversations/{(await ask(client))['conversation_id']}/memo"
    for query in ("", "?reader=ceo", "?reader=cfo&format=json", "?reader=cfo&more=1"):
        assert_problem(await client.get(base + query), 422)
    cookie = {"cookie": "assistant_owner=" + "x" * 43}
    assert_problem(await client.get(base + "?reader=cfo", headers=cookie), 404)
