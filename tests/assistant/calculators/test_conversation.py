"""Messages: which computation they ask for, and follow-ups on it."""

import time

import pytest

from assistant.calculators import Scenario, compare, edit_request, read_request, run, run_scenario

ASKED = [
    (
        "RICE: voice ordering reaches 1,500 a month, impact 1, confidence 50%, effort 3; "
        "schema markup for products reaches 6,000, "
        "impact 0.5, confidence 80%, effort 1. Which first?",
        "rice",
        {"order": ["schema markup for products", "voice ordering"]},
    ),
    (
        "A writing assistant costs 12,000 a year all in and brings 21,000 in profit before that cost. ROI?",
        "roi",
        {"roi": 0.75},
    ),
    (
        "Control 10,000 visitors 250 orders, variant 10,000 visitors 290 orders, significant?",
        "ab_test",
        {"significant": False},
    ),
    ("Is 250/10000 vs 290/10000 significant at 95% confidence?", "ab_test", {"difference": 0.004}),
    (
        "10,000 visitors each, 250 vs 290 orders, is it significant?",
        "ab_test",
        {"difference": 0.004},
    ),
    (
        "how many visitors do I need to detect a 10% lift on a 2.5% conversion rate?",
        "sample_size",
        {"n_per_group": 64199},
    ),
    ("Sample size to go from 2.5% to 3%?", "sample_size", {"target": 0.03}),
    ("NPV of -50,000 now then 20,000 a year for 4 years at 8%", "npv", {"npv": 16242.5368}),
    ("payback for 30k upfront and 2.5k per month", "payback", {"payback": 12}),
    ("What is the IRR of -1000 today, then 2500 and -1540", "irr", {"irr": None}),
    ("TCO over 3 years: 50,000 upfront and 20,000 a year", "tco", {"tco": 110000}),
    ("CLV with AOV 60, 4 orders a year, 3 years, margin 40%", "clv", {"clv": 288}),
    (
        "Break-even: fixed cost 10,000, human cost 6, AI cost 0.5 per contact",
        "break_even",
        {"break_even_volume": 1819},
    ),
    (
        "100,000 sessions, 2.5% conversion, AOV $60, 10% uplift: how much extra revenue?",
        "uplift",
        {"extra_revenue": 15000},
    ),
    (
        (
            "5,000 inquiries resolved, 6 minutes each, agents cost $30 per hour, the bot "
            "costs $4,000. How much do we save?"
        ),
        "automation_savings",
        {"net_value": 11000},
    ),
    (
        "What growth per month do I need to increase AOV by 15% in 9 months?",
        "goal_pacing",
        {"months": 9},
    ),
    ("SRM: 5000 vs 5300 users, intended 50/50", "srm", {"mismatch": False}),
    ("PSI: expected 25%, 25%, 25%, 25%; actual 30%, 20%, 30%, 20%", "psi", {"psi": 0.0405465}),
    (
        "Fairness: group A 45 of 100 selected, group B 36 of 100 selected",
        "fairness",
        {"four_fifths_pass": True},
    ),
    ("price from 100 to 112, threshold 10%, does it need human review?", "hitl", {"review": True}),
    (
        "How long must I run an A/B test with 5,000 visitors a day, 2.5% baseline, 10% lift?",
        "duration",
        {"weeks": 4},
    ),
    (
        "What MDE with 20,000 visitors per group and 3% baseline?",
        "detectable_effect",
        {"n_per_group": 20000},
    ),
    (
        "ICE: chatbot 8, 7, 5; search impact 6 confidence 9 ease 8",
        "ice",
        {"order": ["search", "chatbot"]},
    ),
    (
        "value vs effort: chatbot value 4 effort 2; search value 5 effort 5",
        "value_effort",
        {"value_cut": 3},
    ),
    (
        "RICE these:\n- Chatbot: reach 5k/month, impact high, confidence 80%, effort 2 "
        "weeks\n- Search: reach 9k/month, impact medium, "
        "confidence 50%, effort 3 person-months",
        "rice",
        {"order": ["Chatbot", "Search"]},
    ),
    (
        (
            "Which first?\n| Initiative | Reach | Impact | Confidence | Effort |\n|---|---|---"
            "|---|---|\n| A | 5000 | 2 | 80% | 2 |\n| B | 800 | 3 | 50% | 1 |"
        ),
        "rice",
        {"order": ["A", "B"]},
    ),
]


