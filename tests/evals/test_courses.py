"""The courses beside the shipped one: their cases are valid and their evidence stands in them."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

import evals
from evals.dataset import evidence, load_cases
from evals.places import places_in
from knowledge.text import normalise

COURSES = Path(evals.__file__).parent / "courses"
NAMES = sorted(path.stem for path in COURSES.glob("*.jsonl"))


def _documents(name: str) -> list[str]:
    return [path.read_text("utf-8") for path in sorted((COURSES / name).glob("*.md"))]


def test_every_course_has_its_cases_and_every_case_file_its_course() -> None:
    assert sorted(path.name for path in COURSES.iterdir() if path.is_dir()) == NAMES
    assert NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_quote_stands_verbatim_in_the_course(name: str) -> None:
    documents = _documents(name)
    assert documents
    lost = [
        f"{case.id}: {label.quote}"
        for case in load_cases(COURSES / f"{name}.jsonl")
        for label in (*case.gold, *case.near_miss)
        if not any(label.quote and label.quote in text for text in documents)
    ]
    assert lost == []


@pytest.mark.parametrize("name", NAMES)
def test_every_point_is_made_by_its_evidence(name: str) -> None:
    """Lists and table headings count as evidence where the quote leads into them."""
    documents = _documents(name)
    places = [place for text in documents for place in places_in(text)]
    headings = " ".join(
        re.sub(r"[|\s]+", " ", rows.splitlines()[0])
        for text in documents
        for rows in re.findall(r"(?m)(?:^\|.*\n)+", text)
    )
    problems = []
    for case in load_cases(COURSES / f"{name}.jsonl"):
        golds = evidence(case.gold, {}, "original", places)
        whole = [gold.place.whole if gold.place else gold.words for gold in golds]
        shown = normalise("\n".join(whole + [gold.words for gold in golds]))
        problems += [
            f"{case.id}: {point}"
            for point, kind in zip(case.must_say, case.kinds, strict=True)
            if kind == "evidence" and not _any(point, f"{shown} {headings}")
        ]
        problems += [f"{case.id}: {p}" for p in case.must_not_say if _any((p,), shown)]
    assert problems == []


def _any(patterns: tuple[str, ...], text: str) -> bool:
    return any(re.search(pattern, text, re.IGNORECASE | re.DOTALL) for pattern in patterns)


@pytest.mark.parametrize("name", NAMES)
def test_the_cases_are_many_and_split_evenly_within_each_category(name: str) -> None:
    cases = load_cases(COURSES / f"{name}.jsonl")
    assert len(cases) >= 100
    for category in {case.category for case in cases}:
        halves = Counter(case.split for case in cases if case.category == category)
        assert abs(halves["tune"] - halves["report"]) <= 1, category
        assert None not in halves
    for case in cases:
        assert bool(case.history) == bool(case.standalone) == (case.category == "followup"), case.id
        assert bool(case.gold) == (case.answerable is not False), case.id
        assert (case.answerable == "partial") <= ("refusal" in case.kinds), case.id
