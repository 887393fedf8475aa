"""The calculators as LangChain tools: same names, same schema, same results as everywhere else.

A model may only hand over figures the person gave. A figure of its own would come back as a
"calculated" number nobody owns, so such a call computes nothing and says which figure it was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import BaseMessage, ToolMessage
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool, StructuredTool, ToolException

from assistant.calculators import CALCULATORS, json_schema, run
from assistant.calculators.record import Calculator, CalculatorResult
from assistant.composing.stream import BROKEN_CALL, ModelFault, ToolCall
from knowledge.text import content_stems

MOST_TOOLS = 5  # offered for one question

_SCHEMA_WORDS = frozenset(
    {
        "type", "properties", "required", "items", "anyOf", "enum", "description", "$defs", "$ref",
        "additionalProperties", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    }
)  # fmt: skip
_FIGURE = re.compile(
    r"(?<![\w.])(\d[\d,]*(?:\.\d+)?|\.\d+)\s*(%|per\s?cent|k|m|bn|b)?(?![\w])", re.I
)
_SCALE = {"k": 1e3, "m": 1e6, "bn": 1e9, "b": 1e9}
_WORDS = {
    word: value
    for value, word in enumerate(
        ("zero one two three four five six seven eight nine ten eleven twelve").split()  # noqa: SIM905
    )
} | {"half": 0.5, "dozen": 12, "hundred": 100}


def calculator_tools(
    person: Sequence[str] | None = None, calculators: Sequence[Calculator] = CALCULATORS
) -> list[BaseTool]:
    """One tool per calculator. The content is for the model, the artifact is the result.

    ``person``: what the person wrote; a figure in the inputs that does not stand there is refused.
    None lifts that, for callers who take responsibility for the inputs.
    """
    owned = None if person is None else figures(person)
    return [_tool(calculator, owned) for calculator in calculators]


def fitting(question: str) -> list[Calculator]:
    """The calculators whose names or summary share words with the question, best first.

    All of them would be several times as long as the rest of the prompt.
    """
    asked = set(content_stems(question))
    scored = []
    for calculator in CALCULATORS:
        names = {*content_stems(" ".join((calculator.name, calculator.title, *calculator.aliases)))}
        shared = 2 * len(asked & names)
        shared += len(asked & (set(content_stems(calculator.summary)) - names))
        scored.append((shared, calculator))
    scored.sort(key=lambda pair: -pair[0])
    return [calculator for shared, calculator in scored[:MOST_TOOLS] if shared > 1]


def _tool(calculator: Calculator, owned: frozenset[float] | None) -> BaseTool:
    def compute(**inputs: Any) -> tuple[str, CalculatorResult]:
        if owned is not None:
            foreign = sorted(v for v in _values(inputs) if not _among(v, owned))
            if foreign:
                raise ToolException(
                    f"Not computed: the person did not give {foreign[0]:g}. Pass figures exactly as"
                    " the person wrote them, and leave out what they did not give."
                )
        result = run(calculator.name, inputs)
        return _told(result), result

    return StructuredTool.from_function(
        func=compute,
        name=calculator.name,
        description=f"{calculator.title}: {calculator.summary}. {calculator.formula}"[:500],
        args_schema=slim(json_schema(calculator.name)["inputs"]),
        response_format="content_and_artifact",
        handle_tool_error=True,
    )


class Toolbox:
    """The calculators within one answer: bound to the model where they can be of use.

    They can where the person wrote a figure, ``question`` names something a calculator does, and
    the model takes tools. ``results`` holds what was computed, in the order of the calls.
    """

    def __init__(
        self, model: BaseChatModel, question: str, person: Sequence[str], takes_tools: bool
    ) -> None:
        calculators = fitting(question) if figures(person) else []
        self.wanted = bool(calculators)
        self.bound = False
        self.model: Runnable[LanguageModelInput, BaseMessage] = model
        self.results: list[CalculatorResult] = []
        self._tools: dict[str, BaseTool] = {}
        if self.wanted and takes_tools:
            self._tools = {tool.name: tool for tool in calculator_tools(person, calculators)}
            try:
                self.model = model.bind_tools(list(self._tools.values()))
                self.bound = True
            except NotImplementedError:
                self._tools = {}

    def answer(self, call: ToolCall) -> ToolMessage:
        """Run a call. Raises ModelFault for a tool that does not exist."""
        if call.name not in self._tools:
            raise ModelFault(BROKEN_CALL, again=True)
        said = self._tools[call.name].invoke(
            {"type": "tool_call", "id": call.id, "name": call.name, "args": dict(call.arguments)}
        )
        assert isinstance(said, ToolMessage)
        result = said.artifact
        if isinstance(result, CalculatorResult) and result.status in {"ok", "ok_with_warnings"}:
            self.results.append(result)
        return ToolMessage(content=said.content, tool_call_id=call.id)


def _told(result: CalculatorResult) -> str:
    said = {
        "status": result.status,
        "result": result.headline,
        "assumptions": result.assumptions,
        "warnings": result.warnings,
        "ask the person": result.next_question,
    }
    return json.dumps({key: value for key, value in said.items() if value}, ensure_ascii=False)


def slim(schema: Any, names: bool = False) -> Any:
    """A JSON Schema with the words that models know, and without our own annotations.

    ``names``: the keys at this level are field names, not words of the schema.
    """
    if isinstance(schema, list):
        return [slim(item) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    kept = {
        key: value
        if key in {"enum", "required"}
        else slim(value, names=not names and key in {"properties", "$defs"})
        for key, value in schema.items()
        if names or key in _SCHEMA_WORDS
    }
    options = kept.get("anyOf")
    if not names and isinstance(options, list):
        # What is not known is left out, never passed as null.
        options = [option for option in options if option != {"type": "null"}]
        kept["anyOf"] = options
        if len(options) == 1:
            kept = {**{k: v for k, v in kept.items() if k != "anyOf"}, **options[0]}
    return kept


def figures(texts: Iterable[str]) -> frozenset[float]:
    """The figures of texts as values: "12k" is 12 and 12,000, "80%" is 80 and 0.8."""
    found: set[float] = set()
    for text in texts:
        for written, mark in _FIGURE.findall(text):
            value = float(written.replace(",", ""))
            mark = mark.lower()
            found.add(value)
            if mark.startswith(("%", "p")):
                found.add(value / 100)
            elif mark:
                found.add(value * _SCALE[mark])
        found.update(_WORDS[word] for word in re.findall(r"[a-z]+", text.lower()) if word in _WORDS)
    return frozenset(found)


def _values(inputs: Any) -> set[float]:
    """The figures handed over, each in one form: the largest its writing allows."""
    if isinstance(inputs, bool) or inputs is None:
        return set()
    if isinstance(inputs, int | float):
        return {float(inputs)}
    if isinstance(inputs, str):
        values = set()
        for written, mark in _FIGURE.findall(inputs):
            scale = _SCALE.get(mark.lower(), 1.0)
            values.add(float(written.replace(",", "")) * scale)
        return values
    items = inputs.values() if isinstance(inputs, Mapping) else inputs
    return set().union(*map(_values, items))


def _among(value: float, owned: frozenset[float]) -> bool:
    return any(abs(abs(value) - known) <= 1e-9 * max(1.0, known) for known in owned)
