"""What the evals see of an answer, whoever gave it: text, cited texts, time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from evals.dataset import Case


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer from the outside. ``error`` is set when there is none: a failed row."""

    text: str
    cited: tuple[str, ...]  # quoted texts of the sources, in the order of their numbers
    ms: float
    status: str | None = None  # the answer's own status, where it has one
    standalone: str | None = None  # how the question was understood
    broken: tuple[str, ...] = ()  # promises of the answer's form that do not hold
    error: str | None = None


Ask = Callable[[Case], Reply]
Confidence = Callable[[str], float]  # of a whole question: how well something answers it


def asked_safely(ask: Ask, case: Case) -> Reply:
    """The reply to a case; whatever goes wrong becomes a reply with an ``error``."""
    try:
        return ask(case)
    except Exception as error:  # a crashing case is a failed row, never a crash
        return Reply("", (), 0.0, error=f"{type(error).__name__}: {error}")
