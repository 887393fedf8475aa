"""Experiments against statsmodels, SciPy and published tables."""

import math

import pytest

from assistant.calculators import CalculatorResult, run

RATES = [(0.025, 0.0275), (0.1, 0.12), (0.5, 0.45), (0.02, 0.021), (0.9, 0.95)]
PAIRS = [(250, 10000, 290, 10000), (56, 70, 48, 80), (300, 9000, 25, 1000), (30, 1000, 55, 1100)]


def kinds(result: CalculatorResult) -> set[str]:
    return {problem.kind for problem in result.problems}


@pytest.mark.parametrize(("p1", "p2"), RATES)
@pytest.mark.parametrize("power", [0.8, 0.9])
def test_sample_size_is_that_of_statsmodels(p1: float, p2: float, power: float) -> None:
    from statsmodels.stats.proportion import samplesize_proportions_2indep_onetail

    expected = samplesize_proportions_2indep_onetail(
        p2 - p1, p1, power, ratio=1, alpha=0.05, alternative="two-sided"
    )
    result = run("sample_size", {"baseline": p1, "target": p2, "power": power})
    assert result.values["n_per_group"] == math.ceil(expected)


def test_sample_size_of_the_textbook_case() -> None:
    # Fleiss, Levin & Paik: 10% against 12% at 5% two-sided and 80% power without correction: 3,841.
    assert run("sample_size", {"p1": "10%", "p2": "12%"}).values["n_per_group"] == 3841


def test_relative_effect_is_the_default_and_points_are_absolute() -> None:
    relative = run("sample_size", {"baseline": "5%", "effect": "20%"})
    absolute = run("sample_size", {"baseline": "5%", "effect": "1 point"})
    assert relative.values["n_per_group"] == absolute.values["n_per_group"]


def test_several_variants_share_alpha() -> None:
    result = run("sample_size", {"baseline": 0.1, "lift": "10%", "variants": 3})
    assert result.values["alpha_per_comparison"] == pytest.approx(0.05 / 3)
    assert result.values["total"] == 4 * result.values["n_per_group"]


@pytest.mark.parametrize(("p1", "p2"), RATES)
def test_power_is_that_of_statsmodels(p1: float, p2: float) -> None:
    from statsmodels.stats.proportion import power_proportions_2indep

    expected = power_proportions_2indep(p2 - p1, p1, 4000, ratio=1, alpha=0.05).power
    result = run("power", {"baseline": p1, "target": p2, "n": 4000})
    assert result.values["power"] == pytest.approx(expected, abs=1e-6)


def test_detectable_effect_inverts_power() -> None:
    found = run("detectable_effect", {"baseline": "3%", "n": 20000}).values["target"]
    assert run("power", {"baseline": "3%", "target": found, "n": 20000}).values[
        "power"
    ] == pytest.approx(0.8, abs=1e-9)


def test_duration_rounds_up_to_full_weeks_and_two_at_the_least() -> None:
    short = run("duration", {"n_per_group": 100, "daily_visitors": 1000})
    assert (short.values["weeks"], short.values["days"]) == (2, 0.2)
    exact = run("duration", {"n_per_group": 10500, "daily_visitors": 1000})
    assert exact.values["weeks"] == 3
    over = run("duration", {"n_per_group": 10501, "daily_visitors": 1000})
    assert over.values["weeks"] == 4
    assert (
        run("duration", {"n_per_group": 1000000, "daily_visitors": 1000}).status
        == "ok_with_warnings"
    )


@pytest.mark.parametrize(("xa", "na", "xb", "nb"), PAIRS)
def test_significance_is_that_of_statsmodels(xa: int, na: int, xb: int, nb: int) -> None:
    from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

    result = run(
        "ab_test", {"visitors_a": na, "conversions_a": xa, "visitors_b": nb, "conversions_b": xb}
    )
    z, p = proportions_ztest([xb, xa], [nb, na])
    low, high = confint_proportions_2indep(xb, nb, xa, na, method="newcomb", compare="diff")
    ratio_low, ratio_high = confint_proportions_2indep(
        xb, nb, xa, na, method="log", compare="ratio"
    )
    values = result.values
    assert values["z"] == pytest.approx(z)
    assert values["p_value"] == pytest.approx(p)
    assert (values["difference_low"], values["difference_high"]) == pytest.approx((low, high))
    assert (values["relative_lift_low"] + 1, values["relative_lift_high"] + 1) == pytest.approx(
        (ratio_low, ratio_high)
    )


def test_newcombe_s_published_example() -> None:
    # Newcombe (1998), method 10, 56/70 against 48/80: 0.0524 to 0.3339.
    values = run(
        "ab_test", {"visitors_b": 70, "conversions_b": 56, "visitors_a": 80, "conversions_a": 48}
    ).values
    assert (values["difference_low"], values["difference_high"]) == pytest.approx(
        (0.0524, 0.3339), abs=5e-5
    )


