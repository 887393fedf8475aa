"""What teams really paste: cells, column names and tables in every shape, read or asked about."""

import math
import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.calculators import run, run_table
from assistant.calculators.reading.amounts import read_amount
from assistant.calculators.reading.tables import read_table
from assistant.calculators.record import CalculatorResult

A = {"name": "A", "reach": 1000, "impact": 1, "confidence": 1, "effort": 1}


def rice(**cells: object) -> CalculatorResult:
    return run("rice", {"items": [{**A, **cells}]})


def echoed(result: CalculatorResult, name: str) -> Any:
    return next(item for item in result.inputs_as_read if item.name == name)


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        ("reach", "12k users/qtr", 12000),
        ("reach", "12 k", 12000),
        ("reach", "1.2M", 1_200_000),
        ("reach", "3bn", 3e9),
        ("reach", "~5k", 5000),
        ("reach", "≈ 5k", 5000),
        ("reach", "about 5,000", 5000),
        ("reach", "5,000+", 5000),
        ("reach", "9 000", 9000),
        ("reach", "9\u202f000", 9000),
        ("reach", "1'200", 1200),
        ("reach", "12,000 customers per month", 12000),
        ("reach", "12k (est.)", 12000),
        ("confidence", ".8", 0.8),
        ("confidence", "0,8", 0.8),
        ("confidence", "80% sure", 0.8),
        ("confidence", "80 %", 0.8),
        ("confidence", "8/10", 0.8),
        ("confidence", "8 out of 10", 0.8),
        ("confidence", "high", 1),
        ("confidence", "Medium confidence", 0.8),
        ("confidence", 1, 1),
        ("impact", "massive", 3),
        ("impact", "High impact", 2),
        ("impact", "minimal", 0.25),
        ("effort", "2.5 person-months", 2.5),
        ("effort", "2.5 PM", 2.5),
        ("effort", "13 weeks", 3),
        ("effort", "65 days", 3),
        ("effort", "two weeks", 12 / 26),
        ("effort", "0.5 FTE for 4 months", 2),
        ("effort", "2 devs x 3 weeks", 18 / 13),
        ("effort", "3 person-weeks", 9 / 13),
        ("effort", "half a person-month", 0.5),
    ],
)
def test_a_cell_is_read_and_echoed(field: str, written: object, value: float) -> None:
    result = rice(**{field: written})
    assert result.status in {"ok", "ok_with_warnings"}, result.headline
    assert result.values["rows"][0][field] == pytest.approx(value)
    assert echoed(result, f"A.{field}").raw == written


@pytest.mark.parametrize(
    ("field", "written", "asked"),
    [
        ("confidence", 8, "8%, 80% or 8/10"),
        ("confidence", "15", "15%"),
        ("confidence", 1.5, "1.5%"),
        ("confidence", "pretty sure", "100% (high), 80% (medium) or 50% (low)"),
        ("confidence", "likely", "80% (medium)"),
        ("impact", "huge?", "3 (massive)"),
        ("impact", "⭐⭐", "3 (massive)"),
        ("reach", "1.200", "1,200 or 1.2"),
        ("reach", "€100", "money"),
        ("reach", "9k-5k", "backwards"),
        ("effort", "2 months", "of how many people"),
        ("effort", "half a month", "of how many people"),
        ("effort", "8 story points", "how many person-months"),
        ("effort", "2 sprints", "how many person-months"),
    ],
)
def test_what_has_two_readings_is_asked(field: str, written: object, asked: str) -> None:
    result = rice(**{field: written})
    assert result.status == "needs_input"
    assert result.values == {}
    assert [problem.kind for problem in result.problems] == ["ambiguous"]
    assert asked in result.headline


@pytest.mark.parametrize(
    "blank", ["", " ", "?", "n/a", "N/A", "TBD", "tbc", "-", "–", "unknown", None, "(?)", "#N/A"]
)
def test_a_blank_is_missing_and_never_zero(blank: object) -> None:
    result = run("rice", {"items": [{**A, "effort": blank}, {**A, "name": "B"}]})
    assert [row["name"] for row in result.values["rows"]] == ["B"]
    assert [(p.kind, p.row, p.field) for p in result.problems] == [("missing_input", "A", "effort")]


