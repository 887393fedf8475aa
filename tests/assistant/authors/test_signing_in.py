"""Who gets in at the authors' doors, and how long they stay."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest

from assistant.api.keys import Key
from assistant.bootstrap import Product
from assistant.ui.authors.sessions import AGE_S, COOKIE, Sessions
from tests.assistant.api.conftest import assert_problem
from tests.assistant.authors.conftest import OVERVIEW, House, house_of


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
