"""The extractive composer: an answer from the course's own sentences, with no model.

It answers each part by its kind, says what is missing, and ends with one next step. It writes no
sentence of fact: it chooses, orders and connects.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Literal

from assistant import row_matching
from assistant.composing import passages, rows, surveys
from assistant.composing.types import Brief, Draft
from assistant.composing.wording import Plans, course_name, readable, sentence
from assistant.confidence import UNSURE
from assistant.evidence import Evidence, Findings
from assistant.finding import distinct
from assistant.missing import MISSING
from assistant.understanding import Goal, Part
from assistant.understanding.kinds import core_of
from knowledge.types import Chunk

WORDS = 210  # room for facts in a normal answer; gaps and the next step come on top
SHORT_WORDS = 60
LEAST_WORDS = 45  # room that every part gets
ROW_LEAD = 1.08  # times the best sentence's score, for a row to answer what asks for no values
NEAREST_TOLD = 5  # sentences given as the nearest where none may be the answer
NEAREST_MORE = 2  # sentences beside the nearest one of a part that is not covered
NEAREST_SHARE = 0.85  # of its score, for another to be as near
_WHO = re.compile(r"\W*(?:and |but |so )?who(?:m|se)?\b", re.IGNORECASE)
COMPARED = 4  # rows side by side
BESIDE = 0.45  # cosine from which a sentence of the course belongs beside a calculation


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
            return self._off_topic(brief)
        facts: list[Draft] = []
        gaps: list[Draft] = []
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
                    gaps.extend(self._gap(findings))
                continue
            if brief.calculations:  # the number is the answer; the course stands beside it
                close = [
                    e
                    for e in findings.evidence
                    if e.cosine >= BESIDE and not e.text.rstrip().endswith(":")
                ]
                beside = passages.answer_sentences(brief.course, _only(findings, close), 45)
                # A list's lead-in says nothing without the list.
                whole = [d for d in beside if not d.text.rstrip().endswith(":")]
                said = [_as_point(d) for d in whole[:1]]
            else:
                said = self._part(brief, findings, budget)
                if findings.status == "partly" and said and said[0].role != "gap":
                    said = [self._hedge(findings), *(_as_point(d) for d in said[:NEAREST_TOLD])]
            seen = {d.text for d in facts}
            facts.extend(d for d in said if d.text not in seen)
        if brief.length == "shorter":
            facts = facts[:2]
        if brief.question.left:
            text = self._plans.gap("left", part=readable(brief.question.left))
            gaps.append(Draft(text, support="guidance", role="gap"))
        if not facts and not gaps:  # what was found says nothing by itself
            gaps = [d for findings in brief.findings for d in self._gap(findings)]
        drafts = [*facts, *gaps] if facts else gaps
        kind = "calculation" if brief.calculations else brief.findings[0].part.kind
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
        goal = brief.question.goal
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
                row_answers = goal is None and _leading_row(findings) is not None
                found = [] if row_answers else self._priorities(brief, findings, goal, budget)
                if found:
                    return found
            case _:
                if goal and row_matching.asks_for_rows(course, part):
                    found = self._priorities(brief, findings, goal, budget)
                    if found:
                        return found
        if goal and course.rows:
            # "Recommendations, search or the bot: which for my goal?" chooses among these.
            among = row_matching.options(course, part, goal)
            found = rows.for_goal(course, goal, len(among), plans, among) if among else []
            if found:
                return found
        table = self._from_table(brief, findings)
        if table:
            return table
        undefined = self._undefined(brief, findings)
        if _told_in_sentences(part):
            findings = (
                _without_rows(findings)
                if any(e.chunk.row is None for e in findings.evidence)
                else findings
            )
        return [*passages.answer_sentences(course, findings, budget), *undefined]

    def _from_table(self, brief: Brief, findings: Findings) -> list[Draft]:
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
        best = None if _told_in_sentences(part) else _leading_row(findings)
        compared = row_matching.options(course, part, None) if part.kind == "compare" else []
        if compared and best is not None:
            matches = [row_matching.RowMatch(chunk, 1.0) for chunk in compared]
            return rows.answer_rows(course, matches, query, self._plans, limit=COMPARED)
        if named and (asks_values or best is not None):
            return rows.answer_rows(course, named, query, self._plans)
        extremes = row_matching.rows_at_extreme(course, part, query)
        if extremes:
            return rows.answer_holders(extremes, self._plans)
        holders = row_matching.rows_holding(course, part, query)
        if holders and (
            asks_values or row_matching.asks_where(part) or row_matching.names_rows(course, part)
        ):
            return rows.answer_holders(holders, self._plans)
        if asks_values and any(e.chunk.row is not None for e in findings.evidence[:5]):
            like = row_matching.rows_like(course, query)
            if like:
                return rows.answer_rows(course, like, query, self._plans)
        if best is not None:
            return rows.answer_rows(course, [row_matching.RowMatch(best, 1.0)], query, self._plans)
        return []

    def _priorities(
        self, brief: Brief, findings: Findings, goal: Goal | None, budget: int
    ) -> list[Draft]:
        course, part = brief.course, findings.part
        drafts: list[Draft] = []
        if goal and row_matching.asks_for_rows(course, part):
            among = row_matching.options(course, part, goal)
            drafts = rows.for_goal(course, goal, part.count or 3, self._plans, among)
            if among and not drafts:
                drafts = rows.for_goal(course, goal, part.count or 3, self._plans)
        unmatched: list[Draft] = []
        if goal and course.rows and not drafts and row_matching.asks_for_rows(course, part):
            text = self._plans.gap("no_row", metric=goal.metric)
            unmatched = [Draft(text, support="guidance", role="lead")]
        sure = findings.status == "covered" and not unmatched
        prefix = self._plans.frame("goal", goal=goal.text) if goal and sure and not drafts else ""
        if drafts:
            # What the course says of the framework the question wants used, and no more.
            named = [t.name for t in part.terms if t.kind == "acronym" and _leans_on(part, t.name)]
            told = [e for e in findings.evidence if any(n in e.text for n in named)]
            rest = passages.answer_sentences(course, _only(findings, told), 45)
            drafts += [_as_point(d) for d in rest[:1]]
        else:
            drafts = passages.answer_sentences(course, _without_rows(findings), budget, prefix)
            if unmatched:
                drafts = [*unmatched, *(_as_point(d) for d in drafts[:NEAREST_TOLD])]
        return [*drafts, *self._undefined(brief, findings)]

    def _undefined(self, brief: Brief, findings: Findings) -> list[Draft]:
        """Names in capitals that the question leans on and the course never spells out."""
        if (
            findings.part.kind not in {"define", "priorities"}
            and findings.part.expects != "expansion"
        ):
            return []
        drafts = []
        for term in findings.part.terms:
            if term.kind == "acronym" and not term.aliases and _leans_on(findings.part, term.name):
                text = self._plans.gap("undefined_name", name=term.name)
                drafts.append(Draft(text, support="guidance", role="gap"))
        return drafts

    def _hedge(self, findings: Findings) -> Draft:
        """What comes before the nearest that the course says, where it may not be the answer."""
        asked = _as_question(findings.part)
        if findings.reason == UNSURE:
            text = self._plans.gap("unsure", part=asked)
        elif findings.reason:
            text = self._plans.gap("partly", reason=findings.reason, part=asked)
        else:
            text = self._plans.gap("closest", part=asked)
        return Draft(text, support="guidance", role="lead")

    def _gap(self, findings: Findings) -> list[Draft]:
        part = findings.part
        asked = _as_question(part)
        drafts = [
            Draft(
                self._plans.gap("part", reason=findings.reason or MISSING["any"], part=asked),
                support="guidance", role="gap",
            )
        ]  # fmt: skip
        for nearest in nearest_few(findings):
            said = sentence(nearest.text)
            frame = "" if len(drafts) > 1 else self._plans.gap("nearest", sentence="")
            drafts.append(Draft(f"{frame}{said}", (nearest,), role="gap", frame=frame))
        return drafts

    def _off_topic(self, brief: Brief) -> list[Draft]:
        title = course_name(brief.course.title)
        text = self._plans.gap("off_topic_plain", title=title)
        return [Draft(text, support="guidance", role="gap")]


def _as_question(part: Part) -> str:
    """A part as an answer repeats it."""
    asked = readable(part.text).rstrip("?.!").strip(' "“”')
    return f"{asked}?"


def nearest_of(findings: Findings) -> Evidence | None:
    """The sentence to point at where a part is not covered; None where nothing comes near."""
    if findings.off_topic or not findings.evidence or findings.evidence[0].score < 0.3:
        return None
    told = (e for e in findings.evidence[:8] if e.chunk.row is None and len(e.text.split()) >= 6)
    return next((e for e in told if not e.text.rstrip().endswith(":")), None)


def nearest_few(findings: Findings) -> list[Evidence]:
    """The sentence to point at where a part is not covered, with up to two that are as near."""
    first = nearest_of(findings)
    if first is None:
        return []
    told = [e for e in findings.evidence[:8] if e.chunk.row is None and len(e.text.split()) >= 6]
    near = [e for e in told if e.score >= NEAREST_SHARE * first.score and e.cosine >= BESIDE]
    others = [e for e in near if e is not first and _stands_alone(e.text)]
    return [first, *distinct(others, NEAREST_MORE, 0.0)]


def _stands_alone(text: str) -> bool:
    """Whether a text is a whole sentence, no item of a list and no lead-in to one."""
    plain = readable(text)
    return plain[:1].isupper() and plain[-1:] in ".!?"


def _leading_row(findings: Findings) -> Chunk | None:
    """The table row that answers better than any sentence does; None if a sentence is as good.

    A row shares words with much that is asked about its subject; alone that makes no answer.
    """
    best = findings.evidence[0]
    told = next((e.score for e in findings.evidence if e.chunk.row is None), 0.0)
    return best.chunk if best.chunk.row is not None and best.score >= ROW_LEAD * told else None


def _without_rows(findings: Findings) -> Findings:
    return _only(findings, [e for e in findings.evidence if e.chunk.row is None])


def _only(findings: Findings, evidence: Sequence[Evidence]) -> Findings:
    return replace(findings, evidence=tuple(evidence))


def _as_point(draft: Draft) -> Draft:
    return Draft(
        draft.text, draft.evidence, draft.calculations, draft.support, "point", draft.frame
    )


def _told_in_sentences(part: Part) -> bool:
    """Whether a part asks for what no table cell says: a way, a reason, a judgement, a person."""
    if part.kind in {"how", "why", "critique"} or part.expects == "person":
        return True
    return bool(_WHO.match(core_of(part.text)))


def _leans_on(part: Part, name: str) -> bool:
    """Whether a question asks what a name means, or wants something done with it ("using RICE")."""
    if part.kind == "define" or part.expects == "expansion":
        return True
    return bool(
        re.search(
            rf"\b(?:using|with|under|via|through|apply\w*|by)\s+(?:the\s+)?{re.escape(name)}\b",
            part.text,
        )
    )
