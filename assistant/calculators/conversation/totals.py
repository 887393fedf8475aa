"""The totals of a ratio metric in running text: six sums for each of two groups."""

import re
from typing import Any

from assistant.calculators.conversation.rows import table_rows
from assistant.calculators.reading.columns import field_names
from assistant.calculators.reading.records import rows_field
from assistant.calculators.registry import get

RATIO = (
    r"\bratio metric\b|\bdelta method\b|\b(?:revenue|sales|margin|items|clicks|pages|profit)\s*(?:per|/)\s*(?:order|session|visit|click|page|basket)\b"
    r"|\bsums? of squares\b|\bsum_(?:mm|dd|md)\b"
)
_GROUP = re.compile(
    r"\b(?P<name>control|variant|treatment|test group|[AB](?=\s*[:=(]))(?: group)?\s*[:=(]?\s", re.I
)
_NUMBER = r"[$\u20ac\u00a3]?\s?(\d+(?:,\d{3})*(?:\.\d+)?(?:e\d+)?\s?[km]?)\b"
_M = r"(?:m|revenue|sales|margin|numerator|clicks|items)"
_D = r"(?:d|orders?|sessions?|visits?|denominator|pages)"
_SQUARED = r"(?:\s?(?:\^2|\u00b2|2\b|squared|squares))"
# The longest names first: "sum of squares of revenue" is no revenue.
_CUES: tuple[tuple[str, str], ...] = (
    (
        "sum_md",
        rf"(?:cross[- ](?:sum|products?)|sum[_ ]md|sum of (?:the )?(?:cross[- ])?products?|products?|{_M}\s?[x\u00d7*]\s?{_D})",
    ),
    (
        "sum_mm",
        rf"(?:sum[_ ]mm|sum of squares (?:of )?(?:the )?{_M}|sum of {_M}{_SQUARED}|{_M}(?: sum of)?{_SQUARED})",
    ),
    (
        "sum_dd",
        rf"(?:sum[_ ]dd|sum of squares (?:of )?(?:the )?{_D}|sum of {_D}{_SQUARED}|{_D}(?: sum of)?{_SQUARED})",
    ),
    ("n", r"(?:users|customers|visitors|people|n)"),
    ("sum_m", rf"(?:(?:sum|total)(?: of)? |sum_)?{_M}"),
    ("sum_d", rf"(?:(?:sum|total)(?: of)? |sum_)?{_D}"),
)


def totals_in(text: str) -> dict[str, Any] | None:
    """The two groups with the totals a text holds; None without users and both sums of each."""
    field = rows_field(get("ratio_metric").inputs)
    assert field is not None
    table = table_rows(text, field_names(field[1]), at_least=3)
    if table is not None:
        return {field[0]: table}
    marks = list(_GROUP.finditer(text))
    names = [mark["name"].casefold() for mark in marks]
    if len(marks) != 2 or names[0] == names[1]:
        return None
    ends = [marks[1].start(), len(text)]
    groups = [
        {"name": mark["name"], **_sums(text[mark.end() : end])}
        for mark, end in zip(marks, ends, strict=True)
    ]
    if not all({"n", "sum_m", "sum_d"} <= set(group) for group in groups):
        return None
    return {field[0]: groups}


def _sums(body: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for field, words in _CUES:
        for pattern in (
            rf"(?<![\w]){words}\s*(?:of|is|was|=|:)?\s*{_NUMBER}",
            rf"(?<![\w.,]){_NUMBER}\s+(?:in )?{words}(?![\w])",
        ):
            match = re.search(pattern, body, re.I)
            if match:
                found[field] = match[1]
                body = body[: match.start()] + " ; " + body[match.end() :]
                break
    return found
