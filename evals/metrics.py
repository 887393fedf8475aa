"""What is measured, defined once; pure functions of texts and labels.

Retrieval (``ranked`` are passages, best first; ``gold`` the evidence):

* ``ndcg``: gain of a rank = sum of 2^grade - 1 over the gold that first appears there (the same
  passage twice gains nothing), discounted by log2(rank + 1); divided by the gain of one gold per
  rank, best grades first; at most 1, since a long passage may hold several.
* ``recall_within``: share of the essential (grade 2) gold held by the passages that fit whole
  into a number of characters, always at least one passage.
* ``recall_at``: share of the gold held by the first k passages.

Answers (``text`` is what the reader reads):

* ``points_met``: per point, whether one of its expressions is found, ignoring case and marks.
* ``forbidden_found``: the expressions of ``must_not_say`` that are found.
* ``citation_precision``: share of the cited texts that support some gold evidence.
* ``evidence_recall``: share of the essential gold that some cited text holds.
* ``declined_rightly``: answerable: it does not lead with a refusal, or has at least half of its
  content all the same; not answerable: it leads with a refusal and says nothing forbidden;
  partial: it names a gap and makes at least one point.
* ``passed``: declined rightly, nothing forbidden, and at least 60% of the points met (50% where
  the case is not answerable or partial).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from evals.dataset import Case
from evals.places import Gold
from evals.refusals import leads_with_refusal, names_gap
from knowledge.text import normalise

ESSENTIAL = 2
PASS_SHARE = 0.6
PASS_SHARE_UNCOVERED = 0.5


def first_ranks(ranked: Sequence[str], gold: Sequence[Gold]) -> list[int | None]:
    """Per gold evidence the 1-based rank of the first passage that holds it, or None."""
    return [
        next((rank for rank, text in enumerate(ranked, 1) if one.held_by(text)), None)
        for one in gold
    ]


def ndcg(ranked: Sequence[str], gold: Sequence[Gold], k: int = 10) -> float:
    """Normalised discounted cumulative gain of the first ``k`` passages (0..1); see above."""
    found = first_ranks(ranked[:k], gold)
    gain = sum(
        (2.0**one.grade - 1) / math.log2(rank + 1)
        for one, rank in zip(gold, found, strict=True)
        if rank is not None
    )
    grades = sorted((one.grade for one in gold), reverse=True)[:k]
    ideal = sum((2.0**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))
    return min(1.0, gain / ideal)


def essential(gold: Sequence[Gold]) -> list[Gold]:
    """The essential evidence; all of it if none is marked essential."""
    return [one for one in gold if one.grade >= ESSENTIAL] or list(gold)


def recall_within(ranked: Sequence[str], gold: Sequence[Gold], characters: int = 4000) -> float:
    """Share of the essential evidence in the first ``characters`` characters read."""
    read: list[str] = []
    for text in ranked:
        if read and sum(map(len, read)) + len(text) > characters:
            break
        read.append(text)
    return recall_at(read, essential(gold), len(read))


def recall_at(ranked: Sequence[str], gold: Sequence[Gold], k: int = 10) -> float:
    """Share of the evidence held by the first ``k`` passages."""
    found = first_ranks(ranked[:k], gold)
    return sum(rank is not None for rank in found) / len(gold)


@dataclass(frozen=True, slots=True)
class AnswerScores:
    """What one answer scores on one case; None where a measure does not apply."""

    points: float | None  # share of the points met
    missed: tuple[int, ...]  # indices of the points that are not
    forbidden: tuple[str, ...]
    declined: bool  # leads with a refusal
    gap_named: bool
    declined_rightly: bool
    citation_precision: float | None
    evidence_recall: float | None
    words: int
    passed: bool


@lru_cache(maxsize=20_000)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


def points_met(case: Case, text: str) -> list[bool]:
    """Per point of ``case.must_say`` whether the answer makes it."""
    plain = normalise(text)
    return [
        any(_compiled(one).search(plain) for one in point) if point else names_gap(text)
        for point in case.must_say
    ]


def forbidden_found(case: Case, text: str) -> tuple[str, ...]:
    """The expressions the answer must not hold and does."""
    plain = normalise(text)
    return tuple(one for one in case.must_not_say if _compiled(one).search(plain))


def citation_precision(cited: Sequence[str], gold: Sequence[Gold]) -> float | None:
    """Share of the cited texts that support some evidence; None if nothing is cited."""
    if not cited:
        return None
    return sum(any(one.supported_by(text) for one in gold) for text in cited) / len(cited)


def evidence_recall(cited: Sequence[str], gold: Sequence[Gold]) -> float | None:
    """Share of the essential evidence that some cited text holds; None without evidence."""
    wanted = essential(gold)
    if not wanted:
        return None
    return sum(any(one.held_by(text) for text in cited) for one in wanted) / len(wanted)


def declined_rightly(case: Case, text: str, met: Sequence[bool], forbidden: bool) -> bool:
    """Whether the answer declines exactly when it should; see the module's definition."""
    content = [m for m, kind in zip(met, case.kinds, strict=True) if kind != "refusal"]
    if case.answerable is True:
        enough = bool(content) and 2 * sum(content) >= len(content)
        return enough or not leads_with_refusal(text)
    if case.answerable is False:
        return leads_with_refusal(text) and not forbidden
    return names_gap(text) and (not content or any(content))


def score_answer(
    case: Case,
    text: str,
    cited: Sequence[str],
    gold: Sequence[Gold],
    near_miss: Sequence[Gold] = (),
) -> AnswerScores:
    """All measures of one answer. ``cited`` are the quoted texts of its sources.

    Where nothing is answerable, a citation counts as right if it supports the case's
    ``near_miss`` evidence, and is left out of the measure if the case names none.
    """
    met = points_met(case, text)
    forbidden = forbidden_found(case, text)
    rightly = declined_rightly(case, text, met, bool(forbidden))
    share = sum(met) / len(met) if met else None
    needed = PASS_SHARE if case.answerable is True else PASS_SHARE_UNCOVERED
    return AnswerScores(
        points=share,
        missed=tuple(index for index, one in enumerate(met) if not one),
        forbidden=forbidden,
        declined=leads_with_refusal(text),
        gap_named=names_gap(text),
        declined_rightly=rightly,
        citation_precision=citation_precision(cited, gold or near_miss)
        if gold or near_miss
        else None,
        evidence_recall=evidence_recall(cited, gold),
        words=count_words(text),
        passed=rightly and not forbidden and (share is None or share >= needed),
    )


def count_words(text: str) -> int:
    """Words a reader reads: white-space separated, without source markers and bare marks."""
    plain = re.sub(r"\[\d+\]", " ", text)
    return sum(any(c.isalnum() for c in word) for word in plain.split())
