"""When two sentences say the same: the same words, or nearly, with the same numbers. Pure."""

from __future__ import annotations

import difflib
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.text import STOPWORDS, sentences, stem, tokens
from knowledge.types import Chunk

_RUN, _SAMPLE, _CROWD = 3, 3, 12
_NEAR, _LEAST_WORDS = 0.9, 8
_NEGATIONS = frozenset(
    "no not never none nor without cannot neither hardly less more fewer".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a chunk: its words, and its place in the document."""

    words: tuple[str, ...]
    start: int
    end: int


def sentences_in(chunk: Chunk) -> list[Sentence]:
    """The sentences of a chunk that hold words; a table row is one."""
    spans = [(0, len(chunk.text))] if chunk.row is not None else sentences(chunk.text)
    parts = (
        Sentence(tuple(tokens(chunk.text[a:b])), chunk.start + a, chunk.start + b) for a, b in spans
    )
    return [part for part in parts if part.words]


def same_sentence(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two word sequences differ by at most a tenth, and in nothing that changes the claim.

    Numbers and negations must agree, and no word of content may be exchanged for another one.
    """
    if min(len(one), len(other)) < _NEAR * max(len(one), len(other)) - 1:
        return False
    if not _alike(one, other) or _guarded(one) != _guarded(other):
        return False
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    if matcher.ratio() < _NEAR:
        return False
    return all(
        _exchangeable(one[a:b], other[c:d])
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag == "replace"
    )


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether enough words are shared in any order: what can fail cheaply fails first."""
    known = frozenset(other)
    shared = sum(word in known for word in one)
    return 2 * shared >= _NEAR * (len(one) + len(other))


def _guarded(words: Sequence[str]) -> Counter[str]:
    return Counter(w for w in words if w in _NEGATIONS or any(c.isdigit() for c in w))


def _exchangeable(ones: Sequence[str], others: Sequence[str]) -> bool:
    """``organisation`` for ``organization`` is a spelling; ``leading`` for ``lagging`` is a claim."""
    if "".join(ones) == "".join(others):
        return True
    if len(ones) != len(others):
        return False
    return all(
        stem(a) == stem(b)
        or (a in STOPWORDS and b in STOPWORDS)
        or difflib.SequenceMatcher(None, a, b).ratio() >= 0.85
        for a, b in zip(ones, others, strict=True)
    )


class SentenceIndex:
    """Finds the chunks that hold a sentence, or one nearly like it, without comparing them all."""

    def __init__(self) -> None:
        self._exact: dict[tuple[str, ...], list[int]] = {}
        self._runs: dict[int, list[int]] = defaultdict(list)
        self._held: list[tuple[tuple[str, ...], int]] = []

    def add(self, owner: int, parts: Sequence[Sentence]) -> None:
        """Note that chunk number ``owner`` holds these sentences."""
        for part in parts:
            owners = self._exact.setdefault(part.words, [])
            if len(owners) < _CROWD:
                owners.append(owner)
            if len(part.words) < _LEAST_WORDS or len(owners) > 1:
                continue
            number = len(self._held)
            self._held.append((part.words, owner))
            for run in _runs(part.words):
                if len(self._runs[run]) < _CROWD:
                    self._runs[run].append(number)

    def owners(self, part: Sentence) -> list[int]:
        """Numbers of the chunks that hold ``part``; exact copies first."""
        exact = self._exact.get(part.words)
        if exact is not None:
            return exact
        if len(part.words) < _LEAST_WORDS:
            return []
        runs = list(_runs(part.words))
        shared = Counter(number for run in runs for number in self._runs.get(run, ()))
        near: list[int] = []
        for number, count in shared.most_common(5):
            words, owner = self._held[number]
            if count >= max(1, len(runs) // 3) and same_sentence(part.words, words):
                near.append(owner)
        return near


def _runs(words: Sequence[str]) -> Iterator[int]:
    """A steady sample of the runs of three words: the same runs are picked in every text."""
    for i in range(len(words) - _RUN + 1):
        value = zlib.crc32("\x1f".join(words[i : i + _RUN]).encode())
        if value % _SAMPLE == 0:
            yield value
