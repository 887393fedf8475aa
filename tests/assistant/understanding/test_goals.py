"""The reader's goal: what shall change, which way, by how much, until when, and what is missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.goals import read_goal

AMOUNT, DEADLINE = "a measurable amount", "a deadline"

# text, metric, direction, amount, relative, deadline, missing
GOALS = [
    ("increase AOV by 15% in 9 months", "AOV", "up", "15%", True, "in 9 months", ()),
    (
        "My SMART goal is 'increasing average order value by 15% within 9 months'.",
        "average order value", "up", "15%", True, "within 9 months", (),
    ),
    (
        "reduce churn by 2 percentage points by the end of next quarter",
        "churn", "down", "2 percentage points", False, "by the end of next quarter", (),
    ),
    (
        "raise conversion from 2% to 3% by Christmas",
        "conversion", "up", "from 2% to 3%", False, "by Christmas", (),
    ),
    (
        "My goal is to cut winter losses by 20% within two years.",
        "winter losses", "down", "20%", True, "within two years", (),
    ),
    ("we want to grow revenue", "revenue", "up", "", None, "", (AMOUNT, DEADLINE)),
    ("I plan to lower costs by 10%", "costs", "down", "10%", True, "", (DEADLINE,)),
    ("We aim to improve retention this year", "retention", "up", "", None, "this year", (AMOUNT,)),
    ("keep returns below 5% this year", "returns", "hold", "5%", True, "this year", ()),
    ("get 500 more subscribers in 3 months", "subscribers", "up", "500", False, "in 3 months", ()),
    ("double sales within a year", "sales", "up", "double", True, "within a year", ()),
    ("our goal is to halve tickets in six months", "tickets", "down", "halve", True, "in six months", ()),
    ("cut shipping costs by $50k by June", "shipping costs", "down", "$50k", False, "by June", ()),
    ("raise push notification opt-ins by 10%", "push notification opt-ins", "up", "10%", True, "", (DEADLINE,)),
    ("I want to raise conversion rate by 2%: bot or search?", "conversion rate", "up", "2%", True, "", (DEADLINE,)),
    ("20% fewer returns in six months", "returns", "down", "20%", True, "in six months", ()),
    ("use generative AI to lower costs by 10%", "costs", "down", "10%", True, "", (DEADLINE,)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "metric", "direction", "amount", "relative", "deadline", "missing"), GOALS
)
def test_goal(
    text: str,
    metric: str,
    direction: str,
    amount: str,
    relative: bool | None,
    deadline: str,
    missing: tuple[str, ...],
) -> None:
    goal = read_goal(text)
    assert goal is not None
    assert (goal.metric, goal.direction) == (metric, direction)
    assert (goal.amount, goal.relative) == (amount, relative)
    assert (goal.deadline, goal.missing) == (deadline, missing)
    assert metric in goal.text
    assert goal.text in text


@pytest.mark.parametrize(
    "text",
    [
        "How does AI improve search?",
        "What is a lagging indicator?",
        "I want to keep bees in a town garden",  # nothing is held to a level
        "We sell winter coats for 15% less",
        "Windows and winners",
        "",
    ],
)
def test_no_goal(text: str) -> None:
    found = read_goal(text)
    assert found is None or found.metric == ""


changes = st.sampled_from(["increase", "raise", "reduce", "cut", "boost", "lower"])
metrics = st.sampled_from(["conversion", "repeat purchases", "customer lifetime value", "returns"])
amounts = st.integers(1, 99).map(lambda n: f"{n}%")
spans = st.tuples(st.integers(2, 24), st.sampled_from(["weeks", "months"]))


@given(changes, metrics, amounts, spans, st.sampled_from(["in", "within"]))
def test_a_goal_said_plainly_is_read_whole(
    change: str, metric: str, amount: str, span: tuple[int, str], within: str
) -> None:
    deadline = f"{within} {span[0]} {span[1]}"
    goal = read_goal(f"We want to {change} {metric} by {amount} {deadline}. What first?")
    assert goal is not None
    assert (goal.metric, goal.amount, goal.deadline) == (metric, amount, deadline)
    assert goal.direction == ("down" if change in {"reduce", "cut", "lower"} else "up")
    assert goal.missing == ()


@given(st.text(max_size=300))
def test_any_text_is_read_without_harm(text: str) -> None:
    goal = read_goal(text)
    if goal is not None:
        assert goal.metric
        assert goal.text in text
        assert (AMOUNT in goal.missing) == (not goal.amount)
        assert (DEADLINE in goal.missing) == (not goal.deadline)
