"""One thing asked about under several aspects becomes as many questions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding import understand
from assistant.understanding.aspects import MOST, aspects
from assistant.understanding.parts import split_parts
from knowledge.query import QueryReader

READER = QueryReader({"queen": 3}, (), frozenset())


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("Hive robbing: signs of it, risks and costs?", ()),  # "signs" is no aspect known here
        ("Hive robbing: risks, costs, examples?",
         ("About Hive robbing: risks?", "About Hive robbing: costs?", "About Hive robbing: examples?")),
        ("Tell me about wax moths, their benefits, risks and how to stop them.",
         ("About wax moths: benefits?", "About wax moths: risks?", "About wax moths: how to stop them?")),
        ("Explain swarming: what sets it off, who notices it first, and how is it stopped?",
         ("About swarming: what sets it off?", "About swarming: who notices it first?",
          "About swarming: how is it stopped?")),
        ("What are the benefits and the main risks of a second box?",
         ("What are the benefits of a second box?", "What are the main risks of a second box?")),
        ("My question: what is robbing, and how is it stopped?", ()),
        ("We keep three hives: what should we count, and who should do it?", ()),
        ("Which is better: syrup, fondant or nothing?", ()),
        ("Rank these: syrup, fondant, pollen", ()),
        ("What are the early and late signs of robbing?", ()),
        ("Which feed should I buy?", ()),
        ("About robbing: what are the risks?", ()),
    ],
)  # fmt: skip
def test_aspects(sentence: str, asked: tuple[str, ...]) -> None:
    assert aspects(sentence) == asked


def test_a_lead_that_only_points_takes_its_thing_from_what_was_said() -> None:
    parts, _ = split_parts("I have one page about wax moths. What goes on it: risks, costs?")
    assert parts == ["About wax moths: risks?", "About wax moths: costs?"]


def test_a_second_question_may_open_with_a_preposition() -> None:
    parts, _ = split_parts("How many hours does a keeper give and to whom does the keeper answer?")
    assert parts == ["How many hours does a keeper give", "to whom does the keeper answer?"]


@given(st.text(max_size=200))
def test_any_text_gives_few_questions_that_hold_something(text: str) -> None:
    found = aspects(text)
    assert len(found) <= MOST
    assert all(any(c.isalnum() for c in one) for one in found)


@pytest.mark.parametrize("offered", ["3 or 5 years?", "6 weeks?", "about 10%?", "$500 or $800?"])
def test_figures_that_are_offered_ask_nothing_by_themselves(offered: str) -> None:
    found = understand(f"How long does a queen live? {offered}", READER)
    assert [part.text for part in found.parts] == [f"How long does a queen live? {offered}"]


def test_the_kind_is_read_from_words_as_they_are_spelled() -> None:
    reader = QueryReader({"metrics": 5}, (), frozenset())
    part = understand("which metriks count for queens", reader).parts[0]
    assert part.kind == understand("which metrics count for queens", reader).parts[0].kind
    assert part.text == "which metriks count for queens"
