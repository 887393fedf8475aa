"""Reading public sets: answers become sentences, articles stay on one side, faults are named."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from evals.errors import EvalsError
from evals.training.examples import is_held_out, load, split
from evals.training.groups import to_learn, whole
from evals.training.verifier import main

TEXT = "Bees keep hives. A hive holds sixty thousand bees in June. Queens rarely leave it."


def _write(folder: Path, rows: list[dict[str, Any]]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    """A question its paragraph answers, one it does not, one of the other set."""
    _write(
        tmp_path / "squad2" / "paragraphs.jsonl",
        [
            {"_id": "Bees#0", "title": "Bees", "text": TEXT},
            {"_id": "Bees#1", "title": "Bees", "text": "Drones hold no office. They fly out."},
        ],
    )
    answer = "sixty thousand"
    asked = {"para": "Bees#0", "text": "How many bees does a hive hold?"}
    _write(
        tmp_path / "squad2" / "questions.jsonl",
        [
            {"_id": "1", **asked, "answerable": True, "answers": [answer, answer],
             "starts": [TEXT.index(answer)]},
            {"_id": "2", "para": "Bees#0", "text": "How many wasps does a hive hold?",
             "answerable": False, "answers": [], "starts": []},
        ],
    )  # fmt: skip
    _write(
        tmp_path / "selqa" / "dev.jsonl",
        [
            {"_id": "3", "text": "Who wrote it?", "article": "Book", "section": "Author",
             "candidates": ["It is long.", "Ann wrote it."], "gold": [1]},
        ],
    )  # fmt: skip
    return tmp_path


def test_the_answer_is_the_sentence_that_holds_it(sets: Path) -> None:
    answered, impossible, other = load(sets)
    assert answered.sentences[1].startswith("A hive holds")
    assert answered.gold == (1,)
    assert answered.span is not None
    assert answered.sentences[1][slice(*answered.span)] == "sixty thousand"
    assert impossible.gold == ()
    assert impossible.span is None
    assert answered.others == ("Drones hold no office.", "They fly out.")
    assert (other.heading, other.gold) == ("Author", (1,))


def test_a_group_keeps_the_answer_first_and_its_range_in_the_text_as_read(sets: Path) -> None:
    group = to_learn(load(sets)[0], random.Random(1))
    assert group.gold == (0,)
    assert group.span is not None
    assert group.texts[0][slice(*group.span)] == "sixty thousand"
    assert len(group.texts) == 4  # the other two of the paragraph, one from elsewhere
    assert all(text.startswith("Bees: ") for text in group.texts)


def test_a_group_to_measure_has_every_sentence_in_order(sets: Path) -> None:
    assert whole(load(sets)[0]).gold == (1,)
    assert len(whole(load(sets)[0]).texts) == 3


def test_no_article_is_on_both_sides(sets: Path) -> None:
    learn, held = split(load(sets))
    assert len(learn) + len(held) == 3
    assert not {one.article for one in learn} & {one.article for one in held}
    assert all(is_held_out(one.article) for one in held)


def test_about_a_fifth_of_articles_is_held_out() -> None:
    assert 150 < sum(is_held_out(f"article {i}") for i in range(1000)) < 250


def test_a_broken_file_is_named(sets: Path) -> None:
    (sets / "selqa" / "dev.jsonl").write_text("{", encoding="utf-8")
    with pytest.raises(EvalsError, match=r"dev\.jsonl"):
        load(sets)


def test_the_command_says_which_file_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tmp_path)]) == 1
    assert "paragraphs.jsonl" in capsys.readouterr().err


def test_the_command_refuses_no_epochs(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--data", str(tmp_path), "--epochs", "0"])
    assert stopped.value.code == 2
