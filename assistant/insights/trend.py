"""What was answered over time, and whether the share of it dropped.

The alarm compares the last days with the days before them. Questions of one conversation go
together, so their number is first divided by how much more the shares vary than if each question
were asked by somebody else (the design effect; Rao and Scott, *Biometrics* 48, 1992, 577-585).
On what is left Fisher's exact test is one-sided and conservative: where nothing changed it calls
a drop at most `CHANCE` of the times it is looked at.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from assistant.insights.types import Alarm, DayCount, Period, Tally

CHANCE = 0.001
LEAST_DROP = 0.05  # a smaller drop is no reason to act, however sure it is
LEAST_RECENT = 20  # judged questions
LEAST_BEFORE = 40
WINDOWS = ((7, 28), (28, 84))  # days: recent and before; the second where the first is too thin
_Z = 1.959964
WEEKLY_FROM = 45  # days from which a line of the table is a week


def tally(counts: Iterable[DayCount]) -> Tally:
    """The counts by status."""
    sums: dict[str, int] = defaultdict(int)
    for one in counts:
        sums[one.status] += one.turns
    return Tally(sums["answered"], sums["partial"], sums["declined"], sums["needs_input"])


def over_time(counts: Sequence[DayCount], first: date, last: date) -> tuple[Period, ...]:
    """A period for each day from ``first`` to ``last``, or for each week (Monday to Sunday) if
    there are many; days without questions are there too."""
    weekly = (last - first).days + 1 >= WEEKLY_FROM
    periods = []
    start = first
    while start <= last:
        end = min(last, start + timedelta(days=6 - start.weekday() if weekly else 0))
        periods.append(period(counts, start, end))
        start = end + timedelta(days=1)
    return tuple(periods)


def period(counts: Iterable[DayCount], start: date, end: date) -> Period:
    """The turns of these days, with the interval of their answered share."""
    found = tally(one for one in counts if start <= one.day <= end)
    bounds = wilson(found.answered, found.judged)
    return Period(start, end, found, *(bounds or (None, None)))


def wilson(successes: int, trials: int) -> tuple[float, float] | None:
    """The 95% interval of a share (Wilson 1927); None without trials."""
    if trials == 0:
        return None
    share = successes / trials
    middle = share + _Z * _Z / (2 * trials)
    half = _Z * math.sqrt(share * (1 - share) / trials + _Z * _Z / (4 * trials * trials))
    scale = 1 + _Z * _Z / trials
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def watch(counts: Sequence[DayCount], today: date) -> Alarm:
    """Whether the answered share of the last days lies below that of the days before."""
    alarm: Alarm | None = None
    for recent_days, before_days in WINDOWS:
        start = today - timedelta(days=recent_days - 1)
        earlier = start - timedelta(days=before_days)
        recent = period(counts, start, today)
        before = period(counts, earlier, start - timedelta(days=1))
        thin = recent.tally.judged < LEAST_RECENT or before.tally.judged < LEAST_BEFORE
        if not thin:
            return _compared(counts, Alarm("steady", recent, before))
        alarm = alarm or Alarm("too_few", recent, before)
    assert alarm is not None
    return alarm


def _compared(counts: Sequence[DayCount], alarm: Alarm) -> Alarm:
    recent, before = alarm.recent, alarm.before
    effect = max(
        1.0,
        design_effect(
            [_clusters(counts, before), _clusters(counts, recent)],
        ),
    )
    drop = (before.tally.share or 0.0) - (recent.tally.share or 0.0)
    p_value = _fewer_by_chance(recent.tally, before.tally, effect)
    dropped = p_value <= CHANCE and drop >= LEAST_DROP
    return replace(alarm, state="dropped" if dropped else "steady", p_value=p_value, effect=effect)


def design_effect(samples: Sequence[Sequence[tuple[int, int]]]) -> float:
    """How many times more the shares vary than if every question stood for itself.

    ``samples`` holds per period its conversations as (answered, judged).
    """
    clustered = independent = 0.0
    for sample in samples:
        questions = sum(judged for _, judged in sample)
        if questions == 0:
            continue
        share = sum(answered for answered, _ in sample) / questions
        k = len(sample)
        residuals = sum((answered - share * judged) ** 2 for answered, judged in sample)
        clustered += residuals * (k / (k - 1) if k > 1 else 1.0)
        independent += questions * share * (1 - share)
    if independent == 0.0:
        # All or nothing was answered: the data say nothing, so each conversation counts once.
        sizes = [judged for sample in samples for _, judged in sample]
        return sum(size * size for size in sizes) / max(1, sum(sizes))
    return clustered / independent


def _clusters(counts: Sequence[DayCount], within: Period) -> list[tuple[int, int]]:
    found: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for one in counts:
        if within.start <= one.day <= within.end and one.status != "needs_input":
            found[one.conversation][0] += one.turns if one.status == "answered" else 0
            found[one.conversation][1] += one.turns
    return [(answered, judged) for answered, judged in found.values()]


def _fewer_by_chance(recent: Tally, before: Tally, effect: float) -> float:
    """The chance of so few answered in the recent period, the answered of both being given."""
    from scipy.stats import hypergeom

    n_recent, n_before = int(recent.judged / effect), int(before.judged / effect)
    # Rounded against the alarm: up where it is recent, down where it was before.
    x_recent = min(n_recent, math.ceil(recent.answered / effect - 1e-9))
    x_before = min(n_before, math.floor(before.answered / effect + 1e-9))
    return float(hypergeom.cdf(x_recent, n_recent + n_before, x_recent + x_before, n_recent))
