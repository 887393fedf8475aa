"""The whole story: a question is put in context, passages are found, an answer is composed from
them sentence by sentence, and no sentence is shown before its source is checked. READ THIS FIRST.

The order of the stages is the order of the lines in ``Assistant.ask``.
"""

from __future__ import annotations

import functools
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import anyio
import anyio.to_thread

from assistant.arithmetic import compute
from assistant.checking import CheckedAnswer, check_draft, cover
from assistant.composing import Brief, Composer, ComposerFailed, Draft
from assistant.composing.briefing import can_write
from assistant.contextualise import Carried, Standalone, contextualise
from assistant.errors import InvalidRequest, NotFound, Unavailable
from assistant.evidence import Findings
from assistant.finding import find
from assistant.leaning import leans, unsure
from assistant.numbering import new_id
from assistant.store import Store
from assistant.suggesting import suggest
from assistant.types import (
    Answer,
    AnswerEvent,
    Calculated,
    Claimed,
    Completed,
    Exchange,
    FilledSlot,
    Progress,
    SourcesFound,
    Turn,
    Understood,
    Versions,
)
from assistant.understanding import Question, understand
from knowledge.errors import CourseError
from knowledge.library import Course, Library
from knowledge.templates import render
from knowledge.text import clean_message

T = TypeVar("T")
BESIDE = 0.55  # cosine from which a message's own words found what belongs beside its number
HISTORY = 6  # earlier turns looked at; a long conversation costs no more than a short one


class Assistant:
    """Answers questions from courses. One instance serves everybody."""

    def __init__(
        self,
        library: Library,
        store: Store,
        extractive: Composer,
        model: Composer | None,
        model_name: str | None,
        versions: Mapping[str, str],
        workers: anyio.CapacityLimiter | None = None,
    ) -> None:
        self._library = library
        self._store = store
        self._extractive = extractive
        self._model = model
        self._model_name = model_name
        self._versions = versions
        self._workers = workers

    async def ask(self, turn: Turn) -> AsyncGenerator[AnswerEvent]:
        """Answer one turn; ends with ``Completed``. Nothing is shown before it has been stored.

        Raises InvalidRequest (an empty question), NotFound (unknown course, template or
        conversation), Unavailable (nothing has been ingested).
        """
        clock = Stopwatch()
        yield Progress("understanding")
        course, message, history = await self._in_thread(self._receive, turn)
        computed = await self._in_thread(compute, message, history)
        # "What if effort doubles for B?" is about the table, not about the last question's words.
        earlier = [] if computed.follows_up else history
        standalone, question = await self._in_thread(self._understand, course, message, earlier)
        if standalone.carried == "frame" and not computed.results:
            # "And with 18,000?" after a question that held its other numbers.
            computed = await self._in_thread(compute, standalone.text, [])
        clock.lap("understand")

        yield Progress("searching")
        beside = _beside(standalone, earlier, message)
        findings = await self._in_thread(self._find, course, question, computed.topic, beside)
        if standalone.leaning and unsure(findings) and not computed.results:
            standalone, question, findings = await self._in_thread(
                self._under, course, standalone, question, findings
            )
        clock.lap("search")

        yield Progress("composing")
        brief = Brief(
            course=course,
            question=question,
            message=message,
            findings=findings,
            calculations=computed.results,
            history=tuple(history),
            length=standalone.length,
        )
        answer = await self._compose(brief)
        clock.lap("compose")

        complete = Answer(
            id=new_id("a"),
            conversation_id=turn.conversation_id or new_id("c"),
            course=course.id,
            question=message,
            standalone_question=standalone.text,
            status=answer.status,
            answer=answer.markdown,
            claims=answer.claims,
            parts=answer.parts,
            sources=answer.sources,
            calculations=answer.calculations,
            suggestions=suggest(
                course, findings, answer.sources, f"{standalone.text} {answer.markdown}"
            ),
            composer=answer.composer,
            model=self._model_name if answer.composer == "model" else None,
            fallback_reason=answer.fallback_reason,
            understood=_understood(question, standalone.carried),
            versions=Versions(index=course.version, **self._versions),
            timings_ms=clock.total(),
        )
        # Stored before the first sentence is seen: what a person has read survives us.
        await self._in_thread(self._store.save_turn, turn.owner, complete, computed.scenario)
        yield SourcesFound(answer.sources)
        for calculation in answer.calculations:
            yield Calculated(calculation)
        for claim in answer.claims:
            yield Claimed(claim)
        yield Completed(complete)

    def _receive(self, turn: Turn) -> tuple[Course, str, list[Exchange]]:
        """The course, the message with its template filled in, and the earlier turns."""
        try:
            course = self._library.course(turn.course)
        except CourseError as error:
            if turn.course is None:  # nothing ingested, or a damaged index: no fault of the caller
                raise Unavailable(str(error)) from error
            raise NotFound("there is no such course") from error
        message = clean_message(turn.question)
        if turn.question_id and not message:
            message = _from_template(course, turn)
        if not message:
            raise InvalidRequest("the question is empty")
        history: list[Exchange] = []
        if turn.conversation_id:
            history = self._store.history(turn.owner, turn.conversation_id, HISTORY)
        return course, message, history

    def _understand(
        self, course: Course, message: str, history: Sequence[Exchange]
    ) -> tuple[Standalone, Question]:
        earlier = [e.answer.standalone_question or e.question for e in history]
        last = history[-1].answer.answer if history else ""
        standalone = contextualise(message, earlier, course.reader, last, course.embed)
        return standalone, understand(standalone.text, course.reader, course.content.templates)

    def _find(
        self, course: Course, question: Question, topic: str | None = None, beside: str = ""
    ) -> tuple[Findings, ...]:
        """What the course says of each part; beside a calculation, of its topic where of none."""
        found = tuple(find(course, part, beside) for part in question.parts)
        if beside:  # what the course answers as it is asked needs no conversation
            found = tuple(
                f
                if f.status == "covered" or (alone := find(course, f.part)).status != "covered"
                else alone
                for f in found
            )
        if topic is None or any(_stands_beside(f) for f in found):
            return found
        return (find(course, replace(question.parts[0], query=topic)), *found[1:])

    def _under(
        self,
        course: Course,
        standalone: Standalone,
        question: Question,
        found: tuple[Findings, ...],
    ) -> tuple[Standalone, Question, tuple[Findings, ...]]:
        """The reading under the last question, if that is how a message which found nothing by
        itself is meant; else what was given."""
        leaning = understand(standalone.leaning, course.reader, course.content.templates)
        under = self._find(course, leaning, beside=standalone.text)
        if not leans(course, standalone.text, found, under):
            return standalone, question, found
        return Standalone(standalone.leaning, "topic"), leaning, under

    async def _compose(self, brief: Brief) -> CheckedAnswer:
        """The model's answer if there is a model and every sentence checks, else the extractive."""
        reason = None
        if self._model is not None and can_write(brief):
            try:
                drafts = [draft async for draft in self._model.compose(brief)]
                return self._checked(brief, drafts, "model", None)
            except ComposerFailed as failure:
                reason = str(failure)
        drafts = [draft async for draft in self._extractive.compose(brief)]
        return self._checked(brief, drafts, "extractive", reason)

    def _checked(
        self, brief: Brief, drafts: Sequence[Draft], composer: str, reason: str | None
    ) -> CheckedAnswer:
        kept = [draft for draft in drafts if check_draft(brief, draft)]
        if composer == "model" and not any(d.evidence or d.calculations for d in kept):
            raise ComposerFailed("the model wrote nothing that could be checked")
        return cover(brief, kept, composer, reason)

    async def _in_thread(self, function: Callable[..., T], *args: object) -> T:
        return await anyio.to_thread.run_sync(
            functools.partial(function, *args), limiter=self._workers
        )