TABLES = [
    (
        "Idea\tHow many customers (per qtr)\tImpact\tCertainty\tEng weeks\n"
        "Chatbot\t12k\thigh\t80%\t13\nSearch\t~5k\tmedium\thigh\t6.5",
        {"Chatbot": 6400, "Search": pytest.approx(10000 / 3)},
    ),
    (
        "Feature;Reach (monthly);Impact (0.25-3);Confidence (%);Effort (person months)\n"
        "A;1.200;2;80;1,5\nB;900;0,5;50;2",
        {"A": 1280, "B": 112.5},
    ),
    (
        "| **Initiative** | Reach | Impact | Confidence | Effort |\n|:--|--:|:-:|---|-|\n"
        "| **A** | 4,000 | 2 | 80% | 2 |\n| B | 9 000 | 1 | 50 % | 3 |",
        {"A": 3200, "B": 1500},
    ),
    (
        '"Idea","Reach","Impact","Confidence","Effort"\n"A, with comma","1,200",2,80%,2\n'
        '"B\nsecond line","900",1,0.5,1',
        {"A, with comma": 960, "B second line": 450},
    ),
    (
        "Summary\tIssue key\tReach / qtr\tImpact\tConf.\tEffort (PM)\tAssignee\n"
        "Chat bot\tSHOP-12\t2000\t3\t100\t4\tKim\nSearch\tSHOP-13\t5000\t1\t80\t2\t",
        {"Chat bot": 1500, "Search": 2000},
    ),
    (
        "Q3 ideas\n\n```\n🚀 Thing | Users reached | Impact | How sure are we? | Dev effort\n"
        "Chatbot 🤖 | 12k users | 1 | 80% | 2\nSearch | 5k | 2 | 90% | 1\n```",
        {"Chatbot 🤖": 4800, "Search": 9000},
    ),
    ("Idea,R,I,C,E\nA,100,1,80,1\nB,200,2,50,2", {"A": 80, "B": 100}),
    (
        "Idee;Reichweite;Wirkung;Konfidenz;Aufwand\nA;12.000;1;80%;1,5\nB;8.500;2;50%;2",
        {"A": 6400, "B": 4250},
    ),
    (
        "Idea\tMonthly users\tImpact score\tConfidence level\tPerson-months\r\nA\t100\t1\t80%\t1\r\n",
        {"A": 80},
    ),
]


@pytest.mark.parametrize(("text", "scores"), TABLES)
def test_pasted_tables(text: str, scores: dict[str, float]) -> None:
    result = run_table("rice", text)
    assert {row["name"]: row["score"] for row in result.values["rows"]} == scores


def test_the_unit_of_a_column_is_noted_beside_the_cell_as_typed() -> None:
    echo = echoed(run_table("rice", TABLES[0][0]), "Chatbot.effort")
    assert (echo.raw, echo.value, echo.unit) == ("13", 3, "person-months")
    assert "13 person-weeks by its column's name" in echo.note


def test_a_lone_thousands_point_in_a_table_without_evidence_is_asked() -> None:
    result = run_table("rice", "Idea\tReach\tImpact\tConfidence\tEffort\nA\t1.200\t2\t80%\t2")
    assert [problem.kind for problem in result.problems] == ["ambiguous"]
    assert result.values == {}


def test_two_currencies_in_a_table_need_a_rate() -> None:
    table = "Item,Amount,Type\nLicence,$1k a month,\nSetup,€5k,one-time"
    assert [p.kind for p in run_table("tco", table, years=2).problems] == ["mixed_units"]
    with_rate = run_table("tco", table, years=2, rates="EUR=1.1")
    assert with_rate.values["tco"] == 29_500
    assert echoed(with_rate, "Setup.amount").raw == "€5k"
    assert with_rate.units["tco"] == "USD"


def test_a_row_without_period_is_scored_and_asked_about() -> None:
    table = "Idea,Reach,Impact,Confidence,Effort\nA,12k/qtr,1,1,1\nB,5k,1,1,1"
    result = run_table("rice", table)
    assert result.values["order"] == ["A", "B"]
    assert [(p.kind, p.row, p.field) for p in result.problems] == [("ambiguous", "B", "reach")]
    assert result.next_question == "Is the reach of B per quarter too?"


cells = st.text(alphabet=string.printable + "€£≈–½🚀", max_size=25)


@settings(deadline=None, max_examples=300)
@given(cells)
def test_no_cell_breaks_the_reader(text: str) -> None:
    amount = read_amount(text)
    assert amount.missing or amount.problem or amount.value is not None or amount.low is not None
    if amount.value is not None:
        assert math.isfinite(amount.value)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.lists(cells, min_size=5, max_size=5), max_size=4))
def test_no_table_breaks_a_calculator(rows: list[list[str]]) -> None:
    header = ["Idea", "Reach", "Impact", "Confidence", "Effort"]
    text = "\n".join("\t".join(row) for row in [header, *rows])
    result = run_table("rice", text)
    for row in result.values.get("rows", []):
        assert math.isfinite(row["score"])
        assert row["score"] >= 0
    assert result.status != "ok" or result.values


@settings(deadline=None, max_examples=200)
@given(
    st.integers(1, 10**9),
    st.sampled_from(["{:,}", "{}", "{:_}", "{:,} users", "~{:,}", "{:,}/month"]),
)
def test_whole_numbers_survive_every_writing(number: int, form: str) -> None:
    written = form.format(number).replace("_", " ")
    assert read_amount(written).value == number


@settings(deadline=None)
@given(
    st.lists(
        st.text(string.ascii_letters, min_size=1, max_size=8), min_size=2, max_size=5, unique=True
    )
)
def test_the_separator_changes_nothing(names: list[str]) -> None:
    rows = [["Idea", "Reach"], *([name, str(100 + place)] for place, name in enumerate(names))]
    tables = [
        read_table("\n".join(sep.join(row) for row in rows)) for sep in (",", ";", "\t", " | ")
    ]
    assert all(table is not None for table in tables)
    assert len({table.rows for table in tables if table}) == 1
