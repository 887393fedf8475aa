"""Scores, quadrants, scorecards, robustness and the roadmap."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.calculators import run, run_table

A = {"name": "A", "reach": 5000, "impact": 2, "confidence": 0.8, "effort": 2}
B = {"name": "B", "reach": 800, "impact": 3, "confidence": 0.5, "effort": 1}


def rice(*items: dict[str, object], **more: object) -> dict[str, object]:
    return run("rice", {"items": list(items), **more}).values


def test_rice_is_intercom_s_formula() -> None:
    values = rice(A, B)
    assert [(row["name"], row["score"]) for row in values["rows"]] == [("A", 4000), ("B", 1200)]


def test_rice_of_one_idea_given_flat() -> None:
    result = run(
        "rice",
        {
            "reach": "12k users/qtr",
            "impact": "high",
            "confidence": "medium",
            "effort": "0.5 FTE for 4 months",
        },
    )
    assert result.values["score"] == 9600


@given(st.integers(0, 10**7), st.integers(1, 10**6))
def test_rice_grows_with_reach(reach: int, more: int) -> None:
    low = run("rice", {**A, "reach": reach}).values["score"]
    assert run("rice", {**A, "reach": reach + more}).values["score"] > low


@given(st.permutations([A, B, {**A, "name": "C", "reach": 4000}, {**B, "name": "D", "reach": 800}]))
def test_rice_order_does_not_depend_on_row_order(items: list[dict[str, object]]) -> None:
    assert rice(*items)["order"] == ["A", "C", "B", "D"]


def test_switch_over_points_are_exact_ties() -> None:
    point = next(p for p in rice(A, B)["switch_over"] if p["item"] == "B")
    assert run("rice", {**B, "reach": point["reach"]}).values["score"] == pytest.approx(4000)
    assert run("rice", {**B, "effort": point["effort"]}).values["score"] == pytest.approx(4000)
    assert point["confidence"] is None  # it would have to be above 100%


def test_mixed_periods_are_converted_and_a_missing_one_is_asked() -> None:
    values = run(
        "rice",
        {
            "items": [
                {**A, "reach": "500/week"},
                {**B, "reach": "1000 per month"},
                {**A, "name": "C", "reach": 900},
            ]
        },
    )
    rows = {row["name"]: row["reach"] for row in values.values["rows"]}
    assert rows == {"A": 6500, "B": 3000}
    assert values.values["not_scored"][0]["name"] == "C"
    assert values.problems[0].kind == "ambiguous"


def test_a_blank_is_never_zero_and_the_rest_is_scored() -> None:
    result = run("rice", {"items": [A, {**B, "effort": "TBD"}]})
    assert result.status == "ok_with_warnings"
    assert [row["name"] for row in result.values["rows"]] == ["A"]
    assert result.values["not_scored"][0]["reasons"] == ["B: effort is missing."]


def test_confidence_zero_is_valid() -> None:
    assert run("rice", {**A, "confidence": 0}).values["score"] == 0


def test_range_gives_a_range() -> None:
    row = run("rice", {**A, "reach": "4k-6k"}).values["rows"][0]
    assert (row["score_low"], row["score"], row["score_high"]) == (3200, 4000, 4800)


def test_ties_name_both() -> None:
    values = rice(A, {**A, "name": "Z"})
    assert values["ties"] == [["A", "Z"]]
    assert values["first"] is None
    assert [row["rank"] for row in values["rows"]] == [1, 1]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"effort": 0}, "undefined"),
        ({"reach": -1}, "out_of_range"),
        ({"confidence": "120%"}, "out_of_range"),
        ({"confidence": 8}, "ambiguous"),
        ({"effort": "2 months"}, "ambiguous"),
        ({"impact": "quite likely"}, "ambiguous"),
        ({"reach": "1.200"}, "ambiguous"),
        ({"reach": None}, "missing_input"),
    ],
)
def test_rice_refusals(change: dict[str, object], kind: str) -> None:
    result = run("rice", {**A, **change})
    assert result.status in {"refused", "needs_input"}
    assert [problem.kind for problem in result.problems] == [kind]
    assert result.values == {}


def test_all_problems_come_at_once() -> None:
    result = run("rice", {"reach": -5, "impact": 1, "confidence": "120%", "effort": "2 months"})
    assert {problem.field for problem in result.problems} == {"reach", "confidence", "effort"}


@pytest.mark.parametrize("change", [{"effort": 0.25}, {"impact": 5}, {"confidence": "30%"}])
def test_off_scale_is_computed_and_warned_of(change: dict[str, object]) -> None:
    assert run("rice", {**A, **change}).status == "ok_with_warnings"


def test_ice_product_and_mean_can_disagree() -> None:
    items = [
        {"name": "x", "impact": 10, "confidence": 10, "ease": 1},
        {"name": "y", "impact": 6, "confidence": 6, "ease": 6},
    ]
    product = run("ice", {"items": items})
    assert product.values["order"] == ["y", "x"]
    assert any("disagree" in warning for warning in product.warnings)
    assert run("ice", {"items": items, "convention": "mean"}).values["order"] == ["x", "y"]


@pytest.mark.parametrize("ease", [0, 11])
def test_ice_scale(ease: int) -> None:
    assert (
        run("ice", {"impact": 5, "confidence": 5, "ease": ease}).problems[0].kind == "out_of_range"
    )


def test_effort_is_never_multiplied_as_ease() -> None:
    asked = run("ice", {"impact": 5, "confidence": 5, "effort": 4})
    assert (asked.status, asked.values) == ("needs_input", {})
    assert (
        run("ice", {"impact": 5, "confidence": 5, "effort": 4, "ease_from_effort": "yes"}).values[
            "score"
        ]
        == 175
    )


def test_quadrants_and_points_on_the_line() -> None:
    items = [
        {"name": n, "value": v, "effort": e}
        for n, v, e in (("a", 5, 1), ("b", 5, 5), ("c", 1, 1), ("d", 1, 5), ("e", 3, 2))
    ]
    quadrants = run("value_effort", {"items": items, "scale_high": 5}).values["quadrants"]
    assert quadrants == {
        "quick win": ["a"],
        "major project": ["b"],
        "fill-in": ["c"],
        "money pit": ["d"],
        "on the line": ["e"],
    }


def test_scorecard_gates_weights_and_missing_scores() -> None:
    items = [
        {"name": "a", "roi": 4, "fit": 2, "ethics": 5},
        {"name": "b", "roi": 5, "fit": 5, "ethics": 1},
        {"name": "c", "roi": 3, "fit": "?", "ethics": 4},
        {"name": "d", "roi": 3, "fit": 3, "ethics": 4},
    ]
    result = run(
        "scorecard",
        {
            "items": items,
            "weights": "roi: 1, fit: counts double, ethics: 1",
            "gates": {"ethics": 3},
        },
    )
    assert [(row["name"], row["score"]) for row in result.values["rows"]] == [
        ("a", 3.25),
        ("d", 3.25),
    ]
    assert [row["name"] for row in result.values["failed_gates"]] == ["b"]
    assert (result.values["ranges"][0]["low"], result.values["ranges"][0]["high"]) == (2.25, 4.25)
    assert any("rescaled" in warning for warning in result.warnings)


def test_lower_is_better_is_six_minus_the_score() -> None:
    result = run(
        "scorecard",
        {"items": [{"name": "a", "risk": 2}], "weights": {"risk": 1}, "lower_is_better": "risk"},
    )
    assert result.values["score"] == 4


def test_weight_sensitivity_is_a_tie() -> None:
    items = [{"name": "a", "x": 5, "y": 1}, {"name": "b", "x": 3, "y": 4}]
    change = run("scorecard", {"items": items, "weights": {"x": 2, "y": 1}}).values[
        "weight_sensitivity"
    ]
    weights = {"x": 2.0, "y": 1.0, change["criterion"]: change["tie_weight"]}
    assert run("scorecard", {"items": items, "weights": weights}).values["ties"] == [["a", "b"]]


@pytest.mark.parametrize("weights", [{"x": 0}, {"x": -1}])
def test_scorecard_weights_refused(weights: dict[str, float]) -> None:
    assert (
        run("scorecard", {"items": [{"name": "a", "x": 3}], "weights": weights}).status == "refused"
    )


def test_strive_is_not_defined_in_the_course() -> None:
    for inputs in ({}, {"items": [{"name": "a", "ROI": 4}]}):
        result = run("strive", inputs)
        assert (result.status, result.problems[0].kind, result.values) == (
            "refused",
            "not_defined_in_source",
            {},
        )
    preset = run(
        "strive",
        {
            "items": [
                {
                    "name": "a",
                    "ROI": 4,
                    "Strategic fit": 4,
                    "Technical efficacy": 3,
                    "Integration": 3,
                    "Vendor viability": 4,
                    "Ethical alignment": 6 - 1,
                }
            ],
            "preset": "yes",
        },
    )
    assert preset.values["score"] == pytest.approx(23 / 6)
    assert any("not the course" in note for note in preset.assumptions)


def test_robustness_is_seeded_and_fast() -> None:
    items = [
        {
            "name": f"i{n}",
            "reach": f"{900 + n}-{1100 + n * 10}",
            "impact": 1,
            "confidence": 0.8,
            "effort": 1 + n % 3,
        }
        for n in range(50)
    ]
    run("robustness", {"items": items[:2]})
    start = time.perf_counter()
    first = run("robustness", {"items": items})
    assert time.perf_counter() - start < 1.5
    assert first.values == run("robustness", {"items": random.Random(1).sample(items, 50)}).values
    assert sum(row["p_first"] for row in first.values["rows"]) == pytest.approx(1)


def test_roadmap_respects_dependencies_and_capacity() -> None:
    items = [
        {"name": "data platform", "duration": 4, "score": 5},
        {"name": "personalisation", "duration": 6, "score": 9, "depends_on": "data platform"},
        {"name": "chatbot", "duration": 3, "score": 7},
    ]
    one = run("roadmap", {"items": items, "capacity": 1}).values
    assert [(row["name"], row["start"]) for row in one["rows"]] == [
        ("chatbot", 0),
        ("data platform", 3),
        ("personalisation", 7),
    ]
    two = run("roadmap", {"items": items, "capacity": 2}).values
    assert two["total_months"] == 10
    assert two["rows"][0]["band"].startswith("short-term")


def test_roadmap_refuses_cycles_unknowns_and_oversize_together() -> None:
    items = [
        {"name": "a", "duration": 4, "depends_on": "b"},
        {"name": "b", "duration": 6, "people": 3, "depends_on": "a, z"},
    ]
    result = run("roadmap", {"items": items, "capacity": 2})
    assert {problem.kind for problem in result.problems} == {"cycle", "mismatch", "infeasible"}
    assert "a -> b -> a" in result.headline


@pytest.mark.parametrize(
    ("months", "band"),
    [
        (2.9, "under"),
        (3, "short"),
        (6, "short"),
        (6.1, "between"),
        (11.9, "between"),
        (12, "long"),
        (36, "long"),
        (37, "over"),
    ],
)
def test_bands_of_the_course_at_their_ends(months: float, band: str) -> None:
    row = run("roadmap", {"items": [{"name": "a", "duration": months}], "capacity": 1}).values[
        "rows"
    ][0]
    assert row["band"].startswith(band)


def test_tables_of_every_kind_give_the_same_ranking() -> None:
    tables = [
        (
            "| Idea | Reach | Impact | Confidence | Effort |\n|---|---|---|---|---|\n| A | "
            "5000 | 2 | 80% | 2.5 |\n| B | 800 | 3 | 50% | 1 |"
        ),
        "Idea,Reach,Impact,Confidence,Effort\nA,5000,2,80%,2.5\nB,800,3,50%,1",
        "Idea;Reach;Impact;Confidence;Effort\nA;5.000;2;80%;2,5\nB;800;3;50%;1",
        "Idea\tUsers reached\tImpact\tConfidence %\tEffort (person-months)\nA\t5000\t2\t80\t2.5\nB\t800\t3\t50\t1",
    ]
    for table in tables:
        values = run_table("rice", table).values
        assert [(row["name"], row["score"]) for row in values["rows"]] == [("A", 3200), ("B", 1200)]
