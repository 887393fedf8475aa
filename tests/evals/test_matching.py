"""One comparison decides what a passage holds: what must not matter, and what must."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evals.matching import contains, coverage, holds

QUOTE = 'Feeding "stray" pigeons with bread rolls leads to dirty benches and needs PARKO'


def test_quotes_marks_case_and_line_breaks_do_not_matter() -> None:
    passage = "Note: feeding \u201cstray\u201d pigeons\nwith *bread rolls* leads to **dirty** benches and needs Parko."
    assert contains(QUOTE, passage)
    assert coverage(QUOTE, passage) == 1


def test_a_table_row_written_out_with_its_columns_is_still_held() -> None:
    row = "Oak bench | comfort of sitters, first splinter free year, paint cost reduction"
    told = (
        "Object: Oak bench. Figures: comfort of sitters, first splinter free year, "
        "paint cost reduction. Signs: dry seats."
    )
    assert holds(row, told)


def test_scattered_words_do_not_count() -> None:
    scattered = "Benches leads rolls dirty with feeding bread. " + "Rain. " * 60 + "PARKO needs."
    assert not holds(QUOTE, scattered)


def test_most_of_a_quote_is_enough_and_a_little_is_not() -> None:
    words = QUOTE.split()
    assert holds(QUOTE, " ".join(words[:11]))
    assert not holds(QUOTE, " ".join(words[:7]))
    assert not holds("", "anything")
    assert not holds(QUOTE, "")


@given(st.lists(st.sampled_from(["oak", "bench", "bread", "park", "seat"]), min_size=1))
def test_coverage_is_a_share_and_full_for_the_text_itself(words: list[str]) -> None:
    text = " ".join(words)
    assert coverage(text, f"before {text} after") == 1
    assert 0 <= coverage(text, "park seat oak") <= 1
