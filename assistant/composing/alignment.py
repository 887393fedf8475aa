"""Which passages hold a sentence a model wrote? Our code decides; the model's markers are a hint.

A sentence passes when ``citations.check`` passes it and it is held strictly enough: most of its
words stand in the passages themselves and not only in the reader's question, its figures stand
together in one of them, its names are theirs, and it turns nothing round. What passes becomes a
draft with the passages it passed with; what fails comes back with the reason. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant import citations
from assistant.calculators.record import CalculatorResult
from assistant.composing.briefing import Passage
from assistant.composing.holding import NOT_HELD, TURNED, Ground, connects, judge, ours
from assistant.composing.types import Draft
from assistant.composing.written import Sentence
from knowledge.text import content_stems, normalise

SINGLES = 4  # passages tried one by one
MOST_PASSAGES = 3  # one sentence may be woven from
HINT_WORTH = 0.1

_ABOUT_GAPS = re.compile(
    r"\b(?:course|passages?|material|lessons?|module|source)\b.*\b(?:not|n't|never|no|nothing|without)\b"
    r"|\b(?:not|n't|never|no|nothing)\b.*\b(?:in|by) the (?:course|passages?|material|module|source)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that may not be shown, and why.

    ``harmless``: the program says the same in its own words, so its loss takes nothing away.
    """

    text: str
    reason: str
    harmless: bool = False


def align(sentence: Sentence, ground: Ground) -> Draft | Dropped:
    """A draft with its evidence, or the reason why there is none."""
    text = sentence.text
    if sentence.unsafe:
        return Dropped(text, "it held a link or markup")
    if text.endswith("?"):
        return Dropped(text, "it asks instead of answering")
    if connects(text):
        return Draft(text, support="guidance", role="heading" if text.endswith(":") else "lead")
    reason = ""
    for chosen in _candidates(sentence, ground):
        fault, verdict = judge(text, chosen, ground)
        if not fault:
            return _draft(sentence, chosen, verdict, ground)
        reason = reason or fault  # of the likeliest passage
        if fault == TURNED:
            break  # more passages would only hide it
    for result in ground.calculations:
        told = citations.check(text, _statements(result), ground.person, ground.aims)
        if told.verdict in {"quoted", "supported"}:
            # Its figures are owned, but nothing says that they stand with the right names.
            return Dropped(text, "the program tells the calculation itself", harmless=True)
    return Dropped(text, reason or NOT_HELD, harmless=bool(_ABOUT_GAPS.search(text)))


def _candidates(sentence: Sentence, ground: Ground) -> list[tuple[Passage, ...]]:
    """The likeliest passages one by one, then the best with those that add what it lacks."""
    words = set(content_stems(sentence.text)) - ground.at_home
    said = normalise(sentence.text).lower().rstrip(".;:,")
    figures = citations.numbers_in(sentence.text)

    def worth(passage: Passage, missing: set[str]) -> float:
        gained = len(missing & ground.stems[passage.number]) / max(1, len(words))
        gained += HINT_WORTH * (passage.number in sentence.hints)
        gained += HINT_WORTH * len(figures & citations.numbers_in(passage.text))
        return gained + (said in normalise(passage.text).lower())

    ranked = sorted(ground.passages, key=lambda p: (-worth(p, words), p.number))
    found: list[tuple[Passage, ...]] = [(passage,) for passage in ranked[:SINGLES]]
    chosen = ranked[:1]
    missing = words.difference(*(ground.stems[passage.number] for passage in chosen))
    while missing and len(chosen) < MOST_PASSAGES:
        left = [passage for passage in ranked if passage not in chosen]
        best = max(left, key=lambda p: worth(p, missing), default=None)
        if best is None or not missing & ground.stems[best.number]:
            break
        missing -= ground.stems[best.number]
        chosen = sorted((*chosen, best), key=lambda p: p.number)
        found.append(tuple(chosen))
    return found


def _draft(
    sentence: Sentence, chosen: Sequence[Passage], verdict: citations.Verdict, ground: Ground
) -> Draft:
    return Draft(
        text=sentence.text,
        evidence=tuple(passage.evidence for passage in chosen),
        support="quoted" if verdict == "quoted" else "supported",
        role="point" if sentence.item else "lead",
        frame=ours(sentence.text, chosen),
    )


def _statements(result: CalculatorResult) -> list[str]:
    return [text for text in (result.headline, *result.assumptions, *result.warnings) if text]
