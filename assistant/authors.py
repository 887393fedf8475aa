"""What the authors of a course see: the figures of its traffic, its index and its evaluation."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np

from assistant import traffic
from assistant.evaluations import Evaluation, last_evaluation
from assistant.insights.actions import Action, next_actions
from assistant.insights.grouping import by_lesson, group
from assistant.insights.remarks import feedback_figures
from assistant.insights.trend import WINDOWS, over_time, period, watch
from assistant.insights.types import Alarm, FeedbackFigures, Group, LessonGroups, Period
from assistant.retention import cutoff
from assistant.settings import Settings
from assistant.store import Store
from knowledge.lastrun import LastRun, read_last_run
from knowledge.library import DEFAULT_COURSE, Course, Library
from knowledge.models import Vectors

DAYS = (7, 28, 90, 365)  # the periods offered
USUAL_DAYS = 28
_REMEMBERED = 5_000


@dataclass(frozen=True, slots=True)
class CourseState:
    """The index of a course as it serves."""

    id: str
    title: str
    version: str
    built: str  # ISO 8601 in UTC
    passages: int
    documents: tuple[str, ...]
    lessons: int
    sections: int
    templates: int
    embedding_model: str
    last_run: LastRun | None


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the authors' page but the links. Nobody's identity is in it."""

    course: CourseState
    whole: Period
    periods: tuple[Period, ...]
    alarm: Alarm
    groups: tuple[Group, ...]
    lessons: tuple[LessonGroups, ...]
    feedback: FeedbackFigures
    evaluation: Evaluation | None
    actions: tuple[Action, ...]
    retention_days: int | None


class AuthorFigures:
    """Makes overviews. One instance serves every author, one overview at a time."""

    def __init__(self, library: Library, store: Store, settings: Settings) -> None:
        self._library = library
        self._store = store
        self._settings = settings
        self._vectors: OrderedDict[bytes, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def overview(
        self, course_id: str | None = None, days: int = USUAL_DAYS, today: date | None = None
    ) -> Overview:
        """The figures of a course over the last ``days``, today (UTC) included.

        Raises CourseError for a course that is not there, StoreUnavailable.
        """
        course = self._library.course(course_id)
        last = today or datetime.now(UTC).date()
        first = last - timedelta(days=days - 1)
        watched = last - timedelta(days=max(sum(window) for window in WINDOWS) - 1)
        engine = self._store.engine
        with self._lock:
            counts = traffic.day_counts(engine, course.id, self._kept(min(first, watched)))
            asked = traffic.uncovered(engine, course.id, self._kept(first))
            given = feedback_figures(traffic.remarks(engine, course.id, self._kept(first)))
            groups = group(asked, lambda texts: self._embed(course, texts), course.version)
        state = self._state(course)
        alarm = watch(counts, last)
        evaluation = last_evaluation(
            self._settings.data_dir, course.id, shipped=course.id == DEFAULT_COURSE
        )
        return Overview(
            course=state,
            whole=period(counts, first, last),
            periods=over_time(counts, first, last),
            alarm=alarm,
            groups=groups,
            lessons=by_lesson(groups),
            feedback=given,
            evaluation=evaluation,
            actions=next_actions(
                alarm,
                groups,
                given,
                unreadable=len(state.last_run.problems) if state.last_run else 0,
                fell=[f.name for f in evaluation.figures if f.fell] if evaluation else [],
            ),
            retention_days=self._settings.retention_days,
        )

    def _kept(self, first: date) -> str:
        """The first moment looked at: what is due to be forgotten is not shown any more."""
        days = self._settings.retention_days
        since = first.isoformat()
        return since if days is None else max(since, cutoff(days))

    def _embed(self, course: Course, texts: Sequence[str]) -> Vectors:
        """Vectors of texts, remembered under a hash: the same questions are looked at daily."""
        name = course.embedder.name
        keys = [hashlib.sha256(f"{name}\0{text}".encode()).digest() for text in texts]
        wanted = {k: t for k, t in zip(keys, texts, strict=True) if k not in self._vectors}
        if wanted:
            fresh = course.embed(list(wanted.values()))
            self._vectors.update(zip(wanted, fresh, strict=True))
        found = np.stack([self._vectors[key] for key in keys])
        while len(self._vectors) > _REMEMBERED:
            self._vectors.popitem(last=False)
        return found

    def _state(self, course: Course) -> CourseState:
        manifest, content = course.opened.manifest, course.content
        return CourseState(
            id=course.id,
            title=course.title,
            version=course.version,
            built=manifest.created,
            passages=manifest.chunks,
            documents=tuple(sorted(manifest.documents)),
            lessons=len({section.lesson for section in content.outline if section.lesson}),
            sections=len(content.outline),
            templates=len(content.templates),
            embedding_model=manifest.embedding_model,
            last_run=read_last_run(self._settings.data_dir, course.id),
        )