def test_small_counts_use_fisher() -> None:
    from scipy.stats import fisher_exact

    result = run(
        "ab_test", {"visitors_a": 20, "conversions_a": 1, "visitors_b": 20, "conversions_b": 4}
    )
    assert result.values["p_value"] == pytest.approx(fisher_exact([[4, 16], [1, 19]]).pvalue)
    assert result.status == "ok_with_warnings"


def test_several_variants_are_adjusted_by_holm() -> None:
    from statsmodels.stats.multitest import multipletests

    groups = [
        {"name": n, "visitors": 1000, "conversions": c}
        for n, c in (("control", 50), ("b", 70), ("c", 75), ("d", 52))
    ]
    rows = run("ab_test", {"groups": groups}).values["rows"]
    expected = multipletests([row["p_value"] for row in rows], method="holm")[1]
    assert [row["p_adjusted"] for row in rows] == pytest.approx(list(expected))


def test_not_significant_is_inconclusive() -> None:
    headline = run(
        "ab_test",
        {"visitors_a": 1000, "conversions_a": 50, "visitors_b": 1000, "conversions_b": 52},
    ).headline
    assert "nconclusive" in headline
    assert "no effect" not in headline


def test_sample_ratio_is_that_of_scipy_against_the_intended_split() -> None:
    from scipy.stats import chisquare

    result = run("srm", {"observed": [9500, 510], "expected": "95/5"})
    assert result.values["p_value"] == pytest.approx(
        chisquare([9500, 510], [10010 * 0.95, 10010 * 0.05]).pvalue
    )
    assert result.values["mismatch"] is False
    three = run("srm", {"observed": [5000, 5100, 4900]})
    assert three.values["p_value"] == pytest.approx(chisquare([5000, 5100, 4900]).pvalue)


def test_a_user_in_a_group_without_share_is_an_error_by_itself() -> None:
    result = run("srm", {"observed": [100, 100, 3], "expected": [1, 1, 0]})
    assert result.values["mismatch"] is True
    assert result.values["p_value"] == 1.0


def test_means_are_welch_s() -> None:
    from scipy.stats import ttest_ind_from_stats

    expected = ttest_ind_from_stats(52, 21, 900, 50, 20, 1000, equal_var=False)
    flat = {"n_a": 1000, "mean_a": 50, "sd_a": 20, "n_b": 900, "mean_b": 52, "sd_b": 21}
    result = run("means", flat)
    assert result.values["p_value"] == pytest.approx(expected.pvalue)
    interval = expected.confidence_interval() if hasattr(expected, "confidence_interval") else None
    assert interval is None or result.values["difference"] == pytest.approx(2)


def test_ratio_metric_by_the_delta_method_agrees_with_the_raw_data() -> None:
    import numpy as np

    generator = np.random.default_rng(7)
    groups = []
    for name, shift in (("control", 0.0), ("variant", 2.0)):
        orders = generator.poisson(2, 4000) + 1
        revenue = orders * (50 + shift) + generator.normal(0, 10, 4000)
        groups.append(
            {
                "name": name,
                "n": 4000,
                "sum_m": revenue.sum(),
                "sum_d": int(orders.sum()),
                "sum_mm": (revenue**2).sum(),
                "sum_dd": int((orders**2).sum()),
                "sum_md": (revenue * orders).sum(),
            }
        )
        ratio = revenue.sum() / orders.sum()
        groups[-1]["check"] = (revenue - ratio * orders).var(ddof=1) / (4000 * orders.mean() ** 2)
    checks = [group.pop("check") for group in groups]
    values = run("ratio_metric", {"groups": groups}).values
    assert (values["variance_control"], values["variance_variant"]) == pytest.approx(
        tuple(checks), rel=1e-9
    )


@pytest.mark.parametrize(
    ("looks", "rate"),
    [(1, 0.05), (2, 0.083), (3, 0.107), (4, 0.126), (5, 0.142), (10, 0.193), (20, 0.248)],
)
def test_peeking_is_the_table_of_armitage(looks: int, rate: float) -> None:
    assert run("peeking", {"looks": looks}).values["false_positive_rate"] == pytest.approx(
        rate, abs=6e-4
    )


@pytest.mark.parametrize(
    ("looks", "bound"), [(2, 2.178), (3, 2.289), (4, 2.361), (5, 2.413), (10, 2.555)]
)
def test_pocock_s_published_constants(looks: int, bound: float) -> None:
    assert run("peeking", {"looks": looks}).values["pocock_z"] == pytest.approx(bound, abs=6e-4)


