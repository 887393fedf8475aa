"""Golden numbers: published tables, or the same figure by a trusted library or by brute force."""

import itertools
import math
from graphlib import TopologicalSorter

import numpy as np
import pytest

from assistant.calculators import run

SERIES = [
    [-1000, 2500, -1540],
    [-100, 230, -132],
    [-1000, 6000, -11000, 6000],
    [-500, 200, 200, 200],
    [-1000, -200, 700, 900],
]


@pytest.mark.parametrize("flows", SERIES)
def test_every_rate_of_return_is_a_root_of_the_polynomial(flows: list[float]) -> None:
    # With x = 1 / (1 + r) the present value is a polynomial in x: numpy finds all of its roots.
    roots = np.roots(flows[::-1])
    real = roots[np.abs(roots.imag) < 1e-7].real
    expected = sorted(1 / x - 1 for x in real if x > 0)
    assert run("irr", {"cash_flows": flows}).values["irr_all"] == pytest.approx(expected, abs=1e-7)


def test_the_published_case_of_two_rates_is_10_and_40_percent() -> None:
    values = run("irr", {"cash_flows": [-1000, 2500, -1540]}).values
    assert values["irr_all"] == pytest.approx([0.10, 0.40])


@pytest.mark.parametrize(
    ("margin", "retention", "discount"), [(100, 0.8, 0.1), (55, 0.95, 0.02), (40, 0.5, 0.15)]
)
def test_lifetime_values_are_the_sums_they_stand_for(
    margin: float, retention: float, discount: float
) -> None:
    # Fader & Hardie (2012): who pays first when decides between three formulas.
    step = retention / (1 + discount)
    periods = range(5000)
    first_today = sum(margin * step**t for t in periods)
    end_of_first = sum(margin * retention**t / (1 + discount) ** (t + 1) for t in periods)
    renewals = sum(margin * step ** (t + 1) for t in periods)
    values = run("clv", {"margin": margin, "retention": retention, "discount": discount}).values
    assert values["clv"] == values["clv_first_margin_today"] == pytest.approx(first_today)
    assert values["clv_end_of_first_period"] == pytest.approx(end_of_first)
    assert values["clv_renewals_only"] == pytest.approx(renewals)


@pytest.mark.parametrize(("rate", "inflow"), [(0.08, 30), (0.2, 45), (0.0, 30)])
def test_discounted_payback_is_where_the_present_values_add_up(rate: float, inflow: float) -> None:
    flows = [-100.0, *[inflow] * 10]
    total, previous, at = 0.0, 0.0, math.nan
    for t, flow in enumerate(flows):
        previous, total = total, total + flow / (1 + rate) ** t
        if total >= 0 > previous:
            at = t - 1 + -previous / (total - previous)
            break
    values = run("payback", {"cash_flows": flows, "rate": f"{rate:.0%}"}).values
    assert values["discounted_payback"] == pytest.approx(at)


@pytest.mark.parametrize("variants", [1, 2, 4])
@pytest.mark.parametrize("ratio", [1.0, 0.25, 2.0])
def test_unequal_and_several_groups_are_those_of_statsmodels(variants: int, ratio: float) -> None:
    from statsmodels.stats.proportion import power_proportions_2indep

    sized = run(
        "sample_size", {"baseline": 0.05, "target": 0.06, "ratio": ratio, "variants": variants}
    ).values
    power = [
        power_proportions_2indep(0.01, 0.05, n, ratio=ratio, alpha=0.05 / variants).power
        for n in (sized["n_control"] - 2, sized["n_control"] + 1)
    ]
    # statsmodels' ratio is that of the first sample; both ways of counting bracket 80% when equal.
    if ratio == 1:
        assert power[0] < 0.8 <= power[1]
    assert sized["total"] == sized["n_control"] + variants * sized["n_variant"]


@pytest.mark.parametrize(("ratio", "variants"), [(0.25, 1), (2.0, 1), (1.0, 3)])
def test_the_planned_size_keeps_its_power_in_simulated_tests(ratio: float, variants: int) -> None:
    plan = {"baseline": 0.1, "target": 0.13, "ratio": ratio, "variants": variants}
    sized = run("sample_size", plan).values
    n1, n2 = sized["n_control"], sized["n_variant"]
    generator = np.random.default_rng(5)
    a = generator.binomial(n1, 0.1, 40_000) / n1
    b = generator.binomial(n2, 0.13, 40_000) / n2
    pooled = (n1 * a + n2 * b) / (n1 + n2)
    z = (b - a) / np.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    from scipy.stats import norm

    bound = norm.isf(0.05 / variants / 2)
    assert np.mean(np.abs(z) > bound) == pytest.approx(0.8, abs=0.012)


