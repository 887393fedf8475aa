"""Conversations about one scenario: what each turn computes, says, and leaves alone."""

from collections.abc import Sequence
from typing import Any

import pytest

from assistant.arithmetic import Computed, compute
from assistant.calculators import CALCULATORS, Scenario, next_turn
from assistant.calculators.topics import TOPICS

TABLE = (
    "RICE these:\n| Idea | Reach | Impact | Confidence | Effort | Owner |\n|---|---|---|---|---|---|\n"
    "| A | 4000/month | 2 | 80% | 2 | Kim |\n| B | 9000/month | 1 | 50% | 3 weeks | Lee |\n"
    "| C pilot | 500/month | 3 | 50% | 1 | Kim |"
)


class Told:
    """An exchange as the store keeps it, as far as arithmetic looks at it."""

    def __init__(self, scenario: Any) -> None:
        self.scenario = scenario


def play(messages: Sequence[str]) -> list[Computed]:
    """Every message in turn, each with the scenarios of the ones before."""
    history: list[Any] = []
    answers = []
    for message in messages:
        computed = compute(message, history)
        answers.append(computed)
        history.append(Told(computed.scenario))
    return answers


def said(messages: Sequence[str]) -> str:
    """The headline of the last message's result; empty when it computes nothing."""
    results = play(messages)[-1].results
    return results[0].headline if results else ""


