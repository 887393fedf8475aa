"""The shipped cases are valid, split evenly, and can be satisfied from the shipped course."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

import knowledge
from evals.dataset import CASES as SHIPPED
from evals.dataset import Case, evidence, load_cases, load_facts, of_split
from evals.errors import EvalsError
from evals.places import places_in
from knowledge.text import normalise

LEAST = {
    "factual": 110,
    "table": 50,
    "synthesis": 40,
    "reflective": 18,
    "discussion": 14,
    "prioritisation": 30,
    "followup": 50,
    "unanswerable_near": 60,
    "unanswerable_far": 20,
    "typos": 30,
    "meta": 12,
    "hostile": 14,
    "false_premise": 14,
}
CASES = load_cases()
FACTS = load_facts()


def test_there_are_enough_cases_of_every_kind() -> None:
    counts = Counter(case.category for case in CASES)
    assert len(CASES) >= 500
    assert counts["suggested"] + counts["alternative"] >= 50
    assert {name: n for name, n in LEAST.items() if counts[name] < n} == {}


def test_every_category_is_split_evenly() -> None:
    for category in {case.category for case in CASES}:
        halves = Counter(case.split for case in CASES if case.category == category)
        assert abs(halves["tune"] - halves["report"]) <= 1, category
        assert None not in halves


def test_no_question_is_asked_twice_and_followups_can_be_asked_whole() -> None:
    assert len({case.whole_question.casefold() for case in CASES}) == len(CASES)
    for case in CASES:
        assert bool(case.history) == (case.category == "followup"), case.id
        assert not case.history or case.standalone, case.id


def test_what_is_answerable_has_points_and_what_is_not_has_no_evidence() -> None:
    for case in CASES:
        if case.answerable is False:
            assert not case.gold, case.id
        elif not {"meta", "computed"} & set(case.kinds):
            assert case.gold, case.id
            assert case.must_say, case.id
        if case.answerable == "partial":
            assert "refusal" in case.kinds, case.id


def test_every_fact_is_in_the_inventory_and_named_once() -> None:
    for case in CASES:
        named = [label.fact for label in (*case.gold, *case.near_miss)]
        assert set(named) <= set(FACTS), case.id
        assert len(set(named)) == len(named), case.id


def test_every_point_is_made_by_its_evidence_and_no_evidence_is_forbidden() -> None:
    """A reader of the essential and helpful evidence alone could make every point of evidence."""
    folder = Path(knowledge.__file__).parent / "course"
    places = [
        place
        for path in sorted(folder.rglob("*.md"))
        for place in places_in(path.read_text("utf-8"))
    ]
    problems = []
    for case in CASES:
        golds = evidence(case.gold, FACTS, "edition", places)
        problems += [f"{case.id}: nowhere: {g.words}" for g in golds if g.place is None]
        shown = [g.place.whole for g in golds if g.place]
        siblings = [
            place.whole
            for g in golds
            for place in places
            if g.place and any(item == g.place.text for item in place.items)
        ]
        # An inventory line also names what a table's column or a section's heading says.
        told = [FACTS[label.fact].fact for label in case.gold if label.fact]
        text = normalise("\n".join((*shown, *siblings, *told)))
        for point, kind in zip(case.must_say, case.kinds, strict=True):
            if kind == "evidence" and not _any(point, text):
                problems.append(f"{case.id}: not in its evidence: {point}")
        problems += [
            f"{case.id}: forbidden and in its evidence: {pattern}"
            for pattern in case.must_not_say
            if _any((pattern,), normalise("\n".join(shown)))
        ]
    assert problems == []


def _any(patterns: tuple[str, ...], text: str) -> bool:
    return any(re.search(pattern, text, re.IGNORECASE | re.DOTALL) for pattern in patterns)


def test_a_split_holds_its_own_cases_and_those_without_one() -> None:
    cases = [_case(id="a", split="tune"), _case(id="b", split="report"), _case(id="c")]
    assert [c.id for c in of_split(cases, "tune")] == ["a", "c"]
    assert [c.id for c in of_split(cases, None)] == ["a", "b", "c"]


def _case(**fields: object) -> Case:
    return Case.model_validate(
        {"id": "c", "category": "x", "question": "q?", "answerable": True} | fields
    )


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"must_say": [["("]]}, "regular expression"),
        ({"must_say": [[]]}, "refusal"),
        ({"must_say": [["a"]], "must_say_kind": ["meta", "meta"]}, "one entry per point"),
        ({"gold": [{"grade": 2}]}, "fact or a quote"),
        ({"answerable": "perhaps"}, "answerable"),
        ({"question": ""}, "question"),
        ({"must_not_sya": ["x"]}, "'must_not_say' is meant"),
        ({"history": [{"role": "assistant", "content": "Hello."}]}, "history"),
    ],
)
def test_a_bad_case_is_refused_with_its_line(
    tmp_path: Path, fields: dict[str, object], message: str
) -> None:
    good = {"id": "a", "category": "x", "question": "q?", "answerable": True}
    path = tmp_path / "mine.jsonl"
    path.write_text(f"{json.dumps(good)}\n\n{json.dumps(good | {'id': 'b'} | fields)}\n", "utf-8")
    with pytest.raises(EvalsError, match=rf"mine\.jsonl, line 3.*{message}"):
        load_cases(path)


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"id": "a"}'])
def test_a_file_that_holds_no_cases_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text(text, "utf-8")
    with pytest.raises(EvalsError, match=r"mine\.jsonl"):
        load_cases(path)
    with pytest.raises(EvalsError, match="cannot be read"):
        load_cases(tmp_path / "none.jsonl")


def test_an_id_may_stand_once(tmp_path: Path) -> None:
    line = '{"id": "a", "category": "x", "question": "q?", "answerable": true}\n'
    path = tmp_path / "mine.jsonl"
    path.write_text(line * 2, "utf-8")
    with pytest.raises(EvalsError, match="'a' stands twice"):
        load_cases(path)


def test_an_id_may_stand_in_one_file_only_and_all_files_are_read(tmp_path: Path) -> None:
    line = '{"id": "a", "category": "x", "question": "q?", "answerable": true}\n'
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    first.write_text(line, "utf-8")
    second.write_text(line.replace('"a"', '"b"'), "utf-8")
    assert [case.id for case in load_cases(first, second)] == ["a", "b"]
    second.write_text(line, "utf-8")
    with pytest.raises(EvalsError, match=r"second\.jsonl.*'a' stands twice"):
        load_cases(first, second)
    every = [case.id for path in SHIPPED for case in load_cases(path)]
    assert [case.id for case in CASES] == every


def test_authors_may_name_evidence_by_quote_and_place(tmp_path: Path) -> None:
    line = {
        "id": "own-1",
        "category": "factual",
        "difficulty": "easy",
        "question": "Where do walnuts keep?",
        "answerable": True,
        "gold": [{"quote": "Walnuts keep in a cellar.", "grade": 1, "doc": "n.md", "lesson": "1"}],
        "must_say": [["cellar"]],
        "notes": "",
    }
    path = tmp_path / "mine.jsonl"
    path.write_text(json.dumps(line), "utf-8")
    (case,) = load_cases(path)
    (gold,) = evidence(case.gold, {}, "original", places_in("Nuts. Walnuts keep in a cellar."))
    assert (gold.words, gold.grade) == ("Walnuts keep in a cellar.", 1)
    assert gold.place is not None
    assert gold.place.text == "Walnuts keep in a cellar."


def test_an_unknown_fact_or_an_anchor_that_is_not_there_is_named() -> None:
    with pytest.raises(EvalsError, match="'f0'"):
        evidence(_case(gold=[{"fact": "f0"}]).gold, FACTS, "edition")
