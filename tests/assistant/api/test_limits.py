"""Rates where strangers call, places everywhere, and none of it in the way on loopback."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import anyio
import httpx
import pytest
from fastapi import FastAPI

from assistant.api.callers import Caller
from assistant.api.limits import Limits
from assistant.api.metrics import Metrics
from assistant.errors import RateLimited, Unavailable
from tests.assistant.api.conftest import assert_problem, client_of
from tests.fakes.product import FakeProduct


def caller(owner: str = "ann", address: str = "192.0.2.1") -> Caller:
    return Caller(owner, "browser", frozenset(), address)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_sixty_questions_then_one_a_second() -> None:
    clock = Clock()
    limits = Limits(Metrics(), rates=True, clock=clock)
    for _ in range(60):
        limits.spend_ask(caller())
    with pytest.raises(RateLimited) as caught:
        limits.spend_ask(caller())
    assert caught.value.retry_after == 1
    limits.spend_ask(caller("bob"))
    clock.now = 1.0
    limits.spend_ask(caller())
    with pytest.raises(RateLimited):
        limits.spend_ask(caller())


def test_a_new_cookie_for_every_question_does_not_help() -> None:
    limits = Limits(Metrics(), rates=True, clock=Clock())
    for number in range(300):
        limits.spend_ask(caller(f"owner {number}"))
    with pytest.raises(RateLimited):
        limits.spend_ask(caller("owner 300"))
    limits.spend_ask(caller("owner 300", "192.0.2.2"))


def test_buckets_are_forgotten_at_some_point() -> None:
    limits = Limits(Metrics(), rates=True)
    for number in range(12_000):
        limits.spend_read(caller(f"owner {number}"))
    assert len(limits._buckets) == 10_000


def test_without_rates_nothing_is_counted() -> None:
    limits = Limits(Metrics(), rates=False)
    for _ in range(1_000):
        limits.spend_ask(caller())
    assert not limits._buckets


def test_a_place_is_given_back_also_after_an_error() -> None:
    limits = Limits(Metrics(), rates=False, most_at_once=1)

    def fail() -> None:
        with limits.slot():
            with pytest.raises(Unavailable):
                limits.slot().__enter__()
            raise KeyError

    for _ in range(2):
        with pytest.raises(KeyError):
            fail()


async def test_too_many_questions_get_429_with_a_time_to_wait(
    configured: Callable[..., tuple[FastAPI, FakeProduct]],
) -> None:
    app, _ = configured(public_url="https://coach.example")
    # Time stands still: on a slow machine a bucket would refill while the questions are asked.
    cast(Limits, app.state.limits)._clock = lambda: 0.0
    async with client_of(app, base="https://coach.example", address="192.0.2.7") as client:
        statuses = [
            (await client.post("/v1/ask", json={"question": "x"})).status_code for _ in range(60)
        ]
        assert statuses == [200] * 60
        refused = await client.post("/v1/ask", json={"question": "x"})
    assert_problem(refused, 429, "rate_limited")
    assert int(refused.headers["retry-after"]) >= 1


@pytest.mark.parametrize("stream", [False, True])
async def test_when_all_places_are_taken_the_next_gets_503(
    app: FastAPI, client: httpx.AsyncClient, product: FakeProduct, stream: bool
) -> None:
    limits = cast(Limits, app.state.limits)
    limits._most = 2
    product.assistant.pause_s = 0.1
    responses: list[httpx.Response] = []

    async def ask() -> None:
        body = {"question": "x", "stream": stream}
        responses.append(await client.post("/v1/ask", json=body))

    async with anyio.create_task_group() as group:
        for _ in range(3):
            group.start_soon(ask)
    assert sorted(r.status_code for r in responses) == [200, 200, 503]
    refused = next(r for r in responses if r.status_code == 503)
    assert_problem(refused, 503, "busy")
    assert refused.headers["retry-after"] == "2"
    assert (await client.post("/v1/ask", json={"question": "x"})).status_code == 200
