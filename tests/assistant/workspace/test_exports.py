"""Exports: what goes out comes back to the same numbers, and no cell runs in anybody's sheet."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from assistant.calculators import CALCULATORS
from assistant.workspace.document import Document
from assistant.workspace.exports import chat_question, export, safe_cell
from assistant.workspace.forms import example
from assistant.workspace.reading import read
from assistant.workspace.view import view

EXAMPLES = [entry.name for entry in CALCULATORS if example(entry.name)]
HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|x",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://x")',
]


def exported(document: Document, form: str) -> bytes:
    return export(document, view(document), form, date="2026-11-25", version="1.2")  # type: ignore[arg-type]


def hostile_document() -> Document:
    rows = [[name, "1000 per quarter", "1", "80%", "2", "-12.5"] for name in HOSTILE]
    return Document(
        calculator="rice", name="=1+1",
        columns=["Name", "Reach", "Impact", "Confidence", "Effort", "=Owner"], rows=rows,
    )  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_json_reruns_to_the_same_numbers(name: str) -> None:
    document = Document(**example(name))  # type: ignore[arg-type]
    data = exported(document, "json")
    back = read(data).document
    assert back == document
    again = view(back).result
    assert json.loads(data)["computed"]["result"] == again.model_dump(mode="json")
    assert again == view(document).result


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("form", ["csv", "xlsx", "md"])
def test_every_method_goes_out_in_every_form(name: str, form: str) -> None:
    document = Document(**example(name))  # type: ignore[arg-type]
    content = exported(document, form)
    headline = view(document).result.headline
    if form == "xlsx":
        book = load_workbook(io.BytesIO(content), read_only=True)
        assert headline in {
            cell for row in book["About"].iter_rows(values_only=True) for cell in row
        }
    else:
        text = content.decode("utf-8-sig")
        found = view(document).result
        assert len(text.splitlines()) > len(document.rows) + (form == "md")
        numbers = [v for v in found.values.values() if isinstance(v, float) and v not in (0, 1)]
        by_row = [r for r in found.values.get("rows", []) if r.get("name")]
        if form == "csv" and not by_row:
            assert all(repr(number) in text for number in numbers)


def test_csv_holds_inputs_and_results_in_full_precision() -> None:
    document = Document(**example("rice"))  # type: ignore[arg-type]
    rows = list(csv.DictReader(io.StringIO(exported(document, "csv").decode("utf-8-sig"))))
    assert len({len(row) for row in rows}) == 1
    values = {row["name"]: row for row in view(document).result.values["rows"]}
    for row in rows:
        if row["Name"] in values:
            assert float(row["Score"]) == values[row["Name"]]["score"]
            assert int(row["Rank"]) == values[row["Name"]]["rank"]
        else:
            assert row["Score"] == ""
            assert row["Not ranked"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_sheet_that_went_out_can_be_brought_back(form: str) -> None:
    document = Document(**example("rice"))  # type: ignore[arg-type]
    back = read(exported(document, form)).document
    assert view(back).result.values["rows"] == view(document).result.values["rows"]


def test_a_workbook_has_numbers_as_numbers_and_no_formula() -> None:
    book = load_workbook(io.BytesIO(exported(hostile_document(), "xlsx")))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert not [text for text in texts if text.startswith(("=", "+", "@", "\t", "\r"))]
    assert not [
        text for text in texts if text.startswith("-") and text[1:2] != "" and not text[1].isdigit()
    ]
    sheet = book["As written"]
    assert sheet["F2"].value == -12.5
    scores = [row["score"] for row in view(hostile_document()).result.values["rows"]]
    header = [cell.value for cell in book["With results"][1]]
    column = header.index("Score") + 1
    found = [book["With results"].cell(row=n + 2, column=column).value for n in range(len(HOSTILE))]
    assert sorted(found) == sorted(scores)


def test_csv_cells_are_neutralised_and_negative_numbers_are_not() -> None:
    rows = list(csv.reader(io.StringIO(exported(hostile_document(), "csv").decode("utf-8-sig"))))
    assert rows[0][5] == "'=Owner"
    for row in rows[1:]:
        assert row[0].startswith("'"), row[0]
        assert row[5] == "-12.5"


@given(st.text(max_size=30))
def test_no_cell_begins_like_a_formula(text: str) -> None:
    safe = safe_cell(text)
    if safe[:1] in {"=", "@", "\t", "\r"}:
        pytest.fail(repr(safe))
    if safe[:1] in {"+", "-"}:
        assert not set(safe[1:]) & set("=@|!(+-*/ABCDFGHIJKLMNOPQRSTUVWXYZ\"'"), safe


def test_markdown_shows_text_as_text() -> None:
    document = Document(
        calculator="rice", name="<b>x</b> | [a](javascript:1)",
        columns=["Name", "Reach", "Impact", "Confidence", "Effort"],
        rows=[["<img src=x>|![p](http://x)", "1", "1", "80%", "2"]],
    )  # fmt: skip
    text = exported(document, "md").decode()
    assert "<b>" not in text
    assert "<img" not in text
    assert "![" not in text.replace("\\!\\[", "")
    rows = [line for line in text.splitlines() if "img src" in line and line.startswith("| ")]
    assert {line.replace("\\|", "").count("|") for line in rows} <= {4, 6, 7}
    assert "&lt;img src=x&gt;" in rows[0]


def test_the_json_says_when_and_by_what() -> None:
    data = json.loads(exported(Document(**example("rice")), "json"))  # type: ignore[arg-type]
    assert (data["computed"]["date"], data["computed"]["by"], data["computed"]["seed"]) == (
        "2026-11-25",
        "1.2",
        1,
    )


def test_the_question_for_the_chat_computes_the_same_there() -> None:
    from assistant.calculators import read_request, run

    document = Document(
        calculator="rice", columns=["Name", "Reach", "Impact", "Confidence", "Effort"],
        rows=[["Search", "12k per quarter", "high", "80%", "5"], ["Chatbot", "4k per quarter", "2", "80%", "3"]],
    )  # fmt: skip
    seen = view(document)
    request = read_request(chat_question(document, seen))
    assert request is not None
    assert request.calculator == "rice"
    assert run("rice", request.inputs).values["rows"] == seen.result.values["rows"]


def test_the_question_for_the_chat_stays_short() -> None:
    rows = [[f"Idea {n} " + "x" * 300, "1 per month", "1", "80%", "2"] for n in range(200)]
    document = Document(
        calculator="rice", columns=["Name", "Reach", "Impact", "Confidence", "Effort"], rows=rows
    )
    assert len(chat_question(document, view(document))) < 8_000
