"""The curve's two measures against values worked out by hand."""

from __future__ import annotations

import pytest

from evals.declining import auc, declined_at


def test_auc_is_the_share_of_pairs_in_the_right_order() -> None:
    assert auc([0.9, 0.4], [0.5, 0.1]) == 0.75
    assert auc([0.5], [0.5]) == 0.5
    assert auc([0.9, 0.8], [0.1]) == 1
    assert auc([], [0.1]) is None


@pytest.mark.parametrize(
    ("wrongly", "declined"), [(0.0, 1 / 3), (0.24, 1 / 3), (0.25, 2 / 3), (0.5, 1.0), (1.0, 1.0)]
)
def test_declined_at_takes_the_highest_threshold_that_is_allowed(
    wrongly: float, declined: float
) -> None:
    answerable = [0.3, 0.5, 0.7, 0.9]
    assert declined_at(answerable, [0.1, 0.4, 0.6], wrongly) == pytest.approx(declined)
    assert declined_at(answerable, [], wrongly) is None
