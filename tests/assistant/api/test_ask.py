"""``POST /v1/ask`` as JSON."""

from __future__ import annotations

import httpx
import pytest

from assistant.errors import Unavailable
from assistant.types import Answer
from tests.assistant.api.conftest import assert_problem
from tests.fakes.product import FakeProduct


async def test_the_answer_is_the_whole_object(
    client: httpx.AsyncClient, product: FakeProduct
) -> None:
    response = await client.post("/v1/ask", json={"question": "How do pilots begin?"})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    answer = Answer.model_validate_json(response.content)
    assert answer.question == "How do pilots begin?"
    assert set(Answer.model_fields) == set(response.json())
    assert product.store.history("local", answer.conversation_id)[0].answer == answer


async def test_everything_that_was_sent_reaches_the_assistant(
    client: httpx.AsyncClient, product: FakeProduct
) -> None:
    first = (await client.post("/v1/ask", json={"question": "First?"})).json()
    await client.post(
        "/v1/ask",
        json={
            "question": "And\x00 \u202ethen?\U000e0041",
            "course": "pilots",
            "conversation_id": first["conversation_id"],
            "question_id": "q1",
            "slots": {"pilot": "search\x00"},
        },
    )
    turn = product.assistant.turns[-1]
    assert turn.question == "And then?"
    assert (turn.course, turn.question_id) == ("pilots", "q1")
    assert turn.conversation_id == first["conversation_id"]
    assert turn.slots == {"pilot": "search"}
    assert turn.owner == "local"


async def test_a_template_needs_no_question(
    client: httpx.AsyncClient, product: FakeProduct
) -> None:
    response = await client.post("/v1/ask", json={"question_id": "q1", "slots": {"pilot": "x"}})
    assert response.status_code == 200
    assert product.assistant.turns[-1].question_id == "q1"


async def test_a_slot_the_template_does_not_have_is_refused(client: httpx.AsyncClient) -> None:
    body = {"question_id": "q1", "slots": {"canary9137": "x"}}
    response = await client.post("/v1/ask", json=body)
    assert_problem(response, 422)
    assert "canary9137" not in response.text


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"question": "x", "course": "no-such"}, "course_not_found"),
        ({"question": "x", "question_id": "no-such"}, "question_not_found"),
        ({"question": "x", "conversation_id": "no-such"}, "conversation_not_found"),
    ],
)
async def test_what_is_not_there_is_not_found(
    client: httpx.AsyncClient, product: FakeProduct, body: dict[str, str], code: str
) -> None:
    problem = assert_problem(await client.post("/v1/ask", json=body), 404, code)
    assert "no-such" not in str(problem)
    assert product.assistant.turns == []


async def test_an_error_of_the_assistant_keeps_its_status(
    client: httpx.AsyncClient, product: FakeProduct
) -> None:
    product.assistant.fails_after = (1, Unavailable("The store is away.", retry_after=5))
    response = await client.post("/v1/ask", json={"question": "x"})
    assert_problem(response, 503, "unavailable")
    assert response.headers["retry-after"] == "5"


async def test_an_answer_without_an_end_is_an_error(
    client: httpx.AsyncClient, product: FakeProduct, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = product.assistant.script
    monkeypatch.setattr(product.assistant, "script", lambda turn: whole(turn)[:-1])
    assert_problem(await client.post("/v1/ask", json={"question": "x"}), 500)


async def test_the_generator_is_closed_after_every_answer(
    client: httpx.AsyncClient, product: FakeProduct
) -> None:
    for _ in range(3):
        await client.post("/v1/ask", json={"question": "x"})
    assert (product.assistant.begun, product.assistant.closed) == (3, 3)
