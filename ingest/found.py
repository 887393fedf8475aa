"""Which files a course is made of: found below the paths given, never outside them."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.problems import Problem

MAX_FILE_BYTES = 25 * 1024 * 1024
READABLE = frozenset(
    ".md .markdown .mdown .txt .text .html .htm .xhtml .mht .mhtml .pdf .docx .pptx .zip .imscc".split()  # noqa: SIM905
)
OTHER_DOCUMENTS = {
    ".doc": "an old Word file; save it as .docx",
    ".ppt": "an old PowerPoint file; save it as .pptx",
    ".rtf": "rich text is not read; save it as .docx",
    ".odt": "OpenDocument is not read; save it as .docx",
    ".odp": "OpenDocument is not read; save it as .pptx",
    ".epub": "e-books are not read; save the chapters as .html",
    ".pages": "Pages files are not read; export as .docx",
    ".key": "Keynote files are not read; export as .pptx",
    ".docm": "a file with macros; save it as .docx",
    ".pptm": "a file with macros; save it as .pptx",
    ".rst": "reStructuredText is not read; save it as .md",
    ".tex": "LaTeX is not read; export it as .pdf",
    ".rar": "only .zip archives are opened",
    ".7z": "only .zip archives are opened",
}
_SETTINGS = frozenset({"course.yaml", "course.yml"})


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file of the course: its name in the course, where it lies, and the hash of its bytes."""

    name: str
    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class Found:
    """What lies below the paths: files to read, files that cannot be, and how many were passed over."""

    files: tuple[FoundFile, ...]
    problems: tuple[Problem, ...]
    ignored: tuple[str, ...]


def find(paths: Sequence[Path]) -> Found:
    """Every file of a course below ``paths``, in natural order of name, each hashed.

    One folder: names are relative to it. Several paths: a folder's own name comes first.
    A path that does not exist is a problem; pictures and the like are passed over.
    """
    files: dict[str, FoundFile] = {}
    problems: list[Problem] = []
    ignored: list[str] = []
    for name, path, asked in _walk(paths):
        reason = _reason_against(path)
        if reason is None and path.suffix.lower() not in READABLE:
            if asked:
                reason = OTHER_DOCUMENTS.get(path.suffix.lower(), "not a format that is read")
            elif path.suffix.lower() in OTHER_DOCUMENTS:
                reason = OTHER_DOCUMENTS[path.suffix.lower()]
            else:
                ignored.append(name)
                continue
        if reason is None and name in files:
            reason = f"a second file of this name: {path}"
        if reason is not None:
            problems.append(Problem(name, reason))
            continue
        try:
            files[name] = FoundFile(name, path, _sha256(path))
        except OSError as error:
            problems.append(Problem(name, f"cannot be opened: {error.strerror or error}"))
    ordered = sorted(files.values(), key=lambda file: natural_key(file.name))
    return Found(tuple(ordered), tuple(problems), tuple(ignored))


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key by which ``lesson-2`` comes before ``lesson-10``."""
    parts = re.split(r"(\d+)", name.lower())
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts if part)


def _walk(paths: Sequence[Path]) -> Iterator[tuple[str, Path, bool]]:
    several = len(paths) > 1
    for path in paths:
        if not path.is_dir():
            yield path.name or str(path), path, True
            continue
        root = path.resolve()
        prefix = f"{root.name}/" if several else ""
        for file in _below(root):
            yield prefix + file.relative_to(root).as_posix(), file, False


def _below(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        pages = {Path(name).stem for name in names if name.lower().endswith((".html", ".htm"))}
        links = [name for name in folders if (here / name).is_symlink()]
        for name in links:
            if not _inside(here / name, root):
                yield here / name
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith((".", "__MACOSX"))
            and name not in links
            and not _is_page_folder(name, pages)
        )
        for name in sorted(names):
            if name.startswith((".", "~$")) or name.lower() in _SETTINGS:
                continue
            file = here / name
            if file.is_symlink() and _inside(file, root) and file.exists():
                continue  # its target is read under its own name
            yield file


def _is_page_folder(name: str, pages: Iterable[str]) -> bool:
    """The pictures and frames a browser saves beside a page."""
    return any(name in {f"{page}_files", f"{page}-files", f"{page}.files"} for page in pages)


def _inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root)
    except (OSError, RuntimeError):
        return False


def _reason_against(path: Path) -> str | None:
    if path.is_symlink() and path.is_dir():
        return "a link that leads out of the folder"
    if not path.exists():
        return "a link to nothing" if path.is_symlink() else "no such file or folder"
    if not path.is_file():
        return "not a regular file"
    if path.is_symlink() and path.parent.resolve() != path.resolve().parent:
        return "a link that leads out of the folder"
    size = path.stat().st_size
    if size == 0:
        return "the file is empty"
    if size > MAX_FILE_BYTES:
        return f"larger than {MAX_FILE_BYTES // 2**20} MB ({size / 2**20:.0f} MB)"
    return None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