@pytest.mark.parametrize(
    ("messages", "part"),
    [
        ([TABLE, "what if effort doubles for B?"], "Effort of B 3 weeks -> 6 weeks: B 6,500 -> 3,250"),
        ([TABLE, "what if effort doubles for B?"], "The order stays the same."),
        ([TABLE, "what if effort triples for B?"], "The order changes: A, B, C pilot (before: B, A, C pilot)"),
        ([TABLE, "at what effort do they tie?"], "A ties with B at effort 0.9846 (now 2)"),
        ([TABLE, "drop C"], "Without C pilot"),
        ([TABLE, "drop A and C"], "RICE score of B: 6,500."),
        ([TABLE, "add D: reach 2000 a month, impact 2, conf 80, effort 2"], "D is scored now"),
        ([TABLE, "confidence of A to 50"], "Confidence of A 80% -> 50%"),
        ([TABLE, "set A's confidence to 50 and B's to 80"], "confidence of B 50% -> 80%"),
        ([TABLE, "make B's reach 12k a month and its impact 2"], "impact of B 1 -> 2: B 6,500 -> 17,333"),
        ([TABLE, "what if all efforts double?"], "A 3,200 -> 1,600"),
        ([TABLE, "rename B to Search"], "Search comes first"),
        ([TABLE, "can you halve A's effort?"], "Effort of A 2 -> 1: A 3,200 -> 6,400"),
        ([TABLE, "swap A and B"], "B ties with A at reach 4,430.7692"),
        (["A 200/5000, B 240/5000, which wins?", "swap A and B"], "Inconclusive between A and B: -0.8 points"),
        (["ICE: chatbot impact 8, confidence 80%, ease 6; search impact 7 confidence 9 ease 5", "8"], "chatbot comes first (ICE: chatbot 384; search 315)"),
        (["how many users to detect a 5% lift on 4% conversion?", "how long would that take with 5k visitors a day?", "ten times the traffic"], "weeks 9 -> 2"),
        ([TABLE, "drop C", "undo"], "Undone. With C pilot"),
        ([TABLE, "drop C", "halve the effort of A", "undo", "undo"], "Undone. With C pilot"),
        ([TABLE, "undo"], "There is no earlier step."),
        ([TABLE, "drop C", "halve the effort of A", "start over"], "B comes first (RICE: B 6,500; A 3,200; C pilot 750)"),
        ([TABLE, "confidence of A to 50", "what changed?"], "Confidence of A 80% -> 50%"),
        ([TABLE, "what changed?"], "Nothing has changed so far."),
        ([TABLE, "show as table"], "| 1 | B | 6,500 | 9,000 | 1 | 50% |"),
        ([TABLE, "now with ICE"], "Impact is missing for A, B, C pilot."),
        ([TABLE, "now with ICE", "how robust is that order?"], "B is first in"),
        ([TABLE, "and what's the order now?"], "B comes first"),
        (["ROI if it costs 12k and brings 21k margin?", "and with 18,000?"], "18,000 instead of which: the cost (12k) or the benefit (21k)?"),
        (["ROI if it costs 12k and brings 21k margin?", "and with 18,000?", "the cost"], "Cost 12k -> 18,000: ROI 75% -> 16.7%"),
        (["ROI if it costs 12k and brings 21k margin?", "and with 18,000?", "the second one"], "Benefit 21k -> 18,000"),
        (["ROI if it costs 12k and brings 21k margin?", "what if the cost rises by 10%?"], "ROI 75% -> 59.1%"),
        (["ROI if it costs 12k and brings 21k margin?", "what's the ROI with 15k cost?"], "ROI 75% -> 40%"),
        (["net profit of 9k on a cost of 12k, what's the ROI?", "yes, it's already taken off"], "ROI is 75%"),
        (["net profit of 9k on a cost of 12k, what's the ROI?", "no, before the cost"], "ROI is -25%"),
        (["net profit of 9k on a cost of 12k: ROI by the course formula?"], "ROI is -25%"),
        (["roi of a chatbot that costs 12k?", "21k"], "ROI is 75%"),
        (["A tool costs $12,000 and brings \u20ac21,000 in profit before that cost. ROI?", "use EUR at 1.08"], "ROI is 89%"),
        (["A tool costs $12,000 and brings \u20ac21,000 in profit before that cost. ROI?", "use EUR at 1.08", "and at 1.15?"], "ROI is 101.2%"),
        (["how many users to detect a 5% lift on 4% conversion?", "with 90% power instead"], "n per group 154,304 -> 206,569"),
        (["how many users to detect a 5% lift on 4% conversion?", "and one-sided?"], "Sides one-sided: n per group 154,304 -> 121,545"),
        (["how many users to detect a 5% lift on 4% conversion?", "and with 10%?"], "10% instead of which: the effect (5%) or the baseline (4%)?"),
        (["how many users to detect a 5% lift on 4% conversion?", "how long would that take with 5k visitors a day?"], "weeks"),
        (["NPV at 8% of -100k, 30k, 50k, 60k", "at 12% discount?"], "NPV 18,275 -> 9,352"),
        (["NPV at 8% of -100k, 30k, 50k, 60k", "and the IRR?"], "IRR is 16.79% per year"),
        (["NPV at 8% of -100k, 30k, 50k, 60k", "what if the last one is 40k?"], "-100k; 30k; 50k; 40k"),
        (["payback if we spend 50k and save 4k a month", "and if it saves 5k?"], "Payback after 10 months."),
        (["payback if we spend 50k and save 4k a month", "60k?"], "60k instead of which"),
        (["is 120 of 2400 vs 150 of 2380 significant?", "and with 160 conversions in B?"], "Conversions of variant 150 -> 160"),
        (["is 120 of 2400 vs 150 of 2380 significant?", "is the split ok?"], "No sample-ratio mismatch"),
        (["our retention is 80%, margin 40, discount 10%: CLV?", "retention 85"], "Retention 80% -> 85%"),
        (["use STRIVE"], "gives no factors, scale, weights or formula"),
        (["use STRIVE", "the preset is fine"], "Give at least one option"),
        (["use STRIVE", "the preset is fine", "Chatbot 4,3,4,3,4,5; Search 3,4,5,4,3,3"], "Chatbot comes first"),
        (["use STRIVE", "fit 40, roi 30, ethics 30 as weights: fit 40, roi 30, ethics 30", "Chatbot 4,3,5; Search 3,5,4"], "Chatbot comes first (Chatbot 4; Search 3.9)"),
        (["RICE: A reach 1000 impact 2 confidence 8 effort 2; B reach 1200 impact 1 confidence 100% effort 1.5", "80%"], "A is scored now"),
        (["RICE: A reach 1000 impact 2 confidence 80% effort 2; B reach 1200 impact 1 confidence 100%", "effort of B is 2"], "B is scored now"),
        (["plan these: A 3 months, B needs A, 2 people", "2 months"], "done after 5 months"),
        (["How much extra revenue: 200k sessions, 2% conversion, AOV 50, +8%", "yes, randomised"], "Extra revenue is 16,000"),
    ],
)  # fmt: skip
def test_a_turn_says_what_it_changed(messages: list[str], part: str) -> None:
    assert part in said(messages)


def test_a_question_in_between_leaves_the_scenario_alone() -> None:
    answers = play([TABLE, "What is cart abandonment?", "and for email?", "halve the effort of C"])
    assert [bool(answer.results) for answer in answers] == [True, False, False, True]
    assert "C pilot 750 -> 1,500" in answers[-1].results[0].headline


def test_an_ambiguous_amount_gives_no_number() -> None:
    result = play(["ROI if it costs 12k and brings 21k margin?", "and with 18,000?"])[-1].results[0]
    assert result.status == "needs_input"
    assert result.values == {}
    assert [problem.field for problem in result.problems] == ["cost", "benefit"]


