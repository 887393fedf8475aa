"""Every format gives the same kind of structure, and bad files are named and left out."""

from __future__ import annotations

import os
import time
import zipfile
from pathlib import Path

import pytest

from ingest.course import read_course
from ingest.problems import Unreadable
from ingest.readers.child import Child
from ingest.readers.plain_text import read_text
from knowledge.types import Chunk, CourseContent
from tests.ingest import samples
from tests.ingest.test_offsets import check_exact


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> CourseContent:
    folder = tmp_path_factory.mktemp("course")
    (folder / "sourdough.txt").write_text(samples.HANDBOOK, encoding="utf-8")
    (folder / "roses.html").write_text(samples.SAVED_PAGE, encoding="utf-8")
    (folder / "roses_files").mkdir()
    (folder / "roses_files" / "frame.html").write_text("<p>Buy now, an advertisement.</p>")
    samples.make_docx(folder / "aid.docx")
    samples.make_pptx(folder / "talks.pptx")
    samples.make_pdf(folder / "sailing.pdf", samples.PDF_PAGES)
    samples.make_cartridge(folder / "pottery.imscc")
    content, hashes, problems = read_course([folder], "odd", "Odd")
    assert problems == []
    assert set(hashes) == {document.name for document in content.documents}
    return content


def chunks(course: CourseContent, document: str) -> list[Chunk]:
    return [chunk for chunk in course.chunks if chunk.document == document]


def test_ranges_are_exact_in_every_format(course: CourseContent) -> None:
    check_exact(course)
    assert len(course.documents) == 8


def test_plain_text_without_any_mark_up(course: CourseContent) -> None:
    by_text = {chunk.text.split(".")[0][:30]: chunk for chunk in chunks(course, "sourdough.txt")}
    starter = by_text["A starter is a culture of wild"]
    assert starter.lesson == "1"
    assert starter.kind == "definition"
    assert starter.headings[1:] == ("LESSON 1: KEEPING A STARTER", "What a starter needs")
    wrapped = next(c for c in chunks(course, "sourdough.txt") if c.text.startswith("mark the"))
    assert wrapped.text.endswith("can be read off.")
    assert wrapped.lead_in == "Feeding follows three rules:"
    assert {c.section for c in chunks(course, "sourdough.txt") if c.lesson == "2"} == {
        "Shaping",
        "Baking",
    }


def test_a_saved_page_loses_its_page(course: CourseContent) -> None:
    text = next(d.text for d in course.documents if d.name == "roses.html")
    for furniture in ("Garden School", "cookies", "Home", "tulip", "tracked", "reserved"):
        assert furniture not in text
    rows = [c.row for c in chunks(course, "roses.html") if c.row]
    assert [row.name for row in rows] == ["Hybrid tea", "Climber", "Climber"]
    assert [cell.column for cell in rows[0].cells] == ["Kind", "Cut", "When"]
    assert rows[0].table == "Table 1: Cuts by kind of rose"
    nested = next(c for c in chunks(course, "roses.html") if c.text.startswith("bypass"))
    assert nested.lead_in == "secateurs"


def test_a_word_file_keeps_body_order(course: CourseContent) -> None:
    found = chunks(course, "aid.docx")
    assert [c.kind for c in found] == [
        "prose", "prose", "list_item", "list_item", "table_row", "table_row", "definition",
    ]  # fmt: skip
    assert {c.lesson for c in found} == {"2"}
    assert found[4].row is not None
    assert found[4].row.cells[2].column == "Never"


def test_slides_give_headings_levels_tables_and_notes(course: CourseContent) -> None:
    found = {c.text: c for c in chunks(course, "talks.pptx")}
    assert found["Write it on paper"].lead_in == "Know your best alternative"
    assert found["Silence is the cheapest tool at the table."].section == "Before you sit down"
    assert found["| Anchor high | Name a standard |"].lesson == "4"


def test_a_pdf_gives_headings_and_whole_paragraphs(course: CourseContent) -> None:
    found = chunks(course, "sailing.pdf")
    assert (found[0].lesson, found[0].section) == ("1", "Chapter 1: Wind")
    assert found[0].text.endswith("on the other side of the boat.")
    assert found[2].lead_in == "Four courses have a name:"
    assert any("when it matters." in c.text for c in found)  # divided at the line's end
    assert not any("Page 1" in c.text or "Sailing School" in c.text for c in found)


