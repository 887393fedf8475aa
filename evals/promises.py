"""Checks on an answer that need no label: what the product promises of every answer.

Each check is written against the answer's public shape alone, apart from the code that makes
answers, so that a promise cannot be broken and checked by the same mistake.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence

from assistant.types import Answer

_NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*")
_MARKER = re.compile(r"\[(\d+)\]")
_ENUMERATION = re.compile(r"(?m)^\s*(?:[-*]\s*)?\d{1,2}[.)]\s")


def broken_promises(
    answer: Answer, document_text: Callable[[str], str], said: Sequence[str]
) -> tuple[str, ...]:
    """What an answer breaks, one line each.

    ``said`` is everything the person typed in the conversation, this question included.
    """
    return (
        *(() if answer.answer.strip() else ("the answer is empty",)),
        *_quotes(answer, document_text),
        *_markers(answer),
        *_claims(answer),
        *_numbers(answer, said),
    )


def _quotes(answer: Answer, document_text: Callable[[str], str]) -> Iterable[str]:
    for source in answer.sources:
        if document_text(source.document)[source.start : source.end] != source.quote:
            yield f"source {source.number} is not a verbatim range of its document"


def _markers(answer: Answer) -> Iterable[str]:
    known = {source.number for source in answer.sources}
    for number in sorted({int(n) for n in _MARKER.findall(answer.answer)} - known):
        yield f"marker [{number}] has no source"


def _claims(answer: Answer) -> Iterable[str]:
    known = {source.number for source in answer.sources}
    computed = {calculation.id for calculation in answer.calculations}
    for claim in answer.claims:
        if not set(claim.sources) <= known or not set(claim.calculations) <= computed:
            yield "a claim refers to a source or calculation that is not in the answer"
        if claim.support in ("quoted", "supported") and not claim.sources:
            yield "a claim of fact has no source"
        if claim.support == "calculated" and not claim.calculations:
            yield "a calculated claim has no calculation"


def _numbers(answer: Answer, said: Sequence[str]) -> Iterable[str]:
    """Numbers of the answer that no cited text, typed text, place or calculation holds."""
    places = [f"{s.lesson} {s.section} {s.title} {' '.join(s.headings)}" for s in answer.sources]
    computed = [
        json.dumps(calculation.model_dump(mode="json")) for calculation in answer.calculations
    ]
    owned = [
        value
        for text in (*(s.quote for s in answer.sources), *places, *said)
        for value, _ in numbers_in(text)
    ]
    calculated = [value for text in computed for value, _ in numbers_in(text)]
    text = _ENUMERATION.sub(" ", _MARKER.sub(" ", answer.answer))
    for value, decimals in numbers_in(text):
        slack = 0.5 * 10**-decimals + 1e-9
        if value in owned or any(
            abs(value - factor * one) <= slack for one in calculated for factor in (1, 100, 0.01)
        ):
            continue
        yield f"the number {value:g} has no owner"


def numbers_in(text: str) -> list[tuple[float, int]]:
    """The numbers of a text with their count of decimals; "1,250.5" is (1250.5, 1)."""
    found: list[tuple[float, int]] = []
    for match in _NUMBER.findall(text):
        plain = re.sub(r",(?=\d{3}(?:\D|$))", "", match).replace(",", ".")
        if plain.count(".") > 1:  # a version or a date: compare its parts
            found += [(float(part), 0) for part in plain.split(".")]
        else:
            found.append((float(plain), len(plain.partition(".")[2])))
    return found
