"""The same numbers from the one record through every door: REST, command line, tool, chat, form."""

import json
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from assistant.arithmetic import compute
from assistant.calculators import CALCULATORS, get, run
from assistant.calculators.reading.inputs import read_inputs
from assistant.commands.calc import run_calc
from assistant.composing.tools import calculator_tools
from assistant.server import create_app
from tests.assistant.calculators.examples import EXAMPLES
from tests.fakes.product import fake_product

NAMES = [calculator.name for calculator in CALCULATORS]


def plain(values: Any) -> Any:
    """Values as they look after a way through JSON."""
    return json.loads(json.dumps(values))


def by_form(name: str, inputs: dict[str, Any]) -> Any:
    """The record's own function on its own inputs model, as the form calls it."""
    calculator = get(name)
    read = read_inputs(calculator.inputs, inputs)
    assert read.inputs is not None, read.problems
    return calculator.function(read.inputs).values


def by_command(name: str, inputs: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> Any:
    typed = [
        f"{key}={value if isinstance(value, str) else json.dumps(value)}"
        for key, value in inputs.items()
    ]
    assert run_calc(name, None, typed, as_json=True) == 0
    return json.loads(capsys.readouterr().out)["values"]


def by_tool(name: str, inputs: dict[str, Any]) -> Any:
    tool = next(tool for tool in calculator_tools() if tool.name == name)
    call = {"type": "tool_call", "id": "1", "name": name, "args": inputs}
    return tool.invoke(call).artifact.values


def by_chat(message: str) -> Any:
    (result,) = compute(message, []).results
    return result.calculator, result.values


def test_there_is_an_example_for_every_calculator() -> None:
    assert list(EXAMPLES) == NAMES
    assert [name for name, (_, message) in EXAMPLES.items() if message is None] == ["ratio_metric"]


@pytest.mark.parametrize("name", NAMES)
def test_the_same_numbers(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    inputs, message = EXAMPLES[name]
    result = run(name, inputs)
    assert result.status in {"ok", "ok_with_warnings"}
    assert result.formula
    assert result.source_label
    assert any(isinstance(value, int | float | list) for value in result.values.values())
    expected = plain(result.values)
    assert plain(by_form(name, inputs)) == expected
    assert by_command(name, inputs, capsys) == expected
    assert plain(by_tool(name, inputs)) == expected
    if message is not None:
        calculator, values = by_chat(message)
        assert (calculator, plain(values)) == (name, expected)


async def test_the_same_numbers_over_http(tmp_path: Path) -> None:
    with fake_product(tmp_path) as product:
        app = create_app(cast("Any", product), page=False)
        transport = httpx.ASGITransport(app=app, client=("127.0.0.1", 5000))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            for name, (inputs, _) in EXAMPLES.items():
                answer = await client.post(f"/v1/calculators/{name}", json=inputs)
                assert answer.status_code == 200, answer.text
                assert answer.json() == plain(run(name, inputs).model_dump(mode="json")), name
