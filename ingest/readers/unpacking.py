"""The child's side of archives: members checked one by one and stored under numbers."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from ingest.found import MAX_FILE_BYTES, OTHER_DOCUMENTS, READABLE, natural_key
from ingest.problems import Unreadable
from ingest.readers.cartridge import package_order
from ingest.readers.packages import MAX_TOTAL, opened


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
            except Exception as error:  # zlib, bz2, lzma and zipfile each have their own
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
    return suffix in READABLE or (suffix == ".xml" and name in order)
