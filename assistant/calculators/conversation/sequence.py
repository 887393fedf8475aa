"""A roadmap in running text: items with their length, what they need, and the size of the team."""

import re
from typing import Any

from assistant.calculators.conversation.rows import clean_name, table_in, table_rows
from assistant.calculators.reading.columns import field_names
from assistant.calculators.reading.records import rows_field
from assistant.calculators.registry import get

ROADMAP = re.compile(
    r"\broad ?map\b|\b(?:plan|sequence|schedule)\s*:|\b(?:plan|sequence|schedule|order) (?:these|this|them|the following|out)\b"
    r"|\bhow long (?:will|would|does) (?:this|the) (?:plan|road ?map)\b|\bsequenc(?:e|ing)\b",
    re.I,
)
_TIME = r"\d+(?:[.,]\d+)?\s*-?\s*(?:months?|mos?|weeks?|wks?|quarters?|qtrs?|years?|days?)\b"
_PEOPLE = r"(?P<people>\d+(?:[.,]\d+)?)\s*(?:people|persons?|engineers?|developers?|devs?|ftes?)\b"
_CAPACITY = re.compile(
    rf"\b(?:with|for|have|has|got|team of|capacity(?: of)?:?|we are|only)\s*(?:a team of\s*)?{_PEOPLE}"
    r"|\b(?:capacity|team size|team)(?: of| is|:|=)?\s*(?P<bare>\d+(?:[.,]\d+)?)\b",
    re.I,
)
_NEEDS = re.compile(
    r"\b(?:needs?|requires?|depends? on|after|once|blocked by|follows|waits? for|builds? on|prerequisites?:?)\s+(?P<names>.+)$",
    re.I,
)
_SCORE = re.compile(
    r"\b(?:score|priority|rice)\s*(?:of|is|=|:)?\s*(?P<score>\d+(?:[.,]\d+)?)", re.I
)
_INTRODUCTION = re.compile(r"^[^:\n]{0,80}:\s*", re.S)


def roadmap_in(text: str) -> dict[str, Any] | None:
    """The items and the capacity as written; None without two items, or without any order to plan."""
    field = rows_field(get("roadmap").inputs)
    assert field is not None
    table = table_rows(text, field_names(field[1]))
    rest = text.replace(table_in(text) or "", " ") if table else text
    capacity, rest = _capacity(rest)
    inputs: dict[str, Any] = {} if capacity is None else {"capacity": capacity}
    if table is not None:
        return {"items": table, **inputs}
    introduction = _INTRODUCTION.match(rest)
    if introduction and ROADMAP.search(introduction[0]):
        rest = rest[introduction.end() :]
    rows = _items(rest)
    loose = _loose_capacity(text, rows) if capacity is None else None
    if loose:
        inputs["capacity"] = loose
    linked = any(row.get("depends_on") for row in rows)
    asked = re.search(
        r"\b(?:plan|sequence|schedule|order) (?:these|this|them|the following|out)\b", text, re.I
    )
    if len(rows) < 2 or not (inputs or linked or asked):
        return None
    return {"items": rows, **inputs}


def _capacity(text: str) -> tuple[str | None, str]:
    match = _CAPACITY.search(text)
    if match is None:
        return None, text
    return match["people"] or match["bare"], text[: match.start()] + " " + text[match.end() :]


def _loose_capacity(text: str, rows: list[dict[str, Any]]) -> str | None:
    """ "…, 2 people" standing by itself is the team, not one item's people."""
    match = re.search(rf"(?:^|[,;.\n])\s*(?:and\s+)?{_PEOPLE}\s*(?:[,;.?!\n]|$)", text, re.I)
    if match is None:
        return None
    if rows and rows[-1].get("people") == match["people"]:
        rows[-1].pop("people")
    return match["people"]


def _items(text: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for part in re.split(r"\s*[;\n]\s*|,\s+(?!and\s+[A-Z]\b(?!\w))|(?<=[a-z0-9])\.\s+", text):
        part = re.sub(
            r"^\s*(?:[-*\u2022]|\d{1,2}[.)]|and\b|then\b)\s*", "", part.strip(" .?!"), flags=re.I
        )
        length = re.search(_TIME, part, re.I)
        needs = _NEEDS.search(part)
        people = re.search(rf"(?:\bwith\s+|\bx\s*|\(|\btakes?\s+)?{_PEOPLE}", part, re.I)
        marks = [m.start() for m in (length, needs, people, _SCORE.search(part)) if m]
        if not marks:
            continue
        name = clean_name(re.sub(r"[(:]\s*$", "", part[: min(marks)].strip()))
        name = re.sub(r"\s+(?:takes?|lasts?|in|runs?|is|needs?)$", "", name, flags=re.I)
        fields: dict[str, Any] = {}
        if length:
            fields["duration"] = length[0]
        if needs:
            wanted = re.sub(_TIME, " ", needs["names"], flags=re.I)
            wanted = re.sub(
                r"\b(?:is|are|done|finished|ready|first|and takes|takes)\b", " ", wanted
            )
            fields["depends_on"] = [
                before
                for word in re.split(r"\s*(?:,|\band\b|&|\+)\s*", wanted)
                if (before := clean_name(re.sub(rf"[()]|{_PEOPLE}", " ", word, flags=re.I)))
            ]
        if people:
            fields["people"] = people["people"]
        score = _SCORE.search(part)
        if score:
            fields["score"] = score["score"]
        if not name and rows:
            rows[-1] |= {key: value for key, value in fields.items() if key not in rows[-1]}
        elif name:
            same = next((row for row in rows if row["name"].casefold() == name.casefold()), None)
            if same is not None:
                same |= fields
            else:
                rows.append({"name": name, **fields})
    return rows
