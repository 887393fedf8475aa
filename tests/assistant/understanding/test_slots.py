"""A pasted question template is recognised, and what the reader put into it is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.slots import read_slots
from knowledge.templates import render
from knowledge.types import QuestionTemplate, Slot


def made(id_: str, text: str, *examples: tuple[str, str]) -> QuestionTemplate:
    slots = []
    for name, example in examples:
        start = text.index("[", slots[-1].end if slots else 0)
        slots.append(Slot(name, example, True, start, text.index("]", start) + 1))
    return QuestionTemplate(id_, "1.1", "suggested", text, tuple(slots))


HONEY = made(
    "1.1-S",
    "My primary goal for my apiary is [e.g., 'ten jars per hive in 9 months']. Which two signs of"
    " robbing deserve top priority, and what must I establish first?",
    ("goal", "ten jars per hive in 9 months"),
)
TWO = made(
    "1.2-A",
    "Given that I keep [e.g., 'four long hives'] and have [e.g., 'one helper'] on Sundays, which of the"
    " inspections fits the short term?",
    ("hives", "four long hives"),
    ("help", "one helper"),
)
PLAIN = made("1.3-S", "Our trial of a smoker met its goals. How do we use it everywhere?")
TEMPLATES = (HONEY, TWO, PLAIN)


def values(text: str) -> dict[str, str]:
    return {slot.name: slot.value for slot in read_slots(text, TEMPLATES)[1]}


def test_a_filled_template_gives_its_values() -> None:
    text, _ = render(HONEY, {"goal": "5% fewer stings until June"})
    id_, slots = read_slots(text, TEMPLATES)
    assert id_ == "1.1-S"
    assert [(s.name, s.value, s.example) for s in slots] == [
        ("goal", "5% fewer stings until June", False)
    ]


@pytest.mark.parametrize("template", [HONEY, TWO])
def test_an_unfilled_template_says_that_it_is_the_example(template: QuestionTemplate) -> None:
    for text in (template.template, render(template, {})[0]):
        id_, slots = read_slots(text, TEMPLATES)
        assert id_ == template.id
        assert [(s.value, s.example) for s in slots] == [(s.example, True) for s in template.slots]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "hi!! my primary goal for my apiary is 'no swarms this spring'. which two signs of robbing"
            " deserve top priority and what must i establish first thx",
            {"goal": "no swarms this spring"},
        ),
        (
            "Given that I keep 12 top-bar hives and have a nephew of 9 on Sundays, which inspections"
            " fit the short term?",
            {"hives": "12 top-bar hives", "help": "a nephew of 9"},
        ),
        ("Our trial of a smoker met its goals. How do we use it everywhere?", {}),
        ("Which signs of robbing deserve priority?", {}),
        ("", {}),
    ],
)
def test_as_people_paste_them(text: str, found: dict[str, str]) -> None:
    assert values(text) == found


def test_a_template_without_slots_is_known_too() -> None:
    assert read_slots(f"{PLAIN.template} thanks", TEMPLATES) == ("1.3-S", ())


def test_no_other_message_is_a_template() -> None:
    assert (
        read_slots("What are the early signs of robbing, and what must I do?", TEMPLATES)[0] == ""
    )


own = (
    st.text("abcdefghijklmnopqrstuvwxyz ", min_size=3, max_size=40)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: len(text) > 2)
)


@given(own, own)
def test_what_was_filled_in_comes_back(first: str, second: str) -> None:
    text, _ = render(TWO, {"hives": f"{first} xq", "help": f"qx {second} xq"})
    found = values(text)
    assert found["hives"].endswith("xq")
    assert found["help"].startswith("qx")


@given(st.text(max_size=400))
def test_any_text_is_read_without_harm(text: str) -> None:
    id_, slots = read_slots(text, TEMPLATES)
    assert id_ or not slots
    assert all(slot.value for slot in slots)
