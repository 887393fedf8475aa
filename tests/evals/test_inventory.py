"""The shipped course says everything the originals say, and says it in its own words."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from evals.errors import EvalsError
from evals.inventory import (
    Fact,
    check_edition,
    edition_sections,
    load_inventory,
    shared_runs,
)

REPOSITORY = Path(__file__).resolve().parents[2]
COURSE = REPOSITORY / "knowledge" / "course"
INVENTORY = REPOSITORY / "evals" / "cases" / "inventory.jsonl"
ORIGINALS = REPOSITORY.parent / "shared" / "course"


@pytest.fixture(scope="module")
def facts() -> list[Fact]:
    return load_inventory(INVENTORY)


@pytest.fixture(scope="module")
def originals() -> list[str]:
    """The texts of the source documents, the whole module first."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(ORIGINALS.glob("*.txt"))]
    if not texts:
        pytest.skip("the original course documents do not lie beside the repository")
    return texts


def edition_files() -> list[Path]:
    return sorted(COURSE.glob("*.md"))


def test_the_inventory_is_complete_in_itself(facts: list[Fact]) -> None:
    assert len(facts) >= 250
    assert len({fact.id for fact in facts}) == len(facts)
    assert len({fact.fact for fact in facts}) == len(facts)
    for fact in facts:
        assert 1 <= len(fact.terms) <= 4, fact.id
        for anchor in (fact.original, fact.edition):
            assert 4 <= len(anchor.split()) <= 9, (fact.id, anchor)


def test_the_edition_holds_every_fact(facts: list[Fact]) -> None:
    assert check_edition(facts, COURSE) == []


def test_every_section_but_the_signposts_carries_a_fact(facts: list[Fact]) -> None:
    covered = {(fact.lesson, fact.section) for fact in facts}
    signposts = {
        ("6.1", "Establishing Strong Ethical AI Governance"),
        ("6.4", "Emerging AI Trends and Their Strategic Implications"),
        ("topic", "Key Pillars for Strategic Adaptation and Innovation"),
    }
    assert set(edition_sections(COURSE)) - covered == signposts


def test_the_anchors_stand_in_the_originals(facts: list[Fact], originals: list[str]) -> None:
    places = [originals[0].find(fact.original) for fact in facts]
    assert [fact.id for fact, at in zip(facts, places, strict=True) if at < 0] == []
    assert places == sorted(places), "the inventory follows the order of the document"


@pytest.mark.parametrize("path", edition_files(), ids=lambda path: path.stem)
def test_no_sentence_is_copied(path: Path, originals: list[str]) -> None:
    text = path.read_text(encoding="utf-8")
    assert [run for original in originals for run in shared_runs(text, original)] == []


def test_the_inventory_copies_no_sentence_either(facts: list[Fact], originals: list[str]) -> None:
    texts = [text for fact in facts for text in (fact.fact, " ".join(fact.terms))]
    assert [run for text in texts for run in shared_runs(text, originals[0])] == []


def droppable() -> list[tuple[str, int]]:
    """Every list item and table row of the edition, as file name and line number."""
    places = []
    for path in edition_files():
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines):
            item = line.startswith("- ") or line[:2].rstrip(".").isdigit()
            row = line.startswith("| ") and not line.startswith("| AI application")
            if item or row:
                places.append((path.name, number))
    return places


def test_a_dropped_list_item_or_table_row_is_noticed(facts: list[Fact], tmp_path: Path) -> None:
    """By the terms alone: an anchor is one phrase and can be reworded, a fact cannot go."""
    edition = tmp_path / "course"
    shutil.copytree(COURSE, edition)
    unnoticed = []
    for name, number in droppable():
        path = edition / name
        text = path.read_text(encoding="utf-8")
        concerned = [fact for fact in facts if fact.edition in text]
        lines = text.splitlines(keepends=True)
        path.write_text("".join(lines[:number] + lines[number + 1 :]), encoding="utf-8")
        if not any(": nothing in " in problem for problem in check_edition(concerned, edition)):
            unnoticed.append(lines[number])
        path.write_text(text, encoding="utf-8")
    assert unnoticed == []


def test_problems_name_the_fact(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\nlesson: '1'\n---\n# One\nRed and blue.\n", "utf-8")

    def problems(section: str, edition: str, *terms: str) -> list[str]:
        fact = Fact("f9", "1", section, "Colors.", "", edition, terms)
        return check_edition([fact], tmp_path)

    assert problems("One", "Red and blue", "RED", "blue") == []
    assert problems("One", "Red and blue", "green") == ["f9: nothing in 'One' matches 'green'"]
    assert problems("One", "Blue and red", "red") == ["f9: 'One' lacks the anchor 'Blue and red'"]
    assert problems("One", "", "red") == ["f9: 'One' lacks the anchor ''"]
    assert problems("Two", "Red", "red") == ["f9: lesson 1 has no section 'Two'"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# One\n", "names no lesson"),
        ("---\nlesson: 1\n---\n# One\n\n## One\n", "'One' stands twice"),
    ],
)
def test_an_edition_that_cannot_be_checked_is_refused(
    tmp_path: Path, text: str, message: str
) -> None:
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    with pytest.raises(EvalsError, match=f"a.md: .*{message}"):
        edition_sections(tmp_path)


@pytest.mark.parametrize("change", [{"terms": ["("]}, {"terms": None}, {"color": "red"}])
def test_a_fact_that_cannot_be_checked_is_refused(
    tmp_path: Path, change: dict[str, object]
) -> None:
    fields = ("id", "lesson", "section", "fact", "original", "edition")
    record = {**dict.fromkeys(fields, "x"), "terms": ["x"]}
    path = tmp_path / "inventory.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in (record, {**record, **change})), "utf-8")
    with pytest.raises(EvalsError, match=r"inventory\.jsonl, line 2: "):
        load_inventory(path)


def test_shared_runs_are_as_long_as_they_can_be() -> None:
    original = "one two three four five six, seven; eight nine ten"
    assert shared_runs("zero One two THREE four x seven eight nine", original, 3) == [
        "one two three four",
        "seven eight nine",
    ]
    assert shared_runs("one two three", original, 4) == []
    assert shared_runs("", original) == []
