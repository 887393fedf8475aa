"""Broken promises are seen in answers made by hand; kept ones are not complained about."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.calculators.record import CalculatorResult
from assistant.types import Answer, Claim, SourceCard, Versions
from evals.promises import broken_promises, numbers_in

TEXT = "Pilots take 3-6 months and cost 1,200 euros. They begin small."


def answered(text: str = "Pilots take 3-6 months [1].", **fields: Any) -> Answer:
    source = SourceCard(
        number=1,
        document="pilots.md",
        title="Pilots",
        lesson="6.1",
        section="Start",
        headings=("Pilots", "Start"),
        quote=TEXT[:44],
        start=0,
        end=44,
        permalink="x",
    )
    claim = Claim(text="Pilots take 3-6 months.", sources=(1,), support="quoted")
    values: dict[str, Any] = {
        "id": "a",
        "conversation_id": "c",
        "course": "pilots",
        "question": "How long?",
        "standalone_question": "How long?",
        "status": "answered",
        "answer": text,
        "claims": (claim,),
        "sources": (source,),
        "versions": Versions(index="1", prompts="1", app="1"),
    }
    return Answer(**(values | fields))


def calculation() -> CalculatorResult:
    return CalculatorResult(
        id="calc",
        calculator="roi",
        status="ok",
        values={"roi": 0.4523},
        units={"roi": "share"},
        inputs_as_read=[],
        assumptions=[],
        warnings=[],
        formula="(gain - cost) / cost",
        source_label="course",
        next_question=None,
        headline="ROI",
    )


def broken(answer: Answer, *said: str) -> tuple[str, ...]:
    return broken_promises(answer, lambda name: TEXT if name == "pilots.md" else "", said)


@pytest.mark.parametrize(
    "text",
    [
        "Pilots take 3-6 months and cost 1200 [1].",
        "1. Begin small [1].\n2. Then grow, see lesson 6.1.",
        "For your 15% goal: begin small [1].",
    ],
)
def test_numbers_of_sources_places_and_people_are_owned(text: str) -> None:
    assert broken(answered(text), "How do I reach 15% more?") == ()


def test_a_number_nobody_gave_is_named() -> None:
    assert broken(answered("Pilots take 9 months [1].")) == ("the number 9 has no owner",)


def test_a_calculated_number_is_owned_as_share_and_as_percent_when_rounded_rightly() -> None:
    answer = answered("The ROI is 45.2%, or 0.45.", calculations=(calculation(),))
    assert broken(answer) == ()
    wrong = answered("The ROI is 45.3%.", calculations=(calculation(),))
    assert broken(wrong) == ("the number 45.3 has no owner",)


def test_a_quote_that_is_not_the_documents_text_is_named() -> None:
    answer = answered()
    moved = answer.sources[0].model_copy(update={"start": 1, "end": 45})
    assert broken(answered(sources=(moved,))) == (
        "source 1 is not a verbatim range of its document",
    )


def test_a_marker_without_source_is_named() -> None:
    assert broken(answered("Pilots take 3-6 months [1][4].")) == ("marker [4] has no source",)


@pytest.mark.parametrize(
    ("claim", "complaint"),
    [
        (Claim(text="x", support="quoted"), "a claim of fact has no source"),
        (Claim(text="x", support="supported"), "a claim of fact has no source"),
        (Claim(text="x", support="calculated"), "a calculated claim has no calculation"),
        (
            Claim(text="x", sources=(2,), support="quoted"),
            "a claim refers to a source or calculation that is not in the answer",
        ),
    ],
)
def test_a_claim_without_ground_is_named(claim: Claim, complaint: str) -> None:
    assert broken(answered(claims=(claim,))) == (complaint,)


def test_an_empty_answer_is_named() -> None:
    assert broken(answered(" ", claims=(), sources=())) == ("the answer is empty",)


def test_guidance_needs_no_source() -> None:
    assert broken(answered(claims=(Claim(text="In short:", support="guidance"),))) == ()


def test_numbers_are_read_with_separators_and_decimals() -> None:
    assert numbers_in("1,250.5 of 3, and 2,5%") == [(1250.5, 1), (3.0, 0), (2.5, 1)]
    assert numbers_in("version 1.2.3") == [(1.0, 0), (2.0, 0), (3.0, 0)]
    assert numbers_in("item A4 and q3") == []
