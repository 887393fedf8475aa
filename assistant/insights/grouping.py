"""Like questions together: by what they mean and by the words they share, in no order.

Two questions are as like as their vectors (cosine) and their content words (Dice) say. Groups are
grown by average likeness: a question joins where it is like the whole group, so that a chain of
neighbours does not become one heap. The result is the same whatever the order of the questions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.insights.types import Group, LessonGroups, Nearest, Uncovered
from knowledge.text import content_stems, tokens

LIKE = 0.56  # average likeness from which questions are one group
MEANING = 0.7  # weight of the vectors; the rest is the words' own
MOST_WORDINGS = 1_500  # distinct wordings compared with each other; the most frequent ones
SHOWN_WORDINGS = 8
_ABOUT = 0.93  # of the best one's likeness to its group
_SHARED = 0.6  # of a group's questions that hold a word it has in common

Embed = Callable[[Sequence[str]], NDArray[np.float32]]


def group(asked: Sequence[Uncovered], embed: Embed, current: str = "") -> tuple[Group, ...]:
    """Groups of like questions, the largest first.

    Args:
        asked: the uncovered parts; their texts are masked already.
        embed: unit vectors of shape (len(texts), dimension) for texts.
        current: the course's present index version, to tell what was asked before it.
    """
    wordings: dict[str, list[Uncovered]] = {}
    for one in asked:
        wordings.setdefault(_key(one.text), []).append(one)
    if not wordings:
        return ()
    # Sorted by something of their own, so that ties fall the same way in any order.
    keys = sorted(wordings, key=lambda key: (-len(wordings[key]), key))
    compared, rest = keys[:MOST_WORDINGS], keys[MOST_WORDINGS:]
    texts = [_face(wordings[key]) for key in compared]
    vectors = np.asarray(embed(texts), dtype=np.float32)
    like = likeness(vectors, [frozenset(content_stems(text)) for text in texts])
    labels = _labels(like)
    groups = []
    for label in sorted(set(labels)):
        members = [i for i, own in enumerate(labels) if own == label]
        weights = np.array([len(wordings[compared[i]]) for i in members], dtype=np.float64)
        central = like[np.ix_(members, members)] @ weights
        typical = _typical(members, central, texts)
        others = sorted((i for i in members if i != typical), key=lambda i: i)
        items = [one for i in members for one in wordings[compared[i]]]
        groups.append(_group(items, texts[typical], [texts[i] for i in others], current))
    groups += [_group(wordings[key], _face(wordings[key]), [], current) for key in rest]
    return tuple(sorted(groups, key=_rank))


def _typical(members: Sequence[int], central: NDArray[np.float64], texts: Sequence[str]) -> int:
    """The wording nearest to all others; among those about as near the plainest: nothing masked
    in it, short."""
    best = float(central.max())
    near = [i for i, c in zip(members, central, strict=True) if c >= _ABOUT * best]
    return min(near, key=lambda i: ("[" in texts[i], len(texts[i]), texts[i]))


def by_lesson(groups: Sequence[Group]) -> tuple[LessonGroups, ...]:
    """The groups under the lesson they stand nearest to, the lesson with most questions first.

    Questions that nothing in the course is near to come last.
    """
    lessons: dict[str | None, list[Group]] = {}
    for one in groups:
        lessons.setdefault(one.nearest.lesson if one.nearest else None, []).append(one)
    found = [
        LessonGroups(lesson, sum(g.questions for g in own), tuple(sorted(own, key=_rank)))
        for lesson, own in lessons.items()
    ]
    return tuple(sorted(found, key=lambda f: (f.lesson is None, -f.questions, f.lesson or "")))


def likeness(vectors: NDArray[np.float32], stems: Sequence[frozenset[str]]) -> NDArray[np.float64]:
    """How like each two texts are, 0 to 1; shape (n, n), symmetric, 1 on the diagonal."""
    meaning = np.clip(vectors.astype(np.float64) @ vectors.astype(np.float64).T, 0.0, 1.0)
    vocabulary = {stem: i for i, stem in enumerate(sorted(frozenset().union(*stems)))}
    holds = np.zeros((len(stems), max(1, len(vocabulary))))
    for row, own in zip(holds, stems, strict=True):
        row[[vocabulary[stem] for stem in own]] = 1.0
    sizes = holds.sum(axis=1)
    together = sizes[:, None] + sizes[None, :]
    words = np.divide(
        2 * (holds @ holds.T), together, out=np.zeros_like(meaning), where=together > 0
    )
    like = MEANING * meaning + (1 - MEANING) * words
    # Without content words there is only the meaning to go by.
    bare = (sizes == 0)[:, None] | (sizes == 0)[None, :]
    like = np.where(bare, meaning, like)
    like = np.round((like + like.T) / 2, 6)
    np.fill_diagonal(like, 1.0)
    return np.asarray(like)


def _labels(like: NDArray[np.float64]) -> list[int]:
    if len(like) == 1:
        return [1]
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    distances = squareform(1.0 - like, checks=False)
    tree = linkage(distances, method="average")
    return [int(label) for label in fcluster(tree, t=1.0 - LIKE, criterion="distance")]


def _group(items: Sequence[Uncovered], text: str, others: Sequence[str], current: str) -> Group:
    days = [one.day for one in items]
    return Group(
        text=text,
        questions=len(items),
        conversations=len({one.conversation for one in items}),
        partly=sum(one.coverage == "partly" for one in items),
        stale=sum(bool(current) and one.index != current for one in items),
        first_day=min(days),
        last_day=max(days),
        nearest=_nearest(items),
        others=tuple(others[:SHOWN_WORDINGS]),
        words=_in_common([one.text for one in items]),
    )


def _nearest(items: Sequence[Uncovered]) -> Nearest | None:
    """The section that most of them stand nearest to; None if most stand near nothing."""
    counts = Counter(
        (one.nearest.lesson, one.nearest.section, one.nearest.document) if one.nearest else None
        for one in items
    )
    place = min(counts, key=lambda key: (-counts[key], key is None, key or ()))
    if place is None:
        return None
    of_place = [
        one.nearest for one in items
        if one.nearest and (one.nearest.lesson, one.nearest.section, one.nearest.document) == place
    ]  # fmt: skip
    links = Counter(one.permalink for one in of_place)
    link = min(links, key=lambda key: (-links[key], key))
    return Nearest(place[0], place[1], place[2], link)


def _in_common(texts: Sequence[str]) -> tuple[str, ...]:
    """Up to three words that most of the texts hold, as they are most often written."""
    holding: Counter[str] = Counter()
    written: dict[str, Counter[str]] = {}
    for text in texts:
        own: dict[str, str] = {}
        for word in tokens(text):
            for stem in content_stems(word):
                own.setdefault(stem, word)
        holding.update(own.keys())
        for stem, word in own.items():
            written.setdefault(stem, Counter())[word] += 1
    enough = [s for s, n in holding.items() if n >= max(2, _SHARED * len(texts))]
    best = sorted(enough, key=lambda s: (-holding[s], s))[:3]
    return tuple(min(written[s], key=lambda w: (-written[s][w], w)) for s in best)


def _face(items: Sequence[Uncovered]) -> str:
    """The way a wording is written most often."""
    counts = Counter(one.text for one in items)
    return min(counts, key=lambda text: (-counts[text], text))


def _key(text: str) -> str:
    return " ".join(tokens(text)) or text.strip()


def _rank(one: Group) -> tuple[int, int, str]:
    return (-one.questions, -one.conversations, one.text)
