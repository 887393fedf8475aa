"""Answers, calculations, status lines."""

from __future__ import annotations

import pytest

from assistant.calculators.conversation.edits import edit_request
from assistant.calculators.conversation.requests import read_request
from assistant.calculators.conversation.scenario import Scenario, run_scenario
from assistant.calculators.record import CalculatorResult, InputRead, Problem
from assistant.calculators.registry import run
from assistant.types import Answer, AnswerPart, Claim, Understood
from assistant.ui.answer_actions import plain_copy
from assistant.ui.calculation import calculation_card
from assistant.ui.charts import chart
from assistant.ui.render import answer_text, claim_block, parts_block, status_line, turn_blocks
from assistant.ui.sources import sources_block
from assistant.ui.texts import catalogue, texts_for
from assistant.ui.values import shown
from assistant.ui.what_if import what_if
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


def test_what_was_read_is_told_in_one_line() -> None:
    read = Understood(
        kinds=("priorities", "name", "fragment"),
        goal="sales up",
        product="<i>tea</i>",
        smart_missing=("a deadline",),
    )
    html = "".join(turn_blocks(changed(answer(), understood=read), WORDS, last=True))
    assert (
        "Read as: what comes first, a list · Goal: sales up · You sell: &lt;i&gt;tea&lt;/i&gt;"
        " · Still open: a deadline"
    ) in html


def test_an_answer_can_be_taken_away_in_every_form() -> None:
    made = answer()
    html = "".join(turn_blocks(made, WORDS, last=False))
    for form in ("docx", "md"):
        address = f"/v1/conversations/{made.conversation_id}"
        assert f'href="{address}/export?answer={made.id}&amp;format={form}"' in html
        for reader in ("cfo", "coo", "cmo"):
            assert f'href="{address}/memo?reader={reader}&amp;format={form}"' in html


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
    assert shown(0.1, "share per year") == "10% per year"
    assert shown(75.0, "percent") == "75%"
    assert shown(13397.308926, "money") == "13,397.31"


def test_a_card_keeps_its_order() -> None:
    result = CalculatorResult(
        id="c", calculator="rice", status="ok_with_warnings",
        values={
            "order": ["A", "B"],
            "first": "A",
            "rows": [{"rank": 1, "name": "A", "score": 2.0}, {"rank": 2, "name": "B", "score": 1.0}],
            "switch_over": [{"item": "A", "against": "B", "effort": 2.0}],
        },
        units={}, inputs_as_read=[InputRead(name="A.effort", raw="1", value=1)],
        assumptions=["assumed so"], warnings=["w1", "w2", "w3", "w4"], formula="a x b",
        source_label="convention", next_question="what next?", headline="A is first.",
    )  # fmt: skip
    html = calculation_card(result, WORDS)
    order = (
        "A is first.", "As written", "assumed so", "a x b", "What would change it",
        "What if effort doubles for A?", "Where two change places", "w3", "1 more to mind",
        "Result", "Row by row", "what next?",
    )  # fmt: skip
    places = [html.index(words) for words in order]
    assert places == sorted(places)
    assert "order" not in html  # the rows say it


def test_the_ends_of_a_range_have_the_unit_of_what_they_bound() -> None:
    result = CalculatorResult(
        id="c", calculator="ab_test", status="ok",
        values={"difference": 0.02, "difference_low": -0.0009, "difference_high": 0.041},
        units={"difference": "share"}, inputs_as_read=[], assumptions=[], warnings=[], formula="",
        source_label="", next_question=None, headline="Open.",
    )  # fmt: skip
    html = calculation_card(result, WORDS)
    assert "2% (-0.1% … 4.1%)" in html
    assert html.count("<dt>") == 1


