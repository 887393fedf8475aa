"""Files to documents: text files here, every other format in a child process with limits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from ingest.found import FoundFile
from ingest.problems import Problem, Unreadable
from ingest.readers.archive import Member, unpacked
from ingest.readers.child import Child, ReadFile
from ingest.readers.plain_text import read_text
from ingest.readers.titles import document_of
from knowledge.types import Document

_TEXT = {".md": "text/markdown", ".markdown": "text/markdown", ".mdown": "text/markdown"}
_PLAIN = frozenset({".txt", ".text"})
_ARCHIVES = frozenset({".zip", ".imscc"})


@dataclass(slots=True)
class Reading:
    """What reading gave so far: documents in order, the hash of each one's file, and problems."""

    documents: list[Document] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_files(
    files: Sequence[FoundFile], progress: Callable[[int, int], None] | None = None
) -> Reading:
    """Read every file; one that cannot be read becomes a problem and the rest go on."""
    reading = Reading()
    with ExitStack() as stack:
        child = stack.enter_context(Child())
        for number, file in enumerate(files, start=1):
            try:
                if file.path.suffix.lower() in _ARCHIVES:
                    members = stack.enter_context(unpacked(file.path, child))
                    reading.problems.extend(
                        Problem(f"{file.name}/{p.name}", p.reason) for p in members.problems
                    )
                    for member in members.files:
                        _read_one(f"{file.name}/{member.name}", member, file.sha256, child, reading)
                    if not members.files and not members.problems:
                        raise Unreadable("no document in the archive")
                else:
                    _read_one(file.name, Member(file.name, file.path), file.sha256, child, reading)
            except Unreadable as error:
                reading.problems.append(Problem(file.name, str(error)))
            if progress is not None:
                progress(number, len(files))
    return reading


def _read_one(name: str, member: Member, sha256: str, child: Child, reading: Reading) -> None:
    try:
        found = _read(member.path, child)
    except Unreadable as error:
        reading.problems.append(Problem(name, str(error)))
        return
    if not any(c.isalnum() for c in found.text):
        reading.problems.append(Problem(name, "no text in it"))
        return
    reading.documents.append(
        document_of(name, member.title or found.title, found.media_type, found.text)
    )
    reading.hashes[name] = sha256


def _read(path: Path, child: Child) -> ReadFile:
    suffix = path.suffix.lower()
    if suffix in _TEXT or suffix in _PLAIN:
        return ReadFile("", _TEXT.get(suffix, "text/plain"), read_text(path))
    return child.read(path)
