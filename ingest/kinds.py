"""What a passage is: an example, a definition, a takeaway, a question the course offers."""

from __future__ import annotations

import re

from ingest.labels import Label, heading_label, label_of
from ingest.markup import clean
from ingest.slots import slots_of
from knowledge.text import sentences, stem, tokens
from knowledge.types import ChunkKind

_OF_LABEL: dict[Label, ChunkKind] = {
    "suggested": "template",
    "alternative": "template",
    "reflective": "reflective",
    "discussion": "discussion",
    "example": "example",
    "takeaway": "takeaway",
    "statement": "statement",
    "definition": "definition",
}
_QUESTION_END = re.compile(r"\?[\"'\u201d\u2019*_)\]\s]*$")
_DEFINES = re.compile(
    r"(?:an?\s|the\s)?(?P<term>[^.;:!?]{2,70}?),?\s+"
    r"(?P<verb>is|are|means?|refers?\s+to|denotes?|describes?|stands?\s+for|(?:is|are)\s+(?:defined\s+as|called|known\s+as))\s+"
    r"(?P<rest>\S+)",
    re.IGNORECASE,
)
_LEAD_DEFINES = re.compile(
    r"\s*(?:\*\*|__)[^*\n]{2,80}?(?::(?:\*\*|__)|(?:\*\*|__)\s*:)\s*"
    r"(?:an?\s+(?!business|organi[sz]ation|company|team|customer|user|person|learner|student)(?:[\w-]+\s+){1,4}"
    r"(?:that|which|who|of|for|where|whose|used|made|in\s+which|by\s+which|to)\b|the\s+(?:[\w-]+\s+){1,4}(?:(?:from|in|by|on|at|to|with)\s+which|that|who|whose)\b|(?:this|it|which)\s+(?:means|refers\s+to|is\s+(?:an?|the)\s)"
    r"|the\s+(?:process|practice|act|art|ability|state|study|use|degree|amount|ratio|number|set|way|method|part|share"
    r"|percentage|time|sum|point|measure|rate|difference|tendency|idea)\b)",
    re.IGNORECASE,
)
_POINTERS = frozenset(
    "this that these those it they there which what who he she we you i such here".split()  # noqa: SIM905
)
_ARTICLES = frozenset("a an the any when how where every one anything whatever".split())  # noqa: SIM905


def kind_of(text: str, block: str, headings: tuple[str, ...], lead_in: str) -> ChunkKind:
    """The kind of a passage from its own label, its lead-in, its heading and its first sentence."""
    own = label_of(text)
    if own is not None and not (own.bare and not _offers_question(text[own.body :])):
        return _checked(_OF_LABEL[own.label], text)
    introduced = label_of(lead_in) if lead_in else None
    if introduced is not None and not lead_in[introduced.body :].strip(" *_"):
        return _checked(_OF_LABEL[introduced.label], text)
    if _offers_question(text):
        return "template"
    under = heading_label(headings)
    asks = _QUESTION_END.search(text) is not None
    if under in {"suggested", "alternative", "reflective", "discussion"} and asks:
        return _OF_LABEL[under]
    if under == "takeaway" and not text.rstrip(" *_").endswith(":"):  # not the line before the list
        return "takeaway"
    if under == "example":
        return "example"
    if (
        is_definition(text, headings)
        or _LEAD_DEFINES.match(text)
        or (under == "definition" and _names_first(text))
    ):
        return "definition"
    return "list_item" if block == "item" else "prose"


def _offers_question(text: str) -> bool:
    """Whether a text is a question to be filled in, whatever it is called: a whole quotation that
    asks, with a gap in it."""
    body = clean(text).strip(" *_>")
    return (
        len(body) > 2
        and body[0] in '"\u201c\u201e\u00ab'
        and body[-1] in '"\u201d\u201c\u00bb'
        and "?" in body
        and (body[-2] in "?.!" or "?" in body[-40:])
        and any(slot.start >= 0 for slot in slots_of(body))
    )


def is_definition(text: str, headings: tuple[str, ...]) -> bool:
    """Whether the first sentence says what a bold, quoted or heading term is.

    ``**Yeast** is a fungus …`` does; ``Yeast is important`` and ``This is a step`` do not.
    """
    spans = sentences(text[:600])
    if not spans:
        return False
    raw = text[spans[0][0] : spans[0][1]]
    match = _DEFINES.match(clean(raw))
    if match is None:
        return False
    term, verb = match.group("term").strip(), match.group("verb").lower()
    words = tokens(term)
    if not words or len(words) > 8 or words[0] in _POINTERS or ("," in term and "(" not in term):
        return False
    strong = (
        verb.split()[0] not in {"is", "are", "describes", "describe", "mean", "means"}
        or len(verb.split()) > 1
    )
    if strong:
        return len(words) <= 6
    if verb in {"is", "are"} and match.group("rest").lower() not in _ARTICLES:
        return False
    named = (
        re.match(r"\s*(?:an?\s|the\s)?\s*(?:\*\*|__|[\"\u201c'\u2018])", raw, re.IGNORECASE)
        is not None
    )
    spelled = re.search(r"\([A-Z][A-Za-z&/-]{1,9}\)$", term) is not None
    return named or spelled or _is_in_heading(words, headings)


def _checked(kind: ChunkKind, text: str) -> ChunkKind:
    """A question kind holds whatever its end mark; everything else is taken as labelled."""
    return kind if clean(text) else "navigation"


def _names_first(text: str) -> bool:
    return (
        re.match(r"\s*(?:\*\*|__)?[^.:!?]{2,60}(?:\*\*|__)?\s*(?::|\s[\u2013\u2014-]\s)", text)
        is not None
    )


def _is_in_heading(words: list[str], headings: tuple[str, ...]) -> bool:
    if not headings or len(words) > 5:
        return False
    held = {stem(word) for word in tokens(headings[-1])}
    return all(stem(word) in held for word in words)
