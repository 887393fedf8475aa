"""Owners: cookies, keys and the local user; nobody sees what is somebody else's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from assistant.api.callers import COOKIE
from assistant.api.keys import main, new_key, read_keys
from assistant.errors import SettingsError
from tests.assistant.api.conftest import assert_problem, client_of
from tests.fakes.product import FakeProduct

Make = Callable[..., tuple[FastAPI, FakeProduct]]
REMOTE = {"address": "192.0.2.7", "base": "http://192.0.2.1"}


async def ask(client: httpx.AsyncClient, **more: Any) -> Any:
    response = await client.post("/v1/ask", json={"question": "x", **more})
    assert response.status_code == 200, response.text
    return response.json()


async def assert_unseen(client: httpx.AsyncClient, answer: Any) -> None:
    """Every door says 404 about a conversation that exists, as about one that does not."""
    for conversation in (answer["conversation_id"], "c-none"):
        address = f"/v1/conversations/{conversation}"
        code = "conversation_not_found"
        assert_problem(await client.get(address), 404, code)
        assert_problem(await client.delete(address), 404, code)
        for form in ("md", "json", "docx"):
            assert_problem(await client.get(f"{address}/export?format={form}"), 404, code)
        for stream in (False, True):
            body = {"question": "x", "conversation_id": conversation, "stream": stream}
            assert_problem(await client.post("/v1/ask", json=body), 404, code)
        chat = {
            "model": "pilots", "messages": [{"role": "user", "content": "x"}],
            "conversation_id": conversation,
        }  # fmt: skip
        assert_problem(await client.post("/v1/chat/completions", json=chat), 404, code)
    for answer_id in (answer["id"], "a-none"):
        verdict = {"answer_id": answer_id, "verdict": "up"}
        assert_problem(await client.post("/v1/feedback", json=verdict), 404, code)


async def test_a_program_on_this_machine_is_the_local_user(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    response = await client.post("/v1/ask", json={"question": "x"})
    assert "set-cookie" not in response.headers
    async with client_of(app) as again:
        found = await again.get(f"/v1/conversations/{response.json()['conversation_id']}")
    assert found.status_code == 200


@pytest.mark.parametrize(
    "more",
    [
        REMOTE,
        {"headers": {"x-forwarded-for": "192.0.2.7"}},
        {"headers": {"forwarded": "for=192.0.2.7"}},
        {"base": "http://myserver:8000"},
    ],
    ids=["remote", "proxied", "forwarded", "by a name"],
)
async def test_anybody_else_gets_a_cookie_and_what_is_their_own(
    app: FastAPI, client: httpx.AsyncClient, product: FakeProduct, more: dict[str, Any]
) -> None:
    local = await ask(client)
    async with client_of(app, **more) as ann, client_of(app, **more) as bob:
        answer = await ask(ann)
        assert COOKIE in ann.cookies
        address = f"/v1/conversations/{answer['conversation_id']}"
        assert (await ann.get(address)).status_code == 200
        await ask(ann, conversation_id=answer["conversation_id"])
        assert (
            len(product.store.history(product.assistant.turns[-1].owner, answer["conversation_id"]))
            == 2
        )
        await assert_unseen(bob, answer)
        await assert_unseen(ann, local)
    await assert_unseen(client, answer)


async def test_the_page_hands_out_a_cookie_even_on_this_machine(
    configured: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mount(app: FastAPI, _product: object) -> None:
        app.add_api_route("/", lambda: "page", methods=["GET"])

    monkeypatch.setattr("assistant.ui.mount", mount)
    app, product = configured(page=True)
    async with client_of(app) as browser, client_of(app) as program:
        opened = await browser.get("/")
        line = opened.headers["set-cookie"]
        assert "HttpOnly" in line
        assert "SameSite=Lax" in line
        assert "Secure" not in line
        assert "set-cookie" not in (await browser.get("/")).headers
        answer = await ask(browser)
        await assert_unseen(program, answer)
        # The store knows a hash of the cookie, not the cookie.
        assert browser.cookies[COOKIE] not in product.assistant.turns[-1].owner


async def test_over_https_in_a_frame_the_cookie_is_partitioned(configured: Make) -> None:
    app, _ = configured(
        public_url="https://coach.example", allowed_origins=("https://lms.example",)
    )
    async with client_of(app, address="192.0.2.7", base="https://coach.example") as client:
        response = await client.post("/v1/ask", json={"question": "x"})
    line = response.headers["set-cookie"]
    assert "SameSite=None; Partitioned; Secure" in line


@pytest.mark.parametrize("value", ["", "short", "a" * 31, "a" * 65, "ä" * 40, 'x"; y=' * 8])
async def test_a_made_up_cookie_is_replaced(app: FastAPI, value: str) -> None:
    headers = {"cookie": f"{COOKIE}={value}".encode()}
    async with client_of(app, **REMOTE) as client:
        response = await client.post("/v1/ask", json={"question": "x"}, headers=headers)
    assert response.status_code == 200
    assert COOKIE in response.headers["set-cookie"]


@pytest.fixture
def keyed(configured: Make, tmp_path: Path) -> tuple[FastAPI, dict[str, str]]:
    """An app with a keys file, and the secrets by name."""
    made = {
        "asker": new_key(frozenset({"ask", "read"}), None),
        "other": new_key(frozenset({"ask", "read"}), date(2999, 1, 1)),
        "reader": new_key(frozenset({"read"}), None),
        "admin": new_key(frozenset({"admin"}), None),
        "old": new_key(frozenset({"ask"}), date(2020, 1, 1)),
    }
    path = tmp_path / "keys.txt"
    lines = ["# our keys", "", *(line + "  # " + name for name, (_, line) in made.items())]
    path.write_text("\n".join(lines), encoding="utf-8")
    app, _ = configured(api_keys_file=path)
    return app, {name: secret for name, (secret, _) in made.items()}


def with_key(app: FastAPI, secret: str) -> httpx.AsyncClient:
    return client_of(app, headers={"authorization": f"Bearer {secret}"})


async def test_with_a_keys_file_the_api_takes_a_key(
    keyed: tuple[FastAPI, dict[str, str]],
) -> None:
    app, secrets = keyed
    async with client_of(app) as stranger:
        response = await stranger.post("/v1/ask", json={"question": "x"})
        assert_problem(response, 401, "invalid_api_key")
        assert response.headers["www-authenticate"] == "Bearer"
        assert_problem(await stranger.get("/metrics"), 401)
        assert_problem(await stranger.get("/v1/search?q=x"), 401)
        assert (await stranger.get("/healthz")).status_code == 200
    prefix, _, secret = secrets["asker"].partition(".")
    for bad in (secrets["old"], f"{prefix}.{secret[:-1]}", f"{prefix}.", prefix, f"nope.{secret}",
                "", "é"):  # fmt: skip
        async with client_of(app) as client:
            header = {"authorization": f"Bearer {bad}".encode()}
            assert_problem(await client.post("/v1/ask", json={}, headers=header), 401)
    async with client_of(app, headers={"authorization": f"Basic {secrets['asker']}"}) as client:
        assert_problem(await client.get("/v1/courses"), 401)


async def test_a_key_owns_its_conversations(keyed: tuple[FastAPI, dict[str, str]]) -> None:
    app, secrets = keyed
    async with with_key(app, secrets["asker"]) as ann, with_key(app, secrets["other"]) as bob:
        answer = await ask(ann)
        await assert_unseen(bob, answer)
        found = await ann.get(f"/v1/conversations/{answer['conversation_id']}")
        assert found.status_code == 200


async def test_a_key_does_what_it_is_for(keyed: tuple[FastAPI, dict[str, str]]) -> None:
    app, secrets = keyed
    async with with_key(app, secrets["reader"]) as reader:
        assert_problem(await reader.post("/v1/ask", json={"question": "x"}), 403, "forbidden")
        assert (await reader.get("/v1/search?q=pilots")).status_code == 200
        assert_problem(await reader.get("/metrics"), 403)
    async with with_key(app, secrets["admin"]) as admin:
        assert (await admin.get("/metrics")).status_code == 200
        assert (await admin.post("/v1/ask", json={"question": "x"})).status_code == 200


async def test_a_browser_reads_its_own_without_a_key(
    keyed: tuple[FastAPI, dict[str, str]],
) -> None:
    app, _ = keyed
    from tests.fakes.answers import answer

    async with client_of(app, **REMOTE) as browser:
        # The page itself asks and stores under the browser's owner.
        await browser.get("/v1/courses")
        from assistant.api.callers import _owner_of

        owner = _owner_of(browser.cookies[COOKIE])
        app.state.product.store.save_turn(owner, answer(conversation_id="c1", answer_id="a1"))
        assert (await browser.get("/v1/conversations/c1")).status_code == 200
        verdict = await browser.post("/v1/feedback", json={"answer_id": "a1", "verdict": "up"})
        assert verdict.status_code == 201
        assert_problem(await browser.post("/v1/ask", json={"question": "x"}), 401)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "no key"),
        ("# nothing\n", "no key"),
        ("\nsecret-canary", "line 2"),
        (f"a:{'0' * 64}:ask", "line 1"),
        (f"a:{'0' * 63}:ask:-", "line 1"),
        (f"a:{'0' * 64}:fly:-", "line 1"),
        (f"a:{'0' * 64}:ask:soon", "line 1"),
        (f"a b:{'0' * 64}:ask:-", "line 1"),
        (f"a:{'0' * 64}:ask:-\na:{'1' * 64}:ask:-", "line 2"),
    ],
)
def test_a_bad_keys_file_stops_the_start_by_name(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "keys.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match="ASSISTANT_API_KEYS_FILE") as caught:
        read_keys(path)
    assert said in str(caught.value)
    assert "canary" not in str(caught.value)


def test_a_missing_keys_file_stops_the_start_by_name(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="ASSISTANT_API_KEYS_FILE"):
        read_keys(tmp_path / "none")


def test_the_command_makes_a_key_that_works(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask,read", "--expires", "2999-12-31"]) == 0
    line, said = capsys.readouterr()
    (tmp_path / "keys.txt").write_text(line, encoding="utf-8")
    secret = said.rsplit(" ", 1)[1].strip()
    key = read_keys(tmp_path / "keys.txt").find(f"Bearer {secret}")
    assert key is not None
    assert key.permissions == {"ask", "read"}
    assert secret.partition(".")[2] not in line
    with pytest.raises(SystemExit) as wrong:
        main(["fly"])
    assert wrong.value.code == 2
