"""Documents as reading text: every cited character is marked, nothing else is lost."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ui.reading import passage_blocks, rendered
from assistant.ui.texts import texts_for
from knowledge.types import Place
from tests.browser.course import DOCUMENT, PILOT, SmallCourse


def plain(html: str) -> str:
    apart = re.sub(r"</(?:p|h\d|li|t[dh]|blockquote)>", " ", html)
    return unescape(re.sub(r"<[^>]+>", "", apart))


def marked(html: str) -> str:
    found = re.findall(r"<mark[^>]*>(.*?)</mark>", html, re.DOTALL)
    return "".join(unescape(piece) for piece in found)


def show(source: str, start: int, end: int) -> str:
    return "".join(rendered(source, 0, len(source), start, end))


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("# A\n\nb", "<h3>A</h3><p>b</p>"),
        ("## ## Broken", "<h4>Broken</h4>"),
        ("a\nb", "<p>a\nb</p>"),
        ("- a\n- b\n\n1. c", "<ul><li>a</li><li>b</li><li>c</li></ul>"),
        ("**a** *b* _c_ `d` 2*3*4", None),
        ("> said", "<blockquote>said</blockquote>"),
        ("---\ntitle: x\n---\n\na", "<p>a</p>"),
        ("a <b> & c", "<p>a &lt;b&gt; &amp; c</p>"),
    ],
)
def test_blocks(source: str, html: str | None) -> None:
    wanted = html or ("<p><strong>a</strong> <em>b</em> <em>c</em> <code>d</code> 2*3*4</p>")
    assert show(source, 0, 0) == wanted


def test_a_mark_crosses_emphasis_and_keeps_elements_nested() -> None:
    source = "one **two three** four"
    html = show(source, source.index("one") + 2, source.index("three"))
    assert html == (
        '<p>on<mark id="cited">e </mark><strong><mark>two </mark>three</strong> four</p>'
    )


def test_a_table_row_is_marked_in_its_cells() -> None:
    source = "| A | B |\n| --- | --- |\n| x | y |\n"
    start = source.index("| x")
    html = show(source, start, start + len("| x | y |"))
    assert re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", html)[2:] == [
        '<mark id="cited"> x </mark>',
        "<mark> y </mark>",
    ]
    assert html.count("<th") == 2


@given(st.integers(0, len(PILOT)), st.integers(0, len(PILOT)))
def test_every_cited_letter_is_marked_and_no_other(start: int, end: int) -> None:
    start, end = min(start, end), max(start, end)
    html = show(PILOT, start, end)
    letters = re.compile(r"[^\W_]+")
    assert letters.findall(plain(html)) == letters.findall(PILOT)
    assert "".join(letters.findall(marked(html))) == "".join(letters.findall(PILOT[start:end]))


def test_the_pane_shows_the_lesson_around_the_passage() -> None:
    course = SmallCourse()
    start = PILOT.index("The total cost of a tool")
    place = Place(DOCUMENT, start, start + 24)
    html = "".join(passage_blocks(course, place, "abc", texts_for("en")))  # type: ignore[arg-type]
    assert '<mark id="cited">The total cost of a tool</mark>' in html
    assert 'href="/passages/abc"' in html
    assert "Lesson 1.2" in html
    assert "Choosing a pilot" not in html
    assert "<script" not in html
