"""Archives: unpacked by the child into a folder of their own, read in the package's order."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ingest.problems import Problem
from ingest.readers.child import Child


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
