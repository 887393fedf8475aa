"""Drift, fairness, readiness and the human-review rule at their exact thresholds."""

import math

import pytest

from assistant.calculators import run


def test_psi_by_hand_and_from_counts() -> None:
    expected = sum(
        (p - q) * math.log(p / q) for p, q in ((0.3, 0.25), (0.2, 0.25), (0.3, 0.25), (0.2, 0.25))
    )
    shares = run("psi", {"expected": [0.25] * 4, "actual": [0.3, 0.2, 0.3, 0.2]})
    counts = run("psi", {"expected": [25, 25, 25, 25], "actual": [300, 200, 300, 200]})
    assert shares.values["psi"] == pytest.approx(expected)
    assert counts.values["psi"] == pytest.approx(expected)


def test_an_empty_bin_is_undefined_without_a_floor() -> None:
    inputs = {"expected": [0.5, 0.5, 0], "actual": [0.4, 0.5, 0.1]}
    assert run("psi", inputs).problems[0].kind == "undefined"
    small, large = (run("psi", {**inputs, "floor": floor}).values["psi"] for floor in (1e-6, 0.01))
    assert small > 2 * large


@pytest.mark.parametrize(
    ("expected", "actual", "kind"),
    [
        ([0.5, 0.4], [0.5, 0.5], "mismatch"),
        ([0.5, 0.5], [0.2, 0.3, 0.5], "mismatch"),
        ([0, 0], [1, 0], "undefined"),
        ([-1, 2], [1, 0], "out_of_range"),
    ],
)
def test_psi_refusals(expected: list[float], actual: list[float], kind: str) -> None:
    result = run("psi", {"expected": expected, "actual": actual})
    assert kind in {problem.kind for problem in result.problems}
    assert result.values == {}


def test_exactly_four_fifths_passes() -> None:
    def groups(a: int, b: int) -> dict[str, object]:
        return {
            "groups": [
                {"name": "x", "selected": a, "total": 100},
                {"name": "y", "selected": b, "total": 100},
            ]
        }

    assert 36 / 45 <= 0.8
    exact = run("fairness", groups(45, 36)).values
    assert (exact["four_fifths_pass"], exact["demographic_parity_ratio"]) == (True, 0.8)
    assert run("fairness", groups(45, 35)).values["four_fifths_pass"] is False


def test_equal_opportunity_and_bias_drift() -> None:
    groups = [
        {
            "name": "x",
            "selected": 50,
            "total": 100,
            "true_positives": 40,
            "positives": 50,
            "launch_selected": 45,
            "launch_total": 100,
        },
        {
            "name": "y",
            "selected": 30,
            "total": 100,
            "true_positives": 20,
            "positives": 40,
            "launch_selected": 40,
            "launch_total": 100,
        },
    ]
    values = run("fairness", {"groups": groups}).values
    assert values["equal_opportunity_difference"] == pytest.approx(0.3)
    assert values["bias_drift"] == pytest.approx(0.15)
    assert values["bias_drift_low"] < 0.15 < values["bias_drift_high"]


def test_nobody_selected_has_no_ratio_and_small_groups_are_flagged() -> None:
    nobody = run("fairness", {"groups": [{"name": n, "selected": 0, "total": 20} for n in "xy"]})
    assert nobody.values["demographic_parity_ratio"] is None
    assert nobody.problems[0].kind == "undefined"
    assert any("Fewer than 30" in warning for warning in nobody.warnings)


@pytest.mark.parametrize(
    ("group", "kind"),
    [
        ({"selected": 0, "total": 0}, "undefined"),
        ({"selected": 5, "total": 4}, "out_of_range"),
        ({"selected": 5, "total": 9, "true_positives": 0, "positives": 0}, "undefined"),
        ({"selected": None, "total": 9}, "missing_input"),
    ],
)
def test_fairness_refusals(group: dict[str, object], kind: str) -> None:
    result = run(
        "fairness", {"groups": [{"name": "x", "selected": 5, "total": 10}, {"name": "y", **group}]}
    )
    assert kind in {problem.kind for problem in result.problems}
    assert result.values == {}


SCORES = dict.fromkeys(
    (
        "accuracy",
        "completeness",
        "consistency",
        "timeliness",
        "relevance",
        "accessibility",
        "governance",
    ),
    4,
)


def test_readiness_goes_by_the_weakest() -> None:
    assert run("readiness", SCORES).values["verdict"] == "ready"
    weak = run("readiness", {**SCORES, "governance": 2}).values
    assert (weak["verdict"], weak["weakest"]) == ("not ready", ["governance"])
    assert run("readiness", {**SCORES, "governance": 3}).values["verdict"] == "ready"


def test_not_assessed_is_not_zero() -> None:
    some = run("readiness", {"accuracy": 4})
    assert (some.status, some.values["verdict"], some.values["average"]) == (
        "needs_input",
        "open",
        4,
    )
    assert run("readiness", {**SCORES, "use_case": "hyper-personalization"}).values[
        "not_assessed"
    ] == ["real_time"]
    assert run("readiness", {"accuracy": 6}).status == "refused"


@pytest.mark.parametrize(
    ("inputs", "review"),
    [
        ({"old_price": 100, "new_price": 110}, False),
        ({"old_price": 100, "new_price": "110.01"}, True),
        ({"old_price": 100, "new_price": 90}, False),
        ({"old_price": "0.3", "new_price": "0.33"}, False),
        ({"old_price": 100, "new_price": 100, "key_segment": "yes"}, True),
        ({"old_price": 0, "new_price": 10}, True),
        ({"old_price": 10, "new_price": "?"}, True),
        ({"old_price": 100, "new_price": 101, "unit_cost": 90, "margin_floor": "20%"}, True),
        (
            {
                "old_price": 100,
                "new_price": 101,
                "cumulative_change": "21%",
                "cumulative_threshold": "20%",
            },
            True,
        ),
        (
            {
                "old_price": 100,
                "new_price": 101,
                "cumulative_change": "20%",
                "cumulative_threshold": "20%",
            },
            False,
        ),
        ({"old_price": 100, "new_price": 101, "confidence": 0.7, "min_confidence": 0.8}, True),
    ],
)
def test_human_review_strictly_above_the_threshold(inputs: dict[str, object], review: bool) -> None:
    assert run("hitl", {**inputs, "threshold": "10%"}).values["review"] is review


def test_every_rule_that_fires_is_named_and_the_threshold_is_the_user_s() -> None:
    both = run(
        "hitl", {"old_price": 100, "new_price": 150, "key_segment": True, "threshold": "10%"}
    )
    assert len(both.values["reasons"]) == 2
    assert run("hitl", {"old_price": 100, "new_price": 105}).status == "needs_input"
    rows = [{"old_price": 100, "new_price": 100 + n} for n in (5, 15, 20)]
    assert (
        run("hitl", {"items": rows, "threshold": "10%", "days": 2}).values["reviews_per_day"] == 1
    )
