"""Reading what is learned from: answers become sentences, articles stay on one side, faults are
named, and our own data is whole."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import knowledge
from evals.dataset import Case
from evals.errors import EvalsError
from evals.training.courses import units_of
from evals.training.examples import (
    DATA,
    Unit,
    is_held_out,
    labelled,
    own,
    public,
    quoting,
    split,
)
from ingest.course import read_course

TEXT = "Bees keep hives. A hive holds sixty thousand bees in June. Queens rarely leave it."
UNITS = (
    Unit("Walnuts keep in a cellar.", "Storing: Walnuts keep in a cellar."),
    Unit("Figs are dried.", "Storing: Figs are dried."),
    Unit("| Pears | a month |", "Storing: Pears, a month"),
)


def _write(file: Path, rows: list[dict[str, Any]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    """A question its paragraph answers, one it does not, one of the other set."""
    _write(
        tmp_path / "squad2" / "paragraphs.jsonl",
        [
            {"_id": "Honey_bees#0", "text": TEXT},
            {"_id": "Honey_bees#1", "text": "Drones hold no office. They fly out."},
        ],
    )
    asked = {"para": "Honey_bees#0", "answerable": True}
    start = TEXT.index("sixty")
    _write(
        tmp_path / "squad2" / "questions.jsonl",
        [
            {**asked, "text": "How many bees does a hive hold?", "starts": [start, start]},
            {**asked, "text": "How many wasps?", "answerable": False, "starts": []},
        ],
    )
    asked = {"article": "Book", "candidates": ["It is long.", "Ann wrote it."]}
    _write(
        tmp_path / "selqa" / "dev.jsonl",
        [
            {**asked, "text": "Who wrote it?", "section": "Author", "gold": [1]},
            {**asked, "text": "Who printed it?", "section": "Abstract", "gold": []},
        ],
    )
    return tmp_path


def test_the_answer_is_the_sentence_that_holds_it(sets: Path) -> None:
    answered, impossible, written, printed = public(sets)
    assert answered.texts[1].startswith("A hive holds")
    assert (answered.gold, impossible.gold) == ((1,), ())
    assert answered.others == ("Drones hold no office.", "They fly out.")
    assert (answered.heading, answered.article) == ("Honey bees", "Honey_bees")
    assert (written.heading, written.gold, printed.heading) == ("Author", (1,), "Book")


def test_no_article_is_on_both_sides(sets: Path) -> None:
    learned, held = split(public(sets))
    assert len(learned) + len(held) == 4
    assert not {one.article for one in learned} & {one.article for one in held}
    assert all(is_held_out(one.article) for one in held)
    assert 150 < sum(is_held_out(f"article {i}") for i in range(1000)) < 250


@pytest.mark.parametrize(
    ("file", "told", "named"),
    [
        ("selqa/dev.jsonl", "\n{", "line 2"),
        ("selqa/dev.jsonl", '{"article": "Book"}', "'section'"),
        ("selqa/dev.jsonl", "[1]", "'article'"),
        ("selqa/dev.jsonl", "7", "line 1"),
        ("squad2/questions.jsonl", '{"para": "x", "text": "", "answerable": 0, "starts": []}', "'x'"),
        ("squad2/paragraphs.jsonl", None, "cannot read"),
    ],
)  # fmt: skip
def test_a_broken_file_is_named(sets: Path, file: str, told: str | None, named: str) -> None:
    path = sets / file
    path.unlink() if told is None else path.write_text(told, encoding="utf-8")
    with pytest.raises(EvalsError) as failed:
        public(sets)
    assert str(path) in str(failed.value)
    assert named in str(failed.value)


def test_a_small_course_is_read_with_its_headings_and_a_broken_one_named(tmp_path: Path) -> None:
    section = {"heading": "Bread", "lead": "We bake:", "texts": ["Rye.", "| Spelt | brown |"]}
    asked = [{"q": "What is brown?", "gold": ["0.1"]}, {"q": "What is blue?", "gold": []}]
    told = {"title": "Bakery", "sections": [section], "questions": asked}
    file = tmp_path / "course-bakery.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    one, two = own(tmp_path)
    assert one.texts == ("Bread We bake: Rye.", "Bread We bake: Spelt, brown")
    assert (one.gold, two.gold) == ((1,), ())
    asked[0]["gold"] = ["0.2"]
    file.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(EvalsError, match=r"course-bakery\.json.*0\.2"):
        own(tmp_path)


def test_questions_on_a_course_are_found_by_their_quotes(tmp_path: Path) -> None:
    rows = [
        {"question": "What is dried?", "gold": ["Figs are dried."]},
        {"question": "How long?", "gold": ["| Pears | a month |"]},
        {"question": "Which nuts?", "gold": ["Walnuts are gone."]},  # not in this course
        {"question": "Where do plums grow?", "gold": []},
    ]
    _write(tmp_path / "questions.jsonl", rows)
    found = quoting(UNITS, "orchard", tmp_path)
    assert [(one.question, one.gold) for one in found] == [
        ("What is dried?", (1,)), ("How long?", (2,)), ("Where do plums grow?", ()),
    ]  # fmt: skip
    assert found[0].texts == tuple(unit.headed for unit in UNITS)


def test_labelled_cases_are_found_by_their_evidence() -> None:
    fields = {"category": "factual", "split": "tune"}
    told = [
        {"id": "a", "question": "Where?", "answerable": True,
         "gold": [{"quote": "Walnuts keep in a cellar."}, {"quote": "Figs are dried.", "grade": 1}]},
        {"id": "b", "question": "Why?", "answerable": False},
        {"id": "c", "question": "And?", "answerable": True, "gold": [{"quote": "Nothing of it."}]},
    ]  # fmt: skip
    (one,) = labelled(UNITS, [Case(**fields, **case) for case in told], "orchard", "edition")
    assert (one.question, one.gold, one.complete) == ("Where?", (0,), False)
    assert one.texts == (UNITS[0].headed, UNITS[2].headed)  # what only helps is neither


def test_every_quote_of_our_questions_stands_in_the_shipped_course() -> None:
    rows = [
        json.loads(line)
        for file in sorted(DATA.glob("questions*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
    ]
    assert all(set(row) == {"question", "gold"} and row["question"].strip() for row in rows)
    content, _, problems = read_course([Path(knowledge.__file__).parent / "course"], "shipped", "")
    assert not problems
    texts = {unit.text for unit in units_of(content)}
    assert [quote for row in rows for quote in row["gold"] if quote not in texts] == []
    assert len(quoting(units_of(content), "shipped")) == len(rows) > 3000
    assert sum(not row["gold"] for row in rows) >= 100


@pytest.mark.parametrize("file", sorted(DATA.glob("course-*.json")), ids=lambda path: path.stem)
def test_our_small_courses_are_whole(file: Path) -> None:
    told = json.loads(file.read_text("utf-8"))
    assert set(told) == {"title", "sections", "questions"}
    assert all(section["heading"] and section["texts"] for section in told["sections"])
    assert all(text.strip() for section in told["sections"] for text in section["texts"])
    places = {
        f"{i}.{j}"
        for i, section in enumerate(told["sections"])
        for j in range(len(section["texts"]))
    }
    assert all(set(row["gold"]) <= places and row["q"].strip() for row in told["questions"])
    asked = Counter(row["q"] for row in told["questions"])
    assert [question for question, times in asked.items() if times > 1] == []
    assert 0 < sum(not row["gold"] for row in told["questions"]) < len(told["questions"]) / 2


def test_there_are_small_courses() -> None:
    titles = {one.article for one in own()}
    assert len(titles) == len(list(DATA.glob("course-*.json"))) >= 6
