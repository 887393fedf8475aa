"""Labels: the words before a colon, or of a heading, by which a course says what a passage is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from ingest.markup import strip_pictographs

Label = Literal[
    "suggested",
    "alternative",
    "reflective",
    "discussion",
    "example",
    "takeaway",
    "statement",
    "definition",
]
_FOR = r"(?: (?:for|to) [\w ]{1,30})?"
_EXAMPLES = r"(?:examples?|scenarios?|case stud(?:y|ies)|use cases?|illustrations?|vignettes?)"
_OF_EXAMPLES = (
    r"(?:(?:hypothetical|conceptual|practical|worked|real[ -]?(?:world|life)|quick|simple|mini|short"
    r"|illustrative|sample|another|concrete|numerical|fictional|brief|use|business)[ -]+)"
)
# What stands before the colon, in order: an earlier line wins.
_BEFORE_COLON: dict[Label, tuple[str, ...]] = {
    "suggested": (
        rf"(?:suggested|sample|example|starter|recommended) (?:chat |follow-?up )?(?:question|prompt)s?{_FOR}",
        r"suggested|(?:try|ask)(?: (?:this|it|the assistant))?",
    ),
    "alternative": (
        rf"(?:alternat(?:iv)?e|another|second|other) (?:suggested )?(?:question|prompt)s?{_FOR}",
        r"alternat(?:iv)?e(?:ly)?|or",
    ),
    "reflective": (
        r"(?:(?:self-?)?reflecti(?:ve|on)|journal(?:ing)?)"
        r"(?: (?:prompt|question|exercise|activity|task|point)s?)?",
        r"(?:stop|pause) and (?:think|reflect)|reflect|think about it|food for thought|ask yourself",
        r"(?:think (?:about|of)|apply (?:it|this) to|look at|consider|for) your own [\w -]{2,30}|your turn|over to you",
    ),
    "discussion": (
        r"(?:group |class |forum )?discussion(?: (?:question|prompt|point|topic|starter)s?)?|discuss",
        r"questions? (?:for|to) (?:group )?discuss(?:ion)?|talking points?",
    ),
    "example": (rf"{_OF_EXAMPLES}{{0,2}}{_EXAMPLES}|case in point|anecdote",),
    "takeaway": (
        r"(?:the )?(?:key |main |core |final |strategic )?take[ -]?aways?|take[ -]home (?:message|point)s?",
        r"in (?:summary|short|brief)|key (?:points?|messages?|lessons?|ideas?)|remember|bottom line",
    ),
    "statement": (
        r"(?:(?:vision(?:ary)?|mission|closing|guiding|final|core|opening) )?"
        r"(?:statement|motto|credo|manifesto|quot(?:e|ation)|mantra)|vision|mission",
    ),
    "definition": (r"definitions?|glossary(?: entry)?|key term",),
}
_IN_HEADING: dict[Label, tuple[str, ...]] = {
    "discussion": (
        r"\bdiscussions?\b|\btalking points?\b|\bquestions to discuss\b|\bto talk about\b|\btalk (?:it )?over\b",
        r"^for (?:the|your) (?:seminar|group|class|forum|study group|team)\b",
    ),
    "reflective": (
        r"\breflect(?:ion|ive)?\b|\bfood for thought\b|\bthink about it\b|\bself[- ](?:check|assessment|test)\b",
        r"\b(?:review|comprehension|study|check(?:point)?|practice|quiz) questions?\b",
        r"\bquestions for (?:review|thought|reflection)\b",
    ),
    "alternative": (r"\balternat(?:iv)?e (?:question|prompt)s?\b",),
    "suggested": (
        r"\b(?:suggested|sample|example|starter|recommended) (?:question|prompt)s?\b|\bquestions to ask\b",
        r"\b(?:try|ask)(?: one of)? (?:these|this|the following) questions?\b|\bquestions? (?:to try|you can ask)\b",
    ),
    "takeaway": (
        r"\btake[- ]?aways?\b|\bkey (?:points?|messages?|ideas?|lessons?)\b|\b(?:summary|recap)$",
        r"^(?:the )?(?:lesson |module |chapter |unit |week(?:ly)? |course |section )?(?:summary|recap)\b",
        r"\bwhat to (?:take|carry|keep|bring|remember)\b|\b(?:things?|points?) to remember\b",
        r"\bin (?:summary|brief|a nutshell)\b|\bwhat (?:we|you)(?:'ve| have)? learn(?:ed|t)\b",
    ),
    "example": (
        rf"^(?:\d[\d.]*\s+)?{_OF_EXAMPLES}*{_EXAMPLES}(?:\s*\d*)?(?:\s*[:(\u2013\u2014-].*)?$",
        r"\bcase stud(?:y|ies)\b",
    ),
    "definition": (
        r"\bglossary\b|^(?:terms|terminology|definitions?|vocabulary|key concepts)\b",
        r"\b(?:key|important|new) (?:terms?|terminology|vocabulary|definitions?)\b",
    ),
}


def _any(patterns: tuple[str, ...]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


_LABEL = re.compile(
    r"[\s*_\"'>\u201c]*(?:"
    + "|".join(f"(?P<{label}>{_any(patterns)})" for label, patterns in _BEFORE_COLON.items())
    + r")(?: *#?\d{1,2})?(?: *(?:[-\u2013\u2014/(])[^:\n]{1,70})?"
    # A colon closes a label; a dash does where the label is set off by its type.
    r"(?:[\s*_]*:[*_]*|[*_]{1,2} *[-\u2013\u2014] +(?=\S))",
    re.IGNORECASE,
)
_HEADING = {label: re.compile(_any(p), re.IGNORECASE) for label, p in _IN_HEADING.items()}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label found at the start of a text, and where the words after it begin."""

    label: Label
    body: int
    bare: bool = False  # "Suggested:" says less than "Suggested question:"; the text must ask


_CALLOUTS = re.compile(
    r"(?:important )?(?:note|tip|hint|warning|caution|danger|info|attention|exercise|task|activity|answer|solution"
    r"|question|q|a|step|pro tip|goal|objective|source|see also|prerequisites?)s?(?: \d+)?",
    re.IGNORECASE,
)


def is_callout(words: str) -> bool:
    """Whether a bold lead is a notice like "Tip" or "Exercise 2", which names nothing."""
    return _CALLOUTS.fullmatch(words.strip(" :!")) is not None


def label_of(text: str) -> Labelled | None:
    """The label ``text`` opens with (``**Alternative Question:** …``), or None."""
    bare = strip_pictographs(text[:80])
    match = _LABEL.match(text, text.find(bare[:1]) if bare else 0)
    if match is None:
        return None
    label: Label = next(label for label in get_args(Label) if match.group(label))
    says_question = re.search("question|prompt", match.group(), re.IGNORECASE) is not None
    return Labelled(label, match.end(), label in {"suggested", "alternative"} and not says_question)


def heading_label(headings: tuple[str, ...]) -> Label | None:
    """What the innermost heading says of the passages under it, or else the one above it.

    Only the two innermost count: a lesson called "Case studies" is no example from end to end.
    """
    for title in headings[:-3:-1]:
        for label, pattern in _HEADING.items():
            if pattern.search(title):
                return label
    return None
