"""An input given as a range gives a range of results, never a silent middle."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from assistant.calculators.record import Inputs, Outcome, Problem, refused
from assistant.calculators.wording import exact, listed, money, number, percent

_MOST = 4


def over_spans(function: Callable[[Any], Outcome], inputs: Inputs) -> Outcome:
    """The outcome at the middle of every range, with low and high of each number beside it."""
    spans = inputs.spans
    if not spans:
        return function(inputs)
    if len(spans) > _MOST:
        return refused(
            Problem(
                kind="ambiguous",
                message=f"More than {_MOST} inputs are ranges: narrow some of them.",
            )
        )
    corners = [
        _at(function, inputs, dict(zip(spans, ends, strict=True)))
        for ends in itertools.product(*spans.values())
    ]
    likely = {
        name: (low + high) / 2 if (given := getattr(inputs, name)) is None else float(given)
        for name, (low, high) in spans.items()
    }
    stated = all(getattr(inputs, name) is not None for name in spans)
    middle = _at(function, inputs, likely)
    outcomes = [*corners, middle]
    failed = next(
        (
            outcome
            for outcome in outcomes
            if not outcome.values or outcome.resolved_status() == "refused"
        ),
        None,
    )
    if failed is not None:
        return failed
    ranges: dict[str, Any] = {}
    for name, value in middle.values.items():
        numbers = [outcome.values.get(name) for outcome in outcomes]
        if _number(value) and all(_number(item) for item in numbers):
            ends = [float(item) for item in numbers if item is not None]
            ranges[name] = {"low": min(ends), "high": max(ends)}
    given = [
        f"{name.replace('_', ' ')} {exact(low)} to {exact(high)}"
        for name, (low, high) in spans.items()
    ]
    return replace(
        middle,
        values={**middle.values, "ranges": ranges},
        headline=f"{_between(ranges, middle)}At the {'likely value' if stated else 'middle'}: {middle.headline}",
        warnings=(
            *middle.warnings,
            f"Given as a range: {listed(given)}. The low and high of each number stand under ranges.",
        ),
    )


def _between(ranges: Mapping[str, Any], middle: Outcome) -> str:
    """The range of the first number of the result, in its unit."""
    name = next(iter(ranges), None)
    if name is None:
        return ""
    unit = middle.units.get(name)

    def shown(value: float) -> str:
        if unit in {"share", "probability"}:
            return percent(value)
        if unit == "money" or (unit and len(unit) == 3 and unit.isupper()):
            return money(value, None if unit == "money" else unit)
        return number(value, 4)

    words = name.replace("_", " ")
    label = words.upper() if len(words) <= 4 else words[:1].upper() + words[1:]
    return f"{label} from {shown(ranges[name]['low'])} to {shown(ranges[name]['high'])}. "


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _at(function: Callable[[Any], Outcome], inputs: Inputs, values: Mapping[str, float]) -> Outcome:
    given = {
        name: getattr(inputs, name)
        for name in inputs.model_fields_set
        if name not in {"spans", *values}
    }
    try:
        return function(type(inputs).model_validate({**given, **values}))
    except ValidationError as error:
        return refused(
            Problem(
                kind="out_of_range",
                message=f"Inside the range an input is out of bounds: {error.errors()[0]['msg']}.",
            )
        )
