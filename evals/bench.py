"""What the suites share: the cases with their evidence, our product, the naive pipeline.

What is expensive is made at its first use and once: the answers are asked for once for all
suites that look at them.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from evals.dataset import Case, Corpus, evidence
from evals.errors import EvalsError
from evals.inventory import Fact
from evals.metrics import AnswerScores, score_answer
from evals.naive import NaivePipeline
from evals.places import Gold, places_in
from evals.replies import Ask, Reply, asked_safely
from knowledge.library import Course

if TYPE_CHECKING:
    from evals.product import OpenProduct


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case, one reply, its scores. A reply with an error has failed by itself."""

    case: Case
    reply: Reply
    scores: AnswerScores

    @property
    def passed(self) -> bool:
        return self.reply.error is None and self.scores.passed


class Bench:
    """The cases of one run and what they are run against."""

    def __init__(
        self,
        cases: Sequence[Case],
        facts: Mapping[str, Fact],
        corpus: Corpus,
        course: Course,
        data_dir: Path,
        stack: ExitStack,
    ) -> None:
        """``course`` is open below ``data_dir``; what is opened later is closed with ``stack``."""
        self.course = course
        self.data_dir = data_dir
        self._stack = stack
        places = [
            place for document in course.content.documents for place in places_in(document.text)
        ]
        self.gold: dict[str, tuple[Gold, ...]] = {}
        self.near_miss: dict[str, tuple[Gold, ...]] = {}
        self.unusable: dict[str, str] = {}  # case id -> why it cannot be run on this course
        usable = []
        for case in cases:
            try:
                self.gold[case.id] = evidence(case.gold, facts, corpus, places)
                self.near_miss[case.id] = evidence(case.near_miss, facts, corpus, places)
                usable.append(case)
            except EvalsError as error:
                self.unusable[case.id] = str(error)
        self.cases = tuple(usable)

    @cached_property
    def product(self) -> OpenProduct:
        """Our product on the same course."""
        from evals.product import opened  # what needs no answers needs no assistant

        return opened(self.course.id, self.data_dir, self._stack)

    @cached_property
    def naive(self) -> NaivePipeline:
        """The naive pipeline over the same documents."""
        return NaivePipeline([document.text for document in self.course.content.documents])

    @cached_property
    def ours(self) -> tuple[Outcome, ...]:
        """Our answers to all cases."""
        return self.outcomes(self.product.ask, self.cases, "answers")

    @cached_property
    def naives(self) -> tuple[Outcome, ...]:
        """The naive pipeline's answers to all cases."""
        return self.outcomes(self.naive.ask, self.cases, "naive answers")

    def outcomes(self, ask: Ask, cases: Sequence[Case], label: str) -> tuple[Outcome, ...]:
        """Ask every case and score it; progress goes to standard error."""
        found = []
        for number, case in enumerate(cases, 1):
            _progress(label, number, len(cases))
            reply = asked_safely(ask, case)
            scores = score_answer(
                case, reply.text, reply.cited, self.gold[case.id], self.near_miss[case.id]
            )
            found.append(Outcome(case, reply, scores))
        return tuple(found)


def _progress(label: str, number: int, total: int) -> None:
    if sys.stderr.isatty():
        end = "\n" if number == total else ""
        print(f"\r{label}: {number}/{total}", end=end, file=sys.stderr, flush=True)
