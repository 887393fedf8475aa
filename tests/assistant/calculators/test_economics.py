"""Money: published examples, pyxirr, exact thresholds, refusals."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.calculators import run

FLOWS = [[-100, 39, 59, 55, 20], [-40000, 5000, 8000, 12000, 30000], [-1000, 300, 300, 300, 300]]


def test_roi_before_cost() -> None:
    result = run("roi", {"benefit": "21,000", "cost": "12,000"})
    assert (result.status, result.values["roi"], result.values["net_gain"]) == ("ok", 0.75, 9000)
    assert result.formula == "(21,000 - 12,000) / 12,000 = 75%"


def test_net_profit_shows_both_readings_one_hundred_points_apart() -> None:
    result = run("roi", {"net_profit": 50000, "cost": 20000})
    assert result.status == "needs_input"
    assert result.values["roi_if_after_cost"] - result.values["roi_if_before_cost"] == 1
    assert (
        run("roi", {"net_profit": 50000, "cost": 20000, "formula": "course"}).values["roi"] == 1.5
    )
    assert (
        run("roi", {"net_profit": 50000, "cost": 20000, "cost_already_deducted": "yes"}).values[
            "roi"
        ]
        == 2.5
    )


def test_revenue_is_not_benefit() -> None:
    assert run("roi", {"revenue": 20000, "cost": 5000}).status == "needs_input"
    assert run("roi", {"revenue": 20000, "margin": "40%", "cost": 5000}).values[
        "roi"
    ] == pytest.approx(0.6)


def test_roi_range_is_reported_as_a_range() -> None:
    ranges = run("roi", {"cost": "10k-20k", "benefit": "30k"}).values["ranges"]["roi"]
    assert (ranges["low"], ranges["high"]) == (0.5, 2.0)


def test_two_currencies_need_a_rate() -> None:
    mixed = {"cost": "$12,000", "benefit": "\u20ac21,000"}
    refused = run("roi", mixed)
    assert (refused.status, refused.problems[0].kind) == ("refused", "mixed_units")
    assert run("roi", {**mixed, "rates": {"EUR": 1.08}}).values["roi"] == pytest.approx(0.89)


@pytest.mark.parametrize("flows", FLOWS)
def test_npv_and_irr_are_those_of_pyxirr(flows: list[float]) -> None:
    import pyxirr

    assert run("npv", {"cash_flows": flows, "rate": 8}).values["npv"] == pytest.approx(
        pyxirr.npv(0.08, flows)
    )
    assert run("irr", {"cash_flows": flows}).values["irr"] == pytest.approx(pyxirr.irr(flows))


def test_published_examples_of_numpy_financial() -> None:
    # Its documentation: npv(0.08, [-40000, 5000, 8000, 12000, 30000]) = 3065.22; irr of FLOWS[0] = 0.28095.
    assert run("npv", {"cash_flows": FLOWS[1], "rate": "8%"}).values["npv"] == pytest.approx(
        3065.22267, abs=1e-4
    )
    assert run("irr", {"cash_flows": FLOWS[0]}).values["irr"] == pytest.approx(0.28095, abs=1e-5)


def test_excel_discounts_the_first_value_too() -> None:
    values = run("npv", {"cash_flows": FLOWS[1], "rate": "8%"}).values
    assert values["excel_npv"] == pytest.approx(values["npv"] / 1.08)


def test_monthly_flows_take_the_effective_rate_and_the_nominal_one_on_request() -> None:
    inputs = {"investment": 1000, "inflow": "100 per month", "periods": 12, "rate": "12%"}
    effective = run("npv", inputs).values["rate_per_period"]
    assert effective == pytest.approx(1.12 ** (1 / 12) - 1)
    assert run("npv", {**inputs, "compounding": "nominal"}).values[
        "rate_per_period"
    ] == pytest.approx(0.01)


def test_every_irr_is_listed() -> None:
    result = run("irr", {"cash_flows": [-1000, 2500, -1540]})
    assert result.values["irr"] is None
    assert result.values["irr_all"] == pytest.approx([0.1, 0.4])
    assert result.status == "ok_with_warnings"


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=12), st.floats(0.01, 1000))
def test_npv_scales_with_money(flows: list[float], factor: float) -> None:
    one = run("npv", {"cash_flows": flows, "rate": "8%"}).values["npv"]
    many = run("npv", {"cash_flows": [flow * factor for flow in flows], "rate": "8%"}).values["npv"]
    assert math.isclose(many, one * factor, rel_tol=1e-9, abs_tol=1e-6 * max(1.0, factor))


def test_payback_plain_and_discounted() -> None:
    plain = run("payback", {"investment": "30k", "inflow": "2.5k per month"})
    assert (plain.values["payback"], plain.values["period"]) == (12, "month")
    part = run("payback", {"cash_flows": [-100, 40, 40, 40]})
    assert part.values["payback"] == 2.5
    later = run("payback", {"cash_flows": [-100, 60, 60], "rate": "10%"})
    assert later.values["discounted_payback"] == pytest.approx(1 + (100 - 60 / 1.1) / (60 / 1.21))
    never = run("payback", {"cash_flows": [-100, 30, 30, 30]})
    assert (never.values["payback"], never.values["still_open"]) == (None, 10)


def test_tco_lists_the_parts_not_given() -> None:
    result = run("tco", {"software": "1k per month", "implementation": 20000, "years": 3})
    assert result.values["tco"] == 56000
    assert "training" in result.values["not_given"]
    usage = run(
        "tco",
        {"one_time": 1000, "recurring": 500, "years": 2, "volume": 1000, "price_per_unit": "0.10"},
    )
    assert usage.values["tco"] == 2200


def test_break_even_rounds_up_exactly() -> None:
    assert (
        run("break_even", {"fixed_cost": 100, "human_cost": "0.3", "ai_cost": "0.1"}).values[
            "break_even_volume"
        ]
        == 500
    )
    assert (
        run("break_even", {"fixed_cost": 10000, "human_cost": 6, "ai_cost": ".5"}).values[
            "break_even_volume"
        ]
        == 1819
    )
    uplift = run(
        "break_even",
        {"cost": 10000, "orders": 5000, "aov": 60, "margin": "40%", "conversion_rate": "2%"},
    )
    assert uplift.values["uplift_needed"] == pytest.approx(1 / 12)
    assert uplift.values["uplift_needed_points"] == pytest.approx(0.02 / 12)


def test_clv_names_its_three_conventions() -> None:
    # Fader & Hardie (2012): m(1+d)/(1+d-r), m/(1+d-r), m r/(1+d-r).
    values = run("clv", {"margin": 100, "retention": 0.8, "discount": 0.1}).values
    assert values["clv_first_margin_today"] == pytest.approx(110 / 0.3)
    assert values["clv_end_of_first_period"] == pytest.approx(100 / 0.3)
    assert values["clv_renewals_only"] == pytest.approx(80 / 0.3)
    assert run("clv", {"aov": 60, "orders_per_year": 4, "years": 3, "margin": "40%"}).values[
        "clv"
    ] == pytest.approx(288)
    assert "clv" not in run("clv", {"aov": 60, "orders_per_year": 4, "years": 3}).values


def test_uplift_relative_points_combined_and_blended() -> None:
    base = {"sessions": 100000, "conversion_rate": "2.5%", "aov": 60}
    assert run("uplift", {**base, "uplift": "10%"}).values["extra_revenue"] == pytest.approx(15000)
    assert run("uplift", {**base, "uplift": "0.5 points"}).values["extra_revenue"] == pytest.approx(
        30000
    )
    both = run("uplift", {**base, "uplift": "10%", "aov_uplift": "5%"})
    assert both.values["combined_uplift"] == pytest.approx(0.155)
    blended = run("uplift", {**base, "uplift": "10%", "share_affected": "20%", "randomised": "no"})
    assert blended.values["extra_revenue"] == pytest.approx(3000)
    assert any("not an effect" in warning for warning in blended.warnings)


def test_automation_savings_and_cost_per_resolution() -> None:
    values = run(
        "automation_savings", {"resolved": 5000, "minutes": 6, "hourly_cost": 30, "ai_cost": 4000}
    ).values
    assert (values["hours_saved"], values["gross_value"], values["net_value"]) == (
        500,
        15000,
        11000,
    )
    assert (
        run("cost_per_resolution", {"total_cost": 50000, "resolved": 8000}).values[
            "cost_per_resolution"
        ]
        == 6.25
    )
    scaled = run(
        "automation_savings",
        {
            "resolved": 5000,
            "minutes": 6,
            "hourly_cost": 30,
            "share_now": "10%",
            "share_planned": "50%",
        },
    )
    assert scaled.values["upper_bound_hours"] == pytest.approx(2500)


def test_goal_pacing() -> None:
    values = run("goal_pacing", {"growth": "15%", "months": 9}).values
    assert values["required_monthly_rate"] == pytest.approx(1.15 ** (1 / 9) - 1)
    assert (
        run("goal_pacing", {"growth": "10%", "years": 2, "metric_is_share": True}).problems[0].kind
        == "ambiguous"
    )
    track = run(
        "goal_pacing", {"start": 100, "target": 121, "months": 2, "elapsed": 1, "current": 110}
    )
    assert track.values["on_track"] is True


REFUSED = [
    ("roi", {"benefit": 5, "cost": 0}, "undefined"),
    ("roi", {"benefit": 5, "cost": -3}, "out_of_range"),
    ("roi", {"benefit": 5}, "missing_input"),
    ("roi", {"benefit": 5, "cost": 3, "colour": "red"}, "mismatch"),
    ("npv", {"cash_flows": [-1, 2], "rate": -1.0}, "ambiguous"),
    ("npv", {"cash_flows": [-1, 2], "rate": "-100%"}, "out_of_range"),
    ("npv", {"cash_flows": [-1, 2]}, "missing_input"),
    ("npv", {"cash_flows": [-1, None], "rate": 8}, "missing_input"),
    ("irr", {"cash_flows": [100, 200]}, "no_solution"),
    ("irr", {"cash_flows": [1, -2, 2]}, "no_solution"),
    ("payback", {"investment": 100, "inflow": 0}, "no_solution"),
    ("payback", {"investment": 0, "inflow": 5}, "undefined"),
    ("tco", {"one_time": {"setup": -5}, "years": 1}, "out_of_range"),
    ("tco", {"recurring": 5}, "missing_input"),
    ("break_even", {"fixed_cost": 100, "human_cost": 5, "ai_cost": 5}, "no_solution"),
    ("clv", {"margin": 100, "retention": 1.2, "discount": 0.1}, "out_of_range"),
    ("clv", {"margin": 100, "retention": 1, "discount": 0}, "undefined"),
    (
        "clv",
        {"margin": "100 per month", "retention": "80%", "discount": "10% per year"},
        "mixed_units",
    ),
    (
        "uplift",
        {"sessions": 10, "conversion_rate": "60%", "uplift": "100%", "aov": 5},
        "out_of_range",
    ),
    ("cost_per_resolution", {"total_cost": 500, "resolved": 0}, "undefined"),
    ("goal_pacing", {"growth": "-100%", "months": 3}, "out_of_range"),
    ("goal_pacing", {"start": 0, "target": 5, "months": 3}, "undefined"),
]


@pytest.mark.parametrize(("name", "inputs", "kind"), REFUSED)
def test_refusals(name: str, inputs: dict[str, object], kind: str) -> None:
    result = run(name, inputs)
    assert result.status in {"refused", "needs_input"}
    assert kind in {problem.kind for problem in result.problems}
    assert result.values == {}


def test_retention_of_one_hundred_percent_is_valid_with_a_discount_and_warned_of() -> None:
    result = run("clv", {"margin": 100, "retention": 1, "discount": "10%"})
    assert result.values["clv"] == pytest.approx(1100)
    assert any("ever leaves" in warning for warning in result.warnings)
