"""What the passages found do not hold: an asked-for price, percentage, date or name, a name or
subject that no word of the course knows.

An answer to "how much" needs a sentence with an amount in it, about what was asked; however near
the sentences lie that hold none, the course does not answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import ANSWERS, Evidence
from assistant.understanding import AnswerType, Part
from assistant.understanding.goals import DEADLINE
from knowledge.library import Course
from knowledge.query import Query
from knowledge.text import content_stems, stem, tokens

ABOUT = 0.35  # coverage from which a sentence is about what was asked
LONG = 12  # content words from which a question hardly turns on one name
NEAR = 8  # sentences looked at for an answer of the asked type

_HOLDS: dict[AnswerType, re.Pattern[str]] = {
    "money": re.compile(
        r"[$€£]\s?\d|\b\d[\d,.]*\s?(?:dollars?|euros?|usd|eur|gbp|pounds?)\b", re.I
    ),
    "percent": re.compile(r"\b\d[\d,.]*\s?(?:%|per ?cent)", re.I),
    "number": re.compile(
        r"\b\d[\d,.]*\b|\b(?:two|three|four|five|six|seven|eight|nine|ten)\b", re.I
    ),
    "duration": re.compile(
        r"\b(?:\d[\d,.-]*|one|two|three|four|five|six|twelve|once an?|every|each)\s?(?:-\s?\d+\s?)?(?:minutes?"
        r"|hours?|days?|weeks?|months?|quarters?|years?)\b|\b(?:daily|weekly|monthly|quarterly|annual(?:ly)?"
        r"|yearly)\b(?! (?:costs?|fees?|prices?|subscriptions?|revenues?|sales|budgets?|active))",
        re.I,
    ),
    "date": re.compile(
        r"\b(?:19|20)\d\d\b|\b(?:january|february|april|june|july|august|september|october|november"
        r"|december)\b",
        re.I,
    ),
    "person": re.compile(
        r"\b(?:[A-Z][a-z]+ [A-Z][a-z]+)\b|\b(?:managers?|officers?|teams?|strategists?)\b"
    ),
    "brand": re.compile(r"\b[A-Z][\w.-]*(?: [A-Z0-9][\w.-]*)*\b"),
    "formula": re.compile(r"=|×|\)\s*/|\bdivided by\b|\bformula\b", re.I),
    "verdict": re.compile(
        r"\b(?:better|worse|more \w+|less \w+|superior) than\b|\b(?:best|worst|gold standard|outperform\w*"
        r"|most (?:powerful|important|critical|robust|effective)|least)\b",
        re.I,
    ),
}
# The noun a figure is asked for: "how many employees", "which sample size".
_COUNTED = re.compile(
    r"\bhow many (?:[\w-]+ ){0,3}?(?P<counted>\w{3,})(?=\s+(?:do|does|did|are|is|was|were|has|have|had|will|can"
    r"|could|should|must|may|in|of|on|at|for|per|there|to|that|we|i|you|they|it|the|an?)\b|\s*[?.,;]|\s*$)"
    r"|\b(?:which|what)(?:'s| is| are| was)?(?: the| an?)? (?:[\w-]+ ){0,3}?(?P<measured>size|score|sum|age|article"
    r"|paragraph|clause|version|edition|headcount|capacity|quota|limit)s?\b",
    re.I,
)
_NUMERAL = re.compile(
    r"^(?:\d[\d,.]*%?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty"
    r"|hundred|thousand|both|half|dozen)$",
    re.I,
)
BESIDE = 5  # words between a figure and the noun it counts
SUBJECT = re.compile(
    r"\b(?:say|says|said|teach|teaches|tell|tells|write|writes|mention|think)\w*(?: us| me| anything| something)?"
    r" (?:about|on|of|regarding) (?P<about>[^?.,;]{3,60})"
    r"|\b(?:course|module|lessons?|material)\b.{0,12}?\b(?:cover|mention|discuss|explain|treat|include|recommend)s?"
    r" (?P<covered>(?!by |in |as )[^?.,;]{3,60})"
    r"|\b(?:is|are) there (?:anything|something|a (?:lesson|section|part|chapter))"
    r" (?:about|on) (?P<there>[^?.,;]{3,60})",
    re.I,
)
_FIGURES = frozenset({"money", "percent", "number"})
_PLACEHOLDER = re.compile(r"[$€£]\s?[XYZ]\b|\b[XYZ]\s?(?:%|hours?|per ?cent)|\b[XYZ] (?=[a-z])")
_ROLE = re.compile(
    r"\b(?:ceo|cto|cfo|coo|cmo|founder|author|instructor|inventor|owner|president)\b", re.I
)
# The reader's own situation: "in our Dutch shop", "we sell on Etsy".
_OWN = re.compile(
    r"\b(?:our|my)\b[^,.;?]{0,25}$|\b(?:we|i)\s+(?:sell|run|own|am|are|live|work)\b[^,.;?]{0,25}$",
    re.I,
)
_MONTHS = frozenset(
    "january february march april may june july august september october november december q1 q2 q3 q4".split()  # noqa: SIM905
)
MISSING: dict[AnswerType, str] = {
    "money": "gives no price or amount for this",
    "percent": "gives no percentage for this",
    "number": "gives no number for this",
    "duration": "does not say how long or how often",
    "date": "gives no date for this",
    "person": "does not name a person for this",
    "brand": "does not name one",
    "expansion": "names it but does not spell it out",
    "formula": "gives no formula for this",
    "verdict": "does not say which is better; it makes no such comparison",
    "any": "does not cover this",
}


def holders_first(course: Course, part: Part, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The near sentences that hold a thing of the asked type before those that hold none: the
    nearest to an unanswered "how long" is a time, not a likeness of words."""
    if part.expects in {"any", "expansion", *_FIGURES}:
        return list(evidence)
    near = sorted(evidence[:NEAR], key=lambda e: not _holds(course, part, e.text))
    return [*near, *evidence[NEAR:]]