def test_a_cartridge_is_read_in_the_order_of_its_manifest(course: CourseContent) -> None:
    names = [d.name for d in course.documents if d.name.startswith("pottery")]
    assert names == [
        "pottery.imscc/web/b.html",
        "pottery.imscc/web/a.html",
        "pottery.imscc/topic.xml",
    ]
    (topic,) = chunks(course, "pottery.imscc/topic.xml")
    assert topic.kind == "discussion"


def test_bad_files_are_named_with_a_reason_and_the_rest_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "course"
    folder.mkdir()
    (tmp_path / "secret.md").write_text("not of the course")
    (folder / "good.md").write_text("# Lesson 1: Tea\n\nPour it at eighty degrees.\n")
    (folder / "nul.txt").write_bytes(b"text\x00text")
    (folder / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(1, 32)) * 40)
    (folder / "empty.md").write_bytes(b"")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 and no more")
    (folder / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (folder / "logo.png").write_bytes(b"\x89PNG")
    (folder / "out.md").symlink_to(tmp_path / "secret.md")
    os.mkfifo(folder / "pipe.md")
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(26 * 1024 * 1024)
    content, hashes, problems = read_course([folder], "bad", "")
    assert list(hashes) == ["good.md"]
    assert [chunk.text for chunk in content.chunks] == ["Pour it at eighty degrees."]
    reasons = {problem.name: problem.reason for problem in problems}
    assert set(reasons) == {
        "nul.txt", "picture.md", "empty.md", "broken.pdf", "broken.docx", "old.doc", "out.md",
        "pipe.md", "huge.txt",
    }  # fmt: skip
    assert "NUL" in reasons["nul.txt"]
    assert "leads out" in reasons["out.md"]
    assert "26 MB" in reasons["huge.txt"]
    assert "docx" in reasons["old.doc"]


def test_an_archive_cannot_write_or_grow_beyond_its_bounds(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "slip.zip", "w") as archive:
        archive.writestr("../../evil.md", "# Out\n\nOf the folder.")
        archive.writestr("fine.md", "# In\n\nInside the folder.")
        archive.writestr("inner.zip", b"PK")
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("big.txt", b"a" * 30_000_000)
    content, _, problems = read_course([tmp_path], "zips", "")
    assert [document.name for document in content.documents] == ["slip.zip/fine.md"]
    reasons = {problem.name: problem.reason for problem in problems}
    assert "leads out" in reasons["slip.zip/../../evil.md"]
    assert "inside an archive" in reasons["slip.zip/inner.zip"]
    assert "unpacks to too much" in reasons["bomb.zip"]
    assert not list(tmp_path.parent.glob("evil.md"))


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    page = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>Safe &x; words here.</p>'
    (tmp_path / "page.html").write_text(page)
    content, _, _ = read_course([tmp_path], "entities", "")
    assert "root:" not in content.documents[0].text


def test_limits_on_time_and_memory_end_a_reader(tmp_path: Path) -> None:
    samples.make_docx(tmp_path / "aid.docx")
    began = time.monotonic()
    with Child(wall=0.01) as child, pytest.raises(Unreadable, match="longer than"):
        child.read(tmp_path / "aid.docx")
    (tmp_path / "big.html").write_text("<p>x</p>" * 1_000_000)
    with (
        Child(memory=100 * 1024 * 1024) as child,
        pytest.raises(Unreadable, match=r"memory|damaged|can be read"),
    ):
        child.read(tmp_path / "big.html")
    with Child(cpu=1) as child, pytest.raises(Unreadable, match="computing"):
        child.read(tmp_path / "big.html")
    with Child() as child:  # a fresh one reads it
        assert "Burns" in child.read(tmp_path / "aid.docx").text
    assert time.monotonic() - began < 120


@pytest.mark.parametrize(
    "data", [b"caf\xc3\xa9 \xe2\x80\x93", b"\xef\xbb\xbfcaf\xc3\xa9 \xe2\x80\x93", b"caf\xe9 \x96"]
)
def test_text_is_decoded_and_otherwise_left_as_it_stands(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data + b"\r\nnext\r\n")
    assert read_text(path) == "café –\r\nnext\r\n"
