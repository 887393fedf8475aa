"""The workspace's routes: what goes in and out, what is refused, and whose scenario is whose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from assistant.api import limits
from assistant.api.workspace import FILE_LIMITS, READ_PATH
from tests.assistant.api.conftest import assert_problem, client_of
from tests.fakes.answers import answer
from tests.fakes.product import FakeProduct

DOCUMENT: dict[str, Any] = {
    "calculator": "rice",
    "name": "Plan A",
    "columns": ["Name", "Reach", "Impact", "Confidence", "Effort"],
    "rows": [
        ["Search", "12k per quarter", "high", "80%", "5"],
        ["Chatbot", "4k per month", "2", "80%", "3-5"],
    ],
}
ANN = {"cookie": f"assistant_owner={'a' * 40}"}
BOB = {"cookie": f"assistant_owner={'b' * 40}"}


async def test_the_methods_with_their_forms(client: httpx.AsyncClient) -> None:
    methods = (await client.get("/v1/workspace/methods")).json()["methods"]
    calculators = (await client.get("/v1/calculators")).json()["calculators"]
    assert [m["name"] for m in methods] == [c["name"] for c in calculators]


async def test_the_view_has_the_numbers_of_the_calculator(client: httpx.AsyncClient) -> None:
    table = "\n".join(["\t".join(DOCUMENT["columns"]), *("\t".join(r) for r in DOCUMENT["rows"])])
    plain = (await client.post("/v1/calculators/rice", json={"items": table})).json()
    seen = (await client.post("/v1/workspace/view", json={"document": DOCUMENT})).json()
    assert seen["result"]["values"] == plain["values"]
    assert seen["result"]["headline"] == plain["headline"]
    assert [chart["kind"] for chart in seen["charts"]] == ["bars", "tornado", "bars"]
    assert seen["question"].startswith("RICE")
    assert seen["change"] is None


async def test_the_view_tells_what_changed(client: httpx.AsyncClient) -> None:
    after = {
        **DOCUMENT,
        "rows": [["Search", "40k per quarter", "high", "80%", "5"], DOCUMENT["rows"][1]],
    }
    body = {"document": after, "before": DOCUMENT}
    told = (await client.post("/v1/workspace/view", json=body)).json()["change"]
    assert told["differences"] == [
        {"where": "Search · Reach", "before": "12k per quarter", "after": "40k per quarter"}
    ]
    assert {move["where"] for move in told["moves"]} == {"Search", "Chatbot"}


async def test_bytes_go_in_and_a_document_comes_out(client: httpx.AsyncClient) -> None:
    sheet = await client.post("/v1/workspace/export?format=xlsx", json={"document": DOCUMENT})
    assert sheet.headers["content-disposition"] == 'attachment; filename="plan-a.xlsx"'
    found = (await client.post(READ_PATH, content=sheet.content)).json()
    assert found["document"]["rows"] == DOCUMENT["rows"]
    exported = await client.post("/v1/workspace/export?format=json", json={"document": DOCUMENT})
    again = (await client.post(READ_PATH, content=exported.content)).json()["document"]
    assert {key: again[key] for key in DOCUMENT} == DOCUMENT


@pytest.mark.parametrize(
    ("form", "kind"), [("csv", "text/csv"), ("md", "text/markdown"), ("json", "application/json")]
)
async def test_exports_are_files(client: httpx.AsyncClient, form: str, kind: str) -> None:
    hostile = {**DOCUMENT, "name": '"; filename="x.exe\r\nSet-Cookie: a=b'}
    made = await client.post(f"/v1/workspace/export?format={form}", json={"document": hostile})
    assert made.headers["content-type"].startswith(kind)
    assert (
        made.headers["content-disposition"]
        == f'attachment; filename="filename-x-exe-set-cookie-a-b.{form}"'
    )
    assert made.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"calculator": "nope"}, 404),
        ({"calculator": 7}, 422),
        ({"rows": [["x" * 401]]}, 422),
        ({"rows": [["1"]] * 501}, 422),
        ({"columns": ["x"] * 41}, 422),
        ({"rows": [["1"] * 41]}, 422),
        ({"extra": 1}, 422),
        ({"rows": [[1, 2]]}, 422),
        ({"inputs": {"a": 3}}, 422),
        ({"name": "x" * 121}, 422),
    ],
)
@pytest.mark.parametrize("route", ["view", "export", "scenarios"])
async def test_a_document_beyond_the_limits_is_refused(
    client: httpx.AsyncClient, change: dict[str, Any], status: int, route: str
) -> None:
    body = {"document": {**DOCUMENT, **change}}
    problem = assert_problem(await client.post(f"/v1/workspace/{route}", json=body), status)
    assert "xxxxx" not in str(problem)


async def test_the_largest_table_is_computed_in_time(client: httpx.AsyncClient) -> None:
    rows = [[f"Idea {n}", f"{n + 1}k per quarter", "2", "80%", "3"] for n in range(500)]
    response = await client.post(
        "/v1/workspace/view", json={"document": {**DOCUMENT, "rows": rows}}
    )
    assert response.status_code == 200
    assert len(response.json()["ranking"]["rows"]) == 500
    assert len(response.content) < 3_000_000


async def test_only_the_reading_route_takes_a_file_and_only_so_large(
    client: httpx.AsyncClient,
) -> None:
    limit = FILE_LIMITS[READ_PATH]
    assert_problem(await client.post(READ_PATH, content=b"x" * (limit + 1)), 413, "too_large")
    assert_problem(await client.post(READ_PATH, content=b"x" * limit), 422, "unreadable_table")
    big = {"document": {**DOCUMENT, "inputs": {"a": "x" * 300_000}}}
    assert_problem(await client.post("/v1/workspace/view", json=big), 413, "too_large")


@pytest.mark.parametrize(
    "content", [b"", b"\x00", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{", b"[1]", b"a"]
)
async def test_what_is_no_table_is_a_problem_with_a_reason(
    client: httpx.AsyncClient, content: bytes
) -> None:
    assert_problem(await client.post(READ_PATH, content=content), 422, "unreadable_table")


async def test_scenarios_are_kept_opened_replaced_and_deleted(client: httpx.AsyncClient) -> None:
    made = await client.post("/v1/workspace/scenarios", json={"document": DOCUMENT})
    assert made.status_code == 201
    head = made.json()
    assert head["headline"].startswith("Chatbot comes first")
    listed = (await client.get("/v1/workspace/scenarios")).json()["scenarios"]
    assert listed == [head]
    changed = {**DOCUMENT, "name": "Plan B"}
    again = await client.post(
        "/v1/workspace/scenarios", json={"document": changed, "id": head["id"]}
    )
    assert again.json()["id"] == head["id"]
    found = (await client.get(f"/v1/workspace/scenarios/{head['id']}")).json()
    assert found["name"] == "Plan B"
    assert {key: found["document"][key] for key in DOCUMENT} == changed
    assert (await client.delete(f"/v1/workspace/scenarios/{head['id']}")).status_code == 204
    assert_problem(
        await client.get(f"/v1/workspace/scenarios/{head['id']}"), 404, "scenario_not_found"
    )
    assert_problem(
        await client.post("/v1/workspace/scenarios", json={"document": {**DOCUMENT, "name": " "}}),
        422,
    )


async def test_somebody_elses_scenario_does_not_exist(app: FastAPI) -> None:
    async with client_of(app, headers=ANN) as ann, client_of(app, headers=BOB) as bob:
        mine = (await ann.post("/v1/workspace/scenarios", json={"document": DOCUMENT})).json()["id"]
        other = (await bob.post("/v1/workspace/scenarios", json={"document": DOCUMENT})).json()[
            "id"
        ]
        address = f"/v1/workspace/scenarios/{mine}"
        unknown = assert_problem(await bob.get("/v1/workspace/scenarios/abc"), 404)
        for response in (
            await bob.get(address),
            await bob.delete(address),
            await bob.post("/v1/workspace/scenarios", json={"document": DOCUMENT, "id": mine}),
            await bob.post("/v1/workspace/compare", json={"scenarios": [mine, other]}),
        ):
            problem = assert_problem(response, 404, "scenario_not_found")
            assert problem["detail"] == unknown["detail"]
        assert [
            s["id"] for s in (await bob.get("/v1/workspace/scenarios")).json()["scenarios"]
        ] == [other]
        assert (await ann.get(address)).status_code == 200


async def test_ids_cannot_be_guessed(client: httpx.AsyncClient) -> None:
    made = [
        (await client.post("/v1/workspace/scenarios", json={"document": DOCUMENT})).json()["id"]
        for _ in range(5)
    ]
    assert len(set(made)) == 5
    assert min(map(len, made)) >= 24


async def test_every_id_that_is_given_out_is_taken_back(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Random text may begin with a dash, which an identifier of the interface may not."""
    tokens = iter(["-abcdefghijklmnopqrstuvw", "_abcdefghijklmnopqrstuvw"])
    monkeypatch.setattr("secrets.token_urlsafe", lambda size: next(tokens))
    first, second = [
        (await client.post("/v1/workspace/scenarios", json={"document": DOCUMENT})).json()["id"]
        for _ in range(2)
    ]
    compared = await client.post("/v1/workspace/compare", json={"scenarios": [first, second]})
    assert compared.status_code == 200