@pytest.mark.parametrize(("message", "calculator", "values"), ASKED)
def test_a_message_with_its_numbers_is_computed(
    message: str, calculator: str, values: dict[str, object]
) -> None:
    request = read_request(message)
    assert request is not None
    assert request.calculator == calculator
    result = run(request.calculator, request.inputs)
    for name, value in values.items():
        number = isinstance(value, int | float) and not isinstance(value, bool)
        expected = pytest.approx(value, rel=1e-5) if number else value
        assert result.values[name] == expected


def test_the_assumed_period_is_said() -> None:
    request = read_request(ASKED[0][0])
    assert request is not None
    result = run(request.calculator, request.inputs)
    assert [(row["name"], row["score"]) for row in result.values["rows"]] == [
        ("schema markup for products", 2400),
        ("voice ordering", 250),
    ]
    assert any("per month" in note for note in result.assumptions)


@pytest.mark.parametrize(
    "message",
    [
        "what is RICE?",
        "increase AOV by 15% within 9 months, which applications first?",
        "Why is 80% confidence used in RICE?",
        "How does ROI differ from NPV?",
        "What ROI should I expect from a chatbot within 12 months?",
        "Is a 20% ROI good?",
        "Explain the ROI formula of module 6.1",
        "Which 2-3 AI applications should be my top priorities for a 15% AOV increase in 9 months?",
        "Name 3 KPIs for a chatbot and 2 for search",
        "What is a good sample size in A/B tests?",
        "increase conversion from 2% to 3% in 6 months with AI",
        "Is a 10% to 50% scaling of the pilot wise?",
        "Our AOV is $60 and conversion 2%; which AI application should we start with?",
        "Give me a 3-month pilot plan with 20% holdout",
        "How should a business with 50,000 customers and 12% churn use CLV?",
        "What does 95% confidence mean?",
        "",
        "hello",
        "Top 3 priorities for a $2M revenue store with 10,000 monthly visitors?",
        "We run 4 variants for 2 weeks, what should we watch?",
    ],
)
def test_a_question_is_not_a_computation(message: str) -> None:
    assert read_request(message) is None


ITEMS = [
    {"name": "A", "reach": "4000/month", "impact": "2", "confidence": "80%", "effort": "2"},
    {"name": "B", "reach": "9000/month", "impact": "1", "confidence": "50%", "effort": "3 weeks"},
    {"name": "C pilot", "reach": "500/month", "impact": "3", "confidence": "50%", "effort": "1"},
]
RICE = Scenario("rice", {"items": ITEMS})


@pytest.mark.parametrize(
    ("message", "name", "score"),
    [
        ("what if effort doubles for B?", "B", 3250),
        ("Double the effort of B", "B", 3250),
        ("what if B's reach falls by 20%?", "B", 5200),
        ("set reach of A to 5k", "A", 4000),
        ("A's confidence is 50%", "A", 2000),
        ("What if the effort of A were 4 instead?", "A", 1600),
        ("add D: reach 100, impact 3, confidence 100%, effort 1", "D", 300),
        ("and if impact of A is massive?", "A", 4800),
    ],
)
def test_one_field_changes(message: str, name: str, score: float) -> None:
    edited = edit_request(message, RICE)
    assert edited is not None
    rows = {row["name"]: row["score"] for row in run_scenario(edited).values["rows"]}
    assert rows[name] == pytest.approx(score)


def test_drop_and_order_change() -> None:
    dropped = edit_request("drop C", RICE)
    assert dropped is not None
    assert run_scenario(dropped).values["order"] == ["B", "A"]
    edited = edit_request("what if effort triples for B?", RICE)
    assert edited is not None
    change = compare(run_scenario(RICE), run_scenario(edited))
    assert change.order_changed is True
    assert [(step.name, step.before, step.after) for step in change.changes] == [
        ("B", pytest.approx(6500), pytest.approx(6500 / 3))
    ]


