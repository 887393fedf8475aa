"""Covered, partly, not in this course, or off topic: judged from evidence, not from likeness alone.

Likeness separates a question on another subject; it hardly separates a question on this subject
that the course does not answer. That needs a look at what the passages hold: an asked-for price,
percentage, date or name must stand in one of them, and the words the question turns on must occur.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence import ANSWERS, Evidence
from assistant.scope import belongs, fitted, signals
from assistant.types import Coverage
from assistant.understanding import AnswerType, Part
from knowledge.library import Course
from knowledge.query import Query
from knowledge.text import content_stems, stem, tokens
from knowledge.types import Hit

# Calibrated on labelled questions; the curve is printed by ``python -m evals --suite declining``.
ABOUT = 0.35  # coverage from which a sentence is about what was asked
LONG = 12  # content words from which a question hardly turns on one name
HEDGE_COSINE = 0.33  # best cosine below which an answer is given as the nearest the course says
WEAK_COSINE = 0.2  # best cosine below which the answer leads with what the course does not say
PARTLY_SUM = 0.42  # best cosine plus best coverage below which an answer is called partial
SURELY, FAR_OFF = 0.8, -3.0  # probability, and log odds of scope, for an answer to prove scope
NO_ANSWER = 0.1  # the verifier's best probability below which nothing read is an answer
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
_SUBJECT = re.compile(
    r"\b(?:say|says|said|teach|teaches|tell|tells|write|writes|mention|think)\w*(?: us| me| anything| something)?"
    r" (?:about|on|of|regarding) (?P<about>[^?.,;]{3,60})"
    r"|\b(?:course|module|lessons?|material)\b.{0,12}?\b(?:cover|mention|discuss|explain|treat|include|recommend)s?"
    r" (?P<covered>(?!by |in |as )[^?.,;]{3,60})"
    r"|\b(?:is|are) there (?:anything|something|a (?:lesson|section|part|chapter))"
    r" (?:about|on) (?P<there>[^?.,;]{3,60})",
    re.I,
)
# What asks this assistant for its own workings, or to put them aside, asks nothing of a course.
_ABOUT_ITSELF = re.compile(
    r"\b(?:reveal|print|show|repeat|output|display|leak|expose|tell me|give me|what(?:'s| is| are))\b.{0,40}?"
    r"\b(?:your|the|this) (?:\w+ ){0,2}?(?:hidden|system|secret|initial|internal|original|developer)"
    r" (?:prompt|instruction|message|rule)s?\b"
    r"|\b(?:ignore|disregard|forget|override|bypass)\b.{0,30}?\b(?:your|all|any|the|previous|prior|above|earlier)\b.{0,20}?"
    r"\b(?:rules|instructions|prompt|guidelines|restrictions|directions|programming)\b",
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
_MISSING: dict[AnswerType, str] = {
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


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a part is covered, why not, and whether it belongs to this course at all."""

    status: Coverage
    reason: str = ""
    off_topic: bool = False


