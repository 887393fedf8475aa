"""Edges that well-known tools get wrong: what is refused, asked, or told beside the number."""

import pytest

from assistant.calculators import read_request, run
from assistant.calculators.experiments.roots import root

RICE = {"name": "A", "reach": 1000, "impact": 2, "confidence": "80%", "effort": 2}


def kinds(name: str, **inputs: object) -> list[str]:
    return [problem.kind for problem in run(name, inputs).problems]


def test_a_one_off_reach_counts_once_and_asks_for_no_period() -> None:
    rows = [{**RICE, "reach": "800 one-off"}, {**RICE, "name": "B", "reach": "500/month"}]
    result = run("rice", {"items": rows})
    assert result.problems == []
    assert "A: a one-off reach counts once, in the period it happens." in result.warnings


def test_a_range_gives_a_range() -> None:
    assert "5,600 (4,000 to 7,200)" in run("rice", {"items": [{**RICE, "reach": "5k-9k"}]}).headline
    roi = run("roi", {"benefit": "20k-30k", "cost": "12k"})
    assert roi.headline.startswith("ROI from 66.7% to 150%. At the middle: ROI is 108.3%")
    assert roi.values["ranges"]["roi"] == {"low": pytest.approx(2 / 3), "high": 1.5}


def test_the_likely_value_is_kept_as_the_likely_value() -> None:
    benefit = {"low": "20k", "likely": "24k", "high": "30k"}
    result = run("roi", {"benefit": benefit, "cost": "12k"})
    assert result.values["roi"] == 1
    assert "At the likely value: ROI is 100%" in result.headline


@pytest.mark.parametrize(
    "inputs",
    [
        {"one_time": "$5k", "recurring": "€5k", "years": 2},
        {"one_time": {"setup": "$5k", "training": "€2k"}},
        {"items": [{"name": "Setup", "amount": "$5k"}, {"name": "Training", "amount": "€2k"}]},
    ],
)
def test_two_currencies_are_never_added(inputs: dict[str, object]) -> None:
    assert kinds("tco", **inputs) == ["mixed_units"]
    assert run("tco", {**inputs, "rates": "EUR=1.1", "years": 2}).values["tco"] > 0


def test_prices_in_two_currencies_are_not_compared() -> None:
    prices = [{"name": "x", "old_price": "$10", "new_price": "€11"}]
    assert kinds("hitl", items=prices, threshold="10%") == ["mixed_units"]


def test_weights_that_do_not_add_up_are_rescaled_aloud() -> None:
    items = [{"name": "A", "fit": 4, "roi": 3}, {"name": "B", "fit": 3, "roi": 5}]
    told = run("scorecard", {"items": items, "weights": {"fit": 0.6, "roi": 0.6}})
    assert told.warnings == ["The weights add up to 1.2; they were rescaled to fit 50%, roi 50%."]
    assert run("scorecard", {"items": items, "weights": {"fit": 0.5, "roi": 0.5}}).warnings == []


def test_monthly_churn_beside_a_rate_of_no_period_is_asked() -> None:
    assert kinds("clv", margin=40, churn="5% monthly", discount="10%") == ["ambiguous"]
    assert kinds("clv", margin=40, churn="5% monthly", discount="10% a year") == ["mixed_units"]
    same = run("clv", {"margin": 40, "churn": "5% a month", "discount": "1% a month"})
    assert same.values["clv"] == pytest.approx(40 * 1.01 / 0.06)


def test_a_margin_beside_an_order_value_is_percent_or_money() -> None:
    inputs = {"aov": 60, "orders_per_year": 4, "years": 3}
    assert kinds("clv", **inputs, margin=40) == ["ambiguous"]
    assert run("clv", {**inputs, "margin": "40%"}).values["clv"] == 288


def test_a_rate_of_zero_is_shown_as_zero() -> None:
    result = run("irr", {"cash_flows": [-1000, 6000, -11000, 6000]})
    assert "3 rates with NPV zero: 0%, 100% and 200%" in result.headline


def test_few_conversions_are_told() -> None:
    result = run("detectable_effect", {"baseline": "3%", "n_per_group": 20})
    assert any("normal approximation is rough" in warning for warning in result.warnings)


def test_many_blanks_are_told_by_field() -> None:
    rows = [{"name": name, "impact": 1} for name in "ABCDEFG"]
    result = run("rice", {"items": rows})
    assert len(result.problems) == 21
    assert "Reach is missing for A, B, C, D, E and 2 more." in result.headline


def test_a_share_metric_is_asked_relative_or_points() -> None:
    request = read_request(
        "What monthly pace do we need to raise market share by 10% in 24 months?"
    )
    assert request is not None
    assert kinds(request.calculator, **request.inputs) == ["ambiguous"]


@pytest.mark.parametrize("target", [1e-9, 0.1, 0.5, 0.999])
def test_the_root_of_a_monotone_function(target: float) -> None:
    assert root(lambda x: x**3 - target**3, 0.0, 1.0, 1e-15) == pytest.approx(
        target, rel=1e-9, abs=1e-12
    )


def test_ends_of_one_sign_have_no_root() -> None:
    with pytest.raises(ArithmeticError):
        root(lambda x: x + 1, 0.0, 1.0, 1e-9)
