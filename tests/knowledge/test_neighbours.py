"""Neighbours among the best hits are one passage, and never anything but the document's own text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.neighbours import APART, BEST, LONGEST, SUPPORT, joined, supported
from knowledge.types import Cell, Chunk, Hit, Place, TableRow

TEXT = (
    "Mulch keeps beds moist.\n\n- Straw is light.\n- Bark lasts long.\n\n" + "x" * 400 + "\n\nEnd."
)


def chunk(text: str, number: int = 0, section: str = "Mulch", whole: str = TEXT) -> Chunk:
    start = whole.index(text)
    return Chunk(
        id=f"c{start}", document="beds.md", document_id="d", start=start, end=start + len(text),
        text=text, kind="prose", lesson="1", section=section, headings=("Beds", section),
        ordinal=number,
    )  # fmt: skip


def hits(*chunks: Chunk) -> list[Hit]:
    return [Hit(one, 1 - i / 100, {"dense": 0.5}) for i, one in enumerate(chunks)]


def test_neighbours_stand_as_one_at_the_better_rank() -> None:
    straw, bark, end = chunk("Straw is light.", 1), chunk("Bark lasts long.", 2), chunk("End.", 3)
    found = joined(hits(bark, end, straw), lambda name: TEXT)
    assert [hit.chunk.text for hit in found] == ["Straw is light.\n- Bark lasts long.", "End."]
    first = found[0]
    assert first.score == 1.0
    assert (first.chunk.start, first.chunk.end) == (straw.start, bark.end)
    assert first.chunk.ordinal == 1
    assert first.chunk.headings == ("Beds", "Mulch")
    assert first.chunk.id not in {straw.id, bark.id}


def test_what_stands_alone_is_left_as_it_is() -> None:
    alone = hits(chunk("Straw is light."), chunk("End."))
    assert joined(alone, lambda name: TEXT) == alone
    assert joined([], lambda name: TEXT) == []


def test_another_section_lesson_or_document_is_no_neighbour() -> None:
    straw, bark = chunk("Straw is light."), chunk("Bark lasts long.")
    for other in (
        replace(bark, section="Bark", headings=("Beds", "Bark")),
        replace(bark, lesson="2"),
        replace(bark, document="other.md"),
    ):
        assert len(joined(hits(straw, other), lambda name: TEXT)) == 2


def test_a_table_row_stays_a_row() -> None:
    straw, bark = chunk("Straw is light."), chunk("Bark lasts long.")
    row = replace(bark, row=TableRow("t", "Bark", (Cell("a", "Bark", bark.start, bark.start + 4),)))
    assert joined(hits(row, straw), lambda name: TEXT)[0].chunk is row
    assert joined(hits(straw, row), lambda name: TEXT)[1].chunk is row


def test_a_passage_beside_a_good_one_gains() -> None:
    one, two, far = chunk("Straw is light.", 1), chunk("Bark lasts long.", 2), chunk("End.", 9)
    found = supported([Hit(one, 0.9, {}), Hit(far, 0.5, {}), Hit(two, 0.45, {})])
    assert [hit.chunk for hit in found] == [one, two, far]
    assert found[0].score == pytest.approx((0.9 + SUPPORT * 0.45) / (1 + SUPPORT))
    assert found[2].score == pytest.approx(0.5 / (1 + SUPPORT))
    assert all(0 <= hit.score <= 1 for hit in supported([Hit(one, 1, {}), Hit(two, 1, {})]))


def test_another_section_supports_nothing() -> None:
    one, two = chunk("Straw is light.", 1), chunk("Bark lasts long.", 2, section="Bark")
    found = supported([Hit(one, 0.9, {}), Hit(two, 0.4, {})])
    assert found[1].score == pytest.approx(0.4 / (1 + SUPPORT))


def test_only_the_best_are_joined() -> None:
    whole = (
        "\n\n".join(f"Plot {i} grows beans. {'y' * 400}" for i in range(BEST + 1)) + "\n\nPlot z."
    )
    far = [chunk(f"Plot {i} grows beans.", i, whole=whole) for i in range(BEST)]
    late = chunk("Plot z.", BEST, whole=whole)
    last = chunk("y" * 400 + "\n\nPlot z.", BEST, whole=whole)
    found = joined(hits(*far, last, late), lambda name: whole)
    assert [hit.chunk.text for hit in found][:BEST] == [one.text for one in far]
    assert len(found) == BEST + 1  # the twelfth stands inside the eleventh


def test_the_other_places_of_every_part_are_kept() -> None:
    straw = replace(chunk("Straw is light."), also_in=(Place("b.md", 3, 9),))
    bark = replace(chunk("Bark lasts long."), also_in=(Place("b.md", 11, 20),))
    assert joined(hits(straw, bark), lambda name: TEXT)[0].chunk.also_in == (
        Place("b.md", 3, 9),
        Place("b.md", 11, 20),
    )


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 400), st.integers(0, APART + 50), st.booleans()), max_size=14
    ),
    st.randoms(use_true_random=False),
)
def test_whatever_is_found_the_ranges_are_exact(
    shapes: list[tuple[int, int, bool]], dice: object
) -> None:
    whole, chunks = "", []
    for length, gap, same in shapes:
        whole += "." * gap
        text = f"{len(chunks)}" + "a" * length
        section = "one" if same else "two"
        chunks.append(
            replace(
                chunk(".", whole="."),
                id=str(len(chunks)),
                start=len(whole),
                end=len(whole) + len(text),
                text=text,
                section=section,
                headings=(section,),
            )
        )
        whole += text
    dice.shuffle(chunks)  # type: ignore[attr-defined]
    found = [hit.chunk for hit in joined(hits(*chunks), lambda name: whole)]
    for one in found:
        assert whole[one.start : one.end] == one.text
        assert len(one.text) <= LONGEST
    for one in chunks:  # nothing that was found is lost
        assert any(f.start <= one.start and one.end <= f.end for f in found)
    assert len({f.id for f in found}) == len(found)
