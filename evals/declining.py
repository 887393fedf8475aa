"""Suite "declining": does it say so when the course does not answer, and only then?

``wrongly_declined`` is the share of answerable cases that lead with a refusal and make less than
half of their points; ``near`` and ``far`` the share declined among questions in scope but not in
the course, and off topic; ``partial`` the share that names its gap and still answers.

A threshold is one point of a curve, so the curve is measured too, over the confidence behind the
decision (ours: the score of the best sentence found; the naive pipeline's: the cosine of the best
piece). ``auc_near`` and ``auc_far`` are the chance that an answerable question scores above one
that is not; the table gives what would be declined if 1, 3, 5, 10 or 20% of the answerable
questions were. What else the product looks at (does a passage hold an answer of the asked type?)
is not in the curve; it is in the shares above.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from evals.answers import row
from evals.bench import Bench, Outcome
from evals.dataset import Case
from evals.figures import Figure, SuiteResult, mean, show
from evals.replies import Confidence

WRONGLY = (0.01, 0.03, 0.05, 0.10, 0.20)
Scores = dict[str, list[float]]


def is_near(case: Case) -> bool:
    """In scope, or at least not off topic, and not in the course."""
    return case.answerable is False and not is_far(case)


def is_far(case: Case) -> bool:
    """Off topic."""
    return case.category == "unanswerable_far"


def run(bench: Bench) -> SuiteResult:
    """The answers seen for declining right and wrong, and the curve behind them."""
    groups: tuple[tuple[str, Callable[[Case], bool]], ...] = (
        ("near", is_near),
        ("far", is_far),
        ("partial", lambda case: case.answerable == "partial"),
    )
    answerable = sum(one.case.answerable is True for one in bench.ours)
    figures = [
        Figure(
            "declining.wrongly_declined",
            _wrongly(bench.ours),
            better="lower",
            naive=_wrongly(bench.naives),
            n=answerable,
        )
    ]
    for name, belongs in groups:
        some = [one for one in bench.ours if belongs(one.case)]
        other = [one for one in bench.naives if belongs(one.case)]
        figures.append(
            Figure(f"declining.{name}", _rightly(some), naive=_rightly(other), n=len(some))
        )
    ours = _scores(bench.cases, bench.product.confidence)
    naive = _scores(bench.cases, bench.naive.confidence)
    for name in ("near", "far"):
        figures.append(
            Figure(
                f"declining.auc_{name}",
                auc(ours["answerable"], ours[name]),
                naive=auc(naive["answerable"], naive[name]),
                n=len(ours["answerable"]) + len(ours[name]),
            )
        )
    wrong = tuple(row("declining", one) for one in bench.ours if not one.scores.declined_rightly)
    return SuiteResult("declining", tuple(figures), wrong, tables=(_curve(ours, naive),))


def auc(higher: Sequence[float], lower: Sequence[float]) -> float | None:
    """Area under the ROC curve: the chance that one of ``higher`` exceeds one of ``lower``, ties
    counting half; None if either is empty."""
    if not higher or not lower:
        return None
    wins = sum((a > b) + 0.5 * (a == b) for a in higher for b in lower)
    return wins / (len(higher) * len(lower))


def declined_at(
    answerable: Sequence[float], others: Sequence[float], wrongly: float
) -> float | None:
    """Share of ``others`` below the highest threshold that declines at most ``wrongly`` of the
    answerable ones; None if either is empty."""
    if not answerable or not others:
        return None
    allowed = int(wrongly * len(answerable) + 1e-9)
    threshold = sorted(answerable)[min(allowed, len(answerable) - 1)]
    return mean(score < threshold for score in others)


def _scores(cases: Sequence[Case], confidence: Confidence) -> Scores:
    """Confidence by group. A case whose confidence cannot be had scores 0: it would be declined."""
    found: Scores = {"answerable": [], "near": [], "far": []}
    for case in cases:
        group = "far" if is_far(case) else "near" if is_near(case) else "answerable"
        if case.answerable == "partial":
            continue
        try:
            found[group].append(confidence(case.whole_question))
        except Exception:  # a crashing case is a failed case, never a crash
            found[group].append(0.0)
    return found


def _curve(ours: Scores, naive: Scores) -> str:
    lines = [
        "declined if so many answerable questions were (by confidence alone; naive in brackets)"
    ]
    for wrongly in WRONGLY:
        cells = [
            f"{name} {show(declined_at(ours['answerable'], ours[name], wrongly), 'share'):>6}"
            f" ({show(declined_at(naive['answerable'], naive[name], wrongly), 'share')})"
            for name in ("near", "far")
        ]
        lines.append(f"  {wrongly:4.0%} wrongly:  {'   '.join(cells)}")
    return "\n".join(lines)


def _rightly(outcomes: Sequence[Outcome]) -> float | None:
    return mean(one.reply.error is None and one.scores.declined_rightly for one in outcomes)


def _wrongly(outcomes: Sequence[Outcome]) -> float | None:
    return mean(not one.scores.declined_rightly for one in outcomes if one.case.answerable is True)
