"""``calc``: one calculator, the same record that the API, the page and the chat use."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.calculators import CALCULATORS, UnknownCalculator, run, run_table
from assistant.calculators.record import CalculatorResult
from assistant.errors import InvalidRequest, NotFound

MAX_TABLE = 256 * 1024


def run_calc(name: str | None, file: str | None, values: Sequence[str], as_json: bool) -> int:
    """Run a calculator, or list them all. Exit code 2: the input is refused; 1: some is missing."""
    if name is None:
        return _list(as_json)
    inputs: dict[str, object] = {}
    for item in values:
        key, mark, value = item.partition("=")
        if not mark or not key:
            raise InvalidRequest(f"{item!r} is not of the form key=value")
        inputs[key.strip()] = _value(value)
    try:
        result = run_table(name, _read(file), **inputs) if file else run(name, inputs)
    except UnknownCalculator as error:
        raise NotFound(str(error)) from error
    print(result.model_dump_json(indent=2) if as_json else as_text(result))
    return {"refused": 2, "needs_input": 1}.get(result.status, 0)


def as_text(result: CalculatorResult) -> str:
    """A result card for a terminal, in the order of the page's cards."""
    lines = [result.headline]
    for reading in result.inputs_as_read:
        unit = f" {reading.unit}" if reading.unit else ""
        note = f" ({reading.note})" if reading.note else ""
        lines.append(f"  read {reading.name}: {reading.raw!r} as {reading.value}{unit}{note}")
    if result.formula:
        lines.append(f"  formula: {result.formula} [{result.source_label}]")
    for key, value in result.values.items():
        unit = result.units.get(key, "")
        lines.append(
            f"  {key}: {json.dumps(value, ensure_ascii=False, default=str)} {unit}".rstrip()
        )
    lines += [f"  assumed: {text}" for text in result.assumptions]
    lines += [f"  warning: {text}" for text in result.warnings]
    lines += [f"  problem: {problem.message}" for problem in result.problems]
    if result.next_question:
        lines.append(f"  next: {result.next_question}")
    return "\n".join(lines)


def _list(as_json: bool) -> int:
    if as_json:
        print(json.dumps({"calculators": [{"name": c.name, "title": c.title, "summary": c.summary}
                                          for c in CALCULATORS]}, indent=2))  # fmt: skip
        return 0
    for calculator in CALCULATORS:
        print(f"{calculator.name:22} {calculator.summary}")
    return 0


def _value(text: str) -> object:
    """A value as typed; a JSON list or object is taken as such."""
    stripped = text.strip()
    if stripped[:1] in "[{":
        try:
            return json.loads(stripped)
        except (ValueError, RecursionError):  # no JSON, or nested without end
            return text
    return text


def _read(file: str) -> str:
    try:
        data = sys.stdin.buffer.read(MAX_TABLE + 1) if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise InvalidRequest(f"{file}: {error.strerror}") from error
    if len(data) > MAX_TABLE:
        raise InvalidRequest(f"{file}: a table may have at most {MAX_TABLE // 1024} kB")
    if b"\0" in data:
        raise InvalidRequest(f"{file}: this is not a text table")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