def unknown_names(course: Course, part: Part) -> list[str]:
    """Proper names a question turns on that the course never uses ("Shopify")."""
    # What is quoted, and until when, are the reader's own values.
    text = re.sub(r"['\"‘“][^'\"’”]{2,160}['\"’”]", " ", DEADLINE.sub(" ", part.text))
    ours = {w for t in part.terms for n in (t.name, *t.aliases) for w in tokens(n)}
    if text.isupper():  # shouted: capitals are no sign of a name
        return []
    found = []
    for match in re.finditer(r"(?<![.?!:]\s)(?<!^)(?<!^About\s)\b[A-Z][\w&-]*(?:\.\w+)?", text):
        name = match.group()
        if _OWN.search(text[: match.start()]):
            continue
        words = [w for w in tokens(name) if len(w) > 1]
        if not words or (name.isupper() and len(name) < 3) or name in {"I", "I'm", "AI"}:
            continue
        if part.kind in {"priorities", "critique", "how"} or len(content_stems(part.text)) > LONG:
            continue  # such a question turns on what to do, not on the name
        if (
            not any(
                w in ours or w in course.vocabulary or w in _MONTHS or course.lexical.knows(stem(w))
                for w in words
            )
            and not course.read(name.lower()).corrections
        ):
            found.append(name)
    return found[:3]


def unknown_subject(course: Course, part: Part, query: Query) -> list[str]:
    """What a question asks the course about ("… say about blockchain?") and no word of it holds.

    Only where the question is whether and what the course says of a subject: elsewhere a reader's
    word may stand for one of the course's that no list of synonyms holds.
    """
    asked = SUBJECT.search(part.text)
    if asked is None:
        return []
    subject = next(group for group in asked.groups() if group)
    found = []
    for word in tokens(subject):
        key = stem(word)
        if len(word) < 4 or not content_stems(word) or word in course.vocabulary:
            continue
        if course.lexical.knows(key) or query.related.get(key) or word in query.corrections:
            continue
        synonyms = course.read(word).synonyms
        if not any(course.lexical.knows(other) for other in synonyms):
            found.append(word)
    return found[:2]


