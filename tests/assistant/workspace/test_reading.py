"""What people bring becomes a document, or is refused with its reason; nothing goes in silence."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from openpyxl import Workbook

from assistant.workspace import sheets
from assistant.workspace.document import MOST_ROWS
from assistant.workspace.reading import Unreadable, read
from assistant.workspace.view import view

ROWS = [["Idea", "Reach", "Impact", "Confidence", "Effort"],
        ["Search", "12k per quarter", "high", "80%", "5"],
        ["Chatbot", "4k per month", "2", "80%", "3-5"]]  # fmt: skip


def lines(separator: str) -> bytes:
    return "\n".join(separator.join(row) for row in ROWS).encode()


def book(rows: list[list[object]], **more: list[list[object]]) -> bytes:
    made = Workbook()
    sheet = made.active
    for row in rows:
        sheet.append(row)
    for title, others in more.items():
        other = made.create_sheet(title)
        for row in others:
            other.append(row)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        lines("\t"),
        lines(","),
        lines(";"),
        b"\xef\xbb\xbf" + lines(","),
        lines("\t").decode().encode("utf-16"),
        ("| " + " |\n| ".join(" | ".join(row) for row in ROWS) + " |").encode(),
        b"Ideas for spring\n\n" + lines("\t") + b"\n\nA remark below",
        book(ROWS),
    ],
)
def test_the_same_table_in_every_form(content: bytes) -> None:
    found = read(content)
    assert found.document.columns == ROWS[0]
    assert found.document.rows == ROWS[1:]
    assert found.document.calculator == "rice"
    assert found.fits[0] == "rice"
    assert view(found.document).result.values["first"] == "Chatbot"


def test_what_was_left_out_is_said() -> None:
    assert "2 lines" in read(b"Ideas\n" + lines("\t") + b"\nRemark").notes[0]
    notes = read(book(ROWS, Notes=[["a", "b"]])).notes
    assert any("One sheet" in note for note in notes)


def test_the_columns_say_the_method() -> None:
    assert read(b"Name,Impact,Confidence,Ease\nA,1,2,3").document.calculator == "ice"
    assert (
        read(b"Task,Duration,People,Depends on\nA,3 months,2,\nB,2 months,1,A").fits[0] == "roadmap"
    )
    # A scorecard takes any columns, so an open scorecard stays one.
    assert read(b"Vendor,Fit,Price\nA,3,4", "scorecard").document.calculator == "scorecard"


def test_decimal_commas_are_seen_from_the_table() -> None:
    text = b"Name;Reach;Impact;Confidence;Effort\nA;1.200,5 per quarter;2;80%;2,5\nB;900 per quarter;1;50%;1,5"
    found = view(read(text).document).result
    assert found.values["rows"][0]["reach"] == 1200.5
    assert found.values["rows"][0]["effort"] == 2.5


def test_a_windows_file_keeps_its_letters() -> None:
    assert (
        read("Name,Reach,Impact\nÜbersetzung,1,2".encode("cp1252")).document.rows[0][0]
        == "Übersetzung"
    )


def test_sheet_cells_are_read_as_the_sheet_shows_them() -> None:
    made = Workbook()
    sheet = made.active
    sheet.append(["Name", "Confidence", "Cost", "Sum", "Sure"])
    sheet.append(["A", 0.8, 1200.5, 0.1 + 0.2, True])
    sheet["B2"].number_format = "0%"
    sheet["C2"].number_format = '"$"#,##0.00'
    target = io.BytesIO()
    made.save(target)
    assert read(target.getvalue(), "scorecard").document.rows == [
        ["A", "80%", "$1200.5", "0.3", "yes"]
    ]


def test_formulas_are_not_run() -> None:
    rows = read(
        book([["Name", "Reach"], ["A", "=1+1"], ["B", '=HYPERLINK("http://x")']])
    ).document.rows
    assert rows == [["A", ""], ["B", ""]]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no table"),
        (b"just words", "no table"),
        (b"a,b", "no table"),
        (b"\x00\x01binary", "no table"),
        (b"\xd0\xcf\x11\xe0old", "old Excel"),
        (b"PK\x03\x04 broken", "could not be read"),
        (b"a,b\n" + b"1,2\n" * (MOST_ROWS + 1), f"{MOST_ROWS}"),
        (b"a,b\n" + b"1,2\n" * 20_000, f"{MOST_ROWS}"),
        (b"a," * 60 + b"\n" + b"1," * 60, "columns"),
        (b"a,b\n1," + b"x" * 500, "Row 1"),
        (b"{not json", "JSON"),
        (b'{"format": "other"}', "format"),
        (b'{"format": "course-strategist/scenario", "version": 2}', "version"),
        (b'{"format": "course-strategist/scenario", "version": 1, "document": {"calculator": "x"}}', "calculator"),
        (b'{"format": "course-strategist/scenario", "version": 1, "document": {"calculator": 7}}', "calculator"),
        (book([["only"], ["one"], ["column"]]), "No sheet"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(content)


def test_a_reason_never_quotes_what_was_sent() -> None:
    secret = {"format": "course-strategist/scenario", "version": 1,
              "document": {"calculator": "rice", "secret_field": "secret"}}  # fmt: skip
    with pytest.raises(Unreadable) as caught:
        read(json.dumps(secret).encode())
    assert "secret" not in str(caught.value)


def zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bomb = zipped(
        {"[Content_Types].xml": b"", "xl/workbook.xml": b" " * (sheets.MOST_UNPACKED + 1)}
    )
    monkeypatch.setattr(sheets.subprocess, "run", lambda *a, **k: pytest.fail("it was opened"))
    with pytest.raises(Unreadable, match="too large"):
        read(bomb)
    with pytest.raises(Unreadable, match="no Excel"):
        read(zipped({"word/document.xml": b"x"}))


def test_a_workbook_with_entities_is_not_expanded() -> None:
    laughs = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    made = book(ROWS)
    source = zipfile.ZipFile(io.BytesIO(made))
    parts = {name: source.read(name) for name in source.namelist()}
    name = "xl/workbook.xml"
    parts[name] = laughs + parts[name]
    parts[name] = parts[name].replace(b'name="Sheet"', b'name="&c;"')
    with pytest.raises(Unreadable, match="entities"):
        read(zipped(parts))


def test_a_reader_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "WALL_SECONDS", 0.001)
    with pytest.raises(Unreadable, match="too long"):
        read(book(ROWS))


def test_a_reader_without_memory_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MEMORY_BYTES", 30_000_000)
    with pytest.raises(Unreadable):
        read(book(ROWS))
