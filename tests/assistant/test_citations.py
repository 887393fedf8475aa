"""Does a sentence stand in its evidence, and has every figure an owner?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.citations import check, numbers_in

EVIDENCE = "A pilot runs for three months and costs 8% of the yearly budget, about $1,500."


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,500 and 1500", {"1500"}),
        ("$1,500", {"1500"}),
        ("20 % or 20%", {"20%"}),
        ("2.50 and 2.5", {"2.5"}),
        ("$30k", {"30k"}),
        ("3-6 months", {"3", "6"}),
        ("Lesson 6.2 and module 6, part 3", set()),
        ("1. First\n2) Second", set()),
        ("no figures, not one", set()),
        ("v2 or H2O", set()),
        ("", set()),
    ],
)
def test_numbers(text: str, numbers: set[str]) -> None:
    assert numbers_in(text) == numbers


@given(st.integers(0, 10**9))
def test_a_number_is_the_same_with_and_without_commas(number: int) -> None:
    assert numbers_in(f"about {number:,} people") == numbers_in(f"about {number} people")


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("A pilot runs for three months.", "quoted"),
        ("a pilot runs for *three* months", "quoted"),
        ("A pilot costs 8% of the yearly budget", "supported"),
        ("The yearly budget of a pilot costs 1500", "supported"),
        ("A pilot costs 9% of the yearly budget", "unowned_number"),
        ("A pilot never costs 8% of the yearly budget", "contradicts"),
        ("Chatbots make customers happy", "unsupported"),
    ],
)
def test_verdict(sentence: str, verdict: str) -> None:
    assert check(sentence, [EVIDENCE]).verdict == verdict


def test_negation_in_the_evidence_may_be_said() -> None:
    found = check(
        "With IPM you do not begin with chemicals", ["IPM does not begin with chemicals."]
    )
    assert found.verdict in {"quoted", "supported"}


@pytest.mark.parametrize(
    ("evidence", "sentence", "verdict"),
    [
        ("Do not ask without clear consent.", "Ask without clear consent", "contradicts"),
        ("Never take all the honey.", "take all the honey", "contradicts"),
        ("If you do not count, the mites win.", "the mites win", "quoted"),
        ("Do not rush. A pilot takes time.", "A pilot takes time.", "quoted"),
    ],
)
def test_quoting_without_the_not_is_no_quotation(
    evidence: str, sentence: str, verdict: str
) -> None:
    assert check(sentence, [evidence]).verdict == verdict


def test_figures_of_the_person_and_of_a_calculation_are_owned() -> None:
    sentence = "A pilot costs 12% of the yearly budget"
    assert check(sentence, [EVIDENCE]).unowned == ("12%",)
    assert check(sentence, [EVIDENCE], owned=["we can spend 12 %"]).verdict == "supported"
    assert check("The result is 75%.", [], owned=["ROI is 75%"]).unowned == ()


@pytest.mark.parametrize("placeholder", ["$X", "Y%", "Z hours"])
def test_placeholder_owns_no_figure(placeholder: str) -> None:
    evidence = f"The kit costs {placeholder} a year."
    assert numbers_in(placeholder) == set()
    assert check("The kit costs $5 a year.", [evidence]).verdict == "unowned_number"
    assert check(f"The kit costs {placeholder} a year.", [evidence]).verdict == "quoted"


def test_sentence_without_evidence_is_unsupported() -> None:
    assert check("A pilot runs.", []).verdict == "unsupported"


def test_framing_words_need_no_support() -> None:
    assert check("Gift wrapping for candle lovers: pilot", [EVIDENCE]).verdict == "unsupported"
    framed = check(
        "Gift wrapping for candle lovers: pilot",
        [EVIDENCE],
        context=["gift wrapping, candle lovers"],
    )
    assert framed.verdict == "supported"


@given(st.text(min_size=1, max_size=200))
def test_a_text_supports_itself(text: str) -> None:
    assert check(text, [text]).verdict in {"quoted", "supported"}


@given(st.text(max_size=200), st.lists(st.text(max_size=100), max_size=3))
def test_a_passed_sentence_has_no_unowned_figure(sentence: str, evidence: list[str]) -> None:
    found = check(sentence, evidence)
    if found.verdict in {"quoted", "supported"}:
        assert found.unowned == ()
        assert evidence


@given(st.integers(2, 10**7), st.integers(2, 10**7))
def test_another_figure_is_not_owned(said: int, held: int) -> None:
    found = check(f"It costs {said:,} in all", [f"It costs {held} in all"])
    assert (found.verdict == "unowned_number") == (said != held)
