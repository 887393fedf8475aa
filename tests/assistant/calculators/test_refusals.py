"""What every calculator refuses, asks or warns of: the kind, the field or row, and no number."""

from typing import Any

import pytest

from assistant.calculators import run

IDEA = {"name": "A", "reach": 1000, "impact": 2, "confidence": "80%", "effort": 2}
CARD = [{"name": "a", "x": 3, "y": 4}]
TEST = {"baseline": "5%", "effect": "10%"}
ARMS = {"visitors_a": 1000, "conversions_a": 50, "visitors_b": 1000, "conversions_b": 60}
MEANS = {"n_a": 100, "mean_a": 50, "sd_a": 20, "n_b": 100, "mean_b": 52, "sd_b": 20}
SUMS = {"n": 100, "sum_m": 5000, "sum_d": 200, "sum_mm": 400_000, "sum_dd": 500, "sum_md": 11_000}
HELD = {
    "exposed_visitors": 900,
    "exposed_conversions": 30,
    "holdout_visitors": 100,
    "holdout_conversions": 2,
}
PEOPLE = [{"name": "x", "selected": 5, "total": 50}, {"name": "y", "selected": 9, "total": 50}]
PLAN = [{"name": "a", "duration": 3}, {"name": "b", "duration": 2, "depends_on": "a"}]