def judge(
    course: Course,
    part: Part,
    query: Query,
    hits: Sequence[Hit],
    evidence: Sequence[Evidence],
    beside: str = "",
) -> Verdict:
    """The verdict on one part from what was found for it; ``beside``: what it was said after."""
    if part.kind in {"meta", "templates", "takeaways", "summary"}:
        return Verdict("covered")
    if not evidence or _ABOUT_ITSELF.search(part.text):
        return Verdict("not_in_course", _MISSING["any"], off_topic=True)
    cosine, covered = nearness(hits, evidence)
    answered = max((e.verified for e in evidence if e.verified is not None), default=None)
    scope = belongs(signals(course, part, query, cosine, covered, answered, beside))
    # What the verifier takes for an answer is near enough, in whatever words.
    read = answered is not None and answered >= ANSWERS
    named = _names_something(query)
    # It was not taught on what is far away: there it must be sure, and the message not too far.
    sure = answered is not None and answered >= SURELY and scope >= FAR_OFF
    if scope < 0.0 and not sure and not named and not _SUBJECT.search(part.text):
        return Verdict("not_in_course", _MISSING[part.expects], off_topic=True)
    strangers = unknown_names(course, part) or unknown_subject(course, part, query)
    if strangers:
        return Verdict("not_in_course", f"does not mention {' or '.join(strangers)}")
    if part.expects != "any":
        missing = missing_type(course, part, query, evidence)
        if missing:
            return Verdict("not_in_course", missing)
    named_in_table = any(t.kind in {"row", "value"} for t in query.terms)
    if scope < fitted().unsure and cosine < HEDGE_COSINE and not read and not named:
        return Verdict("not_in_course", _MISSING["any"])
    if answered is not None and answered < NO_ANSWER and not named_in_table and not named:
        return Verdict("not_in_course", _MISSING["any"])
    if not named_in_table and not read and (cosine < HEDGE_COSINE or cosine + covered < PARTLY_SUM):
        # What hardly lies near may be an answer in other words: it is given as the nearest.
        far = cosine < WEAK_COSINE or scope < fitted().unsure
        return Verdict("partly", "does not say this in so many words" if far else "")
    return Verdict("covered")


def nearness(hits: Sequence[Hit], evidence: Sequence[Evidence]) -> tuple[float, float]:
    """The best cosine of a passage or sentence, and the most that one sentence holds."""
    cosine = max((hit.signals.get("dense", 0.0) for hit in hits), default=0.0)
    cosine = max((cosine, *(e.cosine for e in evidence[:NEAR])))
    return cosine, max((e.coverage for e in evidence[:NEAR]), default=0.0)


def _names_something(query: Query) -> bool:
    """Whether a name of several words stands in a query: that is no chance meeting."""
    return any(len(t.name.split()) > 1 and t.kind != "heading" for t in query.terms)


def holders_first(course: Course, part: Part, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The near sentences that hold a thing of the asked type before those that hold none: the
    nearest to an unanswered "how long" is a time, not a likeness of words."""
    if part.expects in {"any", "expansion", *_FIGURES}:
        return list(evidence)
    near = sorted(evidence[:NEAR], key=lambda e: not _holds(course, part, e.text))
    return [*near, *evidence[NEAR:]]


def unknown_names(course: Course, part: Part) -> list[str]:
    """Proper names a question turns on that the course never uses ("Shopify")."""
    text = re.sub(r"['\"‘“][^'\"’”]{2,160}['\"’”]", " ", part.text)  # the reader's own values
    ours = {w for t in part.terms for n in (t.name, *t.aliases) for w in tokens(n)}
    found = []
    for match in re.finditer(r"(?<![.?!:]\s)(?<!^)\b[A-Z][\w&-]*(?:\.\w+)?", text):
        name = match.group()
        if _OWN.search(text[: match.start()]):
            continue
        words = [w for w in tokens(name) if len(w) > 1]
        if not words or (name.isupper() and len(name) < 3) or name in {"I", "I'm", "AI"}:
            continue
        if part.kind in {"priorities", "critique", "how"} or len(content_stems(part.text)) > LONG:
            continue  # such a question turns on what to do, not on the name
        if not any(
            w in ours or w in course.vocabulary or w in _MONTHS or course.lexical.knows(stem(w))
            for w in words
        ):
            found.append(name)
    return found[:3]


def unknown_subject(course: Course, part: Part, query: Query) -> list[str]:
    """What a question asks the course about ("… say about blockchain?") and no word of it holds.

    Only where the question is whether and what the course says of a subject: elsewhere a reader's
    word may stand for one of the course's that no list of synonyms holds.
    """
    asked = _SUBJECT.search(part.text)
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
        return "" if not asked or any(t.aliases for t in asked) else _MISSING["expansion"]
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
    return _MISSING[part.expects]


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
