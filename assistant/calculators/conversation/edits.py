"""Follow-ups on a stored scenario: "what if effort doubles for B?", "drop C", "and at 12%?"."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assistant.calculators.conversation.cues import ASKS, ROW_CUES
from assistant.calculators.conversation.mentions import mentions_in
from assistant.calculators.conversation.rows import rows_in
from assistant.calculators.conversation.scenario import Scenario
from assistant.calculators.reading.amounts import DIGITS, plain, read_amount
from assistant.calculators.reading.columns import field_extra, field_names, match_field, normalised
from assistant.calculators.reading.records import rows_field
from assistant.calculators.reading.tables import read_table
from assistant.calculators.record import Inputs
from assistant.calculators.registry import get

_FACTORS = {
    r"\bdoubl(?:es?|ed|ing)\b|\btwice\b": "2",
    r"\btripl(?:es?|ed|ing)\b|\bthree times\b": "3",
    r"\bquadrupl\w+": "4",
    r"\bhalv(?:es?|ed|ing)\b|\bhalf\b": "0.5",
}
_BY = re.compile(
    (
        r"\b(?P<verb>rises?|grows?|goes up|increases?|is up|up|higher|more|falls?|drops?"
        r"|decreases?|shrinks?|goes down|is down|down|lower|less"
        r"|cut)\b(?:\s+by)?\s+(?P<n>\d+(?:[.,]\d+)?)\s?%|(?P<m>\d+(?:[.,]\d+)?)\s?%\s+(?P<word>higher|lower|more|less|fewer|up|down)"
    ),
    re.I,
)
_DOWN = re.compile(r"fall|drop|decreas|shrink|down|lower|less|fewer|cut", re.I)
_DROP = re.compile(
    (
        r"^\s*(?:please\s+|and\s+|now\s+|what if we\s+|ok,?\s+)?(?:drop|remove|delete|exclude"
        r"|leave out|without|take out|ignore|skip)\s+(?P<name>.+?)[.?!\s]*$"
    ),
    re.I,
)
_RATE = re.compile(
    (
        r"\b(?P<code>usd|eur|gbp|chf|cad|aud|jpy|inr|sek|nok|dkk|pln|[$\u20ac\u00a3])\s*(?:at|@"
        r"|=|is|to be)\s*(?P<rate>\d+(?:[.,]\d+)?)"
    ),
    re.I,
)
_TIE = re.compile(
    (
        r"\btie[sd]?\b|\bbreak even between\b|\bdraw level\b|\bswitch(?:es)? (?:places|over)\b"
        r"|\border (?:flip|change|switch)\w*\b|\bequal\b"
    ),
    re.I,
)
_FOLLOW = re.compile(
    (
        r"^\s*(?:and|what if|what about|how about|now|with|at|but|same|for|then|ok|use|assume"
        r"|suppose|try|if|over|make|set|change|let'?s)\b"
    ),
    re.I,
)
_QUESTION = re.compile(
    (
        r"^\s*(?:why|who|when should|which|what is|what are|what's the (?:difference|meaning)"
        r"|explain|define|how do|how can|tell me about)\b"
    ),
    re.I,
)
_FLOWS = ("npv", "irr", "payback")
_PERCENT_FIRST = {
    "npv": ("rate",),
    "payback": ("rate",),
    "irr": ("rate",),
    "sample_size": ("effect", "baseline"),
    "duration": ("effect", "baseline"),
    "power": ("effect",),
    "detectable_effect": ("baseline",),
    "clv": ("retention", "margin_rate", "discount"),
    "uplift": ("effect",),
    "goal_pacing": ("growth",),
    "roi": ("margin",),
    "hitl": ("threshold",),
    "break_even": ("margin",),
    "ab_test": ("confidence_level",),
}


def edit_request(message: str, previous: Scenario) -> Scenario | None:
    """The scenario with the edit a message asks for, or None when it asks for no edit."""
    text = message.strip()
    if not text or len(text) > 600 or (_QUESTION.match(text) and not _TIE.search(text)):
        return None
    model = get(previous.calculator).inputs
    table = rows_field(model)
    inputs = dict(previous.inputs)
    if table is not None:
        inputs = _with_rows(inputs, table[0])
    rows = inputs.get(table[0]) if table else None
    if previous.calculator in _FLOWS and not mentions_in(text):
        other = next(
            (
                name
                for name in _FLOWS
                if name != previous.calculator and re.search(ASKS[name].named, text, re.I)
            ),
            None,
        )
        if other is not None:
            return Scenario(other, previous.inputs)
    tie = _tie(text, previous, model)
    if tie is not None:
        return tie
    rate = _RATE.search(text)
    if rate is not None and "rates" in model.model_fields:
        return Scenario(
            previous.calculator, {**inputs, "rates": {rate["code"].upper(): rate["rate"]}}
        )
    if isinstance(rows, list) and table is not None:
        edited = _edited_rows(text, previous.calculator, rows, table[1])
        if edited is not None:
            return Scenario(previous.calculator, {**inputs, table[0]: edited})
    if previous.calculator == "ice" and re.search(r"\b(mean|average|product)\b", text, re.I):
        word = "product" if re.search(r"\bproduct\b", text, re.I) else "mean"
        return Scenario(previous.calculator, {**inputs, "convention": word})
    scalar = _edited_scalar(text, previous.calculator, inputs, model)
    return Scenario(previous.calculator, scalar) if scalar is not None else None


def _with_rows(inputs: dict[str, Any], field: str) -> dict[str, Any]:
    """Table text as rows, so that one cell can change."""
    value = inputs.get(field)
    if isinstance(value, str):
        table = read_table(value)
        if table is not None:
            return {**inputs, field: [dict(record) for record in table.records()]}
    return inputs


def _tie(text: str, previous: Scenario, model: type[Inputs]) -> Scenario | None:
    if not _TIE.search(text) or rows_field(model) is None:
        return None
    for name in ("reach", "impact", "confidence", "effort"):
        if re.search(rf"\b{name}\b", text, re.I):
            return Scenario(previous.calculator, previous.inputs, tie_field=name)
    return (
        Scenario(previous.calculator, previous.inputs, tie_field="effort")
        if previous.calculator == "rice"
        else None
    )


def _name_key(row: Mapping[str, Any], names: Mapping[str, str]) -> str | None:
    return next(
        (key for key in row if (found := match_field(key, dict(names))) and found[0] == "name"),
        None,
    )


def _find_row(text: str, rows: list[dict[str, Any]], key: str) -> int | None:
    """The row a text names: the whole name first, then its first words or letter."""
    folded = normalised(text)
    padded = f"_{folded}_"
    best: tuple[int, int] | None = None
    for index, row in enumerate(rows):
        name = normalised(str(row.get(key, "")))
        if name and f"_{name}_" in padded:
            best = max(best, (len(name), index)) if best else (len(name), index)
    if best is not None:
        return best[1]
    letters = [word for word in folded.split("_") if len(word) == 1 and word != "a"] or re.findall(
        r"\bA\b", text
    )
    firsts = [
        i
        for i, row in enumerate(rows)
        if normalised(str(row.get(key, ""))).split("_")[0]
        in {letter.casefold() for letter in letters}
    ]
    if len(firsts) == 1:
        return firsts[0]
    words = [word for word in folded.split("_") if len(word) > 3]
    hits = [
        i
        for i, row in enumerate(rows)
        if any(word in normalised(str(row.get(key, ""))).split("_") for word in words)
    ]
    return hits[0] if len(hits) == 1 else None


def _edited_rows(
    text: str, calculator: str, rows: list[Any], row_class: type[Inputs]
) -> list[dict[str, Any]] | None:
    if not rows or not all(isinstance(row, Mapping) for row in rows):
        return None
    copies = [dict(row) for row in rows]
    names = field_names(row_class)
    key = _name_key(copies[0], names)
    if key is None:
        key = "name"
    dropped = _DROP.match(text)
    if dropped is not None:
        index = _find_row(dropped["name"], copies, key)
        return None if index is None else copies[:index] + copies[index + 1 :]
    added = re.match(r"^\s*(?:please\s+|and\s+)?(?:add|include)\s+(?P<rest>.+)$", text, re.I | re.S)
    if added is not None and calculator in ROW_CUES:
        new = rows_in(added["rest"], calculator)
        return [*copies, *new] if new else None
    field = _field_in(text, names, calculator)
    if field is None:
        return None
    index = _find_row(_without_field(text, field), copies, key)
    if index is None:
        if len(copies) != 1:
            return None
        index = 0
    column = next(
        (k for k in copies[index] if (found := match_field(k, names)) and found[0] == field), field
    )
    changed = _changed(text, copies[index].get(column), field, str(copies[index].get(key, "")))
    if changed is None:
        return None
    copies[index] = {**copies[index], column: changed}
    return copies


def _without_field(text: str, field: str) -> str:
    return re.sub(rf"\b{field}\b", " ", re.sub(r"'s\b", " ", text), flags=re.I)


def _field_in(text: str, names: Mapping[str, str], calculator: str) -> str | None:
    """The field a text names by its name, an alias, or the words of the calculator."""
    folded = f"_{normalised(text)}_"
    hits = [
        (len(alias), field)
        for alias, field in names.items()
        if len(alias) > 2 and f"_{alias}_" in folded and field != "name"
    ]
    if hits:
        return max(hits)[1]
    for field, cue in ROW_CUES.get(calculator, {}).items():
        if re.search(cue.words, text, re.I):
            return field
    return None


def _changed(text: str, old: Any, field: str, name: str = "") -> str | None:
    """The new value as text: a factor of the old one, a percentage up or down, or a new amount."""
    for pattern, factor in _FACTORS.items():
        if re.search(pattern, text, re.I) and not re.search(
            r"\b(?:to|is|at)\s+half a\b", text, re.I
        ):
            return _times(old, Decimal(factor))
    by = _BY.search(text)
    if by is not None:
        amount = Decimal((by["n"] or by["m"]).replace(",", ".")) / 100
        down = _DOWN.search(by["verb"] or by["word"]) is not None
        return _times(old, 1 - amount if down else 1 + amount)
    body = text.replace(name, " ") if len(name) > 1 else text
    found = mentions_in(body.rstrip(" ?!."), words=True)
    return found[-1].text if found else None


def _times(old: Any, factor: Decimal) -> str | None:
    if old is None:
        return None
    if isinstance(old, list | tuple | Mapping):
        return None
    amount = read_amount(old)
    if amount.low is not None and amount.high is not None:
        return f"{plain(amount.low * factor)}-{plain(amount.high * factor)}"
    if amount.value is None:
        return None
    number = f"{amount.value * factor:f}"
    number = number.rstrip("0").rstrip(".") if "." in number else number
    # Currency, unit and period stay as written: "3 weeks" doubled is "6 weeks".
    suffix = r"(?:\s?(?:k|mn|mio|m|bn|million|billion|thousand)(?![a-z]))?"
    return re.sub(rf"-?{DIGITS}{suffix}", number, str(old), count=1, flags=re.I)


def _edited_scalar(
    text: str, calculator: str, inputs: dict[str, Any], model: type[Inputs]
) -> dict[str, Any] | None:
    names = {
        alias: field
        for alias, field in field_names(model).items()
        if field_extra(model.model_fields[field]).get("quantity") != "rows"
    }
    mentions = mentions_in(text)
    field = _scalar_field(text, calculator, names, inputs)
    if field is not None:
        key = next(
            (
                k
                for k in inputs
                if (found := match_field(k, names, fuzzy=False)) and found[0] == field
            ),
            field,
        )
        changed = _changed(text, inputs.get(key), field)
        return {**inputs, key: changed} if changed is not None else None
    if not _FOLLOW.match(text) or len(mentions) != 1 or len(text) > 60:
        return None
    mention = mentions[0]
    if mention.form == "percent":
        for candidate in _PERCENT_FIRST.get(calculator, ()):
            if candidate in inputs or candidate == _PERCENT_FIRST[calculator][0]:
                return {**inputs, candidate: mention.text}
    if (
        mention.form in {"money", "number"}
        and mention.per
        and calculator in {"npv", "irr", "payback"}
    ):
        return {**inputs, "inflow": mention.text}
    if mention.form == "time":
        durations = [
            n
            for n, info in model.model_fields.items()
            if field_extra(info).get("quantity") == "duration"
        ]
        for candidate in [name for name in durations if name in inputs] or durations[:1]:
            return {key: value for key, value in inputs.items() if key != "periods"} | {
                candidate: mention.text
            }
    return None


def _scalar_field(
    text: str, calculator: str, names: Mapping[str, str], inputs: Mapping[str, Any]
) -> str | None:
    """The input a text names; the ones the scenario holds come first."""
    if not (_FOLLOW.match(text) or re.search(r"\bdoubl|\bhalv|\btripl|\bby \d", text, re.I)):
        return None
    folded = f"_{normalised(text)}_"
    held = {found[0] for key in inputs if (found := match_field(key, dict(names), fuzzy=False))}
    hits = [
        (field in held, len(alias), field)
        for alias, field in names.items()
        if len(alias) > 2 and f"_{alias}_" in folded
    ]
    ask = ASKS.get(calculator)
    if ask is not None:
        hits += [
            (field in held, 0, field)
            for field, cue in ask.cues.items()
            if field in names.values()
            and (match := re.search(cue.words, text, re.I))
            and len(match[0].strip()) > 2
        ]
    return max(hits)[2] if hits else None
