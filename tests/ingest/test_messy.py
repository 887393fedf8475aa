"""Documents as people leave them: forgotten spaces, merged cells, two columns, menus, dashes."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ingest.blocks import blocks_of
from ingest.course import content_of, read_course
from ingest.labels import label_of
from ingest.markup import clean, clean_title
from ingest.readers.titles import document_of
from knowledge.types import CourseContent
from tests.ingest import samples

BEES = """#Module 3 \u2013 Keeping Bees

##Lesson 3.1: The Hive##

A hive is a stack of boxes.

#bees #honey #summer

#### #### Who lives there

**Alternative Question** - "How do I prepare <my hive> for {season} in ______?"
"""


def of_markdown(text: str) -> CourseContent:
    return content_of([document_of("01-start.md", "", "text/markdown", text)], "bees", "")


def test_a_forgotten_space_after_the_marks() -> None:
    content = of_markdown(BEES)
    assert content.title == "Module 3 \u2013 Keeping Bees"
    assert [section.title for section in content.outline] == [
        "Module 3 \u2013 Keeping Bees",
        "Lesson 3.1: The Hive",
        "Who lives there",
    ]
    assert {chunk.lesson for chunk in content.chunks} == {"3.1"}


@pytest.mark.parametrize("line", ["#bees #honey", "#Bees #Honey today", "#1 in sales", "#hashtag"])
def test_hashtags_are_no_headings(line: str) -> None:
    assert [block.kind for block in blocks_of(f"Some text.\n\n{line}\n\nMore.")] == [
        "paragraph"
    ] * 3


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("##Lesson 1##", "Lesson 1"),
        ("## C#", "C#"),
        ("# # Tools #", "Tools"),
        ("#1 rule", "#1 rule"),
    ],
)
def test_marks_come_off_a_title(title: str, words: str) -> None:
    assert clean_title(title) == words


def test_a_dash_closes_a_label_that_is_set_off_by_its_type() -> None:
    for text in ("**Alternative Question** - How?", "*Reflective prompt* \u2013 Why?"):
        assert label_of(text) is not None
    assert label_of("Example - based learning is common") is None


def test_gaps_in_angle_brackets_and_blanks_are_slots() -> None:
    template = of_markdown(BEES).templates[0]
    assert template.template == "How do I prepare <my hive> for {season} in ______?"
    assert [slot.name for slot in template.slots] == ["hive", "season", "season_2"]


def test_only_real_tags_come_off() -> None:
    assert clean("a <b>bold</b><br/> word for <your shop>, 3 < 4") == (
        "a bold word for <your shop>, 3 < 4"
    )


def test_two_rows_of_column_names_are_one(tmp_path: Path) -> None:
    page = """<html><body><h1>Honey</h1><p>Honey is ripe below a fifth of water.</p><table>
    <thead><tr><th rowspan="2">Kind</th><th colspan="2">Behaviour</th></tr>
    <tr><th>Sets in</th><th>Colour</th></tr></thead>
    <tbody><tr><td>Acacia</td><td>years</td><td>pale</td></tr>
    <tr><td>Rape</td><td colspan="2">days, white</td></tr></tbody></table>
    <p><a href="a">\u00ab Previous</a> <a href="b">Next \u00bb</a></p></body></html>"""
    (tmp_path / "honey.html").write_text(page, encoding="utf-8")
    content, _, problems = read_course([tmp_path], "bees", "")
    assert not problems
    rows = [chunk.row for chunk in content.chunks if chunk.row]
    assert [row.name for row in rows] == ["Acacia", "Rape"]
    assert [cell.column for cell in rows[0].cells] == [
        "Kind",
        "Behaviour: Sets in",
        "Behaviour: Colour",
    ]
    assert content.chunks[-1].kind == "navigation"


def test_a_row_over_all_columns_is_the_tables_caption(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_heading("Lesson 3.2: Varroa", 1)
    document.add_paragraph("The mite feeds on larvae.")
    table = document.add_table(rows=3, cols=3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Thresholds by month"
    for row, words in enumerate((("Month", "Mites a day", "Action"), ("July", "10", "treat"))):
        for column, word in enumerate(words):
            table.cell(row + 1, column).text = word
    document.save(str(tmp_path / "varroa.docx"))
    content, _, _ = read_course([tmp_path], "bees", "")
    rows = [chunk for chunk in content.chunks if chunk.row]
    assert len(rows) == 1
    assert rows[0].lead_in == "Thresholds by month:"
    assert rows[0].row is not None
    assert {cell.column: cell.text for cell in rows[0].row.cells} == {
        "Month": "July",
        "Mites a day": "10",
        "Action": "treat",
    }


LEFT = (
    "Winter bees live six months. They are",
    "raised in autumn and keep the cluster",
    "warm by trembling with their muscles.",
    "A colony needs fifteen kilograms of",
    "stores, and it is fed until autumn",
)
RIGHT = (
    "comes. Mice are kept out by a grid of",
    "holes of six millimetres, which is put",
    "on in October before the first frost.",
    "Snow may lie on the hive, where it",
    "keeps the warmth and lets air through.",
)


@pytest.mark.parametrize("by_line", [True, False])
def test_two_columns_are_read_one_after_the_other(tmp_path: Path, *, by_line: bool) -> None:
    def lines(words: tuple[str, ...], x: int) -> list[tuple[str, int, int, int, str]]:
        return [("F1", 10, x, 740 - 14 * i, text) for i, text in enumerate(words)]

    left, right = lines(LEFT, 60), lines(RIGHT, 320)
    body = [p for pair in zip(left, right, strict=True) for p in pair] if by_line else left + right
    head = [("F2", 16, 60, 770, "Lesson 3.5: Winter in the apiary")]
    samples.make_placed_pdf(tmp_path / "winter.pdf", [[*head, *body]])
    content, _, problems = read_course([tmp_path], "bees", "")
    assert not problems
    assert " ".join(chunk.text for chunk in content.chunks) == " ".join((*LEFT, *RIGHT))
    assert {chunk.lesson for chunk in content.chunks} == {"3.5"}


def test_a_table_in_a_pdf_stays_row_by_row(tmp_path: Path) -> None:
    rows = [("Queen", "one a hive"), ("Worker", "many"), ("Drone", "few"), ("Egg", "daily")] * 2
    placed = [
        ("F1", 10, x, 740 - 14 * i, text)
        for i, row in enumerate(rows)
        for x, text in zip((60, 320), row, strict=True)
    ]
    samples.make_placed_pdf(tmp_path / "castes.pdf", [placed])
    content, _, _ = read_course([tmp_path], "bees", "")
    assert "Queen one a hive" in content.documents[0].text


def test_a_page_of_a_cartridge_is_of_the_lesson_its_manifest_puts_it_under(tmp_path: Path) -> None:
    manifest = """<manifest><organizations><organization><item identifier="root">
    <item><title>Lesson 3.7: Law</title>
    <item identifierref="r1"><title>Register</title></item>
    <item identifierref="r2"><title>Lesson 3.8: Neighbours</title></item></item>
    <item identifierref="r3"><title>Farewell</title></item></item></organization></organizations>
    <resources><resource identifier="r1" type="webcontent" href="a.html"/>
    <resource identifier="r2" type="webcontent" href="b.html"/>
    <resource identifier="r3" type="webcontent" href="c.html"/></resources></manifest>"""
    with zipfile.ZipFile(tmp_path / "law.imscc", "w") as archive:
        archive.writestr("imsmanifest.xml", manifest)
        for name, words in (
            ("a.html", "Every hive is registered with the district vet."),
            ("b.html", "A hedge makes bees fly over heads."),
            ("c.html", "Good luck with the bees of your own."),
        ):
            archive.writestr(name, f"<p>{words}</p>")
    content, _, problems = read_course([tmp_path], "bees", "")
    assert not problems
    assert [(c.lesson, c.text.split()[0]) for c in content.chunks] == [
        ("3.7", "Every"),
        ("3.8", "A"),
        ("", "Good"),
    ]
    assert content.documents[0].title == "Lesson 3.7: Law: Register"
