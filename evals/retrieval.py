"""Suite "retrieval": dense, lexical, hybrid (ours) and the naive pipeline on the same questions.

Every case with evidence counts; a follow-up is asked whole (``standalone``), since retrieval has
no memory. ``recall_4000`` is the share of essential evidence in the first 4,000 characters read,
``recall_N`` likewise, so that the size of pieces does not decide the winner; ``table_row_10`` is
the share of essential evidence, the right row, among the first ten passages on table questions;
``ndcg_10`` as defined in ``evals.metrics``. A passage of ours is what the search gives a reader,
neighbours joined, at most 1,000 characters long, as is a piece of the naive pipeline.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from evals.bench import Bench
from evals.dataset import Case
from evals.figures import CaseRow, Figure, SuiteResult, mean, show
from evals.metrics import essential, ndcg, recall_at, recall_within
from knowledge.neighbours import joined
from knowledge.search import DenseSearcher, LexicalSearcher, Searcher

DEPTH = 40
BUDGETS = (1000, 2000, 4000, 8000)
Search = Callable[[str], Sequence[str]]
Measured = dict[tuple[str, int], float | None]  # (measure, cases) -> value


def run(bench: Bench) -> SuiteResult:
    """Measure the four engines; the naive pipeline's figures stand beside each of ours."""
    cases = [case for case in bench.cases if bench.gold[case.id]]
    course = bench.course
    engines: dict[str, Search] = {
        "hybrid": lambda query: [hit.chunk.text for hit in course.search(query, DEPTH)],
        "dense": _half(bench, DenseSearcher(course.opened, course.embedder)),
        "lexical": _half(bench, LexicalSearcher(course.opened, course.lexical)),
        "naive": lambda query: bench.naive.search(query, DEPTH),
    }
    ranked: dict[str, dict[str, Sequence[str]]] = {name: {} for name in engines}
    failures: list[str] = []
    for name, search in engines.items():
        for case in cases:
            try:
                ranked[name][case.id] = search(case.whole_question)
            except Exception as error:  # a crashing case scores 0 and is named
                failures.append(f"{case.id}: {name}: {type(error).__name__}: {error}")
                ranked[name][case.id] = []
    measured = {name: _measure(bench, cases, ranked[name]) for name in engines}
    figures = [
        Figure(f"retrieval.{measure}", value, naive=measured["naive"][measure, count], n=count)
        for (measure, count), value in measured["hybrid"].items()
    ]
    for name in ("dense", "lexical"):
        for measure in ("recall_4000", "ndcg_10"):
            value = measured[name][measure, len(cases)]
            figures.append(Figure(f"retrieval.{name}.{measure}", value, n=len(cases)))
    rows = [_row(bench, case, ranked["hybrid"][case.id]) for case in cases]
    return SuiteResult(
        "retrieval", tuple(figures), tuple(rows), tuple(failures), tables=(_side_by_side(measured),)
    )


def _half(bench: Bench, searcher: Searcher) -> Search:
    course = bench.course
    return lambda query: [
        hit.chunk.text
        for hit in joined(searcher.search(course.read(query), DEPTH), course.document_text)
    ]


def _measure(bench: Bench, cases: Sequence[Case], ranked: dict[str, Sequence[str]]) -> Measured:
    found: Measured = {}
    gold = bench.gold
    for budget in BUDGETS:
        values = [recall_within(ranked[c.id], gold[c.id], budget) for c in cases]
        found[f"recall_{budget}", len(cases)] = mean(values)
    found["ndcg_10", len(cases)] = mean([ndcg(ranked[c.id], gold[c.id]) for c in cases])
    tables = [c for c in cases if c.category == "table"]
    rows = [recall_at(ranked[c.id], essential(gold[c.id])) for c in tables]
    found["table_row_10", len(tables)] = mean(rows)
    for category in sorted({c.category for c in cases}):
        some = [c for c in cases if c.category == category]
        values = [recall_within(ranked[c.id], gold[c.id]) for c in some]
        found[f"recall_4000.{category}", len(some)] = mean(values)
    return found


def _side_by_side(measured: dict[str, Measured]) -> str:
    """All engines on all measures, a line each."""
    lines = [f"{'':<24}" + "".join(f"{name:>10}" for name in measured)]
    for measure in next(iter(measured.values())):
        cells = "".join(f"{show(one[measure], 'share'):>10}" for one in measured.values())
        if "." not in measure[0]:
            lines.append(f"{measure[0]:<24}{cells}")
    return "\n".join(lines)


def _row(bench: Bench, case: Case, texts: Sequence[str]) -> CaseRow:
    share = recall_within(texts, bench.gold[case.id])
    why = "" if share == 1 else f"{share:.0%} of the essential evidence in 4,000 characters"
    top = texts[0] if texts else ""
    return CaseRow("retrieval", case.id, case.category, share == 1, why, case.whole_question, top)
