"""A product for the page's tests: a small course, a real store, an assistant with a script."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import anyio.to_thread

from assistant.calculators.record import CalculatorResult, InputRead
from assistant.errors import Unavailable
from assistant.settings import Settings
from assistant.store import Store
from assistant.types import (
    Answer,
    AnswerEvent,
    AnswerPart,
    Calculated,
    Claim,
    Claimed,
    Completed,
    Progress,
    SourceCard,
    SourcesFound,
    Turn,
    Understood,
    Versions,
)
from tests.browser.course import DOCUMENT, PILOT, SmallCourse, SmallLibrary

QUOTES = (
    ("A pilot answers one question with little money.", "1.1", "Choosing a pilot"),
    ("A measured task has a baseline before the pilot begins.", "1.1", "Choosing a pilot"),
    ("Chatbot | First-contact resolution | Repeat purchases", "1.1", "Growing a pilot"),
    ('Some notes hold <img src=x onerror="window.hacked=1"> and', "1.2", "Odd text"),
)


@dataclass
class ScriptedAssistant:
    """Answers every question from the four passages, in steps, and keeps the turns."""

    store: Store
    pause: float = 0.0
    course: SmallCourse = field(default_factory=SmallCourse)
    turns: list[Turn] = field(default_factory=list)

    async def ask(self, turn: Turn) -> AsyncIterator[AnswerEvent]:
        self.turns.append(turn)
        if "too much" in turn.question:
            raise Unavailable("Too many questions are being answered.", retry_after=2)
        if "break" in turn.question:
            raise ZeroDivisionError("a secret detail")
        answer = self.answer(turn)
        for stage in ("understanding", "searching"):
            yield Progress(stage)
            await asyncio.sleep(self.pause)
        yield SourcesFound(answer.sources)
        for claim in answer.claims:
            await asyncio.sleep(self.pause)
            yield Claimed(claim)
        for result in answer.calculations:
            yield Calculated(result)
        await anyio.to_thread.run_sync(self.store.save_turn, turn.owner, answer)
        yield Completed(answer)

    def answer(self, turn: Turn) -> Answer:
        question = turn.question or f"{turn.question_id}: {dict(turn.slots)}"
        sources = tuple(self.source(number) for number in range(1, 5))
        claims = (
            Claim(text="Begin with one question and little money.", sources=(1,), support="quoted"),
            Claim(text="Take a task with a **baseline**.", sources=(2, 3), support="supported"),
            Claim(text="Read the odd text, too: <b>bold</b>.", sources=(4,), support="supported"),
        )
        return Answer(
            id=uuid.uuid4().hex,
            conversation_id=turn.conversation_id or uuid.uuid4().hex,
            course="pilots",
            question=question,
            standalone_question=question,
            status="partial",
            answer="Begin with one question and little money. [1]\n\n"
            "- Take a task with a **baseline**. [2] [3]\n"
            "- Read the odd text, too: <b>bold</b>, <img src=x onerror=alert(1)> and "
            "[a link](javascript:window.hacked=5). [4]\n"
            "- ![a picture](https://elsewhere.example/p.png) stays away.",
            claims=claims,
            parts=(
                AnswerPart(text="Which task first?", status="covered", nearest=1),
                AnswerPart(text="How to know that it works?", status="partly", nearest=2),
                AnswerPart(text="Which vendor?", status="not_in_course", nearest=3),
            ),
            sources=sources,
            calculations=(rice(),) if "rice" in question.lower() else (),
            understood=Understood(
                kinds=("priorities", "fragment"), goal="sales up", smart_missing=("a deadline",)
            ),
            suggestions=("What comes after the pilot?", "What does a pilot cost?"),
            versions=Versions(index="v-test", prompts="p", app="0"),
            timings_ms={"total": 3.0},
        )

    def source(self, number: int) -> SourceCard:
        quote, lesson, section = QUOTES[number - 1]
        start = PILOT.index(quote)
        end = start + len(quote)
        return SourceCard(
            number=number,
            document=DOCUMENT,
            title="Small pilots",
            lesson=lesson,
            section=section,
            headings=(section,),
            quote=quote,
            start=start,
            end=end,
            permalink=self.course.permalink(DOCUMENT, start, end),
        )


@dataclass
class PageProduct:
    """The parts of a product that the page reads."""

    settings: Settings
    library: SmallLibrary
    store: Store
    assistant: ScriptedAssistant
    version: str = "0.0.0"
    prompts_version: str = "p-test"


def page_product(folder: Path, pause: float = 0.0) -> PageProduct:
    """A product with a store in `folder`; its assistant waits `pause` seconds between steps."""
    store = Store(f"sqlite:///{folder / 'page.sqlite'}")
    settings = Settings(data_dir=folder)
    return PageProduct(settings, SmallLibrary(), store, ScriptedAssistant(store, pause))


def rice() -> CalculatorResult:
    """A result with everything a card can show."""
    return CalculatorResult(
        id="calc-1",
        calculator="rice",
        status="ok_with_warnings",
        values={
            "best": "Chatbot",
            "rows": [
                {"name": "Chatbot", "score": 2133.333333, "rank": 1},
                {"name": "Search", "score": 1200.0, "rank": 2},
            ],
        },
        units={"score": "per person-month"},
        inputs_as_read=[
            InputRead(name="reach", raw="4k per quarter", value=4000, unit="people per quarter"),
            InputRead(name="confidence", raw="80%", value=0.8, note="a share"),
        ],
        assumptions=["One quarter has three months."],
        warnings=["Effort below half a person-month inflates a score."],
        formula="reach × impact × confidence ÷ effort",
        source_label="published convention",
        next_question="What is the effort for Pricing?",
        headline="Chatbot comes first: 2,133 against 1,200.",
    )