def missing_type(course: Course, part: Part, query: Query, evidence: Sequence[Evidence]) -> str:
    """Why no near passage holds a thing of the asked type; "" if one does.

    The thing must stand in a sentence about what was asked: one that holds the names of the
    course that the question holds, and a fair share of its words.
    """
    if part.expects == "expansion":
        asked = [t for t in part.terms if t.kind == "acronym"]
        if not asked and part.message:  # "They always write HONEST. What are all the letters?"
            told = course.read(part.message).terms
            asked = [t for t in told if t.kind == "acronym" and not t.aliases]
        return "" if not asked or any(t.aliases for t in asked) else MISSING["expansion"]
    keys = [
        [set(content_stems(name)) for name in (t.name, *t.aliases)]
        for t in part.terms if t.kind in {"acronym", "row", "value"}
    ]  # fmt: skip
    options = _options(part) if part.expects == "verdict" else []
    for item in evidence[:NEAR]:
        frame = () if part.expects in _FIGURES else (*item.chunk.headings, item.chunk.lead_in)
        held = set(content_stems(" ".join((item.text, *frame))))
        if options and not any(option <= held for option in options):
            continue
        about = all(any(name <= held for name in names) for names in keys)
        best = item in evidence[:2] and (item.verified is None or item.verified >= ANSWERS)
        about = about and (item.coverage >= ABOUT or best)
        if about and _holds(course, part, _with_columns(item)):
            return ""
        if (
            about
            and _PLACEHOLDER.search(item.text)
            and part.expects in {"money", "percent", "number"}
        ):
            return "leaves this figure as a placeholder"
    return MISSING[part.expects]


def _with_columns(item: Evidence) -> str:
    """A sentence as it is; of a table row the cells with their columns: "8 Hours a month"."""
    row = item.chunk.row
    if row is None:
        return item.text
    return "; ".join(f"{cell.text} {cell.column}" for cell in row.cells)


def _options(part: Part) -> list[set[str]]:
    """What a question gives to choose from: "…, A or B?" """
    match = re.search(r",\s*([^,?]{2,60}?)\s+or\s+([^,?]{2,60})[,?]", part.text)
    return [set(content_stems(option)) for option in match.groups()] if match else []


def _holds(course: Course, part: Part, text: str) -> bool:
    if part.expects == "brand":
        return bool(_brands(course, part, text))
    if part.expects == "person":
        role = _ROLE.search(part.text)
        if role:  # "who is the CEO?" needs a sentence on the CEO with a name in it
            return role.group().lower() in text.lower() and bool(_brands(course, part, text))
    if part.expects == "number":
        counted = _counted(part)
        if counted:
            return _counts(text, counted)
    return bool(_HOLDS[part.expects].search(text))


def _counted(part: Part) -> str:
    """The stem of what a figure is asked for; "" where the question does not say."""
    asked = _COUNTED.search(part.text)
    noun = next((group for group in asked.groups() if group), "") if asked else ""
    return "" if noun.lower() in {"times", "people"} else stem(noun.lower())


def _counts(text: str, noun: str) -> bool:
    """Whether a figure stands beside the noun: "six applications", "article 35"."""
    words = text.split()
    plain = [word.strip(".,;:!?()[]'\"“”‘’*_") for word in words]
    figures = [i for i, word in enumerate(plain) if _NUMERAL.match(word.split("-")[0])]
    nouns = [i for i, word in enumerate(plain) if any(stem(w) == noun for w in tokens(word))]
    return any(0 < i - j <= BESIDE or 0 < j - i <= 2 for i in nouns for j in figures)


def _brands(course: Course, part: Part, text: str) -> list[str]:
    """Proper names in a sentence: capitals inside it that are no term or heading of the course."""
    text = re.sub(r"(?:^|[.:;!?]\s+|[\"“‘(*]\s*)\W*[A-Z]\w*", " ", text)
    ours = {stem(w) for t in course.content.terms for n in (t.name, *t.aliases) for w in tokens(n)}
    ours |= {stem(w) for section in course.content.outline for w in tokens(section.title)}
    ours |= {stem(w) for w in tokens(part.text)}
    found = []
    for match in _HOLDS["brand"].finditer(text):
        name = match.group()
        if not name.isupper() and any(stem(w) not in ours for w in tokens(name)):
            found.append(name)
    return found
