"""One turn of a conversation: a new computation, an edit of the last one, or an answer to its question."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from assistant.calculators.conversation.answers import answered
from assistant.calculators.conversation.comparison import compare
from assistant.calculators.conversation.edits import edited, is_question, with_rows
from assistant.calculators.conversation.requests import read_request
from assistant.calculators.conversation.row_edits import find_row, name_key, row_calculator
from assistant.calculators.conversation.scalar_edits import FOLLOW, Unclear, which_question
from assistant.calculators.conversation.scenario import CalcRequest, Scenario, run_scenario
from assistant.calculators.conversation.swapping import no_swap, swapped
from assistant.calculators.conversation.tabulated import as_table
from assistant.calculators.reading.columns import field_names
from assistant.calculators.reading.records import rows_field
from assistant.calculators.reading.worded import with_figures
from assistant.calculators.record import CalculatorResult, Problem
from assistant.calculators.registry import get

_POLITE = r"^\W*(?:(?:please|ok(?:ay)?|no|sorry|and|now|can you|could you|just|hm+|actually|wait|let'?s)\W+)*"
_UNDO = re.compile(
    _POLITE
    + r"(?:undo|revert|roll back|go back|step back|(?:put|take|change|set|switch) (?:it|that|this) back|back to (?:the )?(?:previous|before|last)|(?:scratch|forget|ignore) that)\b[^?]{0,30}$",
    re.I,
)
_RESET = re.compile(
    _POLITE
    + r"(?:reset|start over|(?:back to )?the original(?: (?:list|numbers|one))?|undo (?:all|everything))\W*$",
    re.I,
)
_CHANGED = re.compile(
    r"^\W*(?:so )?what(?:'s| has| did| is)? (?:changed?|different)\b[^?]{0,30}\W*$", re.I
)
_TABLE = re.compile(
    r"^\W*(?:(?:please|can you|could you|now|and|ok)\W+)*(?:show|give|print|display|list|put|format|make)?\b.{0,40}\b(?:as|in) (?:a )?table\W*$|^\W*(?:show|print) (?:me )?(?:the|a) table\W*$|^\W*table(?: please)?\W*$",
    re.I,
)
_AGAIN = re.compile(
    r"^\W*(?:(?:so|and|ok)\W+)?(?:which (?:one )?(?:is|comes|wins)|what(?:'s| is)) (?:first|on top|ahead|winning|the (?:order|ranking|result|score)s?)(?: now)?\W*$"
    r"|^\W*(?:show|repeat|give) (?:me )?(?:the )?(?:ranking|order|result|scores?)(?: again)?\W*$",
    re.I,
)
_ADDING = re.compile(r"^\s*(?:please\s+|and\s+|now\s+|also\s+|ok,?\s+)*(?:add|include)\b", re.I)
_ORDERED = re.compile(
    r"\b(?:RICE|ICE|STRIVE)\b|\b(?:score|rank|compare|plan|calculate|compute)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Turned:
    """The result of a turn, the scenario it leaves, and whether it went on from the last one."""

    result: CalculatorResult
    scenario: Scenario
    follows_up: bool = True


def next_turn(message: str, previous: Scenario | None) -> Turned | None:
    """What a message computes, given the scenario before it; None when it asks for no computation."""
    text = with_figures(message.strip())
    request = read_request(message)
    if previous is None:
        return _first(request)
    told = _told(text, previous)
    if told is not None:
        return told
    before = run_scenario(previous)
    answer = None
    if (request is None or _says_less(request, previous)) and not is_question(text):
        answer = answered(text, previous, before)
    if answer is not None:
        return _compared(before, answer)
    if request is not None and _starts_anew(text, request, previous):
        return _first(request, previous)
    swap = swapped(text, previous)
    if isinstance(swap, tuple):
        said = no_swap(swap, before)
        return Turned(before.model_copy(update={"headline": said}), previous)
    edit = swap or edited(text, previous, _asked(before))
    match edit:
        case Scenario():
            return _compared(before, edit)
        case Unclear():
            return _unclear(edit, previous, before)
    return _first(request, previous)


def _first(request: CalcRequest | None, previous: Scenario | None = None) -> Turned | None:
    if request is None:
        return None
    scenario = Scenario(
        request.calculator, request.inputs, None, previous.trail() if previous else ()
    )
    result = run_scenario(scenario)
    if request.unused:
        told = f"Not used in this calculation: {', '.join(request.unused)}."
        result = result.model_copy(update={"warnings": [*result.warnings, told]})
    return Turned(result, scenario, follows_up=False)


def _compared(before: CalculatorResult, after: Scenario) -> Turned:
    """The new result; its headline says what changed, so the figures before stand in it too."""
    result = run_scenario(after)
    if not after.tie_field:
        result = result.model_copy(update={"headline": compare(before, result).headline})
    return Turned(result, after)


def _asked(result: CalculatorResult) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p.field for p in result.problems if p.field))


def _told(text: str, previous: Scenario) -> Turned | None:
    """Orders about the scenario itself: undo, what changed, as a table, the ranking again."""
    if len(text) > 80:
        return None
    back = previous.back()
    if _RESET.match(text) and back is not None:
        while (earlier := back.back()) is not None:
            back = earlier
        return _undone(previous, back)
    if _UNDO.match(text):
        if back is None:
            result = run_scenario(previous)
            said = f"There is no earlier step. {result.headline}"
            return Turned(result.model_copy(update={"headline": said}), previous)
        return _undone(previous, back)
    if _CHANGED.match(text):
        result = run_scenario(previous)
        said = (
            compare(run_scenario(back), result).headline
            if back is not None and back.calculator == previous.calculator
            else f"Nothing has changed so far. {result.headline}"
        )
        return Turned(result.model_copy(update={"headline": said}), previous)
    if _TABLE.match(text):
        result = run_scenario(previous)
        return Turned(result.model_copy(update={"headline": as_table(result)}), previous)
    if _AGAIN.match(text):
        return Turned(run_scenario(previous), replace(previous, tie_field=None, pending=None))
    return None


def _undone(now: Scenario, back: Scenario) -> Turned:
    result = run_scenario(back)
    said = f"Undone. {compare(run_scenario(now), result).headline}"
    return Turned(result.model_copy(update={"headline": said}), back)


def _says_less(request: CalcRequest, previous: Scenario) -> bool:
    return request.calculator == previous.calculator and len(request.inputs) < len(previous.inputs)


def _starts_anew(text: str, request: CalcRequest, previous: Scenario) -> bool:
    """Whether a message that could stand alone is a new computation, not a change of the last."""
    table = rows_field(get(request.calculator).inputs)
    rows = request.inputs.get(table[0]) if table else None
    if row_calculator(request.calculator) != row_calculator(previous.calculator):
        return not (FOLLOW.match(text) and len(request.inputs) < len(previous.inputs)) or bool(rows)
    if table is None or rows is None:
        return not _says_less(request, previous)
    if _ADDING.match(text):
        return False
    if isinstance(rows, str) or len(rows) > 3:
        return True
    return _ORDERED.search(text) is not None or not all(_known(row, previous) for row in rows)


def _known(row: Mapping[str, Any], previous: Scenario) -> bool:
    """Whether a row names an item of the scenario."""
    table = rows_field(get(previous.calculator).inputs)
    rows = with_rows(previous).get(table[0]) if table else None
    if not isinstance(rows, list) or not rows or table is None:
        return False
    key = name_key(rows[0], field_names(table[1])) or "name"
    return find_row(str(row.get("name", "")), rows, key) is not None


def _unclear(unclear: Unclear, previous: Scenario, before: CalculatorResult) -> Turned:
    """The question which input is meant: no number until it is answered."""
    names = field_names(get(previous.calculator).inputs)
    question = which_question(unclear, previous.inputs, names)
    result = CalculatorResult(
        id=f"{before.id}-which",
        calculator=before.calculator,
        status="needs_input",
        values={},
        units={},
        inputs_as_read=before.inputs_as_read,
        assumptions=[],
        warnings=[],
        formula=before.formula,
        source_label=before.source_label,
        next_question=question,
        headline=question,
        problems=[
            Problem(kind="ambiguous", field=name, message=question) for name in unclear.fields
        ],
    )
    pending = {"text": unclear.text, "fields": list(unclear.fields)}
    return Turned(result, replace(previous, pending=pending, tie_field=None))
