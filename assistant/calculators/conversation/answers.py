"""Answers to what the last result asked: a missing amount, yes or no, which input, the options."""

import re
from collections.abc import Mapping
from typing import Any

from assistant.calculators.conversation.cues import ASKS
from assistant.calculators.conversation.edits import with_rows
from assistant.calculators.conversation.mentions import Mention, mentions_in
from assistant.calculators.conversation.row_edits import name_key
from assistant.calculators.conversation.scalar_edits import held_key, kind_of, leftover
from assistant.calculators.conversation.scenario import Scenario
from assistant.calculators.conversation.scores import options_for, weights_in
from assistant.calculators.conversation.sequence import roadmap_in
from assistant.calculators.conversation.values import fits, like
from assistant.calculators.prioritisation.strive import STRIVE_PRESET
from assistant.calculators.reading.columns import field_extra, field_names, match_field, normalised
from assistant.calculators.reading.records import label_of, rows_field
from assistant.calculators.record import CalculatorResult, Inputs
from assistant.calculators.registry import get

LONGEST = 120
_YES = re.compile(
    r"^\W*(?:yes|yep|yeah|y|correct|right|it (?:is|was)|they (?:are|were)|already|sure|true|indeed)\b",
    re.I,
)
_NO = re.compile(
    r"^\W*(?:no|nope|n|not (?:yet|really)|it (?:isn'?t|wasn'?t|is not|was not)|not|false)\b", re.I
)
_AFTER = re.compile(r"\b(?:already|after|net of|taken off|deducted|excluded|included)\b", re.I)
_BEFORE = re.compile(r"\b(?:before|gross|not (?:yet )?(?:taken|deducted|included))\b", re.I)


def answered(text: str, previous: Scenario, result: CalculatorResult) -> Scenario | None:
    """The scenario with the answer filled in, or None when the text answers no open question."""
    model = get(previous.calculator).inputs
    if previous.pending:
        chosen = _chosen(text, previous, model)
        if chosen is not None:
            return chosen
    scores = _scores(text, previous, result)
    if scores is not None:
        return scores
    if len(text) > LONGEST:
        return None
    flag = _flag(text, previous, result, model)
    if flag is not None:
        return previous.changed({**previous.inputs, flag[0]: flag[1]})
    mentions = mentions_in(text, words=True)
    if len(mentions) != 1 or leftover(text, mentions[0]):
        return None
    return _in_row(mentions[0], previous, result) or _plain(mentions[0], previous, result, model)


def _chosen(text: str, previous: Scenario, model: type[Inputs]) -> Scenario | None:
    """Which input the amount that waits is meant for."""
    assert previous.pending is not None
    fields = [str(name) for name in previous.pending.get("fields", ())]
    amount = str(previous.pending.get("text", ""))
    others = [m for m in mentions_in(text) if m.text.strip() not in amount and amount not in m.text]
    if others or len(text) > LONGEST:
        return None
    ordinal = re.match(r"^\W*(?:the )?(first|second|third|latter|former)\b", text, re.I)
    place = {"first": 0, "former": 0, "second": 1, "third": 2, "latter": -1}
    cues = ASKS[previous.calculator].cues if previous.calculator in ASKS else {}
    names = field_names(model)
    hits = []
    for field in fields:
        words = [alias for alias, name in names.items() if name == field and len(alias) > 2]
        said = any(f"_{word}_" in f"_{normalised(text)}_" for word in words)
        cue = cues.get(field)
        if said or (cue is not None and re.search(cue.words, text, re.I)):
            hits.append(field)
    if not hits and ordinal:
        position = place[ordinal[1].casefold()]
        hits = [fields[position]] if -len(fields) <= position < len(fields) else []
    if len(hits) != 1:
        return None
    key = held_key(previous.inputs, names, hits[0])
    mention = next(iter(mentions_in(amount)), None)
    value = like(mention, previous.inputs.get(key), kind_of(model, hits[0])) if mention else amount
    return previous.changed({**previous.inputs, key: value})