def test_tie_question() -> None:
    asked = edit_request("at what effort do they tie?", RICE)
    assert asked is not None
    assert "A ties with B at effort 0.9846 (now 2)" in run_scenario(asked).headline


@pytest.mark.parametrize(
    ("first", "message", "field", "value"),
    [
        ("NPV of -50,000 now then 20,000 a year for 4 years at 8%", "and at 12%?", "npv", 10746.99),
        (
            "NPV of -50,000 now then 20,000 a year for 4 years at 8%",
            "with 6 years",
            "npv",
            42457.59,
        ),
        (
            "NPV of -50,000 now then 20,000 a year for 4 years at 8%",
            "and the payback?",
            "payback",
            2.5,
        ),
        ("payback for 30k upfront and 2.5k per month", "and with 3k a month?", "payback", 10),
        (
            "how many visitors do I need to detect a 10% lift on a 2.5% conversion rate?",
            "with 90% power?",
            "n_per_group",
            85944,
        ),
        (
            "A tool costs $12,000 a year and brings \u20ac21,000 in profit before that cost. ROI?",
            "use EUR at 1.08",
            "roi",
            0.89,
        ),
    ],
)
def test_follow_ups(first: str, message: str, field: str, value: float) -> None:
    request = read_request(first)
    assert request is not None
    edited = edit_request(message, Scenario(request.calculator, request.inputs))
    assert edited is not None
    assert run_scenario(edited).values[field] == pytest.approx(value, rel=1e-6)


@pytest.mark.parametrize(
    "message",
    ["why is that?", "what about chatbots?", "which should I do first?", "thanks", "what is RICE?"],
)
def test_other_follow_ups_are_no_edits(message: str) -> None:
    assert edit_request(message, RICE) is None


def test_a_scenario_runs_again_to_the_same_numbers() -> None:
    again = Scenario.from_json(RICE.to_json())
    assert run_scenario(again) == run_scenario(RICE)


@pytest.mark.parametrize(
    ("message", "order"),
    [
        (
            "Rank these by RICE. Chatbot: reach 8,000 users/quarter, impact 2, confidence 80%, effort 2. "
            "Tips: reach 20,000 users/quarter, impact 1, confidence 50%, effort 4.",
            ["Chatbot", "Tips"],
        ),
        (
            "Compare with RICE: (1) chat - reach 8000/quarter, impact medium, confidence 80%, effort 2 (2) search - "
            "reach 20000/quarter, impact low, confidence 50%, effort 1",
            ["search", "chat"],
        ),
        (
            "1. Chatbot: 8000, 1, 80%, 2\n2. Search: 20000, 0.5, 50%, 1\nRICE please",
            ["Search", "Chatbot"],
        ),
        (
            "RICE for chatbot (reach 4000, impact 2, confidence 80%, effort 2) and "
            "search (reach 9000, impact 1, confidence 50%, effort 4)",
            ["chatbot", "search"],
        ),
    ],
)
def test_lists_in_many_shapes(message: str, order: list[str]) -> None:
    request = read_request(message)
    assert request is not None
    assert run(request.calculator, request.inputs).values["order"] == order


def test_a_rate_of_a_size_is_a_count() -> None:
    request = read_request(
        "Test results: Control 5.0% of 8,000; Variant 5.8% of 8,000. Significant?"
    )
    assert request is not None
    assert run(request.calculator, request.inputs).values["difference"] == pytest.approx(0.008)


@pytest.mark.parametrize(
    "message", ["RICE " + "1 " * 9000, "NPV " + "5, " * 6000, "RICE:\n" + "- a: reach 5\n" * 900]
)
def test_long_messages_are_read_in_bounded_time(message: str) -> None:
    start = time.perf_counter()
    read_request(message)
    assert time.perf_counter() - start < 2