@pytest.mark.parametrize("d", [0.01, 0.05, 0.2, 0.5, 1.0])
@pytest.mark.parametrize("power", [0.8, 0.95])
def test_sample_size_of_a_mean_is_that_of_statsmodels(d: float, power: float) -> None:
    from statsmodels.stats.power import TTestIndPower

    expected = TTestIndPower().solve_power(d, alpha=0.05, power=power)
    given = {"sd": 40, "difference": 40 * d, "power": power}
    values = run("mean_sample_size", given).values
    assert values["n_per_group"] == math.ceil(expected)


def test_power_and_detectable_difference_of_a_mean_are_those_of_statsmodels() -> None:
    from statsmodels.stats.power import TTestIndPower

    powers = run("mean_sample_size", {"mean": 60, "sd": 30, "effect": "5%", "n": 2000}).values
    assert powers["power"] == pytest.approx(TTestIndPower().power(0.1, 2000, 0.05))
    found = run("mean_sample_size", {"sd": 30, "n": 2000}).values
    again = TTestIndPower().power(found["difference"] / 30, 2000, 0.05)
    assert again == pytest.approx(0.8, abs=1e-6)
    # Cohen (1988), table 2.4.1: d = 0.5 at 5% two-sided and 80% takes 64 per group.
    assert run("mean_sample_size", {"effect_size": 0.5}).values["n_per_group"] == 64


@pytest.mark.parametrize("interval", [0.9, 0.95, 0.99])
def test_the_mean_s_interval_is_welch_s_in_scipy(interval: float) -> None:
    from scipy.stats import ttest_ind

    generator = np.random.default_rng(11)
    a, b = generator.gamma(2, 30, 400), generator.gamma(2.2, 30, 300)
    expected = ttest_ind(b, a, equal_var=False)
    low, high = expected.confidence_interval(interval)
    groups = [
        {"name": name, "n": len(x), "mean": float(x.mean()), "sd": float(x.std(ddof=1))}
        for name, x in (("control", a), ("variant", b))
    ]
    values = run("means", {"groups": groups, "confidence_level": interval}).values
    assert values["p_value"] == pytest.approx(float(expected.pvalue))
    assert (values["difference_low"], values["difference_high"]) == pytest.approx((low, high))


def test_the_delta_method_agrees_with_the_bootstrap() -> None:
    generator = np.random.default_rng(3)
    n = 3000
    orders = generator.poisson(1.5, n) + 1
    revenue = orders * generator.gamma(4, 12, n)
    picks = generator.integers(0, n, (2000, n))
    spread = np.std(revenue[picks].sum(axis=1) / orders[picks].sum(axis=1), ddof=1)
    group = {
        "n": n,
        "sum_m": float(revenue.sum()),
        "sum_d": int(orders.sum()),
        "sum_mm": float((revenue**2).sum()),
        "sum_dd": int((orders**2).sum()),
        "sum_md": float((revenue * orders).sum()),
    }
    groups = [{"name": "control", **group}, {"name": "variant", **group}]
    values = run("ratio_metric", {"groups": groups}).values
    assert values["se_control"] == pytest.approx(spread, rel=0.06)
    assert values["p_value"] == pytest.approx(1)


# Armitage, McPherson & Rowe (1969), table 2: chance of a result at 5% in that many looks.
ARMITAGE = [0.050, 0.083, 0.107, 0.126, 0.142, 0.155, 0.166, 0.177, 0.185, 0.193]


@pytest.mark.parametrize(("looks", "rate"), list(enumerate(ARMITAGE, start=1)))
def test_every_row_of_armitage_s_table(looks: int, rate: float) -> None:
    found = run("peeking", {"looks": looks}).values["false_positive_rate"]
    assert found == pytest.approx(rate, abs=1.1e-3)


def test_pocock_s_bound_keeps_five_percent_in_a_simulation() -> None:
    bound = run("peeking", {"looks": 5}).values["pocock_z"]
    steps = np.random.default_rng(2).standard_normal((200_000, 5)).cumsum(axis=1)
    z = np.abs(steps) / np.sqrt(np.arange(1, 6))
    assert np.mean((z > bound).any(axis=1)) == pytest.approx(0.05, abs=0.0025)


def test_the_sequential_rule_keeps_five_percent_in_a_simulation() -> None:
    n = 400
    bound = run("sequential", {"n": n, "treatment": 200, "control": 160}).values["bound"]
    walks = np.random.default_rng(4).choice([-1, 1], (20_000, n)).cumsum(axis=1)
    assert np.mean((walks >= bound).any(axis=1)) == pytest.approx(0.045, abs=0.008)


def test_population_stability_is_the_divergence_both_ways() -> None:
    from scipy.stats import entropy

    p, q = np.array([0.2, 0.3, 0.35, 0.15]), np.array([0.25, 0.25, 0.25, 0.25])
    values = run("psi", {"expected": q.tolist(), "actual": p.tolist()}).values
    assert values["psi"] == pytest.approx(entropy(p, q) + entropy(q, p))


