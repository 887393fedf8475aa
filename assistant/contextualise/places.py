"""Which words of a question another thing takes the place of. Pure: likeness is asked of the caller.

"What do I tell shoppers about our algorithm?", "and our own staff?": staff is as shoppers are, and
not as an algorithm is. Where nothing in the question is of the kind, the thing is put beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from knowledge.text import STOPWORDS, content_stems

Embed = Callable[[Sequence[str]], npt.NDArray[np.float32]]

ALIKE = 0.29  # cosine of two things from which one may take the other's place
AHEAD = 0.07  # by which it must be liker than the next
MOST = 10  # phrases of a question that are tried
_WORD = re.compile(r"[\w'’&/-]+")
_DETERMINER = re.compile(r"^(?:an?|the|our|my|your|their|his|her|its|some|any)$", re.IGNORECASE)
_BEFORE_VERB = re.compile(
    r"^(?:i|we|you|they|to|can|could|should|would|will|must|may|might)$", re.IGNORECASE
)
_VERBAL = frozenset(
    """tell tells take takes do does did done use uses help helps measure make makes made get gets go goes ask asks
    find finds keep keeps check checks work works look looks know knows need needs happen happens start starts
    move moves bring brings show shows give gives long often kpis kpi metrics indicators signs steps name list
    affect affects influence influences improve raise reduce increase lower demand demands require requires
    mean means matter matters concern concerns apply applies fit fits hold holds include includes what's who's how's track watch build run set put pay cost costs say says best good belong belongs count counts prove
    tell know come comes going stand stands""".split()  # noqa: SIM905
)


def phrases_in(question: str) -> list[tuple[int, int]]:
    """Spans of the runs of words that name something, with the article or owner before them."""
    spans: list[tuple[int, int]] = []
    begin = end = -1
    opened = -1
    verb = False
    for word in _WORD.finditer(question):
        plain = word.group().lower()
        if _DETERMINER.match(plain):
            if begin >= 0:
                spans.append((begin, end))
                begin = -1
            opened = word.start()
            verb = False
        elif plain in STOPWORDS or plain in _VERBAL or _BEFORE_VERB.match(plain) or verb:
            if begin >= 0:
                spans.append((begin, end))
            begin = opened = -1
            verb = bool(_BEFORE_VERB.match(plain))
        else:
            if begin >= 0 and question[end : word.start()].strip():
                spans.append((begin, end))
                begin = -1
            if begin < 0:
                begin = opened if opened >= 0 else word.start()
                opened = -1
            end = word.end()
    if begin >= 0:
        spans.append((begin, end))
    return spans[:MOST]


def new_in(question: str, topic: str) -> tuple[int, int] | None:
    """The span of the one phrase at the end of a question that is not its topic; else None."""
    known = set(content_stems(topic))
    spans = [
        (a, b) for a, b in phrases_in(question) if not set(content_stems(question[a:b])) & known
    ]
    return spans[0] if len(spans) == 1 else None


def place_for(thing: str, question: str, embed: Embed) -> tuple[int, int] | None:
    """The span of the phrase that ``thing`` is most like; None where none is like it."""
    spans = phrases_in(question)
    if not spans:
        return None
    vectors = np.asarray(embed([thing, *(question[a:b] for a, b in spans)]))
    likeness = vectors[1:] @ vectors[0]
    order = np.argsort(-likeness)
    best = int(order[0])
    ahead = len(order) < 2 or likeness[best] - likeness[int(order[1])] >= AHEAD
    if likeness[best] < ALIKE or not ahead:
        return None
    return spans[best]