# calculator, inputs, the kind, the field or the row at fault
NO_NUMBER: list[tuple[str, dict[str, Any], str, str]] = [
    # prioritisation
    ("rice", {**IDEA, "reach": -5}, "out_of_range", "reach"),
    ("rice", {**IDEA, "impact": -1}, "out_of_range", "impact"),
    ("rice", {**IDEA, "effort": -2}, "out_of_range", "effort"),
    ("rice", {**IDEA, "effort": 0}, "undefined", "effort"),
    ("rice", {**IDEA, "confidence": "130%"}, "out_of_range", "confidence"),
    ("rice", {**IDEA, "confidence": "-10%"}, "out_of_range", "confidence"),
    ("rice", {**IDEA, "confidence": 8}, "ambiguous", "confidence"),
    ("rice", {**IDEA, "confidence": "pretty sure"}, "ambiguous", "confidence"),
    ("rice", {**IDEA, "effort": "3 months"}, "ambiguous", "effort"),
    ("rice", {**IDEA, "reach": "2.500"}, "ambiguous", "reach"),
    ("rice", {**IDEA, "impact": "n/a"}, "missing_input", "impact"),
    ("ice", {"impact": 5, "confidence": "80%", "ease": 5}, "ambiguous", "confidence"),
    ("ice", {"impact": 0, "confidence": 5, "ease": 5}, "out_of_range", "impact"),
    ("ice", {"impact": 5, "confidence": 11, "ease": 5}, "out_of_range", "confidence"),
    ("ice", {"impact": 5, "confidence": 5, "ease": "?"}, "missing_input", "ease"),
    ("value_effort", {"items": [{"name": "a", "value": 4}]}, "missing_input", "effort"),
    (
        "value_effort",
        {"items": [{"name": "a", "value": 7, "effort": 2}], "scale_high": 5},
        "out_of_range",
        "value",
    ),
    ("scorecard", {"items": CARD, "weights": {"x": 0, "y": 0}}, "undefined", "weights"),
    ("scorecard", {"items": CARD, "weights": {"x": -1, "y": 2}}, "out_of_range", "weights.x"),
    ("scorecard", {"items": [{"name": "a", "x": 9}], "weights": {"x": 1}}, "out_of_range", "x"),
    ("strive", {"items": [{"name": "a", "ROI": 4}]}, "not_defined_in_source", "weights"),
    ("ranking_robustness", {"items": [IDEA]}, "insufficient_data", "items"),
    ("roadmap", {"items": PLAN}, "missing_input", "capacity"),
    (
        "roadmap",
        {"items": [{"name": "a", "duration": 2, "depends_on": "a"}], "capacity": 1},
        "cycle",
        "a",
    ),
    ("roadmap", {"items": [*PLAN, {"name": "c"}], "capacity": 1}, "missing_input", "duration"),
    (
        "roadmap",
        {"items": [{"name": "a", "duration": 2, "people": 4}], "capacity": 2},
        "infeasible",
        "a",
    ),
    (
        "roadmap",
        {"items": [{"name": "a", "duration": 2, "depends_on": "zz"}], "capacity": 2},
        "mismatch",
        "a",
    ),
    # economics
    ("roi", {"benefit": "10k"}, "missing_input", "cost"),
    ("roi", {"benefit": "10k", "cost": 0}, "undefined", "cost"),
    ("roi", {"benefit": "10k", "cost": "-2k"}, "out_of_range", "cost"),
    ("roi", {"revenue": "10k", "cost": "2k"}, "missing_input", "margin"),
    ("roi", {"benefit": "€10k", "cost": "$2k"}, "mixed_units", "rates"),
    ("tco", {"recurring": "5k"}, "missing_input", "years"),
    ("tco", {"one_time": "-5k", "years": 2}, "out_of_range", "one-time costs"),
    ("tco", {"one_time": "$5k", "recurring": "£1k", "years": 2}, "mixed_units", "rates"),
    ("payback", {"investment": "5k"}, "missing_input", "inflow"),
    ("payback", {"investment": "5k", "inflow": "1k", "running_cost": "1k"}, "no_solution", "inflow"),
    ("npv", {"cash_flows": [-5, 3, 4]}, "missing_input", "rate"),
    ("npv", {"cash_flows": [-5], "rate": "5%"}, "insufficient_data", "cash_flows"),
    ("npv", {"cash_flows": [-5, 3], "rate": "-150%"}, "out_of_range", "rate"),
    ("irr", {"cash_flows": [-5, -3]}, "no_solution", "cash_flows"),
    ("irr", {"cash_flows": [5, 3]}, "no_solution", "cash_flows"),
    ("break_even", {"fixed_cost": 100, "human_cost": 1, "ai_cost": 2}, "no_solution", "ai_cost"),
    ("break_even", {"human_cost": 5, "ai_cost": 2}, "missing_input", "fixed_cost"),
    (
        "break_even",
        {"fixed_cost": 9, "orders": 0, "aov": 50, "margin": "40%"},
        "undefined",
        "orders",
    ),
    ("clv", {"margin": 40, "retention": "120%", "discount": "10%"}, "out_of_range", "retention"),
    ("clv", {"margin": 40, "retention": "100%", "discount": "0%"}, "undefined", "retention"),
    ("clv", {"margin": 40, "retention": 8, "discount": "10%"}, "ambiguous", "retention"),
    ("uplift", {"sessions": 100, "aov": 50, "effect": "5%"}, "missing_input", "baseline"),
    (
        "uplift",
        {"sessions": 100, "baseline": "120%", "aov": 50, "effect": "5%"},
        "out_of_range",
        "baseline",
    ),
    ("automation_savings", {"resolved": 50, "minutes": 5}, "missing_input", "hourly_cost"),
    (
        "automation_savings",
        {"resolved": -5, "minutes": 5, "hourly_cost": 30},
        "out_of_range",
        "resolved",
    ),
    (
        "automation_savings",
        {"resolved": 5, "repeat_contacts": 9, "minutes": 5, "hourly_cost": 30},
        "mismatch",
        "repeat_contacts",
    ),
    ("automation_savings", {"total_cost": 500, "resolved": 0}, "undefined", "resolved"),
    ("goal_pacing", {"growth": "10%"}, "missing_input", "months"),
    ("goal_pacing", {"growth": "10%", "months": 0}, "out_of_range", "months"),
    (
        "goal_pacing",
        {"growth": "10%", "months": 9, "metric_is_share": True},
        "ambiguous",
        "goal_type",
    ),
    # experiments
    ("sample_size", {"baseline": "0%", "effect": "10%"}, "out_of_range", "baseline"),
    ("sample_size", {"baseline": "100%", "effect": "10%"}, "out_of_range", "baseline"),
    ("sample_size", {"baseline": "5%", "effect": "0%"}, "undefined", "effect"),
    ("sample_size", {"baseline": "60%", "effect": "90%"}, "out_of_range", "effect"),
    ("sample_size", {"baseline": "5%", "effect": "10%", "target": "6%"}, "mismatch", "target"),
    ("duration", {**TEST}, "missing_input", "daily_visitors"),
    ("duration", {**TEST, "daily_visitors": 0}, "undefined", "daily_visitors"),
    ("power", {**TEST}, "missing_input", "n_per_group"),
    ("detectable_effect", {"baseline": "0%", "n": 900}, "out_of_range", "baseline"),
    ("detectable_effect", {"baseline": "60%", "n": 3}, "no_solution", "n_per_group"),
    ("mean_sample_size", {"difference": 2}, "missing_input", "sd"),
    ("mean_sample_size", {"sd": 0, "difference": 2}, "out_of_range", "sd"),
    ("mean_sample_size", {"sd": 5, "difference": 0}, "undefined", "difference"),
    ("mean_sample_size", {"sd": 5, "effect": "5%"}, "missing_input", "mean"),
    ("mean_sample_size", {"sd": 5, "difference": 1, "d": 0.2}, "mismatch", "effect_size"),
    ("mean_sample_size", {"sd": 5, "difference": 1e-9}, "no_solution", "difference"),
    ("ab_test", {**ARMS, "conversions_b": 1001}, "out_of_range", "conversions"),
    ("ab_test", {**ARMS, "conversions_b": None}, "missing_input", "conversions_b"),
    ("ab_test", {**ARMS, "visitors_b": 0, "conversions_b": 0}, "undefined", "visitors"),
    ("ab_test", {**ARMS, "conversions_a": 0, "conversions_b": 0}, "insufficient_data", "conversions"),
    ("means", {**MEANS, "n_a": 1}, "insufficient_data", "n"),
    ("means", {**MEANS, "sd_b": -1}, "out_of_range", "sd"),
    ("means", {**MEANS, "sd_a": 0, "sd_b": 0}, "undefined", "sd"),
    ("means", {**MEANS, "sd_b": None}, "missing_input", "sd"),
    ("ratio_metric", {"groups": [{**SUMS, "name": "a"}]}, "insufficient_data", "groups"),
    (
        "ratio_metric",
        {"groups": [{**SUMS, "name": "a"}, {**SUMS, "name": "b", "sum_d": 0}]},
        "undefined",
        "sum_d",
    ),
    (
        "ratio_metric",
        {"groups": [{**SUMS, "name": "a"}, {**SUMS, "name": "b", "sum_mm": 10}]},
        "mismatch",
        "b",
    ),
    (
        "ratio_metric",
        {"groups": [{**SUMS, "name": "a"}, {**SUMS, "name": "b", "sum_md": None}]},
        "missing_input",
        "sum_md",
    ),
    ("peeking", {"looks": 0}, "out_of_range", "looks"),
    ("sequential", {"n": 100, "treatment": -1, "control": 5}, "out_of_range", "treatment"),
    ("sequential", {"treatment": 9, "control": 5}, "missing_input", "n"),
    ("srm", {"observed": [0, 0]}, "insufficient_data", "observed"),
    ("srm", {"observed": [5, 6], "expected_split": [1, 1, 1]}, "mismatch", "expected_split"),
    ("srm", {"observed": [5, 6], "expected_split": [0, 0]}, "out_of_range", "expected_split"),
    ("srm", {"observed": [5, -6]}, "out_of_range", "observed"),
    ("holdout", {**HELD, "holdout_conversions": 101}, "out_of_range", "holdout_conversions"),
    ("holdout", {**HELD, "holdout_visitors": 0, "holdout_conversions": 0}, "undefined", "holdout_visitors"),
    ("holdout", {**HELD, "exposed_conversions": None}, "missing_input", "exposed_conversions"),
    # monitoring
    ("psi", {"expected": [0.5, 0.5], "actual": [1.0, 0.0]}, "undefined", "floor"),
    ("psi", {"expected": [0.5, 0.5], "actual": [0.2, 0.3, 0.5]}, "mismatch", "actual"),
    ("psi", {"expected": [50, 50]}, "missing_input", "actual"),
    ("fairness", {"groups": PEOPLE[:1]}, "insufficient_data", "groups"),
    ("fairness", {"groups": [PEOPLE[0], {**PEOPLE[1], "selected": 51}]}, "out_of_range", "selected"),
    ("fairness", {"groups": [PEOPLE[0], {**PEOPLE[1], "total": 0, "selected": 0}]}, "undefined", "total"),
    ("readiness", {"accuracy": 9}, "out_of_range", "accuracy"),
    ("readiness", {}, "missing_input", "accuracy"),
    ("hitl", {"old_price": 10, "new_price": 11}, "missing_input", "threshold"),
    ("hitl", {"old_price": "$10", "new_price": "€11", "threshold": "10%"}, "mixed_units", "rates"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "inputs", "kind", "culprit"), NO_NUMBER)
