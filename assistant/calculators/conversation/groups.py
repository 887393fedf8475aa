"""Groups of a test in running text: visitors and conversions, in order."""

import re
from decimal import Decimal
from typing import Any

from assistant.calculators.conversation.mentions import Mention, mentions_in
from assistant.calculators.reading.amounts import read_amount

_VISITORS = r"(?:visitors?|users?|sessions?|people|customers|visits|shoppers|views|impressions|subscribers|recipients)"
_CONVERSIONS = (
    r"(?:orders?|conversions?|purchases?|sales|sign-?ups?|buyers|converted"
    r"|converts?|convs?|clicks?|bought|successes|completed|transactions)"
)
_COUNT = r"\d{1,3}(?:[,.' ]\d{3})+|\d+(?:[.,]\d+)?\s?[km]?"
_OF = re.compile(
    (
        rf"(?<![\d.,])(?P<x>{_COUNT})\s*(?:{_CONVERSIONS}\s*)?(?:/|\bout of\b|\bof\b"
        rf"|\bfrom\b)\s*(?P<n>{_COUNT})(?![\d%]|[.,]\d)"
    ),
    re.I,
)
_LABEL = re.compile(
    r"\b(control(?: group)?|variant(?: [a-z0-9]\b(?![.,%]\d|%))?|variation(?: [a-z0-9]\b(?![.,%]\d|%))?|treatment(?: "
    r"[a-z0-9]\b)?|(?:group|version|arm|page) [a-z0-9]\b|old(?: page| version)?|new(?: "
    r"page| version)?|original|challenger|baseline|holdout|exposed|test group"
    r"|[A-F](?=\s*(?::|=|\(|had|got|has|with|\d|,|-)))"
)
_SHARED = re.compile(
    rf"(?P<n>{_COUNT})\s*{_VISITORS}?\s*(?:each|per (?:group|arm|variant|side)|in (?:each|both)(?: groups?| arms?)?)",
    re.I,
)


_RATE_OF = re.compile(
    rf"(?P<before>{_COUNT})\s*{_VISITORS}\s*(?:at|with|:|=|\()?\s*(?P<after>\d+(?:\.\d+)?\s?%)|"
    rf"(?P<rate>\d+(?:\.\d+)?\s?%)\s*(?:of|on|from|out of|\(?\s*n\s*=)\s*(?P<n>{_COUNT})(?!\s?%)",
    re.I,
)


def _number(text: str) -> str:
    return re.sub(r"(?<=\d)[ '](?=\d{3})", ",", text.strip())


def _value(text: str) -> Decimal:
    return read_amount(text).value or Decimal(0)


def _labels(text: str, starts: list[int]) -> list[str]:
    names: list[str] = []
    found = [(match.start(), match[1]) for match in re.finditer(_LABEL.pattern, text)] or [
        (match.start(), match[1]) for match in re.finditer(_LABEL.pattern, text, re.I)
    ]
    insensitive = [
        (m.start(), m[1]) for m in re.finditer(_LABEL.pattern.split("|[A-F]")[0] + ")", text, re.I)
    ]
    pool = sorted(set(found) | set(insensitive))
    previous = -1
    for index, start in enumerate(starts):
        before = [name for position, name in pool if previous < position < start]
        names.append(before[-1].strip() if before else "")
        previous = start
        del index
    if len(set(filter(None, names))) != len(names):
        return [
            "control",
            *[f"variant {n}" if len(starts) > 2 else "variant" for n in range(1, len(starts))],
        ]
    return names


def _by_rate(text: str) -> list[dict[str, Any]]:
    """Groups given as "2.5% of 10,000", or two rates and one size for each."""
    found = [
        (m.start(), m["rate"] or m["after"], _number(m["n"] or m["before"]))
        for m in _RATE_OF.finditer(text)
    ]
    if len(found) < 2:
        shared = _SHARED.search(text)
        rates = [m for m in mentions_in(text) if m.form == "percent"]
        if shared is None or len(rates) != 2:
            return []
        found = [(m.start, m.text, _number(shared["n"])) for m in rates]
    names = _labels(text, [start for start, _, _ in found])
    return [
        {"name": name, "visitors": n, "rate": rate}
        for name, (_, rate, n) in zip(names, found, strict=True)
    ]


def groups_in(text: str) -> list[dict[str, Any]]:
    """The groups with visitors and conversions as written; empty when they do not pair up."""
    text = text.replace("\n", " \n ")
    pairs = [
        (match.start(), _number(match["n"]), _number(match["x"])) for match in _OF.finditer(text)
    ]
    if len(pairs) < 2:
        pairs = _paired(text)
    if len(pairs) < 2:
        return _by_rate(text)
    if all(_value(x) > _value(n) for _, n, x in pairs):
        pairs = [(start, x, n) for start, n, x in pairs]
    names = _labels(text, [start for start, _, _ in pairs])
    return [
        {"name": name, "visitors": n, "conversions": x}
        for name, (_, n, x) in zip(names, pairs, strict=True)
    ]


def _noun_after(text: str, mention: Mention) -> str | None:
    tail = text[mention.end : mention.end + 30]
    for noun, pattern in (("visitors", _VISITORS), ("conversions", _CONVERSIONS)):
        if re.search(rf"\b{pattern}\b", mention.text, re.I) or re.match(
            rf"\s*(?:[a-z]+\s)?{pattern}\b", tail, re.I
        ):
            return noun
    head = text[max(0, mention.start - 25) : mention.start]
    for noun, pattern in (("visitors", _VISITORS), ("conversions", _CONVERSIONS)):
        if re.search(rf"\b{pattern}\s*(?:[:=]|of|is|was|were)?\s*$", head, re.I):
            return noun
    return None


def _paired(text: str) -> list[tuple[int, str, str]]:
    mentions = [m for m in mentions_in(text) if m.form == "number"]
    nouns = [(mention, _noun_after(text, mention)) for mention in mentions]
    visitors = [m for m, noun in nouns if noun == "visitors"]
    conversions = [m for m, noun in nouns if noun == "conversions"]
    if visitors and len(conversions) < 2:
        unlabelled = [m for m, noun in nouns if noun is None]
        versus = re.search(
            rf"({_COUNT})\s*(?:vs\.?|versus|against|and|to)\s*({_COUNT})\s*{_CONVERSIONS}",
            text,
            re.I,
        )
        if versus and len(conversions) + len(unlabelled) >= 2:
            conversions = sorted(
                [*conversions, *[m for m in unlabelled if m.start < versus.end()]],
                key=lambda m: m.start,
            )[-2:]
        elif len(conversions) == 1 and len(visitors) == 1 and len(unlabelled) == 2:
            visitors, conversions = [visitors[0], unlabelled[0]], [conversions[0], unlabelled[1]]
    shared = _SHARED.search(text)
    if shared and len(visitors) <= 1 and len(conversions) >= 2:
        return [(m.start, _number(shared["n"]), _clean(m)) for m in conversions]
    if len(visitors) != len(conversions):
        return []
    return [
        (min(v.start, c.start), _clean(v), _clean(c))
        for v, c in zip(visitors, conversions, strict=True)
    ]


def _clean(mention: Mention) -> str:
    match = re.match(rf"[~\u2248]?({_COUNT})", mention.text, re.I)
    return _number(match[1]) if match else mention.text
