"""The figures of the last evaluation: written by ``python -m evals``, read for the authors."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

logger = logging.getLogger(__name__)

FOLDER = "evaluations"


class EvaluationFigure(BaseModel):
    """One figure with the value accepted for it, in its own unit."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    value: float | None
    unit: str = "share"
    better: Literal["higher", "lower"] = "higher"
    n: int = 0
    accepted: float | None = None
    fell: bool = False


class Evaluation(BaseModel):
    """What one run measured. ``measured`` is None for the figures that came with the program."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    measured: datetime | None
    half: str
    course: str | None = None
    index: str | None = None
    figures: tuple[EvaluationFigure, ...]


def keep_evaluation(
    data_dir: Path,
    figures: Sequence[EvaluationFigure],
    half: str,
    *,
    course: str,
    index: str,
) -> Path:
    """Keep the figures as the last evaluation of the course; what other suites measured of the
    same half and index version stays. Raises OSError."""
    suites = {figure.name.partition(".")[0] for figure in figures}
    earlier = _read(data_dir, course)
    if earlier is not None and (earlier.half, earlier.index) == (half, index):
        kept = [f for f in earlier.figures if f.name.partition(".")[0] not in suites]
        figures = sorted([*kept, *figures], key=lambda figure: figure.name)
    found = Evaluation(
        measured=datetime.now(UTC).replace(microsecond=0),
        half=half,
        course=course,
        index=index,
        figures=tuple(figures),
    )
    path = _path(data_dir, course)
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_suffix(f".{os.getpid()}.new")
    scratch.write_text(found.model_dump_json(indent=1) + "\n", encoding="utf-8")
    scratch.replace(path)
    return path


def last_evaluation(data_dir: Path, course: str, *, shipped: bool = False) -> Evaluation | None:
    """The last evaluation of this course; without one and for the ``shipped`` course the figures
    that came with the program. None if there are none."""
    return _read(data_dir, course) or (_accepted() if shipped else None)


def _path(data_dir: Path, course: str) -> Path:
    return data_dir / FOLDER / f"{course}.json"


def _read(data_dir: Path, course: str) -> Evaluation | None:
    try:
        return Evaluation.model_validate_json(_path(data_dir, course).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        logger.warning("the last evaluation cannot be read: %s", type(error).__name__)
        return None


def _accepted() -> Evaluation | None:
    """The accepted figures of the reported half, where the evals are installed."""
    spec = find_spec("evals")
    if spec is None or spec.origin is None:
        return None
    try:
        half = json.loads(Path(spec.origin).with_name("baseline.json").read_text("utf-8"))["report"]
        figures = tuple(
            EvaluationFigure(name=name, value=entry["value"], better=entry["better"])
            for name, entry in half.items()
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Evaluation(measured=None, half="report", figures=figures)
