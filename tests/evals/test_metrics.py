"""Metrics against values worked out by hand."""

from __future__ import annotations

import math

import pytest

from evals import metrics
from evals.dataset import Case
from evals.places import Gold, Place, place_of, places_in

WALNUTS = Gold("Walnuts keep best in a cool dry cellar", 2)
ALMONDS = Gold("Almonds are roasted twice before they are salted", 1)
FILLER = "Nothing about nuts stands here, only a little rain."


def case(**fields: object) -> Case:
    return Case.model_validate(
        {"id": "c", "category": "factual", "question": "q?", "answerable": True} | fields
    )


def test_ndcg_discounts_late_and_repeated_passages() -> None:
    ranked = [FILLER, WALNUTS.words, WALNUTS.words, ALMONDS.words]
    gain = 3 / math.log2(3) + 1 / math.log2(5)
    ideal = 3 + 1 / math.log2(3)
    assert metrics.ndcg(ranked, [WALNUTS, ALMONDS]) == pytest.approx(gain / ideal)


def test_ndcg_is_one_for_the_ideal_order_and_at_most_one() -> None:
    assert metrics.ndcg([WALNUTS.words, ALMONDS.words], [ALMONDS, WALNUTS]) == pytest.approx(1)
    assert metrics.ndcg([f"{WALNUTS.words}. {ALMONDS.words}"], [WALNUTS, ALMONDS]) == 1
    assert metrics.ndcg([FILLER], [WALNUTS]) == 0


def test_recall_within_counts_whole_passages_only_and_always_the_first() -> None:
    long = "x " * 3000 + WALNUTS.words
    assert metrics.recall_within([long], [WALNUTS], 4000) == 1
    assert metrics.recall_within([FILLER, long], [WALNUTS], 4000) == 0
    budget = len(FILLER) + len(WALNUTS.words)
    assert metrics.recall_within([FILLER, WALNUTS.words], [WALNUTS], budget) == 1
    assert metrics.recall_within([FILLER, WALNUTS.words], [WALNUTS], budget - 1) == 0


def test_recall_within_looks_at_essential_evidence_only() -> None:
    assert metrics.recall_within([WALNUTS.words], [WALNUTS, ALMONDS], 4000) == 1
    assert metrics.recall_at([WALNUTS.words], [WALNUTS, ALMONDS]) == 0.5


def test_recall_at_k_stops_at_k() -> None:
    ranked = [FILLER] * 10 + [WALNUTS.words]
    assert metrics.recall_at(ranked, [WALNUTS], 10) == 0
    assert metrics.recall_at(ranked, [WALNUTS], 11) == 1


def test_points_need_one_expression_each_in_any_case_and_mark_up() -> None:
    one = case(must_say=[["cellar", "basement"], [r"\bdry\b"], ["salt"]])
    assert metrics.points_met(one, "A **Cellar**, and\nDRY.") == [True, True, False]


def test_a_refusal_point_without_expressions_is_met_by_naming_a_gap() -> None:
    one = case(must_say=[[]], must_say_kind=["refusal"], answerable=False)
    assert metrics.points_met(one, "The course does not say how old the walnuts are.") == [True]
    assert metrics.points_met(one, "The walnuts are old.") == [False]


def test_citation_precision_and_evidence_recall() -> None:
    cited = [WALNUTS.words, FILLER, "keep best in a cool dry cellar"]
    assert metrics.citation_precision(cited, [WALNUTS, ALMONDS]) == pytest.approx(2 / 3)
    assert metrics.citation_precision([], [WALNUTS]) is None
    assert metrics.evidence_recall([WALNUTS.words], [WALNUTS, ALMONDS]) == 1
    assert metrics.evidence_recall([FILLER], [WALNUTS]) == 0
    assert metrics.evidence_recall([FILLER], []) is None


@pytest.mark.parametrize(
    ("answerable", "text", "expected"),
    [
        (True, "A cellar keeps them.", True),
        (True, "The course does not cover this.", False),
        (True, "The course does not cover this. Still: a cellar.", True),
        (False, "The course does not cover this.", True),
        (False, "A cellar keeps them.", False),
        (False, "The course does not say. Perhaps 40%.", False),
        ("partial", "A cellar keeps them. For how long is not stated in the course.", True),
        ("partial", "A cellar keeps them.", False),
        ("partial", "The course says nothing about that.", False),
    ],
)
def test_declining(answerable: object, text: str, expected: bool) -> None:
    one = case(answerable=answerable, must_say=[["cellar"]], must_not_say=[r"\d+\s?%"])
    if answerable is False:
        one = case(answerable=answerable, must_not_say=[r"\d+\s?%"])
    assert metrics.score_answer(one, text, [], []).declined_rightly is expected


@pytest.mark.parametrize(
    ("points", "passed"), [(["a1", "b2", "zz", "yy", "xx"], False), (["a1", "b2", "c3"], True)]
)
def test_an_answerable_case_passes_with_three_of_five_points(
    points: list[str], passed: bool
) -> None:
    one = case(must_say=[[p] for p in (*points, "d4", "e5")][:5])
    scores = metrics.score_answer(one, "It says a1, b2 and c3.", [], [])
    assert (scores.passed, scores.declined_rightly) == (passed, True)
    assert scores.points == (0.6 if passed else 0.4)


def test_a_forbidden_claim_fails_an_otherwise_full_answer() -> None:
    one = case(must_say=[["cellar"]], must_not_say=["attic"])
    scores = metrics.score_answer(one, "A cellar, or the Attic.", [], [])
    assert (scores.points, scores.forbidden, scores.passed) == (1, ("attic",), False)


def test_near_miss_evidence_counts_where_nothing_is_answerable() -> None:
    one = case(answerable=False)
    said = "The course does not say that."
    scored = metrics.score_answer(one, said, [ALMONDS.words, FILLER], [], [ALMONDS])
    assert scored.citation_precision == 0.5
    assert metrics.score_answer(one, said, [FILLER], []).citation_precision is None


def test_words_are_counted_as_read() -> None:
    assert metrics.count_words("- **Two** words [1] [12]\n- and three more") == 5


EDITION = """# Nuts

Walnuts keep well, see below. What they need is:

- a cool dry cellar;
- a box of wood.

| Nut | Roast |
|---|---|
| Almond | twice before salting |
"""


def test_places_are_sentences_rows_and_items_and_a_lead_in_knows_its_list() -> None:
    places = places_in(EDITION)
    lead = place_of("What they need", places)
    assert lead == Place("What they need is:", ("a cool dry cellar;", "a box of wood."))
    assert place_of("box of wood", places) == Place("a box of wood.")
    assert place_of("before salting", places) == Place("| Almond | twice before salting |")
    assert place_of("a missing phrase", places) is None


def test_a_fact_told_by_a_list_is_held_by_half_of_the_list() -> None:
    gold = Gold("What they need", 2, place_of("What they need", places_in(EDITION)))
    assert gold.held_by("Needed: a cool dry cellar.")
    assert not gold.held_by("Needed: wood.")
    assert gold.supported_by("a box of wood.")
    assert not gold.supported_by("wood.")
