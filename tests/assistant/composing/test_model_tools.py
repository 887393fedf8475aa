"""Calculators as tools: the program computes, from the person's own figures, and tells the result."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from langchain_core.messages import ToolMessage
from langchain_core.utils.function_calling import convert_to_openai_tool

from assistant.calculators import CALCULATORS, run
from assistant.calculators.record import CalculatorResult
from assistant.composing import Draft
from assistant.composing.model import ModelComposer
from assistant.composing.stream import BROKEN_CALL
from assistant.composing.tools import calculator_tools, figures, fitting
from assistant.prompts import load_prompts
from tests.fakes import scripted_server as plays
from tests.fakes.briefs import ENGINES, brief
from tests.fakes.chat_model import connected, failure, written
from tests.fakes.scripted_server import ScriptedServer

ASKED = "What is the ROI of a benefit of $120k at a cost of 80,000?"
INPUTS = {"benefit": "$120k", "cost": "80,000"}
Make = Callable[..., ModelComposer]


def invoke(name: str, arguments: dict[str, object], *person: str) -> ToolMessage:
    tool = next(t for t in calculator_tools(person) if t.name == name)
    call = {"type": "tool_call", "id": "1", "name": name, "args": arguments}
    said = tool.invoke(call)
    assert isinstance(said, ToolMessage)
    return said


def test_one_tool_per_calculator_with_its_fields() -> None:
    tools = {tool.name: convert_to_openai_tool(tool)["function"] for tool in calculator_tools()}
    assert list(tools) == [calculator.name for calculator in CALCULATORS]
    for calculator in CALCULATORS:
        parameters = tools[calculator.name]["parameters"]
        fields = calculator.inputs.model_json_schema()["properties"]
        assert set(parameters["properties"]) == set(fields)
        assert not any(word in json.dumps(parameters) for word in ('"aliases"', '"synonyms"'))


def test_a_tool_gives_what_the_calculator_gives() -> None:
    said = invoke("roi", INPUTS, ASKED)
    assert said.artifact == run("roi", INPUTS)
    assert run("roi", INPUTS).headline in said.content


@pytest.mark.parametrize(
    ("inputs", "person"),
    [
        ({"benefit": "$120k", "cost": 80000}, ASKED),
        ({"benefit": 120000, "cost": "80,000"}, ASKED),
        ({"benefit": 0.8, "cost": "0.5"}, "80% and half of it"),
        ({"benefit": 3, "cost": 12}, "three against a dozen"),
        ({"benefit": 1.2e6, "cost": 5}, "1.2M and 5"),
    ],
)
def test_the_persons_figures_may_be_written_in_their_forms(
    inputs: dict[str, object], person: str
) -> None:
    assert isinstance(invoke("roi", inputs, person).artifact, CalculatorResult)


@pytest.mark.parametrize(
    "inputs",
    [
        {"benefit": "$120k", "cost": "90,000"},
        {"benefit": 130000, "cost": "80,000"},
        {"benefit": "$120k", "cost": "80,000", "years": 3},
        {"benefit": "120M", "cost": "80,000"},
    ],
)
def test_a_figure_nobody_gave_is_not_computed_with(inputs: dict[str, object]) -> None:
    said = invoke("roi", inputs, ASKED)
    assert said.artifact is None
    assert "did not give" in said.content
    assert "50" not in said.content


def test_figures_of_a_text() -> None:
    assert figures(["12k users, 80 %, 1,500 and 0.5"]) == {12, 12000, 80, 0.8, 1500, 0.5}
    assert figures(["v2.1 beta, abc123, none"]) == set()


def test_only_calculators_that_fit_are_offered() -> None:
    assert fitting("What is the ROI of this?")[0].name == "roi"
    assert fitting("Rank these ideas with RICE")[0].name == "rice"
    assert fitting("Who wrote the course?") == []
    assert len(fitting("score weight cost roi rice ice npv irr test sample power")) <= 5


async def test_a_tool_call_then_an_answer(composer_for: Make) -> None:
    text = f"ROI is 50%: the investment gains $40,000 net.\n- {ENGINES}\n- The ROI is 50% then."
    with ScriptedServer(plays.calls_tool("roi", INPUTS), plays.says(text)) as server:
        drafts = await written(composer_for(server), brief(message=ASKED))
    result = run("roi", INPUTS)
    first = drafts[0]
    assert first.result == result
    assert (first.text, first.support, first.calculations) == (
        result.headline, "calculated", (result.id,),
    )  # fmt: skip
    assert [d.text for d in drafts].count(result.headline) == 1
    assert [d.text for d in drafts if d.evidence] == [ENGINES]
    assert server.requests[1]["messages"][-1]["role"] == "tool"
    assert result.headline in server.requests[1]["messages"][-1]["content"]
    assert any(t["function"]["name"] == "roi" for t in server.requests[0]["tools"])


async def test_a_calculation_of_the_brief_is_always_told(composer_for: Make) -> None:
    result = run("roi", INPUTS)
    about = brief(message=ASKED, calculations=[result])
    with ScriptedServer(plays.says(ENGINES)) as server:
        drafts = await written(composer_for(server), about)
    assert drafts[0] == Draft(
        result.headline, calculations=(result.id,), support="calculated", role="lead"
    )
    assert result.headline in server.requests[0]["messages"][1]["content"]
    quoting = f"{result.headline} {ENGINES}"
    with ScriptedServer(plays.says(quoting)) as server:
        drafts = await written(composer_for(server), about)
    assert [d.text for d in drafts].count(result.headline) == 1


async def test_a_changed_number_is_told_as_without_a_model() -> None:
    result = run("roi", INPUTS)
    told = Draft(
        f"Before: 20%. {result.headline}", (), (result.id,), support="calculated", role="lead"
    )
    with ScriptedServer(plays.says(ENGINES)) as server:
        composer = ModelComposer(connected(server), load_prompts(), outline=lambda _: [told])
        drafts = await written(composer, brief(message=ASKED, calculations=[result]))
    assert [d.text for d in drafts] == [told.text, ENGINES]


async def test_a_result_is_not_retold_with_other_names(composer_for: Make) -> None:
    ideas = "A: reach 500, impact 2, confidence 80%, effort 2; B: reach 900, impact 1, confidence 50%, effort 3"
    result = run(
        "rice",
        {
            "items": [
                {"name": "A", "reach": 500, "impact": 2, "confidence": "80%", "effort": 2},
                {"name": "B", "reach": 900, "impact": 1, "confidence": "50%", "effort": 3},
            ],
            "period": "month",
        },
    )
    assert "A 400" in result.headline
    about = brief(message=f"RICE for {ideas} per month", calculations=[result])
    with ScriptedServer(plays.says(f"B comes first (RICE: B 400; A 150). {ENGINES}")) as server:
        drafts = await written(composer_for(server), about)
    assert [d.text for d in drafts if d.support == "calculated"] == [result.headline]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("roi", "{oops"), ("roi", "[1, 2]"), ("delete_everything", {"now": True})],
)
async def test_a_broken_tool_call_is_a_fault(
    name: str, arguments: object, composer_for: Make
) -> None:
    with ScriptedServer(plays.calls_tool(name, arguments)) as server:
        assert await failure(composer_for(server), brief(message=ASKED)) == BROKEN_CALL
    assert len(server.requests) == 2


async def test_a_tool_call_that_was_never_offered_is_a_fault(composer_for: Make) -> None:
    with ScriptedServer(plays.calls_tool("roi", INPUTS)) as server:
        assert await failure(composer_for(server)) == BROKEN_CALL
    assert "tools" not in server.requests[0]


async def test_a_server_without_tools_is_asked_without(composer_for: Make) -> None:
    refusal = plays.status(400, message="this model does not support tools")
    with ScriptedServer(refusal, plays.says(ENGINES)) as server:
        composer = composer_for(server)
        for _ in range(2):
            assert (await written(composer, brief(message=ASKED)))[0].text == ENGINES
    # It is remembered: the second answer loses no try on it.
    assert ["tools" in request for request in server.requests] == [True, False, False]
