"""Suite "answers": every case asked, every answer scored as a reader sees it.

``passed`` is the share of cases that decline exactly when they should, say nothing
forbidden and make at least 60% of their points (50% where not answerable or in part);
``citation_precision`` and ``evidence_recall`` as in ``evals.metrics``, over the cases with
evidence; ``words`` and ``ms`` are medians; ``broken_promises`` counts answers whose form breaks
its word (a quote that is not verbatim, a claim without source, a number without owner);
``errors`` counts cases that crashed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from evals.bench import Bench, Outcome
from evals.figures import Better, CaseRow, Figure, SuiteResult, Unit, mean, quantile

Measure = Callable[[Sequence[Outcome]], float | None]
_ANSWERS: tuple[tuple[str, Unit, Better, Measure], ...] = (
    ("passed", "share", "higher", lambda o: mean(one.passed for one in o)),
    ("points", "share", "higher", lambda o: mean(one.scores.points for one in o)),
    ("forbidden", "share", "lower", lambda o: mean(bool(one.scores.forbidden) for one in o)),
    (
        "citation_precision",
        "share",
        "higher",
        lambda o: mean(one.scores.citation_precision for one in o if one.case.gold),
    ),
    (
        "evidence_recall",
        "share",
        "higher",
        lambda o: mean(one.scores.evidence_recall for one in o),
    ),
    ("words", "words", "lower", lambda o: quantile([one.scores.words for one in o], 0.5)),
    ("ms", "ms", "lower", lambda o: quantile([one.reply.ms for one in o], 0.5)),
    ("broken_promises", "count", "lower", lambda o: sum(bool(one.reply.broken) for one in o)),
    ("errors", "count", "lower", lambda o: sum(one.reply.error is not None for one in o)),
)


def run(bench: Bench) -> SuiteResult:
    """All cases, ours beside the naive pipeline's."""
    ours, naive = bench.ours, bench.naives
    figures = [
        Figure(f"answers.{name}", measure(ours), unit, better, measure(naive), len(ours))
        for name, unit, better, measure in _ANSWERS
    ]
    for category in sorted({one.case.category for one in ours}):
        some = [one for one in ours if one.case.category == category]
        other = [one for one in naive if one.case.category == category]
        figures.append(
            Figure(
                f"answers.passed.{category}",
                mean(one.passed for one in some),
                naive=mean(one.passed for one in other),
                n=len(some),
            )
        )
    failures = [f"{one.case.id}: {one.reply.error}" for one in ours if one.reply.error]
    return SuiteResult(
        "answers", tuple(figures), tuple(row("answers", one) for one in ours), tuple(failures)
    )


def row(suite: str, outcome: Outcome) -> CaseRow:
    """A case with the reasons why it failed."""
    scores, reply = outcome.scores, outcome.reply
    why = []
    if reply.error:
        why.append(reply.error)
    elif not outcome.passed:
        if not scores.declined_rightly:
            why.append("declined wrongly" if scores.declined else "did not decline or name the gap")
        if scores.forbidden:
            why.append(f"forbidden: {', '.join(scores.forbidden)}")
        why += [f"missing: {' | '.join(outcome.case.must_say[i]) or 'gap'}" for i in scores.missed]
    why += reply.broken
    return CaseRow(
        suite,
        outcome.case.id,
        outcome.case.category,
        outcome.passed,
        "; ".join(why),
        outcome.case.question,
        reply.text,
    )