@pytest.mark.parametrize(
    "message",
    [
        "NPV: invest 50000 now, then 20000 a year for 4 years at 10%",
        "ROI: benefit 21000, cost 12000",
        "Payback: invest 50000, 20000 a year",
        "RICE: A reach 1500, impact 1, confidence 50%, effort 3; "
        "B reach 6000, impact 0.5, confidence 80%, effort 1. Which first?",
        "RICE: A reach 9000, impact 1, confidence 50%, effort 2; "
        "B reach 400, impact 0.5, confidence 80%, effort 1. Which first?",
    ],
)
def test_what_if_is_understood_by_the_calculator_it_is_offered_for(message: str) -> None:
    request = read_request(message)
    assert request is not None
    scenario = Scenario(request.calculator, request.inputs)
    result = run_scenario(scenario)
    offered = what_if(result)
    assert offered
    for question in offered:
        edited = edit_request(question, scenario)
        assert edited is not None, question
        assert run_scenario(edited).values != result.values, question


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


FLOWS = [{"period": 0, "flow": -50.0}, {"period": 1, "flow": 30.0}, {"period": 2, "flow": 30.0}]


@pytest.mark.parametrize(
    ("values", "drawn"),
    [
        ({"rows": FLOWS, "payback_periods": 1.7}, ("<rect", 3)),
        ({"rows": FLOWS, "payback_periods": 1.7}, ("paid back", 1)),
        ({"rows": FLOWS, "payback_periods": 9}, ("paid back", 0)),
        ({"rows": FLOWS[:1]}, ("<svg", 0)),
        ({"rows": FLOWS * 20}, ("<svg", 0)),
        ({"difference": 0.1, "difference_low": -0.1, "difference_high": 0.3}, ("<circle", 1)),
        ({"difference": 0.1, "difference_low": None, "difference_high": 0.3}, ("<svg", 0)),
        ({"gap": 0, "gap_low": 0, "gap_high": 0}, ("<circle", 1)),
        (
            {
                "rows": [
                    {"name": "<b>", "value": 1, "effort": 2, "quadrant": "q"},
                    {"name": "B", "value": 0, "effort": 0, "quadrant": "q"},
                ],
                "effort_cut": 1,
                "value_cut": 1,
            },
            ("&lt;b&gt;</text>", 1),
        ),
        ({"rows": [{"name": "A", "start": 0, "end": 2}, {"name": "B", "start": 2, "end": 5}]},
         ("<rect", 2)),
        ({"rows": [{"name": "A", "start": 0, "end": float("nan")}] * 2}, ("<svg", 0)),
        ({}, ("<svg", 0)),
    ],
)  # fmt: skip
def test_pictures_follow_the_shape_of_the_result(
    values: dict[str, object], drawn: tuple[str, int]
) -> None:
    result = CalculatorResult(
        id="c", calculator="any", status="ok", values=values, units={}, inputs_as_read=[],
        assumptions=[], warnings=[], formula="", source_label="", next_question=None, headline="",
    )  # fmt: skip
    html = chart(result, WORDS)
    assert html.count(drawn[0]) == drawn[1]
    assert "nan" not in html
    assert "<svg" not in html or 'aria-hidden="true"' in html


def test_a_card_names_its_figures_in_the_readers_language() -> None:
    result = run(
        "rice",
        {
            "rows": [
                {"name": "A", "reach": "4k per quarter", "impact": "2", "confidence": "80%", "effort": "3"},
                {"name": "B", "reach": "9k per quarter", "impact": "1", "confidence": "50%", "effort": "2"},
            ]
        },
    )  # fmt: skip
    german = calculation_card(result, catalogue()["de"])
    for name in ("Rang", "Punkte (Wirkung je Personenmonat)", "Reichweite (je Quartal)", "Aufwand"):
        assert f">{name}" in german
    assert ">rank<" not in german
    assert ">rank<" in calculation_card(result, catalogue()["en"])
    assert (shown(True, None, catalogue()["de"]), shown(True)) == ("ja", "yes")
    assert shown(0.1, "share per year", catalogue()["de"]) == "10% je Jahr"