def _flag(
    text: str, previous: Scenario, result: CalculatorResult, model: type[Inputs]
) -> tuple[str, str] | None:
    """Yes or no to the question the last result ended with."""
    fields = [p.field for p in result.problems]
    settled = "cost_already_deducted" in previous.inputs and re.search(
        r"\b(?:before|after)\b", text, re.I
    )
    if "cost_already_deducted" in model.model_fields and ("net_profit" in fields or settled):
        if _BEFORE.search(text):
            return "cost_already_deducted", "no"
        if _AFTER.search(text) or _YES.match(text):
            return "cost_already_deducted", "yes"
        return ("cost_already_deducted", "no") if _NO.match(text) else None
    if previous.calculator == "strive" and re.search(
        r"\bpreset\b|\b(?:six|those|these|default) factors\b", text, re.I
    ):
        return "preset", "yes"
    question = (result.next_question or "").casefold()
    word = "yes" if _YES.match(text) else "no" if _NO.match(text) else None
    if len(text) > 60 or not question:
        return None
    if "random" in question and "randomised" in model.model_fields:
        if re.search(r"\bnot (?:at )?random|\bnon-?random|\bself-?select|\bchose\b", text, re.I):
            word = "no"
        elif re.search(r"\brandom(?:ly|i[sz]ed)?\b|\bat random\b", text, re.I):
            word = word or "yes"
        return ("randomised", word) if word else None
    if "11 -" in question and word == "yes":
        return "ease_from_effort", "yes"
    return None


def _in_row(mention: Mention, previous: Scenario, result: CalculatorResult) -> Scenario | None:
    """The amount for the one cell the last result asked about."""
    model = get(previous.calculator).inputs
    table = rows_field(model)
    open_cells = [p for p in result.problems if p.row and p.field]
    if table is None or not open_cells:
        return None
    rows = with_rows(previous).get(table[0])
    problem = open_cells[0]
    field = str(problem.field)
    if not isinstance(rows, list) or not rows or field not in table[1].model_fields:
        return None
    names = field_names(table[1])
    if not fits(mention, kind_of(table[1], field)):
        return None
    key = name_key(rows[0], names) or "name"
    place = next(
        (i for i, row in enumerate(rows) if str(row.get(key, "")).strip() == problem.row), None
    )
    if place is None:
        return None
    column = next((k for k in rows[place] if (f := match_field(k, names)) and f[0] == field), field)
    rows = [dict(row) for row in rows]
    rows[place][column] = mention.text.strip()
    return previous.changed({**previous.inputs, table[0]: rows})


def _plain(
    mention: Mention, previous: Scenario, result: CalculatorResult, model: type[Inputs]
) -> Scenario | None:
    """The amount for the input that is missing, or that the closing question names."""
    names = field_names(model)
    held = {f[0] for key in previous.inputs if (f := match_field(key, names, fuzzy=False))}
    fields = [p.field for p in result.problems if p.field and not p.row]
    fields += [
        field
        for field in model.model_fields
        if field not in held
        and "quantity" in field_extra(model.model_fields[field])
        and label_of(field).casefold() in (result.next_question or "").casefold()
    ]
    for field in dict.fromkeys(fields):
        if field in model.model_fields and fits(mention, kind_of(model, field)):
            key = held_key(previous.inputs, names, field)
            return previous.changed({**previous.inputs, key: mention.text.strip()})
    return None


def _scores(text: str, previous: Scenario, result: CalculatorResult) -> Scenario | None:
    """Options with their scores, weights, or roadmap items, where a list is still open."""
    if result.values or previous.calculator not in {"strive", "scorecard", "roadmap"}:
        return None
    inputs: dict[str, Any] = dict(previous.inputs)
    if previous.calculator == "roadmap":
        read = roadmap_in(f"plan these: {text}")
        return None if read is None else previous.changed({**inputs, **read})
    weights = weights_in(text)
    criteria = list(weights) if isinstance(weights, Mapping) else []
    known = inputs.get("weights")
    if not criteria and isinstance(known, Mapping):
        criteria = [str(name) for name in known]
    if not criteria and inputs.get("preset"):
        criteria = list(STRIVE_PRESET)
    rows = options_for(text, criteria) if criteria else []
    if not weights and not rows:
        return None
    if weights:
        inputs["weights"] = weights
    if rows:
        inputs["items"] = rows
    return previous.changed(inputs)