def test_it_names_the_kind_and_the_culprit_and_gives_no_number(
    name: str, inputs: dict[str, Any], kind: str, culprit: str
) -> None:
    result = run(name, inputs)
    assert result.status in {"refused", "needs_input"}
    assert result.values == {}
    named = {(p.kind, at) for p in result.problems for at in (p.field, p.row)}
    assert (kind, culprit) in named, result.problems
    assert result.headline
    assert result.next_question


WARNED: list[tuple[str, dict[str, Any], str]] = [
    ("rice", {**IDEA, "effort": 0.25}, "0.5"),
    ("rice", {**IDEA, "confidence": "40%"}, "moonshot"),
    ("rice", {**IDEA, "impact": 4}, "scale"),
    ("clv", {"margin": 40, "retention": "100%", "discount": "10%"}, "ever leaves"),
    ("irr", {"cash_flows": [-1000, 2500, -1540]}, "NPV"),
    ("uplift", {"sessions": 10_000, "baseline": "2%", "aov": 50, "effect": "5%"}, "randomised"),
    (
        "uplift",
        {
            "sessions": 10_000,
            "baseline": "2%",
            "aov": 50,
            "effect": "5%",
            "weeks_observed": "3 weeks",
        },
        "seasons",
    ),
    ("automation_savings", {"resolved": 50, "minutes": 5, "hourly_cost": 30}, "capacity, not cash"),
    ("duration", {"n_per_group": 500_000, "daily_visitors": 5000}, "weeks"),
    ("power", {**TEST, "n": 500}, "easily missed"),
    ("holdout", HELD, "random"),
    ("psi", {"expected": [0.5, 0.5], "actual": [0.4, 0.6]}, "bands"),
    ("fairness", {"groups": [{**g, "total": 20} for g in PEOPLE]}, "Fewer than 30"),
    ("peeking", {"looks": 5}, "first p"),
]


@pytest.mark.parametrize(("name", "inputs", "part"), WARNED)
def test_a_number_that_needs_care_says_so(name: str, inputs: dict[str, Any], part: str) -> None:
    result = run(name, inputs)
    assert result.status == "ok_with_warnings"
    assert result.values
    told = " ".join([*result.warnings, *result.assumptions, result.headline])
    assert part in told, told