@pytest.mark.parametrize(
    ("n", "treatment", "control", "decision"),
    [
        (900, 300, 240, "treatment wins"),
        (900, 299, 240, "continue"),
        (900, 450, 450, "no winner"),
        (900, 100, 400, "continue"),
    ],
)
def test_sequential_rule_at_its_exact_bound(
    n: int, treatment: int, control: int, decision: str
) -> None:
    assert (
        run("sequential", {"n": n, "treatment": treatment, "control": control}).values["decision"]
        == decision
    )


def test_holdout_lift_and_causal_wording() -> None:
    inputs = {
        "exposed_visitors": 9000,
        "exposed_conversions": 300,
        "holdout_visitors": 1000,
        "holdout_conversions": 25,
    }
    random = run("holdout", {**inputs, "randomised": "yes", "aov": 60, "margin": "40%"})
    assert random.values["incremental_buyers"] == pytest.approx(75)
    assert random.values["lift"] == pytest.approx(1 / 3)
    assert random.values["incremental_margin"] == pytest.approx(1800)
    assert random.headline.startswith("Incremental")
    assert run("holdout", {**inputs, "randomised": "no"}).headline.startswith("Difference")
    empty = run("holdout", {**inputs, "holdout_conversions": 0})
    assert empty.values["lift"] is None


REFUSED = [
    ("sample_size", {"baseline": 0, "lift": 0.1}, "out_of_range"),
    ("sample_size", {"baseline": 1, "lift": "10%"}, "out_of_range"),
    ("sample_size", {"baseline": "60%", "lift": "100%"}, "out_of_range"),
    ("sample_size", {"baseline": 0.1, "lift": 0}, "undefined"),
    ("sample_size", {"baseline": 0.1, "lift": 0.1, "power": 1.2}, "ambiguous"),
    ("duration", {"n_per_group": 100, "daily_visitors": 0}, "undefined"),
    ("detectable_effect", {"baseline": "50%", "n": 2}, "no_solution"),
    (
        "ab_test",
        {"visitors_a": 10, "conversions_a": 20, "visitors_b": 10, "conversions_b": 1},
        "out_of_range",
    ),
    (
        "ab_test",
        {"visitors_a": 0, "conversions_a": 0, "visitors_b": 10, "conversions_b": 1},
        "undefined",
    ),
    (
        "ab_test",
        {"visitors_a": 10, "conversions_a": 0, "visitors_b": 10, "conversions_b": 0},
        "insufficient_data",
    ),
    (
        "ab_test",
        {"visitors_a": 10, "conversions_a": 2.5, "visitors_b": 10, "conversions_b": 1},
        "out_of_range",
    ),
    ("ab_test", {"groups": [{"name": "a", "visitors": 10, "conversions": 1}]}, "insufficient_data"),
    (
        "means",
        {"n_a": 1, "mean_a": 5, "sd_a": 1, "n_b": 9, "mean_b": 5, "sd_b": 1},
        "insufficient_data",
    ),
    (
        "means",
        {"n_a": 9, "mean_a": 5, "sd_a": -1, "n_b": 9, "mean_b": 5, "sd_b": 1},
        "out_of_range",
    ),
    ("means", {"n_a": 9, "mean_a": 5, "sd_a": 0, "n_b": 9, "mean_b": 5, "sd_b": 0}, "undefined"),
    (
        "ratio_metric",
        {
            "groups": [
                {"name": n, "n": 10, "sum_m": 5, "sum_d": 0, "sum_mm": 9, "sum_dd": 0, "sum_md": 0}
                for n in "ab"
            ]
        },
        "undefined",
    ),
    ("srm", {"observed": [0, 0]}, "insufficient_data"),
    ("srm", {"observed": [5, 5], "expected": [1, 1, 1]}, "mismatch"),
    (
        "holdout",
        {
            "exposed_visitors": 10,
            "exposed_conversions": 11,
            "holdout_visitors": 10,
            "holdout_conversions": 1,
        },
        "out_of_range",
    ),
    (
        "holdout",
        {
            "exposed_visitors": 10,
            "exposed_conversions": 1,
            "holdout_visitors": 0,
            "holdout_conversions": 0,
        },
        "undefined",
    ),
]


@pytest.mark.parametrize(("name", "inputs", "kind"), REFUSED)
def test_refusals_name_their_kind_and_give_no_number(
    name: str, inputs: dict[str, object], kind: str
) -> None:
    result = run(name, inputs)
    assert result.status in {"refused", "needs_input"}
    assert kind in kinds(result)
    assert result.values == {}


@pytest.mark.parametrize(
    "name",
    [
        "sample_size",
        "duration",
        "power",
        "detectable_effect",
        "ab_test",
        "means",
        "ratio_metric",
        "peeking",
        "sequential",
        "srm",
        "holdout",
    ],
)
def test_nothing_given_asks(name: str) -> None:
    result = run(name, {})
    assert result.status == "needs_input"
    assert result.next_question
