"""Does the evidence support the sentence, and does every number have an owner? Pure.

A sentence passes when what it says stands in its evidence; its markers are placed by our code
from the evidence it passed with. What fails is dropped by the caller, never shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.text import content_stems, normalise, tokens

Verdict = Literal["quoted", "supported", "unsupported", "unowned_number", "contradicts"]

_NUMBER = re.compile(r"(?<![\w.])[$€£]?\s?\d[\d,]*(?:\.\d+)?\s?(?:%|k\b|m\b|bn\b)?", re.IGNORECASE)
_NEGATION = frozenset(
    "not no never without cannot cant dont doesnt isnt arent wont neither nor none hardly".split()  # noqa: SIM905
)
SUPPORTED_SHARE = 0.7  # of a sentence's content words that its evidence must hold


@dataclass(frozen=True, slots=True)
class Check:
    """The verdict on one sentence, with the numbers nobody owns."""

    verdict: Verdict
    unowned: tuple[str, ...] = ()


def numbers_in(text: str) -> set[str]:
    """The figures of a text in one form: '1,500' and '1500' are the same, '20 %' and '20%'.

    A list's own numbering and lesson numbers ("Lesson 6.2") are not figures.
    """
    text = re.sub(
        r"\b(?:lesson|module|chapter|unit|section|week|part)\s+\d+(?:\.\d+)*", " ", text, flags=re.I
    )
    text = re.sub(r"^\s*\d+[.)]\s", " ", text, flags=re.M)
    found = set()
    for match in _NUMBER.finditer(text):
        plain = re.sub(r"[\s,$€£]", "", match.group().lower()).rstrip(".")
        if "." in plain and not plain.endswith(("%", "k", "m", "n")):
            plain = plain.rstrip("0").rstrip(".")
        found.add(plain)
    return found


def check(
    sentence: str,
    evidence: Sequence[str],
    owned: Iterable[str] = (),
    context: Iterable[str] = (),
) -> Check:
    """Check one sentence of fact against the texts it cites.

    ``owned``: texts whose figures belong to the person or a calculation. ``context``: texts whose
    words need no support (headings, the reader's own phrases that frame the sentence).
    """
    owners = [*evidence, *owned]
    known = set().union(*(numbers_in(text) for text in owners)) if owners else set()
    bare = {number.rstrip("%km").rstrip("bn") for number in known}
    unowned = tuple(
        sorted(
            n
            for n in numbers_in(sentence)
            if n not in known and n.rstrip("%km").rstrip("bn") not in bare
        )
    )
    if unowned:
        return Check("unowned_number", unowned)
    if not evidence:
        return Check("unsupported")
    said = normalise(sentence).lower().rstrip(".;:,")
    for text in evidence:
        before, found, _ = normalise(text).lower().partition(said) if said else ("", "", "")
        if found:
            # "Do not ask without consent" is not quoted by "ask without consent".
            clause = re.split(r"[.!?;:,]", before)[-1]
            return Check("contradicts" if _NEGATION & set(tokens(clause)) else "quoted")
    held = set(content_stems(" ".join(evidence)))
    framed = set(content_stems(" ".join(context)))
    words = [w for w in content_stems(sentence) if w in held or w not in framed]
    if not words:
        return Check("supported")
    share = sum(w in held for w in words) / len(words)
    if share < SUPPORTED_SHARE:
        return Check("unsupported")
    if _flips(sentence, evidence):
        return Check("contradicts")
    return Check("supported")


def _flips(sentence: str, evidence: Sequence[str]) -> bool:
    """Whether the sentence negates what its evidence affirms, or the other way round."""
    said = bool(_NEGATION & set(tokens(sentence)))
    stands = any(_NEGATION & set(tokens(text)) for text in evidence)
    return said and not stands
