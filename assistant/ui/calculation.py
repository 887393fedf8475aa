"""A calculator's result as a card: headline, what was read, result, formula, what to mind."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from assistant.ui.markup import tag, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.calculators.record import CalculatorResult, InputRead
    from assistant.ui.texts import Texts

_ROWS_SHOWN = 50
_INPUTS_OPEN = 6
_CHARTED = frozenset({"score", "total", "value", "npv", "share", "count"})


def calculation_card(result: CalculatorResult, words: Texts) -> str:
    """The card of one result."""
    name = result.calculator.replace("_", " ")
    title = f"{words('calculation')}: {name}"
    state = words(f"calc_{result.status}")
    head = tag("h3", text(title), class_="label") + tag(
        "span", text(state), class_=f"coverage {result.status}"
    )
    return tag(
        "section",
        tag("div", head, class_="row head")
        + tag("p", text(result.headline), class_="headline")
        + _problems(result, words)
        + _values(result, words)
        + _notes(words("calc_warnings"), result.warnings, "warnings")
        + _inputs(result.inputs_as_read, words)
        + _formula(result, words)
        + _notes(words("calc_assumptions"), result.assumptions, "assumptions")
        + _next(result.next_question, words),
        class_="calculation",
        aria_label=title,
    )


def shown(value: Any, unit: str | None = None) -> str:
    """A value for a person: grouped thousands, at most four digits after the point, its unit."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if unit == "share" and isinstance(value, int | float | Decimal):
        return f"{_number(round(100 * float(value), 1))}%"
    if isinstance(value, int | float | Decimal):
        written = _number(value)
    elif isinstance(value, list | tuple):
        written = ", ".join(shown(item) for item in value)
    elif isinstance(value, dict):
        written = ", ".join(f"{_words(key)}: {shown(item)}" for key, item in value.items())
    else:
        written = str(value)
    return f"{written} {unit}" if unit else written


def _number(value: int | float | Decimal) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    number = float(value)
    if not math.isfinite(number):
        return str(number)
    if number == int(number):
        return f"{int(number):,}"
    digits = 2 if abs(number) >= 100 else 4
    written = f"{number:,.{digits}f}".rstrip("0").rstrip(".")
    return f"{number:.3g}" if written in {"0", "-0"} else written


def _words(name: object) -> str:
    return str(name).replace("_", " ")


def _shares(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> tuple[int, list[float]]:
    """The column that is drawn as bars, with each row's share of the largest; -1 for none."""
    for place, column in enumerate(columns):
        values = [row.get(column) for row in rows]
        numbers = [v for v in values if isinstance(v, int | float) and not isinstance(v, bool)]
        if column in _CHARTED and len(numbers) > 1 and min(numbers) >= 0 < max(numbers):
            return place, [(value or 0) / max(numbers) for value in values]
    return -1, []


def _table(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    caption: str,
    bars: tuple[int, Sequence[float]] = (-1, ()),
) -> str:
    """A table; `bars` gives the column that is also drawn, and how long each bar is."""
    charted, shares = bars
    lines = ""
    for number, row in enumerate(rows):
        cells = tag("th", text(row[0]), scope="row")
        for place, value in enumerate(row[1:], start=1):
            bar = ""
            if place == charted:
                style = f"--share:{shares[number]:.1%}"
                bar = tag("span", "", class_="bar", style=style, aria_hidden="true")
            cells += tag("td", bar + text(value))
        lines += tag("tr", cells)
    titles = "".join(tag("th", text(name), scope="col") for name in head)
    table = tag(
        "table",
        tag("caption", text(caption)) + tag("thead", tag("tr", titles)) + tag("tbody", lines),
    )
    return tag("div", table, class_="scroll", tabindex="0", role="region", aria_label=caption)


def _values(result: CalculatorResult, words: Texts) -> str:
    plain: list[tuple[str, str]] = []
    tables = ""
    for name, value in result.values.items():
        if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            columns = list(dict.fromkeys(key for item in value for key in item))
            units = result.units
            rows = [
                [
                    shown(item.get(key), "share" if units.get(key) == "share" else None)
                    for key in columns
                ]
                for item in value[:_ROWS_SHOWN]
            ]
            head = [_with_unit(key, units.get(key)) for key in columns]
            caption = words("calc_values") if name == "rows" else _words(name)
            bars = _shares(value[:_ROWS_SHOWN], columns)
            tables += _table(head, rows, caption, bars)
        elif value != []:
            plain.append((_words(name), shown(value, result.units.get(name))))
    if plain:
        pairs = "".join(tag("div", tag("dt", text(k)) + tag("dd", text(v))) for k, v in plain)
        tables = tag("dl", pairs, class_="values") + tables
    return tables


def _with_unit(name: str, unit: str | None) -> str:
    return f"{_words(name)} ({unit})" if unit and unit != "share" else _words(name)


def _inputs(inputs: Sequence[InputRead], words: Texts) -> str:
    if not inputs:
        return ""
    rows = []
    for read in inputs:
        if read.name.endswith(".name"):
            continue  # a row's name heads its other inputs
        meant = shown(read.value, read.unit)
        rows.append(
            [
                _words(read.name).replace(".", " · "),
                shown(read.raw),
                f"{meant} ({read.note})" if read.note else meant,
            ]
        )
    head = [words("calc_input"), words("calc_written"), words("calc_read")]
    table = _table(head, rows, words("calc_inputs"))
    return tag(
        "details",
        tag("summary", text(words("calc_inputs"))) + table,
        open=len(rows) <= _INPUTS_OPEN,
    )


def _formula(result: CalculatorResult, words: Texts) -> str:
    if not result.formula:
        return ""
    source = words("calc_source", source=result.source_label)
    return tag(
        "p",
        tag("span", text(words("calc_formula")), class_="label")
        + " "
        + tag("code", text(result.formula))
        + tag("small", text(source), class_="muted block"),
        class_="formula",
    )


def _notes(heading: str, notes: Sequence[str], kind: str) -> str:
    if not notes:
        return ""
    items = "".join(tag("li", text(note)) for note in notes)
    return tag("div", tag("h4", text(heading)) + tag("ul", items), class_=f"notes {kind}")


def _problems(result: CalculatorResult, words: Texts) -> str:
    messages = [problem.message for problem in result.problems]
    if not messages or " ".join(messages) == result.headline:
        return ""
    return _notes(words("calc_problems"), messages, "warnings")


def _next(question: str | None, words: Texts) -> str:
    if not question:
        return ""
    return tag("p", text(words("calc_next", question=question)), class_="next")