def test_a_table_with_decimal_commas_stays_what_it_was_when_edited() -> None:
    table = "RICE:\nIdee;Reach;Impact;Confidence;Effort\nA;1.200;2;80%;1,5\nB;900;0,5;50%;2"
    first, edited = play([table, "what if effort of B is 1?"])
    scores = [
        {row["name"]: row["score"] for row in answer.results[0].values["rows"]}
        for answer in (first, edited)
    ]
    assert scores == [
        {"A": 1280, "B": pytest.approx(112.5)},
        {"A": 1280, "B": pytest.approx(225)},
    ]


SCENARIOS: list[Scenario | None] = [
    None,
    Scenario(
        "rice",
        {
            "items": [
                {"name": "Chatbot", "reach": "4000/month", "impact": "2", "confidence": "80%", "effort": "2"},
                {"name": "Search", "reach": "9000/month", "impact": "1", "confidence": "50%", "effort": "3 weeks"},
            ]
        },
    ),
    Scenario("roi", {"cost": "12k", "benefit": "21k"}),
    Scenario("sample_size", {"baseline": "4%", "effect": "5%"}),
    Scenario("npv", {"cash_flows": "-100k; 30k; 50k; 60k", "rate": "8%"}),
    Scenario("strive", {}),
    Scenario(
        "roadmap",
        {"items": [{"name": "A", "duration": "3 months"}, {"name": "B", "depends_on": ["A"]}], "capacity": "2"},
    ),
]  # fmt: skip
QUESTIONS = """
raise AOV by 15% in 9 months: which first?
We want to lift conversion by 10% in 6 months, which AI applications come first?
How would you measure ROI over 12 months for a $50k chatbot?
Our store has 20,000 visitors a month and a 2% conversion rate. Where should we start with AI?
What share of tickets can a chatbot resolve, 40% or 60%?
Is a payback of 12 months realistic for a recommendation engine?
We have 3 data engineers and 2 marketers: what should our roadmap look like?
Give me a roadmap with short-term wins in 3-6 months and long-term bets in 1-3 years
Which 2-3 AI applications, evaluated using STRIVE, should be my top priorities for raising AOV by 15% in 9 months?
How do we scale a chatbot pilot from 10% to 50% of queries?
What fairness metrics should we use for 2 customer segments?
How often should we check for drift, every 3 months?
Is 95% confidence needed for A/B tests in e-commerce?
What does 80% power mean?
Name 5 KPIs for search and 3 for chatbots
In lesson 6.1, what are the 4 steps of a roadmap?
How do I convince a CFO to invest $100,000 in personalization?
If we spend 50k on AI this year, what governance do we need?
Our churn is 12% and CLV is $300. What could AI do about it?
Should we use a holdout of 5% or 10%?
What is a good sample size in A/B tests with 2 variants?
How can we reduce cart abandonment from 70% to 60% in 6 months?
Top 3 priorities for a $2M revenue store with 10,000 monthly visitors?
What are the 5 data quality dimensions?
Is our data ready if we have 2 years of order history?
We need human review for price changes above 10%: what does the course say?
When does a price change over 10% need human review?
What would a 20% increase in AOV mean for our strategy over 2 years?
How much does a chatbot cost, 10k or 100k?
Critique: I would choose personalization first because it lifts conversion by 10% and AOV by 5%
We have 5,000 inquiries a month. Which KPIs tell us the chatbot works?
Reduce resolution time by 30% and raise repeat purchases by 10% in 9 months: which applications?
What did GadgetGo achieve with 3 goals?
Compare RICE and ICE in 2 sentences
What weights should we use in a scorecard with 6 criteria?
How do I explain NPV at 8% to a non-finance team?
For 2 segments and 3 channels, how should personalization be rolled out?
Is a 4.5 out of 5 CSAT good after the chatbot launch?
What is the difference between a 6-month and a 12-month horizon?
We got 120% ROI last year with AI, what next?
Why is the ROI formula 100% * (profit - cost) / cost?
Write a SMART goal: CSAT +15% in 12 months
Our customer satisfaction fell from 4.5 to 4.1 in 2 months after the chatbot launch. Why?
Summarise lesson 6.3 in 100 words
What if we only have 1 engineer?
What about 2 markets?
And for 3 regions?
How many people should be on an AI team?
How many customers use voice search, 20% or 30%?
AI pilot with 1,000 users for 3 months: what should we track?
Can you plan a 3-month pilot for 2 applications?
What score should a project have to pass, 3 or 4?
what would change if we had 10 times the budget?
which of the 3 approaches is best for 2 people?
Our chatbot resolved 40% of 5,000 inquiries. Is that a good leading indicator?
Which KPIs should a team of 4 people track in the first 3 months?
How do we attribute a 12% uplift to personalization rather than seasonality?
A/B tests need 95% confidence; what else does the course say about attribution?
We approved a budget of $200k for 3 AI projects. What governance is needed?
Our data is 80% complete and 3 years old; is it ready for hyper-personalization?
Should price changes of more than 15% be reviewed by a human?
If churn is 5% a month, which AI applications help retention?
The board wants 2 quick wins and 1 long-term bet. What do you suggest?
Our AOV is $80; how could AI raise it to $100 in a year?
What are the risks of scaling from 1,000 to 50,000 users?
How much data do we need, 6 or 12 months?
We saw a 3% drop in conversion after launching the chatbot 2 weeks ago. What should we check?
Do 3 of the 5 dimensions of data quality matter more?
Explain RICE in 3 steps
What is the difference between ROI of 50% and NPV of $10k?
Is it fair to give discounts to 20% of customers?
We have bias concerns in 2 of our 4 segments. What does the course recommend?
Which is better for a store with 500 orders a month: search or chatbot?
Our CEO wants an ROI within 6 months. How should I communicate?
How did the retailer in the example improve CTR by 25%?
Plan for the next 12 months: which AI initiatives should come first?
We want to increase repeat purchases by 10% and reduce returns by 5% in 12 months. What first?
Can 1 person manage 3 AI tools?
What happens to our roadmap if the data platform takes 6 months instead of 3?
For a $5M business with 3% conversion and 60% cart abandonment, what are the top 2 AI applications?
Which lesson covers the 10% to 50% pilot scaling?
What weight should ethics have, 20% or 30%?
Is STRIVE better than RICE for 10 projects?
Use STRIVE to tell me which 3 applications come first for a goal of +15% AOV
Evaluate personalization with STRIVE: what would the 6 factors say?
In 2 sentences: why do ratio scores favor quick wins?
How long should a pilot run: 4, 8 or 12 weeks?
What sample of customers, 5% or 10%, should see the new pricing first?
We tested 2 chatbots with 100 users each. What metrics should we compare?
Our model accuracy drifted from 92% to 85% in 6 months. What should we do?
What are the 3 lagging indicators for AI search?
My 3 priorities: chatbot, search, personalization. Do they fit an AOV goal of 15%?
Our support team of 12 handles 40,000 tickets a year. Which AI application fits best?
Is 3 months enough for a pilot of AI search with 5% of traffic?
How did conversion move from 2.1% to 2.4% in the course's case study?
Should we spend 18k a year on a chatbot?
What would a 10% lift in conversion mean for customer trust?
Which is better for AOV: bundles at 10% off or free shipping over $50?
How many weeks should an AI pilot last for 5,000 visitors a day?
Why is a 50/50 test split recommended?
Is price or quality the 1st driver for 60% of shoppers?
Does a 12% price increase over 3 months need human oversight, and who decides?
Which one wins in the long run: 2 quick wins or 1 big bet?
What does the course say about testing 3 variants at once?
Is the new search really better for 40% of users who never click?
How do we price 3 subscription tiers with a 20% discount limit?
What total costs does a 3-year AI programme have?
What is included in the total cost of a 2-year AI investment?
How can AI raise average order value from 62 to 66?
We expect 25% margin growth in 2 years; how should AI contribute?
Who should own the 5% of cases that the chatbot can't resolve?
Is 1.2M sessions a year enough data for personalization?
Our returns went from 12% to 15% since launching AI sizing 3 months ago. What now?
Do customers notice price changes over 10%?
What monthly growth is realistic in year 2 of AI adoption?
Are 2 out of 3 AI projects failing because of data quality?
Can AI handle 80% of 10,000 queries without people?
Which metric improves first: 24/7 availability or 30% faster response?
How is a price of 19.99 better than 20 in AI pricing?
What licence fees and subscriptions should a $50k budget cover first?
""".strip().split("\n")


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_that_holds_numbers_goes_to_the_course(question: str) -> None:
    for scenario in SCENARIOS:
        history: list[Any] = [Told(scenario.to_json())] if scenario else []
        assert compute(question, history) == Computed(), scenario


def test_steps_are_kept_within_bounds() -> None:
    turn = next_turn(TABLE, None)
    for _ in range(20):
        assert turn is not None
        turn = next_turn("what if effort doubles for B?", turn.scenario)
    assert turn is not None
    assert len(turn.scenario.earlier) == 8
    assert Scenario.from_json(turn.scenario.to_json()) == turn.scenario


def test_the_subject_of_a_result_is_what_the_course_is_asked() -> None:
    assert set(TOPICS) == {calculator.name for calculator in CALCULATORS}
    (computed,) = play(["approval 40/100 women vs 60/100 men"])
    assert computed.topic == TOPICS["fairness"]
    assert play(["What is cart abandonment?"])[0].topic is None
