"""The suites by name, and one run of some of them over one choice of cases and course."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import knowledge
from assistant.errors import SettingsError
from assistant.settings import load_settings
from evals.dataset import INVENTORY, Corpus, Split, load_cases, load_facts, of_split
from evals.errors import EvalsError
from evals.figures import Figure, SuiteResult
from evals.inventory import check_edition, load_inventory
from knowledge.embedding import query_embedder
from knowledge.errors import KnowledgeError
from knowledge.library import DEFAULT_COURSE, Library
from knowledge.query_encoder import shipped_query_encoder
from knowledge.verifier import shipped_verifier

if TYPE_CHECKING:
    from evals.bench import Bench

SPLITS: Mapping[str, Split] = {"tune": "tune", "report": "report"}
COURSE_FOLDER = Path(knowledge.__file__).parent / "course"
NAMES = ("inventory", "retrieval", "answers", "declining", "followups", "speed", "scale")
ASKED_FOR = ("scale",)  # too long for a plain run


@dataclass(frozen=True, slots=True)
class Choice:
    """Which cases are run on which course. ``half`` is "tune", "report" or "all"."""

    half: str
    cases: Path | None = None
    course: str | None = None
    corpus: Corpus | None = None
    lessons: int = 200  # of the suite "scale"
    vectors: int = 100_000


def default(own_cases: bool) -> tuple[str, ...]:
    """The suites of a plain run; the inventory is about the shipped course only."""
    names = tuple(name for name in NAMES if name not in ASKED_FOR)
    return names[1:] if own_cases else names


def run(names: Sequence[str], choice: Choice) -> list[SuiteResult]:
    """The results in the order of ``NAMES``.

    A suite that breaks down gives a result without figures and its error as a failure; the
    others still run. EvalsError if the cases or the course cannot be had at all.
    """
    results: list[SuiteResult] = []
    if "inventory" in names:
        results.append(_guarded("inventory", _inventory))
    wanted = [name for name in NAMES[1:] if name in names]
    if not wanted:
        return results
    with ExitStack() as stack:
        bench = _bench(choice, stack)
        for name in wanted:
            results.append(_guarded(name, partial(_suites(choice)[name], bench)))
        if bench.unusable:
            some = "; ".join(f"{case}: {why}" for case, why in list(bench.unusable.items())[:3])
            note = f"{len(bench.unusable)} cases cannot be run on this course ({some})"
            results.append(SuiteResult("cases", (), notes=(note,)))
    return results


def _bench(choice: Choice, stack: ExitStack) -> Bench:
    cases = of_split(load_cases(*([choice.cases] if choice.cases else [])), SPLITS.get(choice.half))
    try:
        from evals.bench import Bench
    except ModuleNotFoundError as error:
        raise EvalsError(
            f"{error}; install what the evals need: pip install -e '.[test]'"
        ) from None

    if choice.course is None:
        refresh_index()
    try:
        settings = load_settings()
        embedder = query_embedder(settings.embedding_model, settings.data_dir)
        library = Library(
            settings.data_dir,
            embedder,
            settings.chroma_url,
            shipped_verifier(embedder),
            shipped_query_encoder(embedder),
        )
        stack.callback(library.close)
        course = library.course(choice.course)
    except (SettingsError, KnowledgeError) as error:
        raise EvalsError(str(error)) from None
    corpus = choice.corpus or ("edition" if course.id == DEFAULT_COURSE else "original")
    needed = any(label.fact for case in cases for label in (*case.gold, *case.near_miss))
    facts = load_facts() if needed else {}
    return Bench(cases, facts, corpus, course, settings.data_dir, stack)


def refresh_index() -> None:
    """Ingest the shipped course in a process of its own; an unchanged course costs a second."""
    run = subprocess.run(
        [sys.executable, "-m", "ingest"], capture_output=True, text=True, timeout=900, check=False
    )
    if run.returncode:
        last = (run.stderr.strip() or run.stdout.strip() or "no message").splitlines()[-1]
        raise EvalsError(f"python -m ingest failed: {last}")


def _inventory() -> SuiteResult:
    """How many of the inventory's facts the shipped course holds where they belong."""
    facts = load_inventory(INVENTORY)
    problems = check_edition(facts, COURSE_FOLDER)
    lost = {problem.split(":")[0] for problem in problems}
    held = 1 - len(lost) / len(facts)
    figures = (
        Figure("inventory.facts", float(len(facts)), "count", n=len(facts)),
        Figure("inventory.held", held, n=len(facts)),
    )
    return SuiteResult("inventory", figures, failures=tuple(problems))


def _guarded(name: str, measure: Callable[[], SuiteResult]) -> SuiteResult:
    try:
        return measure()
    except Exception as error:  # one suite's breakdown does not cost the others' figures
        return SuiteResult(name, (), failures=(f"{type(error).__name__}: {error}",))


def _suites(choice: Choice) -> Mapping[str, Callable[[Bench], SuiteResult]]:
    from evals import answers, declining, followups, retrieval, scale, speed

    return {
        "retrieval": retrieval.run,
        "answers": answers.run,
        "declining": declining.run,
        "followups": followups.run,
        "speed": speed.run,
        "scale": partial(scale.run, sizes=scale.Sizes(choice.lessons, choice.vectors)),
    }
