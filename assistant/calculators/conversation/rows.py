"""Lists of ideas in running text or pasted tables become rows."""

import itertools
import re
from typing import Any

from assistant.calculators.conversation.cues import ROW_CUES
from assistant.calculators.conversation.mentions import Cue, Mention, assign, mentions_in
from assistant.calculators.reading.columns import match_field
from assistant.calculators.reading.tables import read_table

LONGEST_SEGMENT = 400
_BULLET = re.compile(r"^\s*(?:[-*\u2022\u2013]|\(?\d{1,2}[.)](?=\s)|\(?[a-z]\)(?=\s))\s*")
_WORDS = (
    r"and|then|also|or|versus|vs\.?|compare|prioriti[sz](?:e|ing|ation)|rank(?:ing)?|scor(?:e|ing)|please|with|for|the|our|(?-i:a)|an|it"
    r"|of|to|is|has|can you|could you|these|this|following|using|ideas?|items?|initiatives?"
    r"|options?|on|here are|we have"
)
_FILLER = re.compile(rf"^(?:(?:{_WORDS})(?=[\s:,]+\S)[\s:,]*|[:\-,][\s]*)", re.I)
_PREAMBLE = re.compile(
    r"^(?:and|then|also|compare|prioriti[sz]e|rank|score|please|these|this|following|ideas?|items?|options?|list)$",
    re.I,
)
# "Value vs effort for four ideas (1-10): …": the method and the subject, no idea's name.
_INTRODUCTION = re.compile(
    r"^[^:\n]{0,60}\b(?:rice|ice|value\s*(?:vs\.?|versus|/|and|against)\s*effort|ideas|initiatives|options)\b"
    r"[^:\n]{0,40}:\s+",
    re.I,
)
_VALUE = r"\d+(?:[.,]\d+)?k?\s?%?"
_RUN = re.compile(
    rf"(?P<name>[A-Za-z][\w &'()-]*?)\s*(?:[:=\u2013-]\s*|\s)(?P<values>{_VALUE}(?:\s*[,/|x\u00d7]\s*{_VALUE}|\s+{_VALUE})+)"
    r"\s*(?=$|[;.\n,?]|\band\b)",
    re.I,
)
_TAIL = re.compile(
    r"[\s:,\-\u2013=(]+$|\s(?:with|has|have|would|will|that|which|at|(?-i:a)|an|the|is|of|for|needs?|takes?|scores?|gets?"
    r"|by|and|its|about|to)\s*$",
    re.I,
)


def table_in(message: str) -> str | None:
    """The table inside a message: the longest run of lines that read as one."""
    lines = message.replace("\r\n", "\n").split("\n")
    for separator in ("|", "\t", ";", ","):
        block: list[str] = []
        best: list[str] = []
        for line in [*lines, ""]:
            fits = line.count(separator) >= 2 if separator != ";" else line.count(separator) >= 1
            if fits:
                block.append(line)
            else:
                best = max(best, block, key=len)
                block = []
        if len(best) >= 2:
            return "\n".join(best)
    return None


def table_rows(message: str, names: dict[str, str], at_least: int = 2) -> str | None:
    """The table's text when its header names at least two of the calculator's columns."""
    text = table_in(message)
    table = read_table(text) if text else None
    if table is None:
        return None
    if any(re.search(r"\d", cell) for cell in table.header):
        return None
    known = {found[0] for cell in table.header if (found := match_field(cell, names)) is not None}
    return text if len(known - {"name"}) >= at_least else None


