"""What product managers type: the calculator a message means, and the number it gives."""

from typing import Any

import pytest

from assistant.calculators import read_request, run

RICE_CARD = (
    "score these with weights 40/30/30\n| Option | Fit | ROI | Ethics |\n|---|---|---|---|\n"
    "| Chatbot | 4 | 3 | 5 |\n| Search | 3 | 5 | 4 |"
)
SPOKEN: list[tuple[str, str, dict[str, Any]]] = [
    ("ICE: chatbot 8 7 5, search 6 9 8, emails 4 8 9", "ice", {"order": ["search", "emails", "chatbot"]}),
    ("ICE:\nchatbot 8/7/5\nsearch 6/9/8", "ice", {"order": ["search", "chatbot"]}),
    ("value/effort: chatbot 4/2, search 5/5, emails 2/1", "value_effort", {"value_cut": 3}),
    ("Which first? chatbot reaches 5,000 customers a quarter, high impact, 80% sure, 2 person-months; search reaches 9,000 a quarter, medium impact, 50% sure, 3 person-months", "rice", {"order": ["chatbot", "search"]}),
    ("RICE scoring please: Chatbot - 3k users per quarter, massive impact, 50% confidence, 4 person-months. Search - 9k per quarter, low impact, high confidence, 1 person-month", "rice", {"order": ["Search", "Chatbot"]}),
    ("how robust is RICE ranking of A (reach 1000-2000, impact 2, confidence 80%, effort 2) and B (reach 1800, impact 1, confidence 90%, effort 1)?", "ranking_robustness", {"order": ["B", "A"]}),
    (RICE_CARD, "scorecard", {"order": ["Chatbot", "Search"]}),
    ("Score these options with weights fit 40%, roi 30%, ethics 30%: Chatbot fit 4, roi 3, ethics 5; Search fit 3, roi 5, ethics 4", "scorecard", {"order": ["Chatbot", "Search"]}),
    ("Weighted scorecard: criteria fit (40), roi (30), ethics (30). Chatbot 4,3,5; Search 3,5,2. Ethics must be at least 3.", "scorecard", {"order": ["Chatbot"]}),
    ("weighted scoring, weights cost 50 fit 30 risk 20 (lower is better for cost): Acme cost 3 fit 4 risk 2; Beta cost 2 fit 3 risk 4", "scorecard", {"order": ["Beta", "Acme"]}),
    ("fit counts double: Acme fit 4 price 3 support 5; Beta fit 3 price 5 support 4", "scorecard", {"order": ["Acme", "Beta"]}),
    ("Score STRIVE with our factors fit 30, roi 40, ethics 30: Chatbot fit 4 roi 3 ethics 5; Search fit 3 roi 5 ethics 4", "strive", {"order": ["Search", "Chatbot"]}),
    ("plan these with 2 people: A 3 months, B 2 months after A, C 4 months", "roadmap", {"total_months": 5}),
    ("Roadmap for 3 people: data platform 4 months, personalization 6 months needs data platform, chatbot 3 months", "roadmap", {"total_months": 10}),
    ("sequence these: data platform (4 months, 2 people), personalisation (6 months, 3 people, needs data platform), chatbot (3 months, 1 person). Team of 4.", "roadmap", {"total_months": 10}),
    ("schedule: CRM 2 months; Chatbot 3 months after CRM; Search 4 months. We have 2 engineers.", "roadmap", {"total_months": 5}),
    ("Data readiness: accuracy 4, completeness 3, consistency 2, timeliness 4, relevance 5, accessibility 3, governance 4", "readiness", {"verdict": "not ready"}),
    ("how ready is our data? accuracy 4, completeness 2, consistency 3", "readiness", {"verdict": "not ready"}),
    ("how long must the test run, 3% baseline, want +10%, 5k visitors a day", "duration", {"weeks": 4}),
    ("test of 3 variants, 4% baseline, 10% uplift, 8000 visitors per day: how long?", "duration", {"groups": 4}),
    ("payback if we spend 50k and save 4k a month", "payback", {"payback": 12.5}),
    ("Net present value: -20000 upfront, 8000 per year, 3 years, 7%", "npv", {"npv": 994.5283}),
    ("IRR of investing 1000 and getting 400 a year for 4 years", "irr", {"irr": 0.2186227}),
    ("break even: chatbot costs 2,000 a month, 0.40 per chat instead of 5 per chat", "break_even", {"break_even_volume": 435}),
    ("TCO: 30k setup, 12k a year licence, 5k training, 3 years", "tco", {"tco": 71000}),
    ("How much extra revenue: 200k sessions, 2% conversion, AOV 50, +8%", "uplift", {"extra_revenue": 16000}),
    ("If conversion rises from 2% to 2.4% with 100k sessions and AOV 60, how much more revenue?", "uplift", {"extra_revenue": 24000}),
    ("1.2M sessions, conversion 2.1%, AOV 68 eur, conversion up 5%: what is it worth?", "uplift", {"extra_revenue": 85680}),
    ("chatbot resolves 3,000 tickets a month, 8 min each, agents cost 28/h, bot costs 2500 a month: worth it?", "automation_savings", {"net_value": 8700}),
    ("We want CSAT from 72% to 80% in 12 months, what pace?", "goal_pacing", {"total_growth": 1 / 9}),
    ("what return do we get if we invest 20000 and earn 26000?", "roi", {"roi": 0.3}),
    ("PSI for 20/30/50 vs 25/25/50", "psi", {"psi": 0.0202733}),
    ("model drift: training 40% 35% 25%, live 30% 40% 30%", "psi", {"psi": 0.0445612}),
    ("approval 40/100 women vs 60/100 men", "fairness", {"demographic_parity_ratio": 2 / 3}),
    ("shown the discount: 320 of 1000 in segment North and 250 of 1000 in segment South. Fair?", "fairness", {"lowest": "South"}),
    ("Price goes from 20 to 23, our threshold is 10%. Does someone need to review?", "hitl", {"review": True}),
    ("our pricing bot wants to raise the price from 49 to 55 and we review anything over 10%", "hitl", {"review": True}),
    ("we peeked five times at our test, how bad is that?", "peeking", {"looks": 5}),
    ("checked the dashboard every day for 14 days and stopped at p<0.05. problem?", "peeking", {"looks": 14}),
    ("sequential test with N=2000, treatment 190, control 110", "sequential", {}),
    ("we planned 70/30 and got 7,200 and 2,800 users; ok?", "srm", {"mismatch": True}),
    ("With 95/5 split we have 95,400 vs 4,600 users. Is that ok?", "srm", {"mismatch": True}),
    ("holdout: 10,000 exposed with 300 buyers, 2,000 holdout with 50 buyers. Incremental?", "holdout", {"incremental_buyers": 50}),
    ("holdout of 5000 with 100 purchases vs 45000 exposed with 1100 purchases, AOV 55, randomised", "holdout", {"incremental_buyers": 200}),
    ("AOV test: control mean 52 sd 20 n 1000, variant mean 54 sd 21 n 1000 significant?", "means", {"difference": 2}),
    ("conversion 3.1% (n=12,000) vs 3.4% (n=12,100), is it significant?", "ab_test", {"significant": False}),
    ("is 120 of 2400 vs 150 of 2380 significant?", "ab_test", {"significant": False}),
    ("Our chatbot saves 400 hours a month at \u20ac30/h and costs \u20ac6k a month. ROI?", "roi", {"roi": 1.0}),
    ("payback: setup 30k, saves 200 hours per month at $40 per hour", "payback", {"payback": 3.75}),
    ("ICE scores: popup 7,6,8; bundles 8,5,4", "ice", {"order": ["popup", "bundles"]}),
    ("CSAT from 72 to 80 in 6 months \u2014 what per month?", "goal_pacing", {"total_growth": 1 / 9}),
    ("500 of 10,000 got the offer in group A, 380 of 10,000 in group B. fair?", "fairness", {"highest": "A", "lowest": "B"}),
    ("we expect \u20ac50k benefit from a \u20ac30k tool over 2 years, ROI?", "roi", {"roi": 2 / 3}),
    ("NPV with 12% of -200k, +80k, +90k, +100k", "npv", {"npv": -200_000 + 80_000 / 1.12 + 90_000 / 1.12**2 + 100_000 / 1.12**3}),
    ("Rank: reviews AI (value 8, effort 3), chatbot (value 9, effort 7), SEO copy (value 4, effort 2) value vs effort", "value_effort", {}),
    ("We ran B vs A: A 5000 users 4.0%, B 5000 users 4.6%. significant?", "ab_test", {"significant": False}),
    ("how long must we test to detect 5% on 2% baseline with 30k visitors a week and 4 variants?", "duration", {"groups": 5}),
    ("Chatbot costs 18k/yr, saves 2k/month: payback?", "payback", {"payback": 9}),
    ("payback: 60k build, saves 8k a month, licence 12k a year", "payback", {"payback": 60 / 7}),
    ("The vendor wants 45,000 setup + 1,200/mo. What's the 3yr total cost?", "tco", {"tco": 88_200}),
    ("We'd invest 80k, get back 25k, 40k, 45k. NPV at 10%?", "npv", {"npv": -80_000 + 25_000 / 1.1 + 40_000 / 1.21 + 45_000 / 1.331}),
    ("baseline CR 2.3%, want to detect 0.3pp, how big a sample?", "sample_size", {"target": 0.026}),
    ("how many visitors if baseline is 2% and target is 2.3%", "sample_size", {"target": 0.023}),
    ("We get 3,200 visitors/day, 2.5% CVR, MDE 10%. how many weeks?", "duration", {"weeks": 6}),
    ("What is the power of a test with 10k per arm, 4% vs 4.5%?", "power", {}),
    ("AOV went from 62 to 66 with sd 30 and 28, 1500 orders each, is that real?", "means", {"difference": 4}),
    ("Bot handles 1,200 tickets/month at 7 mins, agent cost $32/hr, licence $1,500/mo. Net savings?", "automation_savings", {"net_value": 2980}),
    ("chatbot resolves 3,000 tickets a month, 8 min each, agents cost 28/h, bot costs 30k a year: worth it?", "automation_savings", {"net_value": 8700}),
    ("customers spend $45 4x a year and stay 3 years with 35% margin. LTV?", "clv", {"clv": 189}),
    ("500k sessions, CVR 2.2%, AOV 70, uplift 6%. Extra revenue? margin 35%", "uplift", {"extra_margin": 16_170}),
    ("100k sessions, 2% conversion, AOV 60, conversion +10% and AOV +5%. Extra revenue?", "uplift", {"combined_uplift": 0.155}),
    ("Cart abandonment falls from 70% to 66% with 200k carts and AOV 50. Extra revenue?", "uplift", {"extra_revenue": 400_000}),
    ("We want revenue from 1.2m to 1.5m in 10 months. What growth per month?", "goal_pacing", {"total_growth": 0.25}),
    ("we're at 120k in month 4 of 12, started at 100k, target 160k. on track?", "goal_pacing", {"on_track": True}),
    ("price change 80 -> 92, threshold 12%, key segment: no", "hitl", {"review": True}),
    ("price changes, are any over 10%? 10->11, 10->12, 20->21", "hitl", {"reviews": 1}),
    ("Prioritise: Chatbot impact 8 confidence 7 ease 6; Search impact 9, confidence 5, ease 4 (ICE)", "ice", {"order": ["Chatbot", "Search"]}),
    ("ROI: benefit between 40k and 60k, cost 30k", "roi", {"roi": 2 / 3}),
    ("Got 50,412 vs 49,210 users in a 50/50 test. Problem?", "srm", {"mismatch": True}),
    ("3 of 40 vs 9 of 42 converted, is B better?", "ab_test", {"significant": False}),
    ("variant a had 5200 users 260 conv; variant b 5100 users 300 conv. significant at 90%?", "ab_test", {"significant": True}),
    ("Holdout: 2.6% of 95,000 exposed bought, 2% of 5,000 held out bought. Incremental?", "holdout", {"incremental_buyers": 570}),
    ("Weighted: strategic fit 40%, ROI 35%, ethics 25%. Chatbot 4/3/5, Dynamic pricing 3/5/2.", "scorecard", {"order": ["Chatbot", "Dynamic pricing"]}),
    ("What would we need to sell to break even? fixed cost 24,000, price 40, variable cost 25", "break_even", {"break_even_volume": 1600}),
    ("Break even: platform 2,000 a month, 60,000 orders a year, AOV 50, margin 30%", "break_even", {"uplift_needed": 2000 * 12 / 900_000}),
    ("Revenue per order. Control: n=1000, revenue 100,000, orders 2,000, revenue squared 14,000,000, orders squared 5,000, product 230,000. Variant: n=1000, revenue 104,000, orders 2,010, revenue squared 15,000,000, orders squared 5,100, product 240,000", "ratio_metric", {"significant": False}),
]  # fmt: skip


