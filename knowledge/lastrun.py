"""How the last ingest of a course went, kept beside its versions for those who look after it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from knowledge.errors import CourseError
from knowledge.versions import course_folder, write_durably

_NAME = "last-run.json"


@dataclass(frozen=True, slots=True)
class LastRun:
    """When an ingest ran (ISO 8601 in UTC), and the files it could not use: name and reason."""

    when: str
    problems: tuple[tuple[str, str], ...] = ()


def keep_last_run(data_dir: Path, course: str, problems: tuple[tuple[str, str], ...]) -> None:
    """Keep how this run went; nothing for a course that has no folder. Raises OSError."""
    folder = course_folder(data_dir, course)
    if not folder.is_dir():
        return
    when = datetime.now(UTC).isoformat(timespec="seconds")
    text = json.dumps({"when": when, "problems": problems}, ensure_ascii=False)
    write_durably(folder / _NAME, text + "\n")


def read_last_run(data_dir: Path, course: str) -> LastRun | None:
    """How the last run went; None if none is known."""
    try:
        data = json.loads((course_folder(data_dir, course) / _NAME).read_text("utf-8"))
        problems = tuple((str(name), str(reason)) for name, reason in data["problems"])
        return LastRun(str(data["when"]), problems)
    except (OSError, ValueError, KeyError, TypeError, CourseError):
        return None
