"""Archives: unpacked by the child into a folder of their own, read in the package's order."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ingest.found import MAX_FILE_BYTES, OTHER_DOCUMENTS, READABLE, natural_key
from ingest.problems import Problem, Unreadable
from ingest.readers.cartridge import package_order
from ingest.readers.child import Child
from ingest.readers.packages import MAX_TOTAL, opened

_DISCUSSION = ".xml"


@dataclass(frozen=True, slots=True)
class Member:
    """A file to read, with the title its package gives it."""

    name: str
    path: Path
    title: str = ""


@dataclass(frozen=True, slots=True)
class Members:
    """What an archive holds that can be read, and what cannot."""

    files: tuple[Member, ...]
    problems: tuple[Problem, ...]


@contextmanager
def unpacked(path: Path, child: Child) -> Iterator[Members]:
    """The readable members of an archive, in a folder that goes when the block ends.

    Raises:
        Unreadable: damaged, encrypted, or it unpacks to more than is reasonable.
    """
    with tempfile.TemporaryDirectory(prefix="ingest-") as folder:
        answer = child.unpack(path, Path(folder))
        files = [Member(name, Path(folder) / stored, title) for name, stored, title in answer.files]
        yield Members(
            tuple(files), tuple(Problem(name, reason) for name, reason in answer.problems)
        )


def unpack(path: Path, folder: Path) -> tuple[list[tuple[str, str, str]], list[tuple[str, str]]]:
    """Unpack the readable members into ``folder``: (name, stored file, title) and (name, reason).

    Members are stored under numbers, so no name of the archive ever becomes a path.
    """
    files: list[tuple[str, str, str]] = []
    problems: list[tuple[str, str]] = []
    written = 0
    with opened(path) as archive:
        names = {member.filename for member in archive.infolist()}
        order = package_order(archive) if "imsmanifest.xml" in names else {}
        for number, member in enumerate(archive.infolist()):
            name = member.filename.replace("\\", "/")
            reason = _reason_against(name, member.external_attr >> 16)
            suffix = PurePosixPath(name).suffix.lower()
            if (
                member.is_dir()
                or _is_passed_over(name)
                or (reason is None and not _is_wanted(name, suffix, order))
            ):
                if suffix in OTHER_DOCUMENTS:
                    problems.append((name, OTHER_DOCUMENTS[suffix]))
                elif suffix in {".zip", ".imscc"}:
                    problems.append((name, "an archive inside an archive; unpack it first"))
                continue
            if reason is None and member.flag_bits & 1:
                reason = "encrypted"
            if reason is None and member.file_size > MAX_FILE_BYTES:
                reason = f"larger than {MAX_FILE_BYTES // 2**20} MB"
            if reason is None and member.file_size == 0:
                reason = "the file is empty"
            if reason is not None:
                problems.append((name, reason))
                continue
            stored = f"{number}{suffix}"
            try:
                with archive.open(member) as source, (folder / stored).open("wb") as target:
                    data = source.read(MAX_FILE_BYTES + 1)
                    target.write(data)
            except (
                OSError,
                ValueError,
                RuntimeError,
                NotImplementedError,
                EOFError,
                Exception,
            ) as error:
                problems.append((name, f"cannot be unpacked ({type(error).__name__})"))
                continue
            written += len(data)
            if written > MAX_TOTAL:
                raise Unreadable(f"unpacks to more than {MAX_TOTAL // 2**20} MB")
            files.append((name, stored, order.get(name, (0, ""))[1]))
    last = len(order)
    files.sort(key=lambda file: (order.get(file[0], (last, ""))[0], natural_key(file[0])))
    return files, problems


def _reason_against(name: str, mode: int) -> str | None:
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or ":" in parts[0] or "\0" in name:
        return "its path leads out of the archive"
    if mode & 0o170000 == 0o120000:
        return "a link"
    return None


def _is_passed_over(name: str) -> bool:
    return any(
        part.startswith((".", "__MACOSX", "~$"))
        for part in PurePosixPath(name).parts
        if part != ".."
    )


def _is_wanted(name: str, suffix: str, order: dict[str, tuple[int, str]]) -> bool:
    if suffix in {".zip", ".imscc"}:
        return False
    return suffix in READABLE or (suffix == _DISCUSSION and name in order)
