"""Does a message ask for a computation, which one, and with which inputs?

Deterministic: a calculator is chosen by its name or by what is asked, and only when the message
also holds the amounts it starts from. A question about a method is not a computation.
"""

import re
from typing import Any

from assistant.calculators.conversation.cues import ASKS, ROW_CUES, ROW_NAMES
from assistant.calculators.conversation.groups import groups_in
from assistant.calculators.conversation.rows import rows_in, table_rows
from assistant.calculators.conversation.scalars import scalars_in, unused_in
from assistant.calculators.conversation.scenario import CalcRequest
from assistant.calculators.conversation.scores import (
    READINESS,
    SCORECARD,
    STRIVE,
    readiness_in,
    scorecard_in,
    strive_in,
)
from assistant.calculators.conversation.sequence import ROADMAP, roadmap_in
from assistant.calculators.conversation.special import SPECIAL, read_special
from assistant.calculators.reading.columns import field_names
from assistant.calculators.reading.records import rows_field
from assistant.calculators.reading.worded import with_figures
from assistant.calculators.registry import get

LONGEST = 20_000
LONGEST_LIST = 8_000
LONGEST_SENTENCES = 1_500
_PREAMBLE = re.compile(
    r"(?:\W|\b(?:these|this|the|following|for|of|my|our|a|an|ideas?|items?|initiatives|options|projects|list"
    r"|scor(?:es?|ing)|rank(?:ing)?|please|can|you|compute|calculate|compare|is|are|below|here|which|first"
    r"|them|and|me|it|with|using)\b)*",
    re.I,
)
_TEST_WORDS = re.compile(
    (
        r"\bsignifican(?:t|ce)\b|\ba/b\b|\bp-?value\b|\bwinner\b|\bstatistically\b|\bsplit "
        r"test\b|\bbeats?\b|\bbetter than\b|\bvariants?\b|\bcontrol\b|\btreatment\b|\bconclusive\b|\bdid .{0,20} win\b"
        r"|\bis (?:[A-F]|variant|treatment|(?:the )?new\b.{0,20}?) (?:really |actually )?(?:better|winning|ahead)\b"
        r"|\bwhich (?:one |variant |version )?(?:wins|won|is (?:better|best))\b|\b(?:just|only|pure) (?:noise|luck|chance)\b|\bby chance\b|\breal difference\b|\breal\s*\?"
    ),
    re.I,
)
_ROBUST = re.compile(
    r"\brobust\w*\b|\bmonte[- ]carlo\b|\bsimulat\w+\b|\bhow sure\b.{0,30}\b(?:rank|order)", re.I
)


def read_request(message: str) -> CalcRequest | None:
    """The computation a message asks for, or None when it asks for none."""
    text = with_figures(message[:LONGEST].replace("\u00a0", " "))
    if not re.search(r"\d", text):
        return _scored(text) if STRIVE.search(text) else None
    sentences = text[:LONGEST_SENTENCES]
    whole = {_rows, _scored, _planned, _test, _implied_rows}
    for reader in (_rows, _scored, _planned, _special, _asked, _test, _implied_rows):
        request = reader(text if reader in whole else sentences)
        if request is not None:
            return request
    return None


def _scored(text: str) -> CalcRequest | None:
    """A STRIVE or weighted scorecard, or the scores of a data audit."""
    text = text[:LONGEST_LIST]
    for name, words, reader in (
        ("strive", STRIVE, strive_in),
        ("scorecard", SCORECARD, scorecard_in),
        ("readiness", READINESS, readiness_in),
    ):
        if words.search(text):
            inputs = reader(text)
            if inputs is not None:
                return CalcRequest(name, inputs)
    return None


def _planned(text: str) -> CalcRequest | None:
    inputs = roadmap_in(text[:LONGEST_LIST]) if ROADMAP.search(text) else None
    return None if inputs is None else CalcRequest("roadmap", inputs)


