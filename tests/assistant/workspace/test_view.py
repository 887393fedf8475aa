"""A computed document: what was read in each cell, what is left out, what changed, and forms."""

from __future__ import annotations

import pytest

from assistant.calculators import CALCULATORS, run
from assistant.workspace.chat import from_calculation
from assistant.workspace.comparing import change, differences, side_by_side
from assistant.workspace.document import Document
from assistant.workspace.forms import example, form_of, forms
from assistant.workspace.view import view

COLUMNS = ["Idea", "Reach", "Impact", "Confidence", "Effort (weeks)", "Owner"]
MESSY = Document(
    calculator="rice",
    columns=COLUMNS,
    rows=[
        ["Search", "12k/qtr", "high", "80%", "18", "Ann"],
        ["", "", "", "", "", ""],
        ["Chatbot", "4k per month", "2", "80%", "12-20", "Bob"],
        ["Pricing", "20k/qtr", "high", "50%", "?", "Ann"],
    ],
)


def with_cell(document: Document, row: int, column: int, text: str) -> Document:
    rows = [list(cells) for cells in document.rows]
    rows[row][column] = text
    return document.model_copy(update={"rows": rows})


def test_a_messy_table_is_ranked_and_every_cell_says_how_it_was_read() -> None:
    seen = view(MESSY)
    assert seen.result.values["order"] == ["Chatbot", "Search"]
    assert [column.used for column in seen.columns] == [True] * 5 + [False]
    assert seen.columns[0].field == "name"
    cells = {(cell.row, cell.column): cell for cell in seen.cells}
    assert cells[(0, 1)].read == "12,000 per quarter"
    assert cells[(2, 4)].read.startswith("2.769 to 4.615")
    assert cells[(3, 4)].problem == "effort is missing."
    assert seen.left_out is not None
    assert seen.left_out.rows == (("Pricing", "effort is missing."),)


def test_the_ranking_has_ranges_and_tie_points() -> None:
    seen = view(MESSY)
    assert seen.ranking is not None
    score = next(n for n, name in enumerate(seen.ranking.columns) if name.startswith("Score"))
    assert " to " in seen.ranking.rows[0][score]
    assert seen.ties is not None
    assert seen.ties.rows[0][:2] == ("Chatbot", "Search")
    assert any("now" in cell for cell in seen.ties.rows[0])
    assert any("simulated" in note for note in seen.notes)


def test_numbers_are_those_of_the_calculator() -> None:
    table = "Name\tReach\tImpact\tConfidence\tEffort\nA\t4k per quarter\t2\t80%\t3\nB\t9k per quarter\t1\t50%\t2"
    rows = [line.split("\t") for line in table.split("\n")]
    document = Document(calculator="rice", columns=rows[0], rows=rows[1:])
    assert view(document).result.values == run("rice", {"items": table}).values


def test_a_column_can_be_given_its_meaning() -> None:
    german = Document(
        calculator="rice", columns=["Idee", "Reichweite", "Wirkung", "Sicherheit", "Aufwand (weeks)"],
        rows=[["A", "4k per quarter", "2", "80%", "13"], ["B", "2k per quarter", "2", "80%", "13"]],
    )  # fmt: skip
    assert not view(german).result.values
    told = german.model_copy(update={"fields": ["", "reach", "impact", "confidence", "effort"]})
    found = view(told).result
    assert found.values["order"] == ["A", "B"]
    assert found.values["rows"][0]["effort"] == pytest.approx(3.0)


@pytest.mark.parametrize("name", ["a | b | c", 'say "x"', "=1+1", "a\nb", "–", "x" * 400, "<b>"])
def test_odd_names_change_no_number(name: str) -> None:
    found = view(with_cell(with_cell(MESSY, 0, 0, name), 2, 0, name + "2")).result
    assert [row["score"] for row in found.values["rows"]] == [
        row["score"] for row in view(MESSY).result.values["rows"]
    ]


def test_two_rows_of_one_name_keep_their_own_cells() -> None:
    twice = with_cell(with_cell(MESSY, 0, 0, "Same"), 2, 0, "Same")
    cells = {(c.row, c.column): c.read for c in view(twice).cells}
    assert cells[(0, 1)] == "12,000 per quarter"
    assert cells[(2, 1)] == "4,000 per month"


def test_criteria_weights_and_gates_come_from_the_document() -> None:
    seen = view(Document(**example("scorecard")))  # type: ignore[arg-type]
    assert seen.result.values["first"] == "Vendor A"
    assert seen.left_out is not None
    assert {row[0] for row in seen.left_out.rows} == {"Vendor C", "Vendor D"}


