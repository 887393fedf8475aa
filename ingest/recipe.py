"""The recipe: a fingerprint of the code that turns files into chunks. A new one means a new index."""

from __future__ import annotations

import hashlib
from pathlib import Path

_ELSEWHERE = (
    "knowledge/embedding.py",
    "knowledge/passages.py",
    "knowledge/text.py",
    "knowledge/types.py",
)
_NOT_OF_IT = frozenset(
    {"__main__.py", "sync.py", "settings.py", "recipe.py", "report.py", "problems.py"}
)


def recipe() -> str:
    """Hash over the source of the readers and the chunker: nobody has to remember a version number."""
    here = Path(__file__).resolve().parent
    files = [path for path in sorted(here.rglob("*.py")) if path.name not in _NOT_OF_IT]
    files += [here.parent / name for name in _ELSEWHERE]
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.relative_to(here.parent).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
