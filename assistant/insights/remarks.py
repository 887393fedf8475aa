"""Feedback as figures: verdicts, reasons, the lessons behind them, and what was said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.insights.types import FeedbackFigures, Remark

MOST_REMARKS = 100


def feedback_figures(remarks: Sequence[Remark]) -> FeedbackFigures:
    """The figures of these verdicts. Remarks with words or thumbs down are listed, thumbs
    down first, then by day and words: their order tells nothing of who wrote them."""
    down = [one for one in remarks if one.verdict == "down"]
    reasons = Counter(reason for one in remarks for reason in set(one.reasons))
    lessons = Counter(
        lesson for one in down for lesson in {source.lesson for source in one.sources}
    )
    told = [one for one in remarks if one.comment or one.verdict == "down"]
    told.sort(
        key=lambda one: (
            one.verdict == "up", not one.comment, -one.day.toordinal(), one.comment, one.question,
        )
    )  # fmt: skip
    return FeedbackFigures(
        up=len(remarks) - len(down),
        down=len(down),
        reasons=dict(sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))),
        by_lesson=dict(sorted(lessons.items(), key=lambda pair: (-pair[1], pair[0]))),
        remarks=tuple(told[:MOST_REMARKS]),
    )
