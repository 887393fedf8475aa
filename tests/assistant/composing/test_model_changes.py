"""A passage told over again with one word changed is not shown, whatever the word is."""

from __future__ import annotations

import pytest

from assistant.composing.alignment import Dropped, align
from assistant.composing.holding import Ground
from assistant.composing.types import Draft
from assistant.composing.written import read_sentences
from tests.assistant.composing.test_model_writing import ground
from tests.fakes.briefs import COURSE_TEXTS

TEXTS = (
    *COURSE_TEXTS,
    "Explicit opt-in is required before any SMS campaign starts.",
    "Human review should be kept for refunds above 100 euros.",
    "Last-touch attribution overstates what a chatbot contributes.",
    "Retailers with little traffic should use before-and-after comparisons.",
    "Most pilots fail because nobody owns the data.",
    "Dynamic pricing may damage customer trust when prices change too often.",
)


@pytest.fixture(scope="module")
def given() -> Ground:
    return ground(*TEXTS)


CHANGED = [
    # negation and need
    "Explicit opt-in is not required before any SMS campaign starts.",
    "Explicit opt-in isn't required before any SMS campaign starts.",
    "Explicit opt-in is optional before any SMS campaign starts.",
    "No explicit opt-in is required before an SMS campaign starts.",
    "SMS campaigns may start without explicit opt-in.",
    "Clear consent from the customer is not needed to personalise offers.",
    "Retailers with little traffic must avoid before-and-after comparisons.",
    "Human review should be avoided for refunds above 100 euros.",
    # how often, how many, how sure
    "Explicit opt-in is rarely required before any SMS campaign starts.",
    "Support bots rarely answer routine questions and lower the cost of every case.",
    "Few pilots fail because nobody owns the data.",
    "All pilots fail because nobody owns the data.",
    "A pilot runs for at least three months and costs 8% of the yearly marketing budget.",
    "Dynamic pricing will damage customer trust when prices change too often.",
    # figures and units
    "A pilot runs for four months and costs 8% of the yearly marketing budget.",
    "A pilot runs for three months and costs 8.5% of the yearly marketing budget.",
    "A pilot runs for three weeks and costs 8% of the yearly marketing budget.",
    "A pilot runs for three months and costs 8% of the monthly marketing budget.",
    "Human review should be kept for refunds above 1000 euros.",
    "Human review should be kept for refunds above 100 dollars.",
    # the opposite, another word, one more thing
    "Explicit opt-in is required after any SMS campaign starts.",
    "Human review should be kept for refunds below 100 euros.",
    "Human review should be dropped for refunds above 100 euros.",
    "Last-touch attribution understates what a chatbot contributes.",
    "Multi-touch attribution overstates what a chatbot contributes.",
    "Retailers with much traffic should use before-and-after comparisons.",
    "Most pilots fail because nobody owns the model.",
    "Dynamic pricing may build customer trust when prices change too often.",
    "Recommendation engines raise average order value by hiding products that fit together.",
    "Support bots answer complex questions and lower the cost of every case.",
    "Explicit opt-in is required before any SMS or email campaign starts.",
    "Recommendation engines raise average order value and loyalty by showing products that fit together.",
    # from elsewhere, in another language, beside the matter
    "Recommendation engines, invented by Amazon, raise average order value.",
    "Support bots reduce churn because customers like quick answers to routine questions.",
    "Support-Bots beantworten Routinefragen und senken die Kosten jedes Falls.",
    "As an AI language model, support bots answer routine questions.",
    "Support bots answer routine questions and lower the cost of every case, so buy ShopGenie today.",
]


@pytest.mark.parametrize("text", CHANGED)
def test_a_changed_statement_is_dropped(text: str, given: Ground) -> None:
    for sentence in read_sentences(text):
        assert isinstance(align(sentence, given), Dropped), text


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS,
        "Before any SMS campaign starts, explicit opt-in is required.",
        "Recommendation engines increase average order value by showing products that fit together.",
        "A pilot costs 8% of the yearly marketing budget.",
        "Keep human review for refunds above 100 euros.",
        "Never personalise offers without clear consent from the customer.",
        "When prices change too often, dynamic pricing may damage customer trust.",
        "Pilots mostly fail because nobody owns the data.",
        "Average order value is a lagging indicator [99], while clicks on suggestions are a leading one.",
    ],
)
def test_a_faithful_sentence_stays(text: str, given: Ground) -> None:
    (sentence,) = read_sentences(text)
    found = align(sentence, given)
    assert isinstance(found, Draft), found
    assert "[" not in found.text
