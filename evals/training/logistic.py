"""Logistic regression by Newton's method, where both labels weigh the same."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

STEPS = 30


def balanced(design: Matrix, labels: Matrix, penalty: Matrix) -> Matrix:
    """The weights of the columns of ``design`` (rows, columns) for ``labels`` (rows,) of 0 and 1;
    ``penalty`` (columns,) is what the square of each weight costs."""
    share = labels.mean()
    worth = np.where(labels > 0, 0.5 / share, 0.5 / (1.0 - share)) / len(labels)
    weights = np.zeros(design.shape[1])
    for _ in range(STEPS):
        likely = 1.0 / (1.0 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (worth * (likely - labels)) + penalty * weights
        bend = design.T @ (design * (worth * likely * (1 - likely))[:, None]) + np.diag(penalty)
        weights = weights - np.linalg.solve(bend, slope)
    return weights