@pytest.mark.parametrize(("message", "calculator", "values"), SPOKEN)
def test_a_message_is_read(message: str, calculator: str, values: dict[str, Any]) -> None:
    request = read_request(message)
    assert request is not None
    assert request.calculator == calculator
    result = run(request.calculator, request.inputs)
    assert result.status in {"ok", "ok_with_warnings"}, result.headline
    for name, value in values.items():
        number = isinstance(value, int | float) and not isinstance(value, bool)
        assert result.values[name] == (pytest.approx(value, rel=1e-5) if number else value)


def test_a_scorecard_of_one_line_keeps_its_rules() -> None:
    request = read_request(SPOKEN[9][0])
    assert request is not None
    assert request.inputs["weights"] == {"cost": "50", "fit": "30", "risk": "20"}
    assert request.inputs["lower_is_better"] == ["cost"]


def test_strive_without_factors_is_asked_and_the_preset_offered() -> None:
    request = read_request("can you score these with STRIVE: chatbot, search, pricing")
    assert request is not None
    result = run(request.calculator, request.inputs)
    assert [problem.kind for problem in result.problems] == ["not_defined_in_source"]
    assert "not the course's definition" in result.headline
    assert [row["name"] for row in request.inputs["items"]] == ["chatbot", "search", "pricing"]


def test_an_amount_that_became_no_input_is_told() -> None:
    from assistant.arithmetic import compute

    (result,) = compute("revenue 1M, want +20%, 8 months left. monthly growth needed?", []).results
    assert "Not used in this calculation: 1M." in result.warnings
    (whole,) = compute("ROI if it costs 12k and brings 21k margin?", []).results
    assert not any("Not used" in warning for warning in whole.warnings)
