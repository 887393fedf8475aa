"""Zip packages (Office files, archives): checked for size before anything opens them."""

from __future__ import annotations

import zipfile
from pathlib import Path

from ingest.problems import Unreadable

MAX_MEMBERS = 4000
MAX_TOTAL = 250 * 1024 * 1024
MAX_RATIO = 200
_SMALL = 1024 * 1024


def opened(path: Path) -> zipfile.ZipFile:
    """The archive at ``path``, unless it is damaged or unpacks to more than is reasonable."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        with path.open("rb") as file:
            if file.read(4) == b"\xd0\xcf\x11\xe0":
                raise Unreadable("encrypted, or in the old Office format") from error
        raise Unreadable("a damaged archive: it cannot be opened") from error
    members = archive.infolist()
    total = sum(member.file_size for member in members)
    bomb = any(
        member.file_size > _SMALL and member.file_size > MAX_RATIO * max(1, member.compress_size)
        for member in members
    )
    if len(members) > MAX_MEMBERS or total > MAX_TOTAL or bomb:
        archive.close()
        raise Unreadable(f"unpacks to too much ({len(members)} files, {total / 2**20:.0f} MB)")
    return archive


def check_package(path: Path, part: str) -> None:
    """Whether an Office file holds its main part and unpacks to a reasonable size."""
    with opened(path) as archive:
        names = set(archive.namelist())
        if part not in names:
            if "EncryptionInfo" in names:
                raise Unreadable("encrypted")
            raise Unreadable("not the format its name says")
        if any(member.flag_bits & 1 for member in archive.infolist()):
            raise Unreadable("encrypted")
