"""The extractive composer: an answer from the course's own sentences, with no model.

It answers each part by its kind, says what is missing, and ends with one next step. It writes no
sentence of fact: it chooses, orders and connects.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Literal

from assistant import row_matching
from assistant.aims import aim
from assistant.composing import gaps, passages, rows, surveys, tables
from assistant.composing.gaps import BESIDE
from assistant.composing.tables import NEAREST_TOLD
from assistant.composing.types import Brief, Draft
from assistant.composing.wording import Plans
from assistant.evidence import Findings

WORDS = 210  # room for facts in a normal answer; gaps and the next step come on top
SHORT_WORDS = 60
LEAST_WORDS = 45  # room that every part gets


class ExtractiveComposer:
    """Composes from evidence alone; see the module docstring."""

    name: Literal["extractive"] = "extractive"

    def __init__(self, plans: Plans) -> None:
        self._plans = plans

    async def compose(self, brief: Brief) -> AsyncIterator[Draft]:
        """Sentences in reading order: facts part by part, gaps, one next step."""
        for draft in self.drafts(brief):
            yield draft

    def drafts(self, brief: Brief) -> list[Draft]:
        """The whole answer at once."""
        if all(f.off_topic for f in brief.findings) and not brief.calculations:
            return gaps.off_topic(brief, self._plans)
        facts: list[Draft] = []
        missing: list[Draft] = []
        room = SHORT_WORDS if brief.length == "shorter" else WORDS
        for calculation in brief.calculations:
            facts.append(
                Draft(
                    calculation.headline,
                    calculations=(calculation.id,),
                    support="calculated",
                    role="lead",
                )
            )
        for position, findings in enumerate(brief.findings):
            left = room - sum(len(d.text.split()) for d in facts)
            budget = max(LEAST_WORDS, left // (len(brief.findings) - position))
            titled = surveys.heading(brief.course, findings.part)
            if titled:
                facts.extend(titled)
                continue
            if findings.status == "not_in_course":
                # A part that only hands over numbers to a calculator is no gap of the course.
                if not brief.calculations:
                    missing.extend(gaps.gap(findings, self._plans))
                continue
            if brief.calculations:  # the number is the answer; the course stands beside it
                close = [
                    e
                    for e in findings.evidence
                    if e.cosine >= BESIDE and not e.text.rstrip().endswith(":")
                ]
                beside = passages.answer_sentences(brief.course, findings.only(close), 45)
                # A list's lead-in says nothing without the list.
                whole = [d for d in beside if not d.text.rstrip().endswith(":")]
                said = [d.as_point() for d in whole[:1]]
            else:
                said = self._part(brief, findings, budget)
                if findings.status == "partly" and said and said[0].role != "gap":
                    said = [
                        gaps.hedge(findings, self._plans),
                        *(d.as_point() for d in said[:NEAREST_TOLD]),
                    ]
            seen = {d.text for d in facts}
            facts.extend(d for d in said if d.text not in seen)
        if brief.length == "shorter":
            facts = facts[:2]
        missing.extend(gaps.left_out(brief, self._plans))
        if not facts and not missing:  # what was found says nothing by itself
            missing = [d for f in brief.findings for d in gaps.gap(f, self._plans)]
        drafts = [*facts, *missing]
        first = brief.findings[0].part
        kind = "calculation" if brief.calculations else first.kind
        if kind in {"name", "compare"} and (brief.question.goal or aim(brief.course, first)):
            kind = "priorities"  # who told the goal isn't asked for it
        step = self._plans.next_step(kind)
        asked = next((r for r in brief.calculations if r.next_question), None)
        if asked is not None:  # the calculator's own question comes before a hint of ours
            question = asked.next_question or ""
            step = "" if question in asked.headline else f"Next: {question}"
        if step and facts and brief.length != "shorter":
            owner = (asked.id,) if asked is not None else ()
            drafts.append(Draft(step, calculations=owner, support="guidance", role="next"))
        return drafts

    def _part(self, brief: Brief, findings: Findings, budget: int) -> list[Draft]:
        course, part, plans = brief.course, findings.part, self._plans
        query = course.read(part.query)
        goal = brief.question.goal or aim(course, part)
        match part.kind:
            case "meta":
                return surveys.meta(course, part, plans)
            case "templates":
                return surveys.templates(course, part)
            case "takeaways":
                return surveys.takeaways(course) or passages.answer_sentences(
                    course, findings, budget
                )
            case "summary":
                return surveys.summary(course, part, plans) or passages.answer_sentences(
                    course, findings, budget
                )
            case "quote":
                return surveys.statement(course, part) or passages.answer_sentences(
                    course, findings, budget
                )
            case "classify":
                found = rows.classify(course, findings, query, plans)
                if found:
                    return found
            case "priorities":
                # "Which three signs come first?": a row may be the answer where no goal is told.
                row_answers = goal is None and tables.leading_row(findings) is not None
                found = (
                    [] if row_answers else tables.priorities(brief, findings, goal, budget, plans)
                )
                if found:
                    return found
            case _:
                if goal and row_matching.asks_for_rows(course, part):
                    found = tables.priorities(brief, findings, goal, budget, plans)
                    if found:
                        return found
        if goal and course.rows:
            # "Recommendations, search or the bot: which for my goal?" chooses among these.
            among = row_matching.options(course, part, goal)
            found = rows.for_goal(course, goal, len(among), plans, among) if among else []
            if found:
                return found
        table = tables.answer(brief, findings, plans)
        if table:
            return table
        undefined = gaps.undefined(findings, plans)
        if tables.told_in_sentences(part):
            told = findings.without_rows()
            findings = told if told.evidence else findings
        return [*passages.answer_sentences(course, findings, budget), *undefined]