def test_the_gap_between_groups_is_tested_as_in_statsmodels() -> None:
    from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

    rows = [
        {"name": "x", "selected": 45, "total": 100},
        {"name": "y", "selected": 36, "total": 100},
    ]
    values = run("fairness", {"groups": rows}).values
    assert values["p_value"] == pytest.approx(proportions_ztest([45, 36], [100, 100])[1])
    low, high = confint_proportions_2indep(45, 100, 36, 100, method="newcomb", compare="diff")
    assert (values["gap_low"], values["gap_high"]) == pytest.approx((low, high))


def test_the_holdout_carries_newcombe_s_interval_through() -> None:
    from statsmodels.stats.proportion import confint_proportions_2indep

    low, high = confint_proportions_2indep(300, 9000, 25, 1000, method="newcomb", compare="diff")
    values = run(
        "holdout",
        {
            "exposed_visitors": 9000,
            "exposed_conversions": 300,
            "holdout_visitors": 1000,
            "holdout_conversions": 25,
        },
    ).values
    assert (values["incremental_buyers_low"], values["incremental_buyers_high"]) == pytest.approx(
        (9000 * low, 9000 * high)
    )


def test_the_rule_of_three_where_nobody_converted() -> None:
    # The exact 95% bound is 1 - 0.05^(1/n); 3/n is its well-known approximation.
    result = run("ab_test", {"groups": [{"visitors": n, "conversions": 0} for n in (300, 600)]})
    assert (result.status, result.values) == ("refused", {})
    assert "below 1%" in result.headline
    assert pytest.approx(0.01, abs=1e-4) == 1 - 0.05 ** (1 / 300)


def test_a_scorecard_is_numpy_s_weighted_average() -> None:
    weights = {"fit": 3, "roi": 2, "risk": 1}
    scores = {"a": [4, 3, 2], "b": [2, 5, 4], "c": [5, 1, 3]}
    items = [{"name": name, **dict(zip(weights, row, strict=True))} for name, row in scores.items()]
    values = run("scorecard", {"items": items, "weights": weights}).values
    expected = {name: np.average(row, weights=[3, 2, 1]) for name, row in scores.items()}
    assert {row["name"]: row["score"] for row in values["rows"]} == pytest.approx(expected)


@pytest.mark.parametrize("capacity", [1, 2, 3])
def test_a_roadmap_keeps_every_dependency_and_the_capacity(capacity: int) -> None:
    needs = {"a": ["b"], "c": ["a", "b"], "d": [], "e": ["d"], "b": []}
    length = {"a": 2, "b": 3, "c": 1, "d": 4, "e": 2}
    items = [{"name": n, "duration": length[n], "depends_on": needs[n]} for n in needs]
    values = run("roadmap", {"items": items, "capacity": capacity}).values
    start = {row["name"]: row["start"] for row in values["rows"]}
    end = {row["name"]: row["end"] for row in values["rows"]}
    for name in TopologicalSorter(needs).static_order():
        assert all(end[before] <= start[name] for before in needs[name])
    for moment in sorted(start.values()):
        assert sum(start[n] <= moment < end[n] for n in needs) <= capacity
    if capacity == 1:
        assert values["total_months"] == sum(length.values())


def test_robustness_agrees_with_a_simulation_of_its_own() -> None:
    ideas = {"A": (800, 1200), "B": (700, 1250), "C": (500, 1100)}
    items = [
        {"name": n, "reach": f"{a}-{b}", "impact": 1, "confidence": 1, "effort": 1}
        for n, (a, b) in ideas.items()
    ]
    values = run("ranking_robustness", {"items": items, "spread": "0%"}).values
    generator = np.random.default_rng(99)
    drawn = np.stack([generator.uniform(a, b, 400_000) for a, b in ideas.values()])
    first = np.bincount(drawn.argmax(axis=0), minlength=3) / 400_000
    found = {row["name"]: row["p_first"] for row in values["rows"]}
    for name, chance in zip(ideas, first, strict=True):
        assert found[name] == pytest.approx(chance, abs=0.02)


def test_pacing_reaches_the_goal_when_its_rate_is_compounded() -> None:
    values = run("goal_pacing", {"start": 60, "target": 69, "months": 9}).values
    amount = 60.0
    for _ in range(9):
        amount *= 1 + values["required_monthly_rate"]
    assert amount == pytest.approx(69)


def test_break_even_is_the_first_volume_that_pays() -> None:
    values = run("break_even", {"fixed_cost": 7000, "human_cost": "5.2", "ai_cost": "1.3"}).values
    first = next(n for n in itertools.count() if n * 39 >= 70_000)
    assert values["break_even_volume"] == first
