"""The accepted figures: what a change may not fall below.

``baseline.json`` holds, per half of the cases, each accepted figure with its tolerance:
``{"report": {"answers.passed": {"value": 0.9, "tolerance": 0.02, "better": "higher"}}}``.
A figure fails when it is worse than its accepted value by more than the tolerance, or cannot be
measured any more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from evals.errors import EvalsError
from evals.figures import Better, Figure, Unit

BASELINE = Path(__file__).parent / "baseline.json"


class Accepted(BaseModel):
    """An accepted value; ``tolerance`` is in the figure's own unit and never negative."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: float
    tolerance: float
    better: Better


Baseline = dict[str, dict[str, Accepted]]
_FORMAT: TypeAdapter[Baseline] = TypeAdapter(Baseline)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure against its accepted value. ``gain`` is positive when it is better."""

    figure: Figure
    accepted: Accepted | None
    gain: float | None
    fell: bool


def load(path: Path = BASELINE) -> Baseline:
    """The accepted figures; none if the file is not there. EvalsError if it is damaged."""
    if not path.exists():
        return {}
    try:
        return _FORMAT.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise EvalsError(f"{path}: not a baseline: {str(error).splitlines()[0]}") from None


def compare(figures: Sequence[Figure], accepted: Mapping[str, Accepted]) -> list[Comparison]:
    """Each figure with its accepted value, in order."""
    found = []
    for figure in figures:
        entry = accepted.get(figure.name)
        gain = None
        if entry is not None and figure.value is not None:
            gain = figure.value - entry.value
            gain = gain if entry.better == "higher" else -gain
        fell = entry is not None and (gain is None or gain < -entry.tolerance - 1e-9)
        found.append(Comparison(figure, entry, gain, fell))
    return found


def missing(figures: Sequence[Figure], accepted: Mapping[str, Accepted]) -> list[str]:
    """Accepted figures of the suites that ran which this run did not measure at all."""
    suites = {figure.name.split(".")[0] for figure in figures}
    names = {figure.name for figure in figures}
    return [n for n in accepted if n.split(".")[0] in suites and n not in names]


def accept(figures: Sequence[Figure], half: str, path: Path = BASELINE) -> None:
    """Write the figures as the accepted ones of this half; figures of other suites stay."""
    baseline = load(path)
    suites = {figure.name.split(".")[0] for figure in figures}
    kept = {n: a for n, a in baseline.get(half, {}).items() if n.split(".")[0] not in suites}
    for figure in figures:
        if figure.value is not None:
            tolerance = default_tolerance(figure.unit, figure.value, figure.n)
            kept[figure.name] = Accepted(
                value=round(figure.value, 4), tolerance=tolerance, better=figure.better
            )
    baseline[half] = dict(sorted(kept.items()))
    data = _FORMAT.dump_python(baseline, mode="json")
    path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def default_tolerance(unit: Unit, value: float, n: int) -> float:
    """How far a figure may fall: two points of a share or one and a half of its cases, whichever
    is more; 15% of words; a third of memory; speed, which depends on the machine, may halve or
    treble; counts of errors not at all."""
    if unit == "share":
        return round(max(0.02, 1.5 / n if n else 0.02), 4)
    if unit == "count":
        return 0.0
    factor = {"words": 0.15, "MB": 0.33, "per s": 0.67, "ms": 2.0, "s": 2.0, "times": 0.3}[unit]
    return round(factor * value, 4)
