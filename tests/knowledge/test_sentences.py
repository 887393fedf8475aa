"""Sentences, tokens and normal forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text import clean_message, content_stems, normalise, sentences, tokens


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("One! Two? Three.", ["One!", "Two?", "Three."]),
        ("A rise of 3.5 percent. Good.", ["A rise of 3.5 percent.", "Good."]),
        ("Tools (e.g. Search) help. So do people.", ["Tools (e.g. Search) help.", "So do people."]),
        ("Costs, fees, etc. are counted. Then add.", ["Costs, fees, etc. are counted.", "Then add."]),
        ("The U.S. market grew. It did.", ["The U.S. market grew.", "It did."]),
        ("Dr. Adams wrote it. We read it.", ["Dr. Adams wrote it.", "We read it."]),
        ('He said "stop." Then he left.', ['He said "stop."', "Then he left."]),
        ("It is **vital.** Do it.", ["It is **vital.**", "Do it."]),
        ("It ends (really.) It does.", ["It ends (really.)", "It does."]),
        ("Wait... what follows? Nothing.", ["Wait... what follows?", "Nothing."]),
        ("First paragraph\n\nSecond one", ["First paragraph", "Second one"]),
        ("We need:\n- sand\n- lime\n* 3 bags", ["We need:", "- sand", "- lime", "* 3 bags"]),
        ("Steps\n1. Dig\n2) Sow", ["Steps", "1. Dig", "2) Sow"]),
        ("See no. 7 and fig. 3. The answer is no. Go on.", ["See no. 7 and fig. 3.", "The answer is no.", "Go on."]),
        ("Sand, lime, etc. Then dig.", ["Sand, lime, etc.", "Then dig."]),
        ("It was 2019. Then came 2020.", ["It was 2019.", "Then came 2020."]),
        ("A line\nthat goes on. Done.", ["A line\nthat goes on.", "Done."]),
        ("version 2.0 is out", ["version 2.0 is out"]),
        ("Grew 5 %. and more", ["Grew 5 %. and more"]),
        ("\u6c34\u3067\u3059\u3002\u571f\uff1f", ["\u6c34\u3067\u3059\u3002", "\u571f\uff1f"]),
        ("", []),
        ("  \n\t ", []),
        ("...", ["..."]),
    ],
)  # fmt: skip
def test_sentences(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@given(
    st.text(alphabet=st.sampled_from("aB1 .!?\n-*\u2022)\"'\u201d\u3002\t"), max_size=80)
    | st.text()
)
def test_sentences_cover_everything_in_order(text: str) -> None:
    spans = sentences(text)
    position = 0
    for start, end in spans:
        assert position <= start < end <= len(text)
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        assert not text[position:start].strip()
        position = end
    assert not text[position:].strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What\x00 is\u202e it\u2066?", "What is it?"),
        ("zero\u200bwidth", "zerowidth"),
        ("tag\U000e0041ged", "tagged"),
        ("lone \ud800surrogate", "lone surrogate"),
        ("soft\u00adhyphen", "softhyphen"),
        ("line\none\ttab", "line\none\ttab"),
        ("bell\x07 escape\x1b[31m", "bell escape[31m"),
        ("  caf\u00e9 \U0001f331  ", "caf\u00e9 \U0001f331"),
        ("\ufeff", ""),
    ],
)
def test_clean_message(text: str, expected: str) -> None:
    assert clean_message(text) == expected


@given(st.text(alphabet=st.characters(codec=None)))
def test_clean_message_is_encodable_and_stable(text: str) -> None:
    once = clean_message(text)
    once.encode("utf-8")
    assert "\x00" not in once
    assert clean_message(once) == once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don\u2019t over-water: 25% less!", ["dont", "over", "water", "25%", "less"]),
        ("The garden's edge", ["the", "garden", "edge"]),
        ("\uff21\uff22 test", ["ab", "test"]),
        ("na\u00efve caf\u00e9", ["na\u00efve", "caf\u00e9"]),
        ("\u0412\u043e\u0434\u0430 \u0441", ["\u0432\u043e\u0434\u0430", "\u0441"]),
        ("\u6c34\u3084\u308a AI", ["\u6c34", "\u3084", "\u308a", "ai"]),
        ("snake_case", ["snake", "case"]),
        ("\U0001f331", []),
    ],
)  # fmt: skip
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_content_stems_leave_out_what_carries_no_meaning() -> None:
    assert content_stems("What does the course say about watering the gardens?") == [
        "water",
        "garden",
    ]


def test_normalise_removes_marks_and_keeps_words() -> None:
    assert (
        normalise("**Bold** `code` | cell \u201cquoted\u201d\n\nand_so _on_")
        == 'Bold code cell "quoted" and_so on'
    )
