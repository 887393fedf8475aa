"""Figures: a named number of a suite, beside the naive pipeline's."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Unit = Literal["share", "words", "ms", "s", "per s", "MB", "count", "times"]
Better = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number. ``name`` is ``suite.measure`` or ``suite.measure.category``."""

    name: str
    value: float | None
    unit: Unit = "share"
    better: Better = "higher"
    naive: float | None = None
    n: int = 0  # cases or measurements behind it


@dataclass(frozen=True, slots=True)
class CaseRow:
    """What one case came to, for the half that may be looked at."""

    suite: str
    id: str
    category: str
    passed: bool
    why: str  # empty when passed
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class SuiteResult:
    """What a suite measured. ``failures`` are errors of single cases, not low figures."""

    suite: str
    figures: tuple[Figure, ...]
    rows: tuple[CaseRow, ...] = ()
    failures: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()  # printed below the figures


def mean(values: Iterable[float | bool | None]) -> float | None:
    """Mean of the values that apply; None if none does."""
    kept = [float(value) for value in values if value is not None]
    return math.fsum(kept) / len(kept) if kept else None


def quantile(values: Iterable[float], share: float) -> float | None:
    """The value below which ``share`` of the values lie (nearest rank); None without values."""
    ordered = sorted(values)
    if not ordered:
        return None
    return ordered[min(len(ordered) - 1, max(0, math.ceil(share * len(ordered)) - 1))]


def show(value: float | None, unit: Unit) -> str:
    """A figure as the table prints it."""
    if value is None:
        return "-"
    if unit == "share":
        return f"{100 * value:.1f}%"
    if unit in ("words", "count", "MB"):
        return f"{value:.0f}"
    if unit == "times":
        return f"{value:.2f} x"
    if unit == "s":
        return f"{value:.2f} s"
    return f"{value:.1f} {unit}"
