"""The index made equal to the files: what would change (pure), then read, build and switch."""

from __future__ import annotations

import fcntl
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ingest.course import read_found
from ingest.found import Found, find
from ingest.problems import IngestError, Problem
from ingest.recipe import recipe
from ingest.settings import IngestSettings
from knowledge.types import CourseContent
from knowledge.versions import Manifest, course_folder, read_manifest

Progress = Callable[[str, int, int], None]
_ARCHIVE = re.compile(r"(?i)^(.*?\.(?:zip|imscc))/")


@dataclass(frozen=True, slots=True)
class SyncPlan:
    """File names by what an ingest would do with them."""

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether any file differs from what is indexed."""
        return bool(self.added or self.replaced or self.removed)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did. ``content`` is None when nothing had to be read."""

    status: str  # "built", "unchanged" or "dry-run"
    plan: SyncPlan
    manifest: Manifest | None
    content: CourseContent | None
    problems: tuple[Problem, ...]
    ignored: tuple[str, ...]
    why: tuple[str, ...]  # reasons beside the files: another recipe, another model
    seconds: float


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: the paths that make the course, its id and title, and how to go about it."""

    paths: tuple[Path, ...]
    course: str
    title: str = ""
    dry_run: bool = False
    rebuild: bool = False


def plan(found: Mapping[str, str], indexed: Mapping[str, str]) -> SyncPlan:
    """Compare the hashes of the files found with those indexed; an archive is one file."""
    held: dict[str, str] = {}
    for name, sha256 in indexed.items():
        archive = _ARCHIVE.match(name)
        held[archive.group(1) if archive and name not in found else name] = sha256
    return SyncPlan(
        added=tuple(sorted(found.keys() - held.keys())),
        replaced=tuple(sorted(n for n in found.keys() & held.keys() if found[n] != held[n])),
        removed=tuple(sorted(held.keys() - found.keys())),
        left=tuple(sorted(n for n in found.keys() & held.keys() if found[n] == held[n])),
    )


def sync(order: Order, settings: IngestSettings, progress: Progress) -> Outcome:
    """Make the course's index equal to its files, or only say what would change.

    Raises:
        IngestError: nothing can be read, or another ingest of the course is running.
    """
    began = time.monotonic()
    found = find(order.paths)
    manifest = read_manifest(settings.data_dir, order.course)
    planned = plan({f.name: f.sha256 for f in found.files}, manifest.documents if manifest else {})
    why = _reasons(order, settings, manifest)

    def outcome(
        status: str,
        built: Manifest | None,
        content: CourseContent | None,
        problems: Sequence[Problem],
    ) -> Outcome:
        seconds = time.monotonic() - began
        return Outcome(
            status, planned, built, content, tuple(problems), found.ignored, why, seconds
        )

    if order.dry_run:
        return outcome("dry-run", manifest, None, found.problems)
    if not planned.changes and not why:
        _export_once(settings)
        return outcome("unchanged", manifest, None, found.problems)
    with _alone(settings.data_dir, order.course):
        content, hashes, problems = _read(found, order, progress)
        if not content.documents:
            kept = "; the index stays as it was" if manifest else ""
            reasons = "".join(f"\n  {problem}" for problem in problems)
            raise IngestError(f"no file of the course can be read{kept}{reasons}")
        if manifest is not None and not why and hashes == dict(manifest.documents):
            return outcome("unchanged", manifest, None, problems)
        built = _build(content, hashes, settings, progress)
    return outcome("built", built, content, problems)


def _reasons(order: Order, settings: IngestSettings, manifest: Manifest | None) -> tuple[str, ...]:
    """Why the index would be built anew although no file changed."""
    if manifest is None:
        return ("the course is new",)
    reasons = []
    if order.rebuild:
        reasons.append("asked for with --rebuild")
    if manifest.recipe != recipe():
        reasons.append("the way documents are read has changed")
    if manifest.embedding_model != settings.embedding_model:
        reasons.append(f"the embedding model was {manifest.embedding_model}")
    if order.title and manifest.title != order.title:
        reasons.append("the title has changed")
    local = course_folder(settings.data_dir, order.course) / manifest.version / "chroma"
    if local.is_dir() == (settings.chroma_url is not None):
        reasons.append("the vectors move to another Chroma")
    return tuple(reasons)


def _read(
    found: Found, order: Order, progress: Progress
) -> tuple[CourseContent, dict[str, str], list[Problem]]:
    return read_found(found, order.course, order.title, lambda n, of: progress("reading", n, of))


def _build(
    content: CourseContent, hashes: Mapping[str, str], settings: IngestSettings, progress: Progress
) -> Manifest:
    """Embed, verify, switch; then export the model for queries where that has not been done."""
    # Imported here: an unchanged course must not wait for Chroma, NumPy and torch.
    from knowledge.embedding import ReferenceEmbedder, ensure_export
    from knowledge.index import build_version

    embedder = ReferenceEmbedder(settings.embedding_model)
    manifest = build_version(
        settings.data_dir,
        content,
        file_hashes=hashes,
        recipe=recipe(),
        embedder=embedder,
        chroma_url=settings.chroma_url,
        progress=lambda n, of: progress("embedding", n, of),
    )
    ensure_export(embedder, settings.data_dir)
    return manifest


def _export_once(settings: IngestSettings) -> None:
    """Export the model for queries where an earlier version of the product exported it otherwise."""
    # Where none was ever made, the export failed when the course was built; it would again. What
    # is heavy is imported after that is known: an unchanged course waits for nothing.
    if not any((settings.data_dir / "models").glob("*.onnx")):
        return
    from knowledge.exported import ensure_export, export_path

    if not export_path(settings.embedding_model, settings.data_dir).is_file():
        from knowledge.embedding import reference_embedder

        ensure_export(reference_embedder(settings.embedding_model), settings.data_dir)


@contextmanager
def _alone(data_dir: Path, course: str) -> Iterator[None]:
    """Hold the course's lock; the system drops it when this process dies."""
    folder = data_dir / "index"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f".{course}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IngestError(f"another ingest of course {course!r} is running") from error
        yield
