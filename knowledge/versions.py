"""Index versions on disk: the folder of a course, its manifests, the pointer that switches them.

A course's index is a folder of versions under ``<data_dir>/index/<course>/`` and a file CURRENT
that names the one that serves::

    index/<course>/CURRENT                   "v-1f3a…"
    index/<course>/v-1f3a…/manifest.json     what it was made from, and with
                           content.json      documents, chunks, templates, outline, terms
                           vectors.npy       chunk vectors, row i belongs to chunk i
                           sentences.npz     where the sentences stand: chunk number and range
                           sentence-vectors.npy
                           words.npz         the course's words with their vectors
                           lexical.npz       BM25 scores
                           chroma/           the same chunk vectors in Chroma

A version never changes once it is named. Nothing here imports a heavy library.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from knowledge.errors import CourseError, IndexVersionError

logger = logging.getLogger(__name__)

FORMAT = 2
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index version was made from, and with what."""

    course: str
    title: str
    version: str
    format: int
    embedding_model: str
    dimension: int
    recipe: str
    documents: Mapping[str, str]  # document name -> SHA-256 of the file's bytes
    chunks: int
    created: str
    collection: str = ""
    files: Mapping[str, int] = field(default_factory=dict)  # name -> size, but for Chroma's own


def course_folder(data_dir: Path, course: str) -> Path:
    """The folder that holds a course's versions. CourseError if no course can have this id."""
    if not _ID.fullmatch(course):  # it becomes a path, and may come from a request
        raise CourseError(f"{course[:100]!r} is no course id: letters, digits, dots, - and _")
    return data_dir / "index" / course


def current_version(data_dir: Path, course: str) -> str | None:
    """The version that serves, or None."""
    try:
        name = (course_folder(data_dir, course) / "CURRENT").read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except UnicodeDecodeError:
        name = ""
    return name if _ID.fullmatch(name) else None


def read_manifest(data_dir: Path, course: str) -> Manifest | None:
    """The manifest of the version that serves; None if the course has none or it is damaged.

    Damaged means here: a file is missing or has another size than when it was built.
    """
    version = current_version(data_dir, course)
    if version is None:
        return None
    try:
        return manifest_of(course_folder(data_dir, course) / version)
    except IndexVersionError as error:
        logger.warning("%s", error)
        return None


def list_courses(data_dir: Path) -> list[Manifest]:
    """Manifests of all courses that can serve, by id."""
    root = data_dir / "index"
    folders = [p.name for p in root.iterdir() if p.is_dir()] if root.is_dir() else []
    names = sorted(name for name in folders if _ID.fullmatch(name))
    found = (read_manifest(data_dir, name) for name in names)
    return [manifest for manifest in found if manifest is not None]


def remove_course(data_dir: Path, course: str) -> bool:
    """Remove a course with all its versions; False if there was none."""
    folder = course_folder(data_dir, course)
    if not folder.is_dir():
        return False
    (folder / "CURRENT").unlink(missing_ok=True)
    shutil.rmtree(folder)
    return True


def manifest_of(folder: Path) -> Manifest:
    """The manifest in a version's folder; IndexVersionError if it or a file it names is damaged."""
    try:
        data: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        manifest = Manifest(**data)
    except (OSError, ValueError, TypeError) as error:
        raise IndexVersionError(
            f"index version {folder.name} has no readable manifest; run: python -m ingest"
        ) from error
    if manifest.format != FORMAT:
        raise IndexVersionError(
            f"index version {folder.name} has format {manifest.format}, this program reads "
            f"{FORMAT}; run: python -m ingest"
        )
    for name, size in manifest.files.items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != size:
            raise IndexVersionError(
                f"index version {folder.name} is damaged, its {name} has changed; "
                "run: python -m ingest"
            )
    return manifest


def is_complete(final: Path, manifest: Manifest) -> bool:
    """Whether ``final`` already holds, undamaged, the version that ``manifest`` describes."""
    try:
        return manifest_of(final).version == manifest.version
    except IndexVersionError:
        return False


def sizes_of(folder: Path) -> dict[str, int]:
    """The files of a version and their sizes; Chroma's own change when it is opened."""
    return {p.name: p.stat().st_size for p in sorted(folder.iterdir()) if p.is_file()}


def remove_old(folder: Path, keep: str) -> list[str]:
    """Remove versions but the serving one and the one before it, and what was left half built.

    For the one process that may build: whatever is half built there is nobody's. Returns the
    names of the versions removed.
    """
    versions = sorted(
        (p for p in folder.glob("v-*") if p.name != keep), key=lambda p: p.stat().st_mtime
    )
    for path in (*versions[:-1], *folder.glob("building-*")):
        shutil.rmtree(path, ignore_errors=True)
    return [path.name for path in versions[:-1]]


def write_durably(path: Path, text: str) -> None:
    """Write aside, flush to disk, rename: a reader sees the old file or the new one."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    with scratch.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
