"""Covered, partly, not in this course, or off topic: judged from evidence, not from likeness alone.

Likeness separates a question on another subject; it hardly separates a question on this subject
that the course does not answer. That needs a look at what the passages hold: see
``assistant.missing``, and what the trained verifier says of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.absent_rows import absent_row
from assistant.aims import aim
from assistant.evidence import ANSWERS, Evidence, support
from assistant.missing import MISSING, NEAR, SUBJECT, missing_type, unknown_names, unknown_subject
from assistant.row_matching import asks_for_values, rows_by_name
from assistant.scope import belongs, fitted, signals
from assistant.types import Coverage
from assistant.understanding import Part
from knowledge.library import Course
from knowledge.query import Query
from knowledge.types import Hit

# Calibrated on labelled questions; the curve is printed by ``python -m evals --suite declining``.
HEDGE_COSINE = 0.33  # best cosine below which an answer is given as the nearest the course says
WEAK_COSINE = 0.2  # best cosine below which the answer leads with what the course does not say
PARTLY_SUM = 0.42  # best cosine plus best coverage below which an answer is called partial
SURELY, FAR_OFF = 0.8, -3.0  # probability, and log odds of scope, for an answer to prove scope
# Best probability, and log odds of the best sentences together, below which an answer is given
# with a doubt.
DOUBTFUL, DOUBTFUL_SUPPORT = 0.73, -0.8
MAYBE = 0.25  # best probability from which something may be an answer
NO_ANSWER = 0.1  # the verifier's best probability below which nothing read is an answer

FROM_TABLES = frozenset({"priorities", "classify"})  # kinds that no single sentence answers
UNSURE = "may not answer this"  # the reason where what was read is doubtful as an answer
# What asks this assistant for its own workings, or to put them aside, asks nothing of a course.
_ABOUT_ITSELF = re.compile(
    r"\b(?:reveal|print|show|repeat|output|display|leak|expose|tell me|give me|what(?:'s| is| are))\b.{0,40}?"
    r"\b(?:your|the|this) (?:\w+ ){0,2}?(?:hidden|system|secret|initial|internal|original|developer)"
    r" (?:prompt|instruction|message|rule)s?\b"
    r"|\b(?:ignore|disregard|forget|override|bypass)\b.{0,30}?\b(?:your|all|any|the|previous|prior|above|earlier)\b.{0,20}?"
    r"\b(?:rules|instructions|prompt|guidelines|restrictions|directions|programming)\b",
    re.I,
)


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
        return Verdict("not_in_course", MISSING["any"], off_topic=True)
    cosine, covered = nearness(hits, evidence)
    answered = max((e.verified for e in evidence if e.verified is not None), default=None)
    scope = belongs(signals(course, part, query, cosine, covered, beside))
    # What the verifier takes for an answer is near enough, in whatever words.
    read = answered is not None and answered >= ANSWERS
    named = _names_something(query)
    # It was not taught on what is far away: there it must be sure, and the message not too far.
    sure = answered is not None and answered >= SURELY and scope >= FAR_OFF
    if scope < 0.0 and not sure and not named and not SUBJECT.search(part.text):
        # Near the border what may be an answer tells that the course is meant: "how long should a
        # pilot run?" is about no cockpit.
        off = answered is None or answered < MAYBE or scope < FAR_OFF
        return Verdict("not_in_course", MISSING[part.expects], off_topic=off)
    strangers = unknown_names(course, part) or unknown_subject(course, part, query)
    if strangers:
        return Verdict("not_in_course", f"does not mention {' or '.join(strangers)}")
    row = absent_row(course, part)
    if row:
        return Verdict("not_in_course", f"has no row for “{row}” in a table")
    if aim(course, part):
        return Verdict("covered")
    lists = asks_for_values(course, query) and bool(rows_by_name(course, part, query))
    if part.expects != "any":
        missing = missing_type(course, part, query, evidence)
        if missing:
            # "Which KPI is best for a chatbot?": the table lists them, and says of none it is best.
            told = lists and part.expects == "verdict"
            return Verdict("partly" if told else "not_in_course", missing)
    in_table = lists or any(t.kind in {"row", "value"} for t in query.terms)
    # What comes first for a metric is told by the table, whatever no sentence says of it.
    in_table |= part.kind in FROM_TABLES and bool(course.rows) and bool(query.terms)
    if scope < fitted().unsure and cosine < HEDGE_COSINE and not read and not named:
        return Verdict("not_in_course", MISSING["any"])
    if answered is not None and answered < NO_ANSWER and not in_table and not named:
        return Verdict("not_in_course", MISSING["any"])
    supported = support(evidence)
    doubtful = (
        answered is not None and answered < DOUBTFUL
        and supported is not None and supported < DOUBTFUL_SUPPORT
    )  # fmt: skip
    if doubtful and not in_table and part.kind not in FROM_TABLES:
        return Verdict("partly", UNSURE)
    if not in_table and not read and (cosine < HEDGE_COSINE or cosine + covered < PARTLY_SUM):
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