def _after_name(text: str, calculator: str) -> str:
    match = re.search(ROW_NAMES[calculator], text)
    if match is None:
        return text
    head, tail = text[: match.start()], text[match.end() :].lstrip(". ")
    if not re.search(r"\d", tail):
        return head
    colon = re.match(r"[^:.\d]{0,60}[:?]\s*", tail)
    if colon and not _PREAMBLE.fullmatch(colon[0]):
        colon = None
    body = (
        tail[colon.end() :]
        if colon and not re.search(r"\b(?:reach|impact|value|confidence)\b", colon[0])
        else tail
    )
    if re.search(r"\d", head):
        return text[: match.start()] + "\n" + body
    if colon and "\n" in colon[0].rstrip("\n"):
        body = tail[tail.index("\n") + 1 :]
    return body


def _row_request(text: str, calculator: str, body: str, least: int) -> CalcRequest | None:
    field = rows_field(get(calculator).inputs)
    assert field is not None
    table = table_rows(text, field_names(field[1]))
    if table is not None:
        return CalcRequest(calculator, {field[0]: table, **_options(text, calculator)})
    rows = rows_in(body[:LONGEST_LIST], calculator, least, unlabelled=least < 3)
    if not rows:
        return None
    return CalcRequest(calculator, {field[0]: rows, **_options(text, calculator)})


def _options(text: str, calculator: str) -> dict[str, Any]:
    if calculator == "ice" and re.search(r"\b(?:mean|average)\b", text, re.I):
        return {"convention": "mean"}
    return {}


def _rows(text: str) -> CalcRequest | None:
    for calculator, pattern in ROW_NAMES.items():
        flags = re.I if calculator == "value_effort" else 0
        if re.search(pattern, text, flags):
            request = _row_request(text, calculator, _after_name(text, calculator), 2)
            if request is not None:
                simulated = calculator == "rice" and _ROBUST.search(text)
                return CalcRequest("ranking_robustness", request.inputs) if simulated else request
    return None


def _implied_rows(text: str) -> CalcRequest | None:
    """A table or list whose columns are those of one method, without its name."""
    wanted = {
        "rice": {"reach", "impact", "confidence", "effort"},
        "ice": {"impact", "confidence", "ease"},
    }
    for calculator, fields in wanted.items():
        request = _row_request(text, calculator, text, 3)
        if request is None:
            continue
        value = next(iter(request.inputs.values()))
        if isinstance(value, str):
            header = value.split("\n")[0].casefold()
            if all(name in header for name in fields - {"reach"}) and (
                calculator == "ice" or "ease" not in header
            ):
                return request
        elif any(fields <= set(row) for row in value):
            return request
    return None


def _special(text: str) -> CalcRequest | None:
    for calculator, pattern in SPECIAL.items():
        if re.search(pattern, text, re.I):
            inputs = read_special(calculator, text)
            if inputs:
                return CalcRequest(calculator, inputs)
    return None


def _asked(text: str) -> CalcRequest | None:
    matches = []
    for calculator, ask in ASKS.items():
        match = re.search(ask.named, text, re.I | re.S) or (
            re.search(ask.implied, text, re.I | re.S) if ask.implied else None
        )
        if match:
            matches.append((calculator, ask))
    for calculator, ask in matches:
        inputs = scalars_in(text, calculator, ask)
        if inputs and all(any(name in inputs for name in group) for group in ask.needs):
            return CalcRequest(calculator, inputs, unused_in(text, calculator, inputs))
    return None


def _test(text: str) -> CalcRequest | None:
    if not _TEST_WORDS.search(text):
        return None
    names = field_names(rows_field(get("ab_test").inputs)[1])  # type: ignore[index]
    table = table_rows(text, names)
    groups: object = table if table is not None else groups_in(text[:LONGEST_SENTENCES])
    if not groups:
        return None
    inputs: dict[str, Any] = {"groups": groups}
    level = re.search(
        (
            r"(\d\d(?:\.\d+)?\s?%)\s*(?:confidence|significance)|(?:confidence|alpha)(?: "
            r"level)?(?: of)? (\d\d?(?:\.\d+)?\s?%)"
        ),
        text,
        re.I,
    )
    if level:
        inputs["confidence_level" if "confidence" in level[0].casefold() else "alpha"] = (
            level[1] or level[2]
        )
    return CalcRequest("ab_test", inputs)


__all__ = ["ROW_CUES", "CalcRequest", "read_request", "scalars_in"]
