"""Every calculator, and the one way to run one."""

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any

from assistant.calculators.catalogue import CALCULATORS
from assistant.calculators.reading.columns import nearest, normalised
from assistant.calculators.reading.inputs import ReadInputs, read_inputs
from assistant.calculators.reading.records import rows_field
from assistant.calculators.record import Calculator, CalculatorResult, Outcome, Problem, refused
from assistant.calculators.spans import over_spans


class UnknownCalculator(LookupError):
    """No calculator has this name; `suggestion` is the nearest one, if any."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.suggestion = nearest(name, _BY_NAME)
        if self.suggestion:
            self.suggestion = _BY_NAME[self.suggestion].name
        hint = f" Did you mean {self.suggestion!r}?" if self.suggestion else ""
        super().__init__(f"There is no calculator {name[:60]!r}.{hint}")


LARGEST = 10**300
DEEPEST = 12  # levels of nested inputs; rows of mappings of lists need four
_BY_NAME: Mapping[str, Calculator] = {
    normalised(name): entry
    for entry in reversed(CALCULATORS)
    for name in (*entry.aliases, entry.name)
}


def get(name: str) -> Calculator:
    """The calculator of that name or alias; `UnknownCalculator` names the nearest."""
    try:
        return _BY_NAME[normalised(name)]
    except KeyError:
        raise UnknownCalculator(name) from None


def run(name: str, raw_inputs: Mapping[str, object]) -> CalculatorResult:
    """Read the raw inputs, compute, and return the result with everything echoed."""
    calculator = get(name)
    problem = _unreadable(raw_inputs)
    if problem is not None:
        return _result(calculator, {}, ReadInputs(None, (), (problem,), ()), refused(problem))
    read = read_inputs(calculator.inputs, raw_inputs)
    return _result(calculator, raw_inputs, read, _computed(calculator, read))


def _unreadable(inputs: Mapping[str, object]) -> Problem | None:
    """What keeps inputs from being read at all: nested too deeply, or a number beyond any float.

    Walked level by level, not by recursion, and no further than the limit.
    """
    level: list[tuple[str, object]] = list(inputs.items())
    for _ in range(DEEPEST):
        inner: list[tuple[str, object]] = []
        for name, item in level:
            if isinstance(item, Mapping):
                inner.extend((name, value) for value in item.values())
            elif isinstance(item, list | tuple):
                inner.extend((name, value) for value in item)
            elif isinstance(item, int) and abs(item) > LARGEST:
                return Problem(
                    kind="out_of_range",
                    field=name,
                    message=f"{name} is larger than any number here may be.",
                )
        if not inner:
            return None
        level = inner
    return Problem(kind="mismatch", message="These inputs are nested too deeply.")


def run_table(name: str, text: str, **inputs: object) -> CalculatorResult:
    """Run a calculator that takes a table on pasted or uploaded text."""
    calculator = get(name)
    field = rows_field(calculator.inputs)
    if field is None:
        problem = Problem(
            kind="mismatch", field="table", message=f"{calculator.title} takes no table."
        )
        return _result(calculator, inputs, ReadInputs(None, (), (problem,), ()), refused(problem))
    return run(name, {field[0]: text, **inputs})


def json_schema(name: str) -> dict[str, Any]:
    """JSON Schema of the inputs and the result; numbers may also come as text."""
    calculator = get(name)
    schema = calculator.inputs.model_json_schema()
    for model in (schema, *schema.get("$defs", {}).values()):
        for field in model.get("properties", {}).values():
            _allow_text(field)
    return {"inputs": schema, "result": CalculatorResult.model_json_schema()}


def _allow_text(field: dict[str, Any]) -> None:
    """Text such as "12k" or "80%" is read wherever a number is."""
    bounds = ("exclusiveMinimum", "exclusiveMaximum", "minimum", "maximum", "pattern")
    options = [
        option
        for option in field.get("anyOf", [dict(field)])
        if option.get("type") != "string" or "enum" in option
    ]
    if any(
        option.get("type") in {"number", "integer", "array", "object", "boolean"}
        for option in options
    ):
        kept = [
            {
                key: value
                for key, value in option.items()
                if key not in {"title", "description", "default", "aliases", "quantity", "unit"}
            }
            for option in options
        ]
        field["anyOf"] = [*kept, {"type": "string"}]
        for key in ("type", "items", "additionalProperties", *bounds):
            field.pop(key, None)


def _computed(calculator: Calculator, read: ReadInputs) -> Outcome:
    if read.inputs is None:
        return refused(*read.problems)
    try:
        outcome = over_spans(calculator.function, read.inputs)
        finite = _all_finite(outcome.values)
    except (OverflowError, ZeroDivisionError, ArithmeticError):
        finite = False
    if not finite:
        return refused(
            Problem(
                kind="out_of_range",
                message="These numbers are too large or too small to compute with.",
            )
        )
    return outcome


def _all_finite(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, Mapping):
        return all(_all_finite(item) for item in value.values())
    if isinstance(value, list | tuple):
        return all(_all_finite(item) for item in value)
    return True


def _result(
    calculator: Calculator, raw: Mapping[str, object], read: ReadInputs, outcome: Outcome
) -> CalculatorResult:
    status = outcome.resolved_status()
    if status == "ok" and read.warnings:
        status = "ok_with_warnings"
    values = dict(outcome.values)
    key = json.dumps([calculator.name, raw], sort_keys=True, default=str, ensure_ascii=False)
    return CalculatorResult(
        id=f"{calculator.name}-{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:12]}",
        calculator=calculator.name,
        status=status,
        values=values,
        units={
            name: unit for name, unit in outcome.units.items() if name in values or "rows" in values
        },
        inputs_as_read=list(read.echoes),
        assumptions=list(dict.fromkeys(outcome.assumptions)),
        warnings=list(dict.fromkeys((*outcome.warnings, *read.warnings))),
        formula=outcome.formula or calculator.formula,
        source_label=outcome.source_label or calculator.source_label,
        next_question=outcome.next_question,
        headline=outcome.headline,
        problems=list(outcome.problems),
    )
