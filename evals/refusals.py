"""Recognising, from the text alone, that an answer declines or names a gap; pure.

What counts is what the reader reads, whoever wrote it, so nothing here looks at a status field.
"""

from __future__ import annotations

import re

from knowledge.text import normalise, sentences

_SOURCE = (
    r"(?:course|modules?|lessons?|materials?|knowledge base|documents?|sources?|texts?|passages?"
    r"|pages?|content|excerpts?|table|example|case study|it|they|this|that)"
)
_TELL = (
    r"(?:cover|mention|specif|state|say|provid|includ|contain|address|defin|give|giving|detail"
    r"|discuss|explain|list|describ|name|naming|tell|offer|set out|spell|expand|report|identif"
    r"|indicate|recommend|quantif|forecast|predict|rank|compare|quote|hold|answer|record|teach"
    r"|address|touch|go into|have\b|put\b)"
)
_TOLD = (
    r"(?:covered|mentioned|specified|stated|provided|included|contained|addressed|defined|given"
    r"|detailed|discussed|explained|listed|described|named|spelled out|spelt out|expanded"
    r"|available|found|answered|quantified|reported|recorded|taught|compared|part of)"
)
_THING = (
    r"(?:information|mention|details?|evidence|figures?|pric\w+|costs?|data|answers?|sources?"
    r"|guidance|definitions?|references?|passages?|numbers?|formula|benchmarks?|thresholds?|dates?"
    r"|years?|names?|advice|rules?|sections?|lessons?|entry|entries|rows?|values?|percentages?"
    r"|authors?|comparisons?|recommendations?|expansion|durations?|lists?|ranking|such)"
)
_PATTERNS = (
    rf"\b{_SOURCE}\b[^.!?\n]{{0,80}}\b(?:do|does|did|is|are|was|were|has|have|had|can|could)"
    rf"(?: not|n't)\b[^.!?\n]{{0,40}}\b{_TELL}",
    rf"\b{_SOURCE}\b[^.!?\n]{{0,40}}\bnever\b[^.!?\n]{{0,25}}\b{_TELL}",
    rf"\b(?:not|n't|never|nowhere)\s+(?:[\w-]+\s+){{0,3}}?(?:{_TOLD}\b"
    r"|(?:in|within) (?:the|this|my|these) (?:\w+ )?(?:course|module|materials?|lessons?|sources?"
    r"|text|documents?|content|knowledge))",
    r"\b(?:unable|not able) to (?:find|answer|locate|confirm|say|tell|help|give|assist)",
    r"\b(?:i|we)\s+(?:can't|cannot|can not|couldn't|could not|won't|will not|didn't|did not|don't"
    r"|do not)\s+(?:\w+\s+){0,2}?(?:find|answer|locate|confirm|help|say|tell|provide|give|assist"
    r"|advise|have|know|cover|do (?:that|this|so))\b",
    r"\b(?:outside|beyond|out of)\s+(?:[\w-]+ ){0,3}?(?:scope|materials?|course|module|subject"
    r"|knowledge base|topic|what (?:i|the|this))\b",
    rf"\b(?:there is|there's|there are|has|have|contains?|gives?|provides?|offers?|states?|lists?"
    rf"|includes?|with|find|found|and)\s+no\s+(?:[\w'-]+\s+){{0,4}}?{_THING}\b",
    rf"\bno (?:[\w'-]+ ){{1,6}}?(?:is|are|was|were) {_TOLD}\b",
    rf"(?:^|[.!?:]\s+)no\s+(?:[\w'-]+\s+){{0,4}}?{_THING}\b",
    r"\b(?:is|are|stays?|remains?) silent\b",
    r"\b(?:says?|said|contains?|has|there is|found) nothing\b",
    r"\b(?:left|leaves?|is|are|remains?) (?:[\w']+ ){0,3}?(?:undefined|unspecified|unstated"
    r"|unexplained|open|blank|unanswered|an? placeholder|placeholders?)\b|\bonly placeholders?\b",
    r"\bnothing (?:[\w-]+ ){0,4}?(?:in|about) (?:the|this|my|these) (?:\w+ )?(?:course|module"
    r"|materials?|lessons?|sources?|knowledge)\b",
    r"\boff[- ]topic\b|\bunrelated to\b",
    r"\b(?:i|we|this assistant|the assistant|course|module|materials?)\s+(?:can\s+)?only\s+"
    r"(?:help|answer|cover|deal|know|say|give|list|name|mention|describe|work|discuss|talk)s?\b",
    r"\b(?:insufficient|not enough|lack(?:s|ing)?) (?:\w+ ){0,2}?(?:information|evidence|detail)\b",
)
_REFUSAL = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE)
_LEAD = 300  # characters within which a refusal is what the reader sees first


def split_sentences(text: str) -> list[str]:
    """The sentences of an answer, normalised; headings and list items count as sentences."""
    parts = [part for line in text.splitlines() for part in _of_line(line)]
    return [part for part in parts if part]


def _of_line(line: str) -> list[str]:
    return [normalise(line[start:end]) for start, end in sentences(line)]


def declines_in(sentence: str) -> bool:
    """Whether one sentence says that something is not known, not covered or not done."""
    return bool(_REFUSAL.search(sentence))


def names_gap(text: str) -> bool:
    """Whether the answer says anywhere that something is not in the course."""
    return any(declines_in(sentence) for sentence in split_sentences(text))


def leads_with_refusal(text: str) -> bool:
    """Whether the answer declines: a refusal among its first two sentences (and first 300
    characters), or in at least half of all sentences. An empty answer declines."""
    parts = split_sentences(text)
    if not parts:
        return True
    found = [declines_in(part) for part in parts]
    first = any(hit and len(" ".join(parts[:index])) < _LEAD for index, hit in enumerate(found[:2]))
    return first or 2 * sum(found) >= len(found)
