"""What a choice is to serve, where no change is named: "which application is best for retention?".

A goal names a change ("raise retention by 5%"); this names the metric alone. It counts where the
course's table has the metric and the question asks for what the table's rows are.
"""

from __future__ import annotations

import re

from assistant.row_matching import asks_for_rows, names_rows, options, rows_by_value
from assistant.understanding import Goal, Part
from knowledge.library import Course
from knowledge.text import content_stems

MOST_WORDS = 5  # content words of a metric
_GOOD = (
    r"(?:best|better|right|suited|suitable|useful|effective|helpful|promising|strong(?:er|est)?|good"
    r"|helps? (?:most|best|more)|works? (?:best|better))"
)
_BEST_FOR = re.compile(
    rf"\b{_GOOD}(?: \w+)?? (?:for|with|on|at|to serve|in terms of) (?:the |our |my |a )?"
    r"(?P<metric>[^,.;:?!()]{3,60}?)(?=\s*(?:[,.;:?!()]|$|\s(?:and|or|versus|vs|than)\s))",
    re.IGNORECASE,
)
_MOVES = re.compile(
    r"\b(?:influenc|affect|mov|driv|touch|impact|improv|rais|lift|increas|boost|reduc|lower)(?:e|es|s)?"
    r" (?:the |our |my )?(?P<metric>[^,.;:?!()]{3,60}?)(?=\s*(?:[,.;:?!()]|$|\s(?:and|or|most)\b))",
    re.IGNORECASE,
)


def aim(course: Course, part: Part) -> Goal | None:
    """The metric that a choice among the table's rows is to serve; None where there is none.

    It is given as a goal without a change, and without a text where the reader wants nothing of it.
    """
    best = _BEST_FOR.search(part.text)
    match = best or _MOVES.search(part.text)
    if match is None or not course.rows or len(content_stems(match["metric"])) > MOST_WORDS:
        return None
    metric = match["metric"].strip()
    # "Which tools influence AOV?" wants nothing of it: no goal is repeated.
    goal = Goal(metric if best else "", metric, "", "", None, "", ())
    if not rows_by_value(course, metric, by_meaning=False):
        return None
    asks = asks_for_rows(course, part) or names_rows(course, part)
    return goal if asks or options(course, part, goal) else None