def segments_of(text: str) -> list[str]:
    """One segment per idea: bullets and lines first, then semicolons, then sentences."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len([line for line in lines if re.search(r"\d", line)]) >= 2:
        return [_BULLET.sub("", line) for line in lines]
    flat = " ".join(lines)
    flat = re.sub(r"\?\s+(?=[A-Z])", "?\n", flat)
    numbered = re.split(
        r"(?:^|\s)\([1-9]\d?\)\s+(?=[A-Za-z])|(?:^|[.;:,]\s+)[1-9]\)\s+(?=[A-Za-z])|\s(?=\(?[A-H]\)\s)",
        flat,
    )
    if len([part for part in numbered if re.search(r"\d", part)]) >= 2:
        return numbered
    parts = re.split(r"\s*;\s*(?:and\s+)?|(?<=[a-z0-9%)])\.\s+(?=[A-Z\"'])|\n", flat)
    if len([part for part in parts if re.search(r"\d", part)]) >= 2:
        return parts
    parts = re.split(r",\s+(?:and\s+)?(?=(?!(?:a\s+)?reach)[A-Za-z][^,;:\d]{1,40}?\breach)", flat)
    if len(parts) > 1 and all("reach" in part.casefold() for part in parts):
        return parts
    for separator in (
        r",\s+(?:and\s+)?(?=[A-Za-z][^,;:\d]{0,40}?\s(?:reach\w*|value|impact)\s*[:=]?\s*\d)",
        r"\s+(?:versus|vs\.?)\s+",
        r",?\s+and\s+(?=[^,;]{1,40}\b(?:reach|impact|value)\w*\b)",
        r",\s+(?=[A-Z]\w*\s*[:(])",
        r"(?<=\))\s*,\s*(?:and\s+)?(?=[A-Za-z][^()]{0,60}\()",
    ):
        parts = re.split(separator, flat)
        if len(parts) > 1:
            return parts
    return [flat]


def read_row(segment: str, calculator: str, *, unlabelled: bool = True) -> dict[str, Any] | None:
    """One idea's labelled amounts, or unlabelled ones in the calculator's own order."""
    cues = ROW_CUES[calculator]
    body = segment.strip()[:LONGEST_SEGMENT]
    head, colon, rest = body.partition(":")
    if colon and not clean_name(head) and not mentions_in(head):
        body = rest.strip()
    mentions = mentions_in(body, words=True)
    labelled = assign(body, cues, mentions)
    order = [name for name in cues if not (calculator == "ice" and name == "effort")]
    if not labelled or (len(labelled) < 2 and len(mentions) >= len(order)):
        head, colon, rest = body.partition(":")
        values = rest if colon else body
        positional = mentions_in(values, words=True)
        if not unlabelled or len(positional) != len(order) or not (colon or positional[0].start):
            return None
        gaps = [values[a.end : b.start] for a, b in itertools.pairwise(positional)]
        if any(len(gap.strip(" ,/|x*")) > 0 for gap in gaps):
            return None
        name = head if colon else body[: positional[0].start]
        return {
            "name": clean_name(name),
            **{key: m.text for key, m in zip(order, positional, strict=True)},
        }
    if calculator == "rice" and "reach" not in labelled:
        # "9k per quarter" needs no word for it: only reach is counted per period.
        free = [m for m in mentions if m.per and m.form == "number" and m not in labelled.values()]
        labelled |= {"reach": free[0]} if len(free) == 1 else {}
    row: dict[str, Any] = {"name": clean_name(body[: _first(body, cues, labelled)])}
    for name, mention in labelled.items():
        row[name] = _with_unit(body, mention, name, cues[name])
    return row


def _runs(text: str, calculator: str) -> list[dict[str, Any]]:
    """Ideas in one line with bare values: "chatbot 8 7 5, search 6/9/8"."""
    order = [
        name for name in ROW_CUES[calculator] if not (calculator == "ice" and name == "effort")
    ]
    rows = []
    for match in _RUN.finditer(text):
        values = re.findall(_VALUE, match["values"])
        if len(values) != len(order):  # "7,6,8" are three scores, not 7.6 and 8
            values = re.findall(r"\d+(?:\.\d+)?k?\s?%?", match["values"])
        name = clean_name(match["name"])
        if name and len(values) == len(order):
            rows.append({"name": name, **dict(zip(order, values, strict=True))})
    return rows


def _with_unit(body: str, mention: Mention, name: str, cue: Cue) -> str:
    """The amount with the words that belong to it, such as "one-off" after a reach."""
    if name == "reach" and re.match(
        r"\W{0,2}[\w ]{0,20}\b(?:one-?(?:off|time)|once)\b", body[mention.end :], re.I
    ):
        return f"{mention.text} one-off"
    return mention.text


def _first(body: str, cues: Any, labelled: dict[str, Mention]) -> int:
    starts = [mention.start for mention in labelled.values()]
    for name, mention in labelled.items():
        for match in re.finditer(cues[name].words, body, re.I):
            if match.end() <= mention.start + 1 and mention.start - match.end() < 30:
                starts.append(match.start())
    colon = body.find(":")
    if 0 < colon < min(starts):
        return colon
    return min(starts)


def clean_name(text: str) -> str:
    name = re.sub(r"[*_`\"\u201c\u201d]", "", text).strip()
    name = re.split(r"[?!]\s+|\.\s+(?=[A-Z])", name)[-1]  # "Which first? chatbot" is the chatbot
    while True:
        shorter = _TAIL.sub("", _FILLER.sub("", name)).strip()
        if shorter == name:
            break
        name = shorter
    name = re.sub(r"'s$", "", name)
    return "" if _PREAMBLE.match(name) else name[:80]


def rows_in(
    text: str, calculator: str, least: int = 2, *, unlabelled: bool = True
) -> list[dict[str, Any]]:
    """Every idea in the text with at least `least` of its inputs."""
    text = _INTRODUCTION.sub("", text, count=1)
    rows = []
    for segment in segments_of(text):
        row = read_row(segment, calculator, unlabelled=unlabelled)
        if row is not None and len(row) - 1 >= least:
            rows.append(row)
    if unlabelled and len(rows) < 2:
        rows = max(rows, _runs(text, calculator), key=len)
    for number, row in enumerate(rows, start=1):
        if not row["name"]:
            row["name"] = "the idea" if len(rows) == 1 else f"item {number}"
    return rows
