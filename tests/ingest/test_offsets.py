"""Offsets are exact: whatever the document looks like, a chunk is the text at its range."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.blocks import blocks_of
from ingest.course import content_of
from ingest.pieces import pieces_of
from ingest.readers.titles import document_of
from knowledge.types import CourseContent

_WORDS = st.text(
    alphabet=st.sampled_from("abcXYZ éß“”'‘’\"*_`#|[]()>.,:;!?-–→🙂7%$\t\\<"),
    min_size=1,
    max_size=60,
)
_LINES = st.one_of(
    _WORDS,
    st.builds(lambda n, w: f"{'#' * n} {w}", st.integers(1, 6), _WORDS),
    st.builds(lambda n, w: f"{' ' * n}- {w}", st.integers(0, 6), _WORDS),
    st.builds(lambda n, w: f"{n}. {w}", st.integers(1, 30), _WORDS),
    st.builds(lambda a, b: f"| {a} | {b} |", _WORDS, _WORDS),
    st.builds(lambda w: f"**{w}:** {w} " * 12, _WORDS),
    st.builds(lambda w: f"Suggested question: [e.g., '{w}'] (e.g., “{w}”)?", _WORDS),
    st.sampled_from(
        ["", "---", "===", "|---|---|", "> quoted", "```", "<!-- x", "-->", "Lesson 2: X"]
    ),
)
_DOCUMENTS = st.lists(_LINES, max_size=25).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", "\n\n", "\r"]).map(lambda end: end.join(lines))
)


def check_exact(content: CourseContent) -> None:
    """Every range of the content gives its text."""
    texts = {document.name: document.text for document in content.documents}
    for chunk in content.chunks:
        text = texts[chunk.document]
        assert text[chunk.start : chunk.end] == chunk.text
        assert chunk.text.strip() == chunk.text
        assert chunk.text
        if chunk.row is not None:
            for cell in chunk.row.cells:
                assert text[cell.start : cell.end] == cell.text
        if chunk.kind not in {"template", "reflective", "discussion"}:
            assert len(chunk.text) <= 1000
        for place in chunk.also_in:
            assert 0 <= place.start < place.end <= len(texts[place.document])
    for template in content.templates:
        for slot in template.slots:
            assert 0 <= slot.start < slot.end <= len(template.template)
            assert slot.example in template.template[slot.start : slot.end]
        names = [slot.name for slot in template.slots]
        assert len(names) == len(set(names))
    assert len({chunk.id for chunk in content.chunks}) == len(content.chunks)
    assert [chunk.ordinal for chunk in content.chunks] == list(range(len(content.chunks)))
    assert len({template.id for template in content.templates}) == len(content.templates)


@settings(max_examples=150, deadline=None)
@given(_DOCUMENTS)
def test_every_range_of_a_generated_document_gives_its_text(text: str) -> None:
    check_exact(content_of([document_of("a.md", "", "text/markdown", text)], "made", "Made"))


@settings(max_examples=60, deadline=None)
@given(_DOCUMENTS, _DOCUMENTS)
def test_ranges_hold_after_copies_are_found(one: str, other: str) -> None:
    documents = [
        document_of("a.md", "", "text/markdown", one),
        document_of("b.txt", "", "text/plain", f"{other}\n\n{one}"),
    ]
    check_exact(content_of(documents, "made", "Made"))


@settings(max_examples=100, deadline=None)
@given(_DOCUMENTS)
def test_blocks_stand_in_order_without_overlap(text: str) -> None:
    blocks = blocks_of(text)
    for before, after in pairwise(blocks):
        assert before.end <= after.start


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(["One two. ", "x" * 90, "; ", "Why? ", "\n", "word " * 60]), max_size=60
    )
)
def test_pieces_lose_no_word(parts: list[str]) -> None:
    text = "".join(parts).strip()
    pieces = pieces_of(text, 0, len(text)) if text else []
    kept = "".join("".join(text[a:b].split()) for a, b in pieces)
    assert kept == "".join(text.split())
    assert all(b - a <= 1000 for a, b in pieces)
