"""Answers, calculations, status lines."""

from __future__ import annotations

import pytest

from assistant.calculators.record import CalculatorResult, Problem
from assistant.types import Answer, AnswerPart, Claim
from assistant.ui.calculation import calculation_card, shown
from assistant.ui.render import (
    answer_text,
    claim_block,
    parts_block,
    plain_copy,
    sources_block,
    status_line,
    turn_blocks,
)
from assistant.ui.texts import texts_for
from tests.fakes.answers import QUOTE, answer, calculation, source

WORDS = texts_for("en")
DECLINED = {"status": "declined", "claims": (), "sources": (), "parts": ()}


def changed(made: Answer, **values: object) -> Answer:
    return made.model_copy(update=values)


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({}, "Supported by 1 passage · without a model"),
        (
            {"composer": "model", "model": "m:1"},
            "Supported by 1 passage · written by m:1, every sentence checked",
        ),
        (
            {"fallback_reason": "timeout"},
            "Supported by 1 passage · without a model, whose answer could not be used",
        ),
        (
            {
                "parts": (
                    AnswerPart(text="a", status="covered"),
                    AnswerPart(text="b", status="not_in_course"),
                    AnswerPart(text="c", status="not_in_course"),
                )
            },
            "Supported by 1 passage · 2 of 3 parts not in this course · without a model",
        ),
        (DECLINED, "Outside this course · without a model"),
        (
            {**DECLINED, "parts": (AnswerPart(text="a", status="not_in_course"),)},
            "Not in this course · without a model",
        ),
        (
            {"status": "needs_input", "claims": (), "calculations": ()},
            "One thing is missing · without a model",
        ),
        (
            {"calculations": (calculation(),)},
            "Supported by 1 passage · Calculated from your numbers · without a model",
        ),
    ],
)
def test_status_in_words(values: dict[str, object], line: str) -> None:
    assert line in status_line(changed(answer(), **values), WORDS)


def test_markers_without_a_source_stay_text() -> None:
    html = answer_text(answer(text="Pilots begin small. [1] And [7]."), WORDS)
    assert html.count('class="chip"') == 1
    assert "And [7]." in html
    assert 'href="/passages/cGlsb3Q"' in html


def test_a_claim_carries_its_chips_inside_its_paragraph() -> None:
    claim = Claim(text="- Pilots <b>begin</b>.", sources=(1, 5), support="quoted")
    html = claim_block(claim, [source()], WORDS)
    assert "&lt;b&gt;" in html
    assert html.count('data-do="passage"') == 1
    assert html.endswith("</ul></div>")


def test_quotes_of_sources_are_escaped() -> None:
    hostile = source().model_copy(update={"quote": '"><script>1</script>', "section": "<b>"})
    for html in (sources_block([hostile], WORDS), answer_text(
        changed(answer(), sources=(hostile,)), WORDS
    )):  # fmt: skip
        assert "<script" not in html
        assert "<b>" not in html.replace('<b class="number"', "")


def test_one_covered_part_needs_no_list() -> None:
    assert parts_block(answer(), WORDS) == ""


def test_suggestions_only_at_the_end() -> None:
    assert "And after the pilot?" in "".join(turn_blocks(answer(), WORDS, last=True))
    assert "And after the pilot?" not in "".join(turn_blocks(answer(), WORDS, last=False))


def test_what_was_understood_is_said_only_if_it_differs() -> None:
    same = "".join(turn_blocks(answer(), WORDS, last=True))
    resolved = changed(answer("and chatbots?"), standalone_question="How do chatbots begin?")
    assert "Understood as" not in same
    assert "Understood as: How do chatbots begin?" in "".join(
        turn_blocks(resolved, WORDS, last=True)
    )


def test_the_copy_has_the_sources() -> None:
    assert plain_copy(answer(), WORDS).splitlines()[-1] == f"[1] Lesson 6.1 · Pilots: “{QUOTE}”"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (4000, "4,000"),
        (2133.33333, "2,133.33"),
        (0.123456, "0.1235"),
        (0.00000123, "1.23e-06"),
        (-0.5, "-0.5"),
        (100.0, "100"),
        (True, "yes"),
        (None, "–"),
        ([1, 2.5], "1, 2.5"),
        ({"low_value": 1}, "low value: 1"),
        ("<b>", "<b>"),
        (float("inf"), "inf"),
    ],
)
def test_values_for_a_person(value: object, words: str) -> None:
    assert shown(value) == words


def test_shares_are_percentages_and_units_stand_with_values() -> None:
    assert shown(0.8, "share") == "80%"
    assert shown(0.123456, "share") == "12.3%"
    assert shown(3, "months") == "3 months"


def test_a_refusal_shows_every_problem_and_no_table() -> None:
    refused = CalculatorResult(
        id="c",
        calculator="payback_period",
        status="refused",
        values={},
        units={},
        inputs_as_read=[],
        assumptions=[],
        warnings=[],
        formula="",
        source_label="",
        next_question="What does it cost <per month>?",
        headline="No payback.",
        problems=[Problem(kind="undefined", message="The gain is zero & stays so.")],
    )
    html = calculation_card(refused, WORDS)
    assert "payback period" in html
    assert "The gain is zero &amp; stays so." in html
    assert "&lt;per month&gt;" in html
    assert "<table" not in html
    assert "cannot be calculated" in html
