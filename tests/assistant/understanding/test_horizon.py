"""How far ahead the reader looks, told apart from how long something took."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.horizon import read_horizon


@pytest.mark.parametrize(
    ("text", "written", "months"),
    [
        ("raise honey sales by 15% within 9 months", "within 9 months", 9),
        ("what should we do in the next 1-2 years?", "in the next 1-2 years", 24),
        ("over the next two quarters", "over the next two quarters", 6),
        ("we have a two-year plan", "two-year plan", 24),
        ("our 6 month roadmap", "6 month roadmap", 6),
        ("in 90 days", "in 90 days", 3),
        ("in half a year, which hives?", "in half a year", 6),
        ("wir wollen mehr Honig in 9 Monaten", "in 9 Monaten", 9),
        ("within a year", "within a year", 12),
        ("by Christmas", "by Christmas", None),
        ("until the end of next quarter", "until the end of next quarter", None),
        ("before Black Friday pls", "before Black Friday", None),
        ("by EOY", "by EOY", None),
        ("what is worth it this year", "this year", None),
        ("bis Ende Q3", "bis Ende Q3", None),
    ],
)
def test_horizon(text: str, written: str, months: float | None) -> None:
    found = read_horizon(text)
    assert found is not None
    assert (found.text, found.months) == (written, months)


@pytest.mark.parametrize(
    ("text", "reach"),
    [
        ("which short-term win?", "short"),
        ("what pays off in the long run", "long"),
        ("mittelfristig planen", "medium"),
    ],
)
def test_a_term_without_length(text: str, reach: str) -> None:
    found = read_horizon(text)
    assert found is not None
    assert (found.reach, found.months) == (reach, None)


@pytest.mark.parametrize(
    "text",
    [
        "our 3-month pilot was a success",
        "is honey in a jar a short-term or a long-term win?",
        "How many months does it take?",
        "we sold 12 hives last year",
        "",
    ],
)
def test_no_horizon(text: str) -> None:
    assert read_horizon(text) is None


@given(st.integers(1, 99), st.sampled_from(["days", "weeks", "months", "quarters", "years"]))
def test_a_span_ahead_has_its_length(count: int, unit: str) -> None:
    found = read_horizon(f"We plan to sell more mead in {count} {unit}, how?")
    assert found is not None
    assert found.text == f"in {count} {unit}"
    assert found.months is not None
    assert found.months >= 0


@given(st.text(max_size=300))
def test_any_text_is_read_without_harm(text: str) -> None:
    found = read_horizon(text)
    assert found is None or found.text in text
