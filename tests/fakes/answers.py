"""Answers made by hand, for tests that need one without asking anything."""

from __future__ import annotations

import uuid

from assistant.calculators.record import CalculatorResult, InputRead
from assistant.types import Answer, AnswerPart, Claim, SourceCard, Versions

QUOTE = "Pilots begin small."
DOCUMENT = "lesson-6-1.md"
DOCUMENT_TEXT = f"# Lesson 6.1\n\n## Pilots\n\n{QUOTE} Then they grow.\n"


def source(number: int = 1, permalink: str = "cGlsb3Q") -> SourceCard:
    start = DOCUMENT_TEXT.index(QUOTE)
    return SourceCard(
        number=number,
        document=DOCUMENT,
        title="Lesson 6.1",
        lesson="6.1",
        section="Pilots",
        headings=("Lesson 6.1", "Pilots"),
        quote=QUOTE,
        start=start,
        end=start + len(QUOTE),
        permalink=permalink,
    )


def calculation(calculation_id: str = "calc-1") -> CalculatorResult:
    return CalculatorResult(
        id=calculation_id,
        calculator="rice",
        status="ok",
        values={"score": 12.5, "rows": [{"name": "A", "score": 12.5}]},
        units={"score": "points"},
        inputs_as_read=[InputRead(name="reach", raw="1,000", value=1000, unit="people")],
        assumptions=["Reach is per quarter."],
        warnings=[],
        formula="reach × impact × confidence ÷ effort",
        source_label="published convention",
        next_question=None,
        headline="A scores 12.5.",
    )


def answer(
    question: str = "How do pilots begin?",
    *,
    answer_id: str | None = None,
    conversation_id: str | None = None,
    text: str = "Pilots begin small. [1]",
    calculated: bool = False,
) -> Answer:
    found = calculation()
    return Answer(
        id=answer_id or uuid.uuid4().hex,
        conversation_id=conversation_id or uuid.uuid4().hex,
        course="pilots",
        question=question,
        standalone_question=question,
        status="answered",
        answer=text,
        claims=(
            Claim(text="Pilots begin small.", sources=(1,), support="quoted"),
            *(
                [Claim(text=found.headline, calculations=(found.id,), support="calculated")]
                if calculated
                else []
            ),
        ),
        parts=(AnswerPart(text=question, status="covered", nearest=1),),
        sources=(source(),),
        calculations=(found,) if calculated else (),
        suggestions=("And after the pilot?",),
        versions=Versions(index="v-test", prompts="p-test", app="0.0.0"),
        timings_ms={"total": 1.5},
    )
