"""Declining is recognised from the words alone, and only when it is one."""

from __future__ import annotations

import pytest

from evals.refusals import leads_with_refusal, names_gap

REFUSING = [
    "The course does not give a price for that.",
    "I couldn't find this in the lessons.",
    "That is not covered in the material.",
    "Sorry, this lies outside the scope of the course.",
    "No figure is given for it.",
    "The lessons never spell out the letters.",
    "Nothing in the course material is about coffee machines.",
    "I can only help with this course.",
    "The module only names three tools; it says nothing about prices.",
    "The size of the group is left unspecified.",
    "**Not in this course:** no date is stated.",
]
STATING = [
    "Deep explanations are often not suitable for customers.",
    "A/B tests are robust but not feasible for every applications.",
    "Not all experiments will be successful.",
    "Workflows are not static; they need monitoring.",
    "Siloed implementations, which are not integrated, reduce the impact.",
    "Last-touch models may not fully capture the influence of AI.",
    'The KPI is the share of searches with "No Results".',
    "Collect only the data that is necessary.",
]


@pytest.mark.parametrize("text", REFUSING)
def test_refusals_are_recognised(text: str) -> None:
    assert names_gap(text)
    assert leads_with_refusal(text)


@pytest.mark.parametrize("text", STATING)
def test_negations_of_the_course_are_none(text: str) -> None:
    assert not names_gap(text)


def test_a_caveat_at_the_end_is_a_gap_and_no_refusal() -> None:
    text = "Track CTR. Track AOV. Track CLV.\n\nThe course does not give a target for them."
    assert names_gap(text)
    assert not leads_with_refusal(text)


def test_an_empty_answer_declines() -> None:
    assert leads_with_refusal("")
    assert not names_gap("")
