"""What people say that no course is about, and what they ask about their work whatever the course:
``prompts/scope.yaml``, read once and embedded once.

The vectors are kept in a file beside the embedding model's export, so that only the first start
after a change of the sentences pays for them (two seconds).
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import yaml

from assistant.prompts import FOLDER, PromptError
from knowledge.models import Embedder, Vectors

logger = logging.getLogger(__name__)

_FILE = "scope.yaml"
_GROUPS = ("elsewhere", "own work")
_LEAST = 5  # sentences of a group without which nothing can be told


@dataclass(frozen=True, slots=True)
class Background:
    """Sentences about something else altogether, and sentences of people who learn for their work."""

    elsewhere: tuple[str, ...]
    own_work: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BackgroundVectors:
    """A background in the space of one embedder; one row for each sentence."""

    elsewhere: Vectors
    own_work: Vectors


_known: dict[tuple[str, Background], BackgroundVectors] = {}
_lock = threading.Lock()


def load_background(folder: Path = FOLDER) -> Background:
    """Read ``scope.yaml``. Raises PromptError naming the file and the entry."""
    try:
        read = yaml.safe_load((folder / _FILE).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise PromptError(f"{_FILE}: cannot be read") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise PromptError(f"{_FILE}: not valid YAML{where}") from None
    if not isinstance(read, Mapping) or set(read) != set(_GROUPS):
        raise PromptError(f"{_FILE}: expected the names {' and '.join(map(repr, _GROUPS))}")
    return Background(*(_sentences(name, read[name]) for name in _GROUPS))


@cache
def background() -> Background:
    """The shipped background."""
    return load_background()


def vectors_of(embedder: Embedder, kept_in: Path | None = None) -> BackgroundVectors:
    """The shipped background embedded; from ``kept_in`` (a folder) where an earlier run left it."""
    found = background()
    with _lock:
        key = (embedder.name, found)
        if key not in _known:
            _known[key] = _read(embedder, found, kept_in) or _made(embedder, found, kept_in)
        return _known[key]


def _sentences(name: str, fields: object) -> tuple[str, ...]:
    if not isinstance(fields, Mapping):
        raise PromptError(f"{_FILE}: {name!r} should hold fields with lists of sentences")
    found: list[str] = []
    for field, lines in fields.items():
        if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
            raise PromptError(f"{_FILE}: {name}.{field} should be a list of sentences")
        found += [line.strip() for line in lines if line.strip()]
    if len(found) < _LEAST:
        raise PromptError(f"{_FILE}: {name!r} needs at least {_LEAST} sentences")
    return tuple(dict.fromkeys(found))


def _path(embedder: Embedder, found: Background, folder: Path) -> Path:
    said = "\n".join((embedder.name, *found.elsewhere, "", *found.own_work))
    return folder / f"background-{hashlib.sha256(said.encode()).hexdigest()[:16]}.npz"


def _read(embedder: Embedder, found: Background, folder: Path | None) -> BackgroundVectors | None:
    if folder is None:
        return None
    try:
        with np.load(_path(embedder, found, folder), allow_pickle=False) as file:
            vectors = BackgroundVectors(file["elsewhere"], file["own_work"])
    except (OSError, ValueError, KeyError):
        return None
    shapes = [(len(some), embedder.dimension) for some in (found.elsewhere, found.own_work)]
    return vectors if [vectors.elsewhere.shape, vectors.own_work.shape] == shapes else None


def _made(embedder: Embedder, found: Background, folder: Path | None) -> BackgroundVectors:
    vectors = BackgroundVectors(embedder.embed(found.elsewhere), embedder.embed(found.own_work))
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            target = _path(embedder, found, folder)
            part = target.with_name(f"{target.stem}-{threading.get_ident()}.part.npz")
            np.savez(part, elsewhere=vectors.elsewhere, own_work=vectors.own_work)
            part.replace(target)
        except OSError as error:  # a folder that may only be read: the next start embeds again
            logger.info("the background's vectors are not kept: %s", error)
    return vectors
