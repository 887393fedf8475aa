"""The watched share: silent on noise at the rate it states, heard when the share drops."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from assistant.insights.actions import next_actions
from assistant.insights.remarks import feedback_figures
from assistant.insights.trend import CHANCE, design_effect, over_time, tally, watch, wilson
from assistant.insights.types import DayCount, Group, Nearest, Remark

TODAY = date(2026, 11, 25)
STATUSES = ("answered", "partial", "declined", "needs_input")


def traffic(
    generator: np.random.Generator,
    recent: float,
    before: float,
    conversations: int,
    most: int = 1,
    likeness: float = 0.0,
) -> list[DayCount]:
    """Made turns of 35 days; ``conversations`` a week of up to ``most`` questions each.

    With ``likeness`` a conversation has a share of its own (beta), as one learner's questions
    are about one thing.
    """
    counts = []
    for number in range(5 * conversations):
        ago = int(generator.integers(0, 35))
        share = recent if ago < 7 else before
        if likeness:
            scale = 1 / likeness - 1
            share = float(generator.beta(share * scale, (1 - share) * scale))
        turns = int(generator.integers(1, most + 1))
        answered = int(generator.binomial(turns, share))
        day = TODAY - timedelta(days=ago)
        if answered:
            counts.append(DayCount(day, number, "answered", answered))
        if turns > answered:
            counts.append(DayCount(day, number, "declined", turns - answered))
    return counts


@pytest.mark.parametrize(
    ("share", "most", "likeness"),
    [(0.8, 1, 0.0), (0.5, 1, 0.0), (0.95, 1, 0.0), (0.8, 6, 0.5), (0.6, 10, 0.9)],
)
def test_stable_traffic_sounds_no_alarm(share: float, most: int, likeness: float) -> None:
    generator = np.random.default_rng(42)
    looks = 500
    alarms = sum(
        watch(traffic(generator, share, share, 60, most, likeness), TODAY).state == "dropped"
        for _ in range(looks)
    )
    assert CHANCE == 0.001
    # At that rate more than 4 alarms in 500 looks come about once in 6,000 runs.
    assert alarms <= 4


@pytest.mark.parametrize(("most", "likeness"), [(1, 0.0), (4, 0.3)])
def test_a_real_drop_is_heard(most: int, likeness: float) -> None:
    generator = np.random.default_rng(7)
    heard = sum(
        watch(traffic(generator, 0.55, 0.85, 100, most, likeness), TODAY).state == "dropped"
        for _ in range(100)
    )
    assert heard >= 95


def test_learners_who_ask_in_bursts_count_less_than_as_many_strangers() -> None:
    bursts = [[(0, 10), (10, 10), (10, 10), (0, 10)]]
    singles = [[(1, 1)] * 20 + [(0, 1)] * 20]
    assert design_effect(bursts) > 5
    assert design_effect(singles) == pytest.approx(1.0, abs=0.05)
    one = [DayCount(TODAY, 1, "declined", 40)]
    before = [DayCount(TODAY - timedelta(days=9), n, "answered", 1) for n in range(2, 90)]
    assert watch([*one, *before], TODAY).state == "steady"  # one learner's bad day


def test_a_small_drop_is_no_alarm_however_sure() -> None:
    counts = [
        *(DayCount(TODAY, 1000 + n, "answered", 1) for n in range(8_700)),
        *(DayCount(TODAY, 20_000 + n, "declined", 1) for n in range(1_300)),
        *(DayCount(TODAY - timedelta(days=10), 40_000 + n, "answered", 1) for n in range(9_000)),
        *(DayCount(TODAY - timedelta(days=10), 60_000 + n, "declined", 1) for n in range(1_000)),
    ]
    alarm = watch(counts, TODAY)
    assert alarm.p_value is not None
    assert alarm.p_value < CHANCE
    assert alarm.state == "steady"


def test_few_questions_are_said_to_be_few_and_a_longer_look_is_taken_where_it_helps() -> None:
    few = [DayCount(TODAY, n, "declined", 1) for n in range(5)]
    assert watch(few, TODAY).state == "too_few"
    assert watch(few, TODAY).p_value is None
    thin = [
        DayCount(TODAY - timedelta(days=3 * n % 112), n, "declined" if 3 * n % 112 < 28 else
                 "answered", 1)
        for n in range(112)
    ]  # fmt: skip
    alarm = watch(thin, TODAY)
    assert (alarm.recent.end - alarm.recent.start).days == 27
    assert alarm.state == "dropped"


def test_the_chance_is_fishers() -> None:
    from scipy.stats import fisher_exact

    counts = [
        *(DayCount(TODAY, n, "answered" if n < 30 else "declined", 1) for n in range(50)),
        *(DayCount(TODAY - timedelta(days=9), 100 + n, "answered" if n < 170 else "partial", 1)
          for n in range(200)),
    ]  # fmt: skip
    alarm = watch(counts, TODAY)
    assert alarm.effect == pytest.approx(1.0, abs=0.02)
    exact = float(fisher_exact([[30, 20], [170, 30]], alternative="less").pvalue)
    assert alarm.p_value is not None
    assert exact <= alarm.p_value <= 3 * exact  # rounded against the alarm, and not far


counts_of = st.lists(
    st.builds(
        DayCount,
        st.integers(0, 120).map(lambda ago: TODAY - timedelta(days=ago)),
        st.integers(1, 20),
        st.sampled_from(STATUSES),
        st.integers(1, 5),
    ),
    max_size=60,
)


@given(counts_of, st.integers(1, 121))
def test_every_turn_of_the_time_is_in_one_period(counts: list[DayCount], days: int) -> None:
    first = TODAY - timedelta(days=days - 1)
    periods = over_time(counts, first, TODAY)
    within = [one for one in counts if one.day >= first]
    assert sum(one.tally.total for one in periods) == sum(one.turns for one in within)
    assert tally(within).total == sum(one.turns for one in within)
    assert (periods[0].start, periods[-1].end) == (first, TODAY)
    for earlier, later in itertools.pairwise(periods):
        assert later.start == earlier.end + timedelta(days=1)
    assert over_time(counts[::-1], first, TODAY) == periods
    assert watch(counts[::-1], TODAY) == watch(counts, TODAY)


@given(st.integers(0, 200), st.integers(1, 200))
def test_the_interval_is_wilsons(successes: int, trials: int) -> None:
    successes = min(successes, trials)
    expected = proportion_confint(successes, trials, method="wilson")
    assert wilson(successes, trials) == pytest.approx(expected, abs=1e-6)


def test_actions_name_the_largest_open_group_and_leave_the_rest_alone() -> None:
    near = Nearest("6.2", "Costs", "62.md")

    def of(text: str, count: int, stale: int = 0, nearest: Nearest | None = near) -> Group:
        return Group(text, count, count, 0, stale, TODAY, TODAY, nearest, (), ())

    quiet = watch([DayCount(TODAY, 1, "answered", 1)], TODAY)
    nothing = feedback_figures([])
    groups = [of("Cost?", 12), of("Old?", 9, stale=9), of("Joke?", 8, nearest=None), of("Once?", 1)]
    found = next_actions(quiet, groups, nothing)
    assert [(one.kind, one.group and one.group.text) for one in found] == [
        ("write", "Cost?"), ("retry", None),
    ]  # fmt: skip
    assert [one.kind for one in next_actions(quiet, [], nothing)] == ["wait"]
    kinds = [one.kind for one in next_actions(quiet, groups, nothing, unreadable=1, fell=["x"])]
    assert kinds[:2] == ["unreadable", "fell"]


def test_feedback_counts_and_its_order_tells_nothing_of_when() -> None:
    near = Nearest("6.2", "Costs", "62.md")

    def said(verdict: str, comment: str, reasons: tuple[str, ...] = ()) -> Remark:
        return Remark(TODAY, verdict, reasons, comment, "Q?", "answered", (near, near))  # type: ignore[arg-type]

    remarks = [
        said("down", "b", ("wrong_source",)), said("up", ""), said("down", "a", ("wrong_source",)),
        said("up", "fine"),
    ]  # fmt: skip
    found = feedback_figures(remarks)
    assert (found.up, found.down) == (2, 2)
    assert dict(found.reasons) == {"wrong_source": 2}
    assert dict(found.by_lesson) == {"6.2": 2}
    assert [one.comment for one in found.remarks] == ["a", "b", "fine"]
    assert feedback_figures(remarks[::-1]) == found