async def answer(assistant: Assistant, turn: Turn) -> Answer:
    """Run one turn to its end and give the whole answer."""
    complete: Answer | None = None
    async for event in assistant.ask(turn):
        if isinstance(event, Completed):
            complete = event.answer
    assert complete is not None, "ask() ends with Completed or raises"
    return complete


def _stands_beside(findings: Findings) -> bool:
    """Whether the message itself finds something of the course to set beside its number."""
    best = max((e.cosine for e in findings.evidence), default=0.0)
    return findings.status == "covered" and best >= BESIDE


class Stopwatch:
    """Milliseconds by stage."""

    def __init__(self) -> None:
        self._begin = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        """End a stage."""
        now = time.perf_counter()
        self._laps[stage] = round((now - self._last) * 1000, 2)
        self._last = now

    def total(self) -> dict[str, float]:
        """The stages with their sum first."""
        whole = round((time.perf_counter() - self._begin) * 1000, 2)
        return {"total": whole, **self._laps}


def _beside(standalone: Standalone, earlier: Sequence[Exchange], message: str) -> str:
    """The last question with the message as typed, where the message leans on it; else ""."""
    if not earlier or standalone.carried not in {"topic", "frame"}:
        return ""
    return f"{earlier[-1].answer.standalone_question or earlier[-1].question} {message}"


def _from_template(course: Course, turn: Turn) -> str:
    for template in course.content.templates:
        if template.id == turn.question_id:
            unknown = sorted(set(turn.slots) - {slot.name for slot in template.slots})
            if unknown:
                raise InvalidRequest("this question template has no slot of that name")
            filled, _ = render(template, dict(turn.slots))
            return clean_message(filled)
    raise NotFound("there is no such question template")


def _understood(question: Question, carried: Carried) -> Understood:
    goal, horizon = question.goal, question.horizon
    names = dict.fromkeys(t.name for part in question.parts for t in part.terms)
    return Understood(
        kinds=tuple(part.kind for part in question.parts),
        goal=goal.text if goal else None,
        metric=goal.metric if goal else None,
        direction=(goal.direction or None) if goal else None,
        amount=(goal.amount or None) if goal else None,
        relative=goal.relative if goal else None,
        deadline=(goal.deadline or None) if goal else None,
        horizon=horizon.text if horizon else None,
        horizon_months=horizon.months if horizon else None,
        smart_missing=goal.missing if goal else (),
        entities=tuple(names),
        product=question.product or None,
        template=question.template or None,
        slots=tuple(
            FilledSlot(name=s.name, value=s.value, example=s.example) for s in question.slots
        ),
        carried=carried,
    )
