"""Long paragraphs into runs of sentences: 250 to 600 characters, never over 1,000."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.text import sentences

_MARKS = tuple(re.compile(mark) for mark in (r";\s+", r"\n+", r"[.,:]\s+", r"\s+"))
_WHOLE, _LEAST, _MOST, _LIMIT, _WINDOW = 700, 250, 600, 1000, 8000


def pieces_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Half-open ranges that cover ``text[start:end]`` but the white space between them."""
    if end - start <= _WHOLE:
        return [(start, end)]
    parts: list[tuple[int, int]] = []
    for left, right in _windows(text, start, end):
        for a, b in sentences(text[left:right]):
            parts.extend(_short_enough(text, left + a, left + b))
    return _even_runs(parts)


def _windows(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The range itself; one of monstrous length in parts, so that cost stays in step with length."""
    while end - start > _WINDOW:
        cut = text.rfind(" ", start + _WINDOW // 2, start + _WINDOW)
        cut = cut if cut > 0 else start + _WINDOW
        yield start, cut
        start = cut
    yield start, end


def _even_runs(parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbouring parts joined so that as few runs as possible fall outside the wanted length."""
    best: list[tuple[float, int]] = [(0.0, 0)]  # cost of the first n parts, start of the last run
    for n in range(1, len(parts) + 1):
        options = []
        for first in range(n - 1, -1, -1):
            length = parts[n - 1][1] - parts[first][0]
            if length > _LIMIT and first < n - 1:
                break
            options.append((best[first][0] + _cost(length), first))
        best.append(min(options))
    runs: list[tuple[int, int]] = []
    n = len(parts)
    while n:
        first = best[n][1]
        runs.append((parts[first][0], parts[n - 1][1]))
        n = first
    return runs[::-1]


def _cost(length: int) -> float:
    """How far a length is from the wanted ones; a run too long is worse than a run too short."""
    outside = max(0, _LEAST - length) * 2 + max(0, length - _MOST) * 3
    return 40.0 + outside + abs(length - (_LEAST + _MOST) / 2) * 0.1


def _short_enough(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """One sentence, or its clauses when it is longer than a passage may be."""
    while end - start > _LIMIT:
        cuts = (_last_cut(text, start, end, mark) for mark in _MARKS)
        kept, following = next((cut for cut in cuts if cut), (start + _MOST, start + _MOST))
        yield start, kept
        start = following
    if end > start:
        yield start, end


def _last_cut(text: str, start: int, end: int, mark: re.Pattern[str]) -> tuple[int, int] | None:
    """The last place for a cut that leaves a piece of a good size: its end, and the next start."""
    found = None
    for match in mark.finditer(text, start + _LEAST // 2, min(end, start + _MOST)):
        if match.end() < end and not text[match.end()].isspace():
            found = (match.start() + len(match.group().rstrip()), match.end())
    return found
