"""Suite "followups": a follow-up in its conversation against the same question asked whole.

``in_conversation`` and ``asked_whole`` are the shares passed; ``gap`` is their difference.
``carried`` is the share of the content words of the whole question (the label's ``standalone``)
that the assistant's own ``standalone_question`` holds: what was understood, apart from whether
it could be answered. ``switched`` is, over topic switches (tag "topic-switch"), the share whose
standalone question holds no content word that only the history has.
"""

from __future__ import annotations

from collections.abc import Sequence

from evals.answers import row
from evals.bench import Bench, Outcome
from evals.figures import Figure, SuiteResult, mean
from knowledge.text import content_stems


def run(bench: Bench) -> SuiteResult:
    """Every case with a history, twice."""
    talked = [one for one in bench.ours if one.case.history]
    naive = [one for one in bench.naives if one.case.history]
    alone = [
        one.case.model_copy(update={"question": one.case.whole_question, "history": ()})
        for one in talked
    ]
    whole = bench.outcomes(bench.product.ask, alone, "asked whole")
    naive_whole = bench.outcomes(bench.naive.ask, alone, "naive, asked whole")
    here, there = mean(one.passed for one in talked), mean(one.passed for one in whole)
    gap = None if here is None or there is None else there - here
    n = len(talked)
    figures = (
        Figure("followups.in_conversation", here, naive=mean(one.passed for one in naive), n=n),
        Figure("followups.asked_whole", there, naive=mean(one.passed for one in naive_whole), n=n),
        Figure("followups.gap", gap, better="lower", n=n),
        _share("followups.carried", [carried(one) for one in talked]),
        _share("followups.switched", [switched(one) for one in talked]),
    )
    failures = [f"{o.case.id}: {o.reply.error}" for o in (*talked, *whole) if o.reply.error]
    rows = tuple(row("followups", one) for one in talked)
    return SuiteResult("followups", figures, rows, tuple(failures))


def _share(name: str, values: Sequence[float | bool | None]) -> Figure:
    return Figure(name, mean(values), n=sum(value is not None for value in values))


def carried(outcome: Outcome) -> float | None:
    """Share of the label's content words found in the assistant's standalone question."""
    wanted = set(content_stems(outcome.case.whole_question))
    if not wanted or outcome.reply.standalone is None:
        return None
    return len(wanted & set(content_stems(outcome.reply.standalone))) / len(wanted)


def switched(outcome: Outcome) -> bool | None:
    """For a change of topic: whether nothing of the history was carried over."""
    case = outcome.case
    if "topic-switch" not in (case.tags or ()) or outcome.reply.standalone is None:
        return None
    before = {word for turn in case.history for word in content_stems(turn.content)}
    before -= set(content_stems(case.question)) | set(content_stems(case.whole_question))
    return not before & set(content_stems(outcome.reply.standalone))
