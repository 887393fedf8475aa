"""A calculator's result as a card: headline, what was read, result, formula, what to mind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeGuard

from assistant.ui.charts import chart
from assistant.ui.markup import button, tag, text
from assistant.ui.values import is_percentage, label, shown, with_unit
from assistant.ui.what_if import what_if

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.calculators.record import CalculatorResult
    from assistant.ui.texts import Texts

_ROWS_SHOWN = 50
_INPUTS_OPEN = 6
_CAUTIONS = 3
_CHARTED = frozenset({"score", "total", "value", "npv", "share", "count"})
_CHANGING = frozenset({"switch_over", "tornado"})  # what tells when the answer would be another
_ABBREVIATION = 4  # letters up to which a calculator's name is written in capitals


def calculation_card(result: CalculatorResult, words: Texts) -> str:
    """The card of one result: always in the same order, the answer first and the next step last."""
    name = result.calculator.replace("_", " ")
    name = name.upper() if len(name) <= _ABBREVIATION else name
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
        + _inputs(result, words)
        + _formula(result, words)
        + _changing(result, words)
        + _cautions(result, words)
        + _values(result, words)
        + _next(result.next_question, words),
        class_="calculation",
        aria_label=title,
    )


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


def _unit_of(name: str, units: Mapping[str, str]) -> str | None:
    """A value's unit; the ends of a range have that of what they are the ends of."""
    base = name.removesuffix("_low").removesuffix("_high")
    return units.get(name, units.get(base))


def _rows(value: Any) -> TypeGuard[list[dict[str, Any]]]:
    return isinstance(value, list) and bool(value) and all(isinstance(i, dict) for i in value)


def _values(result: CalculatorResult, words: Texts) -> str:
    """The figures: single ones as a list, tables with the column that ranks them drawn as bars."""
    plain: list[tuple[str, str]] = []
    tables = ""
    for name, value in result.values.items():
        if name in _CHANGING:
            continue
        if _rows(value):
            tables += _value_table(name, value, result, words)
        elif value != [] and not _said_already(name, value, result):
            plain.append((label(name, words), _with_range(name, value, result, words)))
    pairs = "".join(tag("div", tag("dt", text(k)) + tag("dd", text(v))) for k, v in plain)
    listed = tag("dl", pairs, class_="values") if pairs else ""
    if not listed and not tables:
        return ""
    heading = tag("h4", text(words("calc_values")), class_="label")
    return tag("div", heading + listed + chart(result, words) + tables, class_="figures")


def _with_range(name: str, value: Any, result: CalculatorResult, words: Texts) -> str:
    """A figure, with the ends of its range where it has one."""
    unit = _unit_of(name, result.units)
    ends = [result.values.get(f"{name}_{end}") for end in ("low", "high")]
    if None in ends:
        return shown(value, unit, words)
    low, high = (shown(end, unit, words) for end in ends)
    return f"{shown(value, unit, words)} ({low} … {high})"


def _said_already(name: str, value: Any, result: CalculatorResult) -> bool:
    """Whether the card says this elsewhere: the order of the rows, the ends of a range, a twin."""
    base, _, ending = name.rpartition("_")
    if ending in {"low", "high"} and base in result.values:
        return True
    # "payback_years" beside a "payback" that is the same number of years
    unit = _unit_of(name, result.units)
    if base in result.values and shown(value, unit) == shown(
        result.values[base], _unit_of(base, result.units)
    ):
        return True
    rows = result.values.get("rows")
    if not _rows(rows):
        return False
    names = [row.get("name") for row in rows]
    return value == names or (name == "first" and value == names[0])


def _value_table(
    name: str, value: list[dict[str, Any]], result: CalculatorResult, words: Texts
) -> str:
    known = result.values
    columns = [
        key
        for key in dict.fromkeys(key for item in value for key in item)
        # One row repeats what stands above it as single figures.
        if len(value) > 1 or known.get(key) != value[0].get(key)
    ]
    if len(columns) < 2:
        return ""
    units = {key: _unit_of(key, result.units) for key in columns}
    inside = {key: unit if unit and is_percentage(unit) else None for key, unit in units.items()}
    rows = [
        [shown(item.get(key), inside[key], words) for key in columns]
        for item in value[:_ROWS_SHOWN]
    ]
    head = [with_unit(key, units[key], words) for key in columns]
    known_caption = f"calc_table_{name}"
    caption = words(known_caption) if known_caption in words.entries else label(name, words)
    return _table(head, rows, caption, _shares(value[:_ROWS_SHOWN], columns))


def _inputs(result: CalculatorResult, words: Texts) -> str:
    """What was read beside what was written, and what was assumed where nothing was written."""
    rows = []
    for read in result.inputs_as_read:
        if read.name.endswith(".name"):
            continue  # a row's name heads its other inputs
        meant = shown(read.value, read.unit, words)
        note = read.note if read.note and meant not in read.note else ""
        rows.append(
            [
                " · ".join(label(part, words) for part in read.name.split(".")),
                shown(read.raw, None, words),
                f"{meant} ({note})" if note else meant,
            ]
        )
    head = [words("calc_input"), words("calc_written"), words("calc_read")]
    table = _table(head, rows, words("calc_inputs")) if rows else ""
    assumed = _notes(words("calc_assumptions"), result.assumptions, "assumptions")
    if not table:
        return assumed
    return (
        tag(
            "details",
            tag("summary", text(words("calc_inputs"))) + table,
            open=len(rows) <= _INPUTS_OPEN,
        )
        + assumed
    )


def _changing(result: CalculatorResult, words: Texts) -> str:
    """What would change the answer: where it ties, and what it hangs on most."""
    tables = "".join(
        _value_table(name, result.values[name], result, words)
        for name in sorted(_CHANGING & result.values.keys())
        if _rows(result.values[name])
    )
    tries = "".join(
        button(question, "ask", "suggestion", data_question=question)
        for question in what_if(result)
    )
    asked = tag("div", tries, class_="row") if tries else ""
    if not tables and not asked:
        return ""
    heading = tag("h4", text(words("calc_changing")), class_="label")
    return tag("div", heading + asked + tables, class_="changing")


def _cautions(result: CalculatorResult, words: Texts) -> str:
    shown_first, rest = result.warnings[:_CAUTIONS], result.warnings[_CAUTIONS:]
    more = ""
    if rest:
        summary = tag("summary", text(words("calc_more_warnings", count=len(rest))))
        more = tag("details", summary + _notes(words("calc_warnings"), rest, "warnings"))
    return _notes(words("calc_warnings"), shown_first, "warnings") + more


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
