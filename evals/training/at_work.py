"""The direction in the embedding space along which questions at work part from other requests.

A logistic regression on the vectors alone: our own questions of ``data/`` and those of
``prompts/scope.yaml`` against what is said elsewhere. It knows no course.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from evals.training.logistic import balanced
from knowledge.models import Vectors

PENALTY = 1e-4


def learned(work: Vectors, elsewhere: Vectors) -> Vectors:
    """The direction (dimension + 1,), its offset last: its product with a vector is the log odds
    that it is asked at work. Both sides weigh the same."""
    rows = np.vstack([work, elsewhere]).astype(np.float64)
    rows = np.hstack([rows, np.ones((len(rows), 1))])
    labels = np.r_[np.ones(len(work)), np.zeros(len(elsewhere))]
    penalty = np.full(rows.shape[1], PENALTY)
    penalty[-1] = 1e-9
    weights = balanced(rows, labels, penalty)
    return np.asarray(weights, dtype=np.float32)


def fold_of(name: str, folds: int) -> int:
    """In which of so many folds a group of messages is left out: by its name alone."""
    return zlib.crc32(name.encode()) % folds


def left_out(work: Vectors, elsewhere: Vectors, groups: Sequence[str], folds: int) -> list[Vectors]:
    """For each fold the direction learned without its groups of what is said elsewhere."""
    numbers = np.array([fold_of(group, folds) for group in groups])
    return [learned(work, elsewhere[numbers != fold]) for fold in range(folds)]
