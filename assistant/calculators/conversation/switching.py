"""The same figures through another calculator: "and the IRR?", "how robust is that?", "now with ICE"."""

import re
from collections.abc import Mapping
from typing import Any

from assistant.calculators.conversation.cues import ASKS, ROW_NAMES
from assistant.calculators.conversation.mentions import assign, mentions_in
from assistant.calculators.conversation.scalar_edits import FOLLOW
from assistant.calculators.conversation.scenario import Scenario
from assistant.calculators.reading.columns import field_extra, field_names, match_field
from assistant.calculators.reading.records import rows_field
from assistant.calculators.reading.tables import read_table, records_for
from assistant.calculators.registry import get

LONGEST = 90
_FLOWS = frozenset({"npv", "irr", "payback"})
_LISTS = frozenset({"rice", "ice", "value_effort", "ranking_robustness", "scorecard", "strive"})
_TESTS = frozenset({"sample_size", "duration", "power", "detectable_effect"})
_POINTING = re.compile(
    r"\b(?:that|this|it|these|those|them|the (?:order|ranking|list|split))\b", re.I
)
_OTHERS: Mapping[str, str] = {
    "ranking_robustness": r"\brobust\w*\b|\bmonte[- ]carlo\b|\bsimulat\w+|\bhow (?:sure|certain|safe|stable)\b",
    "strive": r"\bstrive\b",
    "scorecard": r"\b(?:weighted )?scorecard\b",
    "srm": r"\bsrm\b|\bsample[- ]ratio\b|\bsplit (?:is |as )?(?:right|ok|fine|intended)\b|\bis the split\b",
}


def _named(text: str, previous: str) -> str | None:
    """Another calculator that the text names and the scenario's figures can serve."""
    family = next((f for f in (_FLOWS, _LISTS, _TESTS) if previous in f), frozenset({previous}))
    family |= {"srm"} if previous == "ab_test" else frozenset()
    patterns = {
        **{name: ask.named for name, ask in ASKS.items()},
        **{name: rf"{pattern}|\b{name}\b" for name, pattern in ROW_NAMES.items()},
        **_OTHERS,
    }
    patterns["duration"] += r"|\bhow long\b|\bhow many (?:days|weeks)\b"
    return next(
        (
            name
            for name, pattern in patterns.items()
            if name in family and name != previous and re.search(pattern, text, re.I | re.S)
        ),
        None,
    )


def switched(text: str, previous: Scenario) -> Scenario | None:
    """The scenario's figures under another calculator, or None."""
    if len(text) > LONGEST or re.search(r"\b(?:which|why)\b", text, re.I):
        return None
    short = len(text.split()) <= 3
    if not (FOLLOW.match(text) or short or _POINTING.search(text)):
        return None
    name = _named(text, previous.calculator)
    if name is None or (name in get(previous.calculator).inputs.model_fields and mentions_in(text)):
        return None  # "with 90% power" is an input of a sample size, not another question
    inputs = _carried(_related(previous, name), name)
    if not inputs:
        return None
    ask = ASKS.get(name)
    if ask is not None:
        found = assign(text, ask.cues, mentions_in(text))
        inputs |= {field: mention.text for field, mention in found.items()}
    return Scenario(name, inputs, None, previous.trail())


def _related(previous: Scenario, name: str) -> Scenario:
    """The latest step whose figures the other calculator takes as they are, else this one."""
    target = get(name).inputs
    step: Scenario | None = previous
    while step is not None:
        source = get(step.calculator).inputs
        if issubclass(target, source) or issubclass(source, target):
            return step
        step = step.back()
    return previous


def _carried(previous: Scenario, name: str) -> dict[str, Any]:
    """The inputs both calculators know; of a list with other columns, the names alone."""
    source, target = get(previous.calculator).inputs, get(name).inputs
    if previous.calculator == "ab_test" and name == "srm":
        groups = _rows(previous, "groups")
        return {"observed": [row.get("visitors") for row in groups]} if groups else {}
    own = rows_field(source)
    kept = {
        key: value
        for key, value in previous.inputs.items()
        if (found := match_field(key, field_names(source), fuzzy=False))
        and found[0] in target.model_fields
        and field_extra(source.model_fields[found[0]]).get("quantity") != "rows"
    }
    table = rows_field(target)
    if own is None or table is None:
        return kept
    if issubclass(target, source) or issubclass(source, target):
        return kept | {table[0]: previous.inputs.get(own[0])}
    names = field_names(own[1])
    rows = []
    for row in _rows(previous, own[0]):
        title = next(
            (str(v) for k, v in row.items() if (f := match_field(k, names)) and f[0] == "name"), ""
        )
        if title:
            rows.append({"name": title})
    return {table[0]: rows} if rows else {}


def _rows(previous: Scenario, field: str) -> list[dict[str, Any]]:
    value = previous.inputs.get(field)
    own = rows_field(get(previous.calculator).inputs)
    if isinstance(value, str) and own is not None:
        table = read_table(value)
        return records_for(table, own[1]) if table else []
    return [dict(row) for row in value or [] if isinstance(row, Mapping)]
