"""Which parts of a question table rows answer, and which rows."""

from __future__ import annotations

import re

from assistant import row_matching
from assistant.composing import gaps, passages, rows
from assistant.composing.types import Brief, Draft
from assistant.composing.wording import Plans
from assistant.evidence import Findings
from assistant.understanding import Goal, Part
from assistant.understanding.kinds import core_of
from knowledge.types import Chunk

ROW_LEAD = 1.08  # times the best sentence's score, for a row to answer what asks for no values
ROW_ANSWERS = 0.4  # probability that it does, by the verifier, from which a row may
NEAREST_TOLD = 5  # sentences given as the nearest where none may be the answer
COMPARED = 4  # rows side by side
_WHO = re.compile(r"\W*(?:and |but |so )?who(?:m|se)?\b", re.IGNORECASE)


def answer(brief: Brief, findings: Findings, plans: Plans) -> list[Draft]:
    """Rows, where the question names one (or its column) or the best passage is one."""
    course, part = brief.course, findings.part
    if not course.rows:
        return []
    query = course.read(part.query)
    named = row_matching.rows_by_name(course, part, query)
    # Under a topic said first ("About the KPIs: how do I prove it?") the question itself tells.
    own = query if part.kind == "fragment" else course.read(part.text)
    asks_values = row_matching.asks_for_values(course, own)
    if asks_values and not named:
        # The application often stands in the introduction: "with a chatbot … which KPIs?"
        named = row_matching.rows_by_name(course, part, course.read(brief.question.text))
    best = None if told_in_sentences(part) else leading_row(findings)
    compared = row_matching.options(course, part, None) if part.kind == "compare" else []
    if compared and best is not None:
        matches = [row_matching.RowMatch(chunk, 1.0) for chunk in compared]
        return rows.answer_rows(course, matches, query, plans, limit=COMPARED)
    if named and (asks_values or best is not None):
        return rows.answer_rows(course, named, query, plans)
    extremes = row_matching.rows_at_extreme(course, part, query)
    if extremes:
        return rows.answer_holders(extremes, plans)
    holders = row_matching.rows_holding(course, part, query)
    if holders and (
        asks_values or row_matching.asks_where(part) or row_matching.names_rows(course, part)
    ):
        return rows.answer_holders(holders, plans)
    if asks_values and any(e.chunk.row is not None for e in findings.evidence[:5]):
        like = row_matching.rows_like(course, query)
        if like:
            return rows.answer_rows(course, like, query, plans)
    if best is not None:
        return rows.answer_rows(course, [row_matching.RowMatch(best, 1.0)], query, plans)
    return []


def priorities(
    brief: Brief, findings: Findings, goal: Goal | None, budget: int, plans: Plans
) -> list[Draft]:
    """What to do first: the rows that serve the goal, or else what the course says of it."""
    course, part = brief.course, findings.part
    drafts: list[Draft] = []
    if goal and row_matching.asks_for_rows(course, part):
        among = row_matching.options(course, part, goal)
        drafts = rows.for_goal(course, goal, part.count or 3, plans, among)
        if among and not drafts:
            drafts = rows.for_goal(course, goal, part.count or 3, plans)
    unmatched: list[Draft] = []
    if goal and course.rows and not drafts and row_matching.asks_for_rows(course, part):
        text = plans.gap("no_row", metric=goal.metric)
        unmatched = [Draft(text, support="guidance", role="lead")]
    sure = findings.status == "covered" and not unmatched
    prefix = (
        plans.frame("goal", goal=goal.text) if goal and goal.text and sure and not drafts else ""
    )
    if drafts:
        # What the course says of the framework the question wants used, and no more.
        named = [t.name for t in part.terms if t.kind == "acronym" and gaps.leans_on(part, t.name)]
        told = [e for e in findings.evidence if any(n in e.text for n in named)]
        rest = passages.answer_sentences(course, findings.only(told), 45)
        drafts += [d.as_point() for d in rest[:1]]
    else:
        drafts = passages.answer_sentences(course, findings.without_rows(), budget, prefix)
        if unmatched:
            drafts = [*unmatched, *(d.as_point() for d in drafts[:NEAREST_TOLD])]
    return [*drafts, *gaps.undefined(findings, plans)]


def leading_row(findings: Findings) -> Chunk | None:
    """The table row that answers better than any sentence does; None if a sentence is as good.

    A row shares words with much that is asked about its subject; alone that makes no answer.
    """
    best = findings.evidence[0]
    if best.verified is not None and best.verified < ROW_ANSWERS:
        return None
    told = next((e.score for e in findings.evidence if e.chunk.row is None), 0.0)
    return best.chunk if best.chunk.row is not None and best.score >= ROW_LEAD * told else None


def told_in_sentences(part: Part) -> bool:
    """Whether a part asks for what no table cell says: a way, a reason, a judgement, a person."""
    if part.kind in {"how", "why", "critique"} or part.expects == "person":
        return True
    return bool(_WHO.match(core_of(part.text)))
