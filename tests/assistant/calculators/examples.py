"""One computation for each calculator, and the chat message that asks for the same one."""

from typing import Any

ABC = [
    {"name": "A", "reach": "4000/month", "impact": "2", "confidence": "80%", "effort": "2"},
    {"name": "B", "reach": "9000/month", "impact": "1", "confidence": "50%", "effort": "3 weeks"},
]
TWO = "A: reach 4000/month, impact 2, confidence 80%, effort 2; B: reach 9000/month, impact 1, confidence 50%, effort 3 weeks"
ARM: dict[str, Any] = {"n": 1000, "sum_dd": 1600, "sum_d": 1200}
EXAMPLES: dict[str, tuple[dict[str, Any], str | None]] = {
    "rice": ({"items": ABC}, f"RICE: {TWO}"),
    "ice": (
        {"items": [{"name": "A", "impact": 8, "confidence": 7, "ease": 5}, {"name": "B", "impact": 6, "confidence": 9, "ease": 8}]},
        "ICE: A 8 7 5, B 6 9 8",
    ),
    "value_effort": (
        {"items": [{"name": "A", "value": 4, "effort": 2}, {"name": "B", "value": 5, "effort": 5}]},
        "value vs effort: A value 4 effort 2; B value 5 effort 5",
    ),
    "scorecard": (
        {"items": [{"name": "A", "fit": 4, "roi": 3}, {"name": "B", "fit": 3, "roi": 5}], "weights": {"fit": 60, "roi": 40}},
        "Weighted scorecard with weights fit 60, roi 40: A fit 4, roi 3; B fit 3, roi 5",
    ),
    "strive": (
        {"items": [{"name": "A", "fit": 4, "roi": 3}, {"name": "B", "fit": 3, "roi": 5}], "weights": {"fit": 60, "roi": 40}},
        "STRIVE scorecard with our factors fit 60, roi 40: A fit 4, roi 3; B fit 3, roi 5",
    ),
    "ranking_robustness": ({"items": ABC}, f"How robust is this RICE ranking: {TWO}"),
    "roi": ({"cost": "12k", "benefit": "21k"}, "What's the ROI if it costs 12k and brings 21k margin?"),
    "tco": ({"one_time": "50k", "recurring": "20k a year", "years": "3 years"}, "TCO over 3 years: 50k upfront and 20k a year"),
    "payback": ({"investment": "50k", "inflow": "4k a month"}, "payback if we spend 50k and save 4k a month"),
    "npv": ({"cash_flows": [-100000, 30000, 50000, 60000], "rate": "8%"}, "NPV at 8% of -100k, 30k, 50k, 60k"),
    "irr": ({"cash_flows": [-100000, 30000, 50000, 60000]}, "IRR of -100k, 30k, 50k, 60k"),
    "break_even": (
        {"fixed_cost": 10000, "human_cost": 6, "ai_cost": 0.5},
        "Break-even: fixed cost 10,000, human cost 6, AI cost 0.5 per contact",
    ),
    "clv": ({"retention": "80%", "margin": 40, "discount": "10%"}, "our retention is 80%, margin 40, discount 10%: CLV?"),
    "uplift": (
        {"sessions": "200k", "baseline": "2%", "aov": 50, "effect": "8%"},
        "How much extra revenue: 200k sessions, 2% conversion, AOV 50, +8%",
    ),
    "automation_savings": (
        {"resolved": 5000, "minutes": 6, "hourly_cost": 30, "ai_cost": 4000},
        "5,000 inquiries resolved, 6 minutes each, agents cost 30 per hour, the bot costs 4,000. How much do we save?",
    ),
    "goal_pacing": ({"start": 60, "target": 69, "months": "9 months"}, "We want AOV from 60 to 69 in 9 months. What monthly growth do we need?"),
    "sample_size": ({"baseline": "4%", "effect": "5%"}, "how many users do we need to detect 5% lift on 4% conversion?"),
    "duration": (
        {"baseline": "3%", "effect": "10%", "daily_visitors": 5000},
        "how long must the test run, 3% baseline, want +10%, 5k visitors a day",
    ),
    "power": ({"baseline": "3%", "effect": "10%", "n_per_group": 5000}, "power with 5,000 per group, 3% baseline and 10% lift?"),
    "detectable_effect": ({"baseline": "3%", "n_per_group": 20000}, "What MDE with 20,000 visitors per group and 3% baseline?"),
    "mean_sample_size": (
        {"mean": 60, "sd": 30, "difference": 2},
        "how many users per group to detect a difference of 2 with a mean of 60 and a standard deviation of 30?",
    ),
    "ab_test": (
        {"groups": [{"name": "A", "visitors": 2400, "conversions": 120}, {"name": "B", "visitors": 2380, "conversions": 150}]},
        "A: 120/2400, B: 150/2380. did B win?",
    ),
    "means": (
        {"groups": [{"name": "control", "mean": 52, "sd": 20, "n": 1000}, {"name": "variant", "mean": 54, "sd": 21, "n": 1000}]},
        "AOV test: control mean 52 sd 20 n 1000, variant mean 54 sd 21 n 1000 significant?",
    ),
    "ratio_metric": (
        {"groups": [{**ARM, "name": "a", "sum_m": 50000, "sum_mm": 3000000, "sum_md": 62000}, {**ARM, "name": "b", "sum_m": 53000, "sum_mm": 3300000, "sum_md": 66000}]},
        None,
    ),
    "peeking": ({"looks": 5}, "we peeked five times at our test, how bad is that?"),
    "sequential": ({"n": 2000, "treatment": 190, "control": 110}, "sequential test with N=2000, treatment 190, control 110"),
    "srm": ({"observed": [5120, 4880], "expected_split": [50, 50]}, "srm check: 5120 vs 4880, should be 50/50"),
    "holdout": (
        {"exposed_visitors": 10000, "exposed_conversions": 300, "holdout_visitors": 2000, "holdout_conversions": 50},
        "holdout: 10,000 exposed with 300 buyers, 2,000 holdout with 50 buyers. Incremental?",
    ),
    "psi": ({"expected": [20, 30, 50], "actual": [25, 25, 50]}, "PSI for 20/30/50 vs 25/25/50"),
    "fairness": (
        {"groups": [{"name": "women", "selected": 40, "total": 100}, {"name": "men", "selected": 60, "total": 100}]},
        "approval 40/100 women vs 60/100 men",
    ),
    "readiness": (
        {"accuracy": 4, "completeness": 2, "consistency": 3},
        "how ready is our data? accuracy 4, completeness 2, consistency 3",
    ),
    "hitl": ({"old_price": 20, "new_price": 23, "threshold": "10%"}, "Price goes from 20 to 23, our threshold is 10%. Does someone need to review?"),
    "roadmap": (
        {"items": [{"name": "A", "duration": "3 months"}, {"name": "B", "duration": "2 months", "depends_on": "A"}], "capacity": 2},
        "plan these with 2 people: A 3 months, B 2 months after A",
    ),
}  # fmt: skip
