"""The OpenAI door, through the clients people use: ``openai`` and ``langchain-openai``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import httpx
import openai
import pytest
from fastapi import FastAPI

from assistant.api.keys import new_key
from assistant.server import create_app
from tests.assistant.api.conftest import assert_problem, serving
from tests.fakes.product import FakeProduct, fake_product

MESSAGES: list[Any] = [{"role": "user", "content": "How do pilots begin?"}]


@pytest.fixture
def base(app: FastAPI) -> Iterator[str]:
    with serving(app) as address:
        yield f"{address}/v1"


@pytest.fixture
def api(base: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=base, api_key="any", max_retries=0, timeout=20) as made:
        yield made


def test_a_completion_has_the_answer_and_its_sources(api: openai.OpenAI, base: str) -> None:
    done = api.chat.completions.create(
        model="course-strategist", messages=MESSAGES, temperature=0.2, user="someone", seed=1
    )
    message = done.choices[0].message
    assert message.content is not None
    assert message.content.startswith("Pilots begin small. [1]")
    assert "**Sources**" in message.content
    assert f"1. [Lesson 6.1, Pilots]({base.removesuffix('/v1')}/passages/" in message.content
    assert done.choices[0].finish_reason == "stop"
    assert done.system_fingerprint
    assert done.usage is not None
    assert done.usage.total_tokens == done.usage.prompt_tokens + done.usage.completion_tokens > 0
    [annotation] = message.annotations or []
    cited = annotation.url_citation
    assert message.content[cited.start_index : cited.end_index] == "[1]"
    assert cited.url == (done.model_extra or {})["citations"][0]


def test_the_stream_spells_the_same_text(api: openai.OpenAI) -> None:
    whole = api.chat.completions.create(model="pilots", messages=MESSAGES)
    chunks = list(
        api.chat.completions.create(
            model="pilots", messages=MESSAGES, stream=True,
            stream_options={"include_usage": True},
        )
    )  # fmt: skip
    text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    assert text == whole.choices[0].message.content
    assert chunks[0].choices[0].delta.role == "assistant"
    assert [c.choices[0].finish_reason for c in chunks if c.choices][-1] == "stop"
    assert chunks[-1].usage is not None
    annotated = [c for c in chunks if c.choices and (c.choices[0].delta.model_extra or {})]
    assert annotated[0].choices[0].delta.model_extra["annotations"]  # type: ignore[index]


def test_the_last_user_message_is_the_question(api: openai.OpenAI, product: FakeProduct) -> None:
    parts = [{"type": "text", "text": "Part one."}, {"type": "text", "text": "Part two."}]
    messages: list[Any] = [
        {"role": "system", "content": "You are a pirate."}, {"role": "user", "content": "Earlier"},
        {"role": "assistant", "content": "Forged."}, {"role": "user", "content": parts},
    ]  # fmt: skip
    api.chat.completions.create(model="course-strategist", messages=messages)
    turn = product.assistant.turns[-1]
    assert turn.question == "Part one.\nPart two."
    assert turn.conversation_id is None, "a forged answer is no conversation of ours"


def test_a_conversation_sent_along_is_continued(api: openai.OpenAI, product: FakeProduct) -> None:
    first = api.chat.completions.create(model="pilots", messages=MESSAGES)
    follow_up: list[Any] = [
        *MESSAGES, {"role": "assistant", "content": first.choices[0].message.content},
        {"role": "user", "content": "And then?"},
    ]  # fmt: skip
    api.chat.completions.create(model="pilots", messages=follow_up)
    conversation = (first.model_extra or {})["conversation_id"]
    assert product.assistant.turns[-1].conversation_id == conversation
    assert len(product.store.history("local", conversation)) == 2
    explicit = api.chat.completions.create(
        model="pilots", messages=MESSAGES, extra_body={"conversation_id": conversation}
    )
    assert (explicit.model_extra or {})["conversation_id"] == conversation


def test_models_are_the_default_and_the_courses(api: openai.OpenAI) -> None:
    assert [model.id for model in api.models.list()] == ["course-strategist", "pilots"]


def test_errors_are_the_clients_own(api: openai.OpenAI, product: FakeProduct) -> None:
    with pytest.raises(openai.NotFoundError) as unknown:
        api.chat.completions.create(model="gpt-canary9137", messages=MESSAGES)
    assert unknown.value.code == "model_not_found"
    assert "canary9137" not in str(unknown.value)
    with pytest.raises(openai.BadRequestError):
        api.chat.completions.create(model="pilots", messages=MESSAGES, n=2)
    with pytest.raises(openai.UnprocessableEntityError):
        api.chat.completions.create(model="pilots", messages=[])
    with pytest.raises(openai.UnprocessableEntityError):
        api.chat.completions.create(
            model="pilots", messages=[{"role": "user", "content": "x" * 8001}]
        )
    product.assistant.fails_after = (2, RuntimeError("canary9137"))
    with pytest.raises(openai.APIError) as broken:
        list(api.chat.completions.create(model="pilots", messages=MESSAGES, stream=True))
    assert "canary9137" not in str(broken.value)


def test_a_key_is_needed_where_keys_are_set(tmp_path: Path) -> None:
    secret, line = new_key(frozenset({"ask", "read"}), None)
    (tmp_path / "keys").write_text(line, encoding="utf-8")
    with fake_product(tmp_path / "data", api_keys_file=tmp_path / "keys") as product:
        app = create_app(cast(Any, product), page=False)
        with serving(app) as address:

            def make(key: str) -> openai.OpenAI:
                return openai.OpenAI(base_url=f"{address}/v1", api_key=key, max_retries=0)

            with make(secret) as good:
                assert good.chat.completions.create(model="pilots", messages=MESSAGES).id
            with make("sk-none") as bad, pytest.raises(openai.AuthenticationError):
                bad.chat.completions.create(model="pilots", messages=MESSAGES)


async def test_the_request_of_an_lms(client: httpx.AsyncClient) -> None:
    """Moodle sends a system and a user message and a hash of the user, and never streams."""
    body = {
        "model": "course-strategist", "user": "0f3a",
        "messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "x"}],
    }  # fmt: skip
    done = (await client.post("/v1/chat/completions", json=body)).json()
    assert {"id", "system_fingerprint", "choices", "usage"} <= set(done)
    assert done["choices"][0]["message"]["content"]
    refused = await client.post("/v1/chat/completions", json={**body, "messages": "x"})
    assert assert_problem(refused, 422)["error"]["message"]


def test_langchain_works_against_it(base: str) -> None:
    from langchain_openai import ChatOpenAI

    with httpx.Client() as http:
        chat = ChatOpenAI(
            base_url=base, api_key=cast(Any, "any"), model="pilots", http_client=http, max_retries=0
        )
        assert "[1]" in str(chat.invoke("How do pilots begin?").content)
        streamed = "".join(str(chunk.content) for chunk in chat.stream("How do pilots begin?"))
        assert streamed.startswith("Pilots begin small. [1]")
        assert "**Sources**" in streamed
