"""Does a passage hold these words? The one comparison behind all evidence metrics; pure.

Texts are compared as word tokens, so quotes, dashes, Markdown marks, case, line breaks and table
bars do not matter, and nobody needs to share ids with what is measured.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import lru_cache

from knowledge.text import normalise
from knowledge.text import tokens as word_tokens

ENOUGH = 0.8  # share of the words that must be found for a passage to hold them
SHORTEST_EXCERPT = 6  # tokens: below this an excerpt supports nothing by itself


@lru_cache(maxsize=50_000)
def tokens(text: str) -> tuple[str, ...]:
    """Word tokens of a text as a reader sees it."""
    return tuple(word_tokens(normalise(text)))


def contains(words: str, passage: str) -> bool:
    """Whether the tokens of ``words`` stand in ``passage``, in one run."""
    wanted = tokens(words)
    return bool(wanted) and f" {' '.join(wanted)} " in f" {' '.join(tokens(passage))} "


@lru_cache(maxsize=400_000)
def coverage(words: str, passage: str) -> float:
    """Share (0..1) of the tokens of ``words`` found in runs inside one window of ``passage``.

    A run is at least two tokens long; the window is 1.6 times as long as ``words`` plus 12
    tokens, so that a table row re-written with its column names still counts and the same words
    scattered over a page do not.
    """
    wanted, held = tokens(words), tokens(passage)
    if not wanted or not held:
        return 0.0
    if contains(words, passage):
        return 1.0
    width = int(1.6 * len(wanted)) + 12
    distinct = set(wanted)
    best = 0
    last = max(0, len(held) - width)
    for start in sorted({*range(0, last + 1, max(1, len(wanted) // 4)), last}):
        window = held[start : start + width]
        if len(distinct & set(window)) < 0.6 * len(distinct):
            continue
        blocks = SequenceMatcher(None, wanted, window, autojunk=False).get_matching_blocks()
        best = max(best, sum(b.size for b in blocks if b.size >= 2 or b.size == len(wanted)))
    return best / len(wanted)


def holds(words: str, passage: str) -> bool:
    """Whether ``passage`` holds ``words``: at least 80% of them, by ``coverage``."""
    return coverage(words, passage) >= ENOUGH