async def test_scenarios_side_by_side(client: httpx.AsyncClient) -> None:
    first = (await client.post("/v1/workspace/scenarios", json={"document": DOCUMENT})).json()["id"]
    current = {
        **DOCUMENT,
        "name": "Now",
        "rows": [["Search", "40k per quarter", "high", "80%", "5"], DOCUMENT["rows"][1]],
    }
    body = {"scenarios": [first], "current": current}
    found = (await client.post("/v1/workspace/compare", json=body)).json()
    assert found["inputs"]["rows"] == [["Search · Reach", "12k per quarter", "40k per quarter"]]
    assert_problem(
        await client.post("/v1/workspace/compare", json={"scenarios": [first]}),
        422,
        "not_comparable",
    )


async def test_a_calculation_of_the_chat_opens_here_for_its_owner_alone(
    client: httpx.AsyncClient, product: FakeProduct, app: FastAPI
) -> None:
    scenario = {"calculator": "rice", "inputs": {"items": [
        {"name": "A", "reach": "4k per quarter", "impact": "2", "confidence": "80%", "effort": "3"}
    ]}}  # fmt: skip
    product.store.save_turn(
        "local", answer(conversation_id="c1", answer_id="a1"), scenario=scenario
    )
    product.store.save_turn("local", answer(conversation_id="c1", answer_id="a2"))
    found = (await client.get("/v1/workspace/answers/a1")).json()["document"]
    assert found["rows"] == [["A", "4k per quarter", "2", "80%", "3"]]
    assert_problem(await client.get("/v1/workspace/answers/a2"), 404, "calculation_not_found")
    async with client_of(app, headers=BOB) as bob:
        assert_problem(await bob.get("/v1/workspace/answers/a1"), 404, "calculation_not_found")


async def test_rates_hold_here_too(
    configured: Callable[..., tuple[FastAPI, FakeProduct]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "READ_PER_OWNER", limits.Rate(per_minute=1, burst=2))
    app, _ = configured(public_url="https://desk.example")
    async with client_of(app, "https://desk.example", headers=ANN) as client:
        codes = [(await client.post(READ_PATH, content=b"x")).status_code for _ in range(3)]
    assert codes == [422, 422, 429]
