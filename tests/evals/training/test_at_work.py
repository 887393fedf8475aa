"""The direction along which questions at work part from other requests."""

from __future__ import annotations

import numpy as np

from evals.training.at_work import fold_of, learned, left_out


def _around(centre: list[float], count: int, seed: int) -> np.ndarray:
    drawn = np.random.default_rng(seed).normal(centre, 0.3, (count, len(centre)))
    return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)


def test_it_tells_messages_apart_that_it_has_not_learned() -> None:
    direction = learned(_around([1, 0, 0.2], 40, 1), _around([0, 1, 0.2], 200, 2))
    work, elsewhere = _around([1, 0, 0.2], 50, 3), _around([0, 1, 0.2], 50, 4)
    assert direction.shape == (4,)
    assert ((work @ direction[:-1] + direction[-1]) > 0).mean() > 0.9
    assert ((elsewhere @ direction[:-1] + direction[-1]) < 0).mean() > 0.9


def test_what_is_left_out_of_a_fold_does_not_change_its_direction() -> None:
    work, elsewhere = _around([1, 0], 20, 1), _around([0, 1], 30, 2)
    groups = [f"intent {i % 10}" for i in range(30)]
    folds = left_out(work, elsewhere, groups, 3)
    assert len(folds) == 3
    changed = elsewhere.copy()
    mine = [i for i, group in enumerate(groups) if fold_of(group, 3) == 1]
    assert mine
    changed[mine] = -changed[mine]
    again = left_out(work, changed, groups, 3)
    assert np.array_equal(again[1], folds[1])
    assert not np.array_equal(again[0], folds[0])
