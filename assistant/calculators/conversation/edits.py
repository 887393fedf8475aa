"""Follow-ups on a stored scenario: "what if effort doubles for B?", "drop C", "and at 12%?"."""

import re
from collections.abc import Mapping
from typing import Any

from assistant.calculators.conversation.mentions import mentions_in
from assistant.calculators.conversation.row_edits import edited_rows
from assistant.calculators.conversation.scalar_edits import Unclear, edited_scalar
from assistant.calculators.conversation.scenario import Scenario
from assistant.calculators.conversation.switching import switched
from assistant.calculators.reading.records import rows_field
from assistant.calculators.reading.tables import read_table, records_for
from assistant.calculators.reading.worded import with_figures
from assistant.calculators.record import Inputs
from assistant.calculators.registry import get

LONGEST = 600
_RATE = re.compile(
    (
        r"\b(?P<code>usd|eur|gbp|chf|cad|aud|jpy|inr|sek|nok|dkk|pln|[$\u20ac\u00a3])\s*(?:at|@"
        r"|=|is|to be)\s*(?P<rate>\d+(?:[.,]\d+)?)"
    ),
    re.I,
)
_BARE_RATE = re.compile(
    r"^\s*(?:and|what if|with|now)?\s*(?:at|@)\s*(?P<rate>\d+[.,]\d+)\s*[?!.]*$", re.I
)
_DEFINES = re.compile(
    r"^\s*(?:and\s+)?(?:why|what is(?! the\b)|what are|what does|explain|define|how do|how does|how should|how can|tell me)\b",
    re.I,
)
# "can you double A's effort" and "could you drop C" are orders.
_POINTS_BACK = re.compile(
    r"^\s*(?:can|could|would) (?:you|we) (?:please )?(?:drop|remove|add|change|set|make|double|halve|use|try|rename|increase|raise|lower|cut)\b",
    re.I,
)
_TIE = re.compile(
    (
        r"\btie[sd]?\b|\bbreak even between\b|\bdraw level\b|\bswitch(?:es)? (?:places|over)\b"
        r"|\border (?:flip|change|switch)\w*\b|\bequal\b|\bovertakes?\b"
    ),
    re.I,
)
_QUESTION = re.compile(
    (
        r"^\s*(?:and\s+)?(?:when should|what is|what are|what's the (?:difference|meaning)|what does"
        r"|explain|define|tell me about|should|is|are|do|does|can|could|name|list|give me|write|summari[sz]e|critique)\b"
        r"|\b(?:which|why|who|whom|where|when|how (?:do|does|did|should|can|could|would|will|many|much|often|to))\b"
        r"|\bwhat (?!if\b|about\b|would\b|happens\b|effort\b|reach\b|impact\b|confidence\b)\w+"
    ),
    re.I,
)
_AT_VALUE = re.compile(
    r"^\s*(?:and\s+|so\s+)?what(?: is|'s| would be) (?:it|that|the [\w-]+)\b.{0,20}\b(?:at|with|if|for|over)\b",
    re.I,
)


def is_question(text: str) -> bool:
    """Whether a text asks to be told something, and so changes no input."""
    if _TIE.search(text) or (_AT_VALUE.match(text) and mentions_in(text)):
        return False
    return _QUESTION.search(text) is not None and not _POINTS_BACK.search(text)


def edit_request(message: str, previous: Scenario) -> Scenario | None:
    """The scenario with the edit a message asks for, or None when it asks for no (clear) edit."""
    edit = edited(with_figures(message), previous)
    return edit if isinstance(edit, Scenario) else None


def edited(text: str, previous: Scenario, asked: tuple[str, ...] = ()) -> Scenario | Unclear | None:
    """The edit a text asks for; `Unclear` where more than one input could be meant.

    `asked` are the fields the last result asked for.
    """
    text = text.strip()
    if not text or len(text) > LONGEST:
        return None
    other = switched(text, previous) if not _DEFINES.match(text) else None
    if other is not None:
        return other
    if is_question(text):
        return None
    model = get(previous.calculator).inputs
    table = rows_field(model)
    inputs = with_rows(previous)
    tie = _tie(text, previous, model)
    if tie is not None:
        return tie
    rate = _rate(text, inputs)
    if rate is not None and "rates" in model.model_fields:
        return previous.changed({**inputs, "rates": rate})
    rows = inputs.get(table[0]) if table else None
    if isinstance(rows, list) and table is not None:
        changed = edited_rows(text, previous.calculator, rows, table[1])
        if changed is not None:
            return previous.changed({**inputs, table[0]: changed})
    if previous.calculator == "ice" and re.search(r"\b(mean|average|product)\b", text, re.I):
        word = "product" if re.search(r"\bproduct\b", text, re.I) else "mean"
        return previous.changed({**inputs, "convention": word})
    scalar = edited_scalar(text, previous.calculator, inputs, model, asked)
    if scalar is None or isinstance(scalar, Unclear):
        return scalar
    return previous.changed(scalar)


def with_rows(scenario: Scenario) -> dict[str, Any]:
    """The inputs with table text as rows, so that one cell can change."""
    inputs = dict(scenario.inputs)
    table = rows_field(get(scenario.calculator).inputs)
    value = inputs.get(table[0]) if table else None
    if table is not None and isinstance(value, str):
        read = read_table(value)
        if read is not None:
            return {**inputs, table[0]: records_for(read, table[1])}
    return inputs


def _rate(text: str, inputs: Mapping[str, Any]) -> dict[str, str] | None:
    found = _RATE.search(text)
    if found is not None:
        return {found["code"].upper(): found["rate"]}
    again = _BARE_RATE.match(text)
    rates = inputs.get("rates")
    if again is not None and isinstance(rates, Mapping) and len(rates) == 1:
        return {next(iter(rates)): again["rate"]}
    return None


def _tie(text: str, previous: Scenario, model: type[Inputs]) -> Scenario | None:
    if not _TIE.search(text) or rows_field(model) is None or mentions_in(text):
        return None
    for name in ("reach", "impact", "confidence", "effort"):
        if re.search(rf"\b{name}\b", text, re.I):
            return Scenario(previous.calculator, previous.inputs, name, previous.earlier)
    if previous.calculator == "rice":
        return Scenario("rice", previous.inputs, "effort", previous.earlier)
    return None