def test_strive_takes_the_teams_own_factors() -> None:
    document = Document(**example("strive"))  # type: ignore[arg-type]
    found = view(document).result
    assert found.values["first"] == "Search"
    assert any("your team's own" in line for line in found.assumptions)
    bare = document.model_copy(update={"inputs": {}})
    assert view(bare).result.status == "refused"


def test_an_edit_tells_what_differs_and_what_moved() -> None:
    after = with_cell(MESSY, 0, 1, "40k/qtr")
    told = change(MESSY, after, view(after).result)
    assert [(d.where, d.before, d.after) for d in told.differences] == [
        ("Search · Reach", "12k/qtr", "40k/qtr")
    ]
    assert {m.where: (m.before, m.after) for m in told.moves} == {
        "Search": ("2", "1"),
        "Chatbot": ("1", "2"),
    }
    assert "order changes" in told.headline


def test_rows_that_come_and_go_are_differences() -> None:
    fewer = MESSY.model_copy(update={"rows": MESSY.rows[:3]})
    assert any(d.where == "Pricing (row)" for d in differences(MESSY, fewer))
    other = MESSY.model_copy(update={"calculator": "ice"})
    assert differences(MESSY, other)[0].where == "Method"
    assert differences(MESSY, MESSY.model_copy(update={"name": "other"})) == []


def test_scenarios_side_by_side() -> None:
    found = side_by_side([("Plan A", MESSY), ("Plan B", with_cell(MESSY, 0, 4, "9"))])
    assert found.inputs.rows == (("Search · Effort (weeks)", "18", "9"),)
    assert found.results.rows[0][0] == "Chatbot"
    assert {row[0]: row[1:] for row in found.results.rows}["Search"][1].startswith("1.")


def test_every_calculator_has_a_form_made_from_its_model() -> None:
    made = {form["name"]: form for form in forms()}
    assert list(made) == [entry.name for entry in CALCULATORS]
    for entry in CALCULATORS:
        form = made[entry.name]
        assert form["fields"] or form["table"], entry.name
        assert form["group"] in {"prioritisation", "economics", "experiments", "monitoring"}
        assert all(field["help"] for field in form["fields"])


def test_a_new_calculator_needs_no_form_of_its_own() -> None:
    from assistant.calculators.record import Calculator, Inputs, Outcome, quantity

    class NewInputs(Inputs):
        size: float | None = quantity("count", "how large it is", unit="boxes")
        careful: bool = quantity("flag", "whether to be careful", default=False)

    def function(inputs: NewInputs) -> Outcome:
        return Outcome("done", {"size": inputs.size})

    form = form_of(Calculator("new", "New", "A new one", NewInputs, function, "x", "ours"))
    assert [(f["name"], f["kind"], f["unit"]) for f in form["fields"]] == [
        ("size", "count", "boxes"), ("careful", "flag", None)
    ]  # fmt: skip
    assert form["group"] == "other"


@pytest.mark.parametrize("name", [e.name for e in CALCULATORS if example(e.name)])
def test_every_example_computes(name: str) -> None:
    found = view(Document(**example(name))).result  # type: ignore[arg-type]
    assert found.status in {"ok", "ok_with_warnings"}, found.headline


@pytest.mark.parametrize(
    "inputs",
    [
        {"items": [{"name": "A", "reach": "4k per quarter", "impact": 2, "confidence": "80%", "effort": 3.0},
                   {"name": "B", "reach": "1k per quarter", "impact": 1, "confidence": 0.5, "effort": [2, 4]}]},
        {"items": "name,reach,impact,confidence,effort\nA,4k per quarter,2,80%,3\nB,1k per quarter,1,50%,3"},
        {"reach": "4k per quarter", "impact": "2", "confidence": "80%", "effort": "3"},
    ],
)  # fmt: skip
def test_a_calculation_of_the_chat_opens_with_the_same_numbers(inputs: dict[str, object]) -> None:
    document = from_calculation({"calculator": "rice", "inputs": inputs})
    assert document is not None
    assert [r["score"] for r in view(document).result.values["rows"]] == [
        r["score"] for r in run("rice", inputs).values["rows"]
    ]


def test_what_is_no_calculation_opens_nothing() -> None:
    assert from_calculation({"calculator": "nope", "inputs": {}}) is None
