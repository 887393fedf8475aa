"""What people write, read without a model."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.calculators import edit_request, read_request, run, run_table
from assistant.calculators.conversation.scenario import Scenario
from assistant.calculators.reading.amounts import period_of, read_amount
from assistant.calculators.reading.quantities import read_quantity
from assistant.calculators.reading.tables import read_table


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12k users/qtr", "12000"),
        ("$1.2M", "1200000"),
        ("3bn", "3000000000"),
        (".8", "0.8"),
        ("1,500 a month", "1500"),
        ("2,5", "2.5"),
        ("1.234.567", "1234567"),
        ("1.200,50", "1200.50"),
        ("1,200.50", "1200.50"),
        ("1 200", "1200"),
        ("1'200", "1200"),
        ("(50,000)", "-50000"),
        ("-\u20ac5k", "-5000"),
        ("\u221220", "-20"),
        ("about 40", "40"),
        ("EUR 30", "30"),
        ("30 dollars", "30"),
        ("0.125", "0.125"),
        ("1e3", "1000"),
    ],
)
def test_amounts(text: str, value: str) -> None:
    assert read_amount(text).value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("5k-9k", 5000, 9000),
        ("3 to 5", 3, 5),
        ("5\u20139k", 5000, 9000),
        ("$5k to $9k", 5000, 9000),
    ],
)
def test_ranges_keep_both_ends(text: str, low: int, high: int) -> None:
    amount = read_amount(text)
    assert (amount.value, amount.low, amount.high) == (None, low, high)


@pytest.mark.parametrize("text", ["", "?", "n/a", "TBD", "-", "unknown", None])
def test_missing_marks(text: str | None) -> None:
    assert read_amount(text).missing


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("12k users/qtr", "quarter"),
        ("500 per week", "week"),
        ("5 a month", "month"),
        ("9 p.a.", "year"),
        ("7", None),
    ],
)
def test_periods(text: str, period: str | None) -> None:
    assert period_of(text) == period


@pytest.mark.parametrize(
    ("raw", "share"),
    [
        (0.8, "0.8"),
        (".8", "0.8"),
        (80, "0.8"),
        ("80%", "0.8"),
        ("80% sure", "0.8"),
        (1, "1"),
        ("8/10", "0.8"),
        ("high", "1"),
        ("low", "0.5"),
    ],
)
def test_confidence(raw: object, share: str) -> None:
    assert read_quantity("confidence", raw, "Confidence").value == Decimal(share)


@pytest.mark.parametrize("raw", ["8", 8, "1.5", "pretty sure", "likely"])
def test_ambiguous_confidence_is_asked(raw: object) -> None:
    reading = read_quantity("confidence", raw, "Confidence")
    assert reading.value is None
    assert reading.problem


@pytest.mark.parametrize(
    ("raw", "months"),
    [
        ("3 weeks", 3 * 12 / 52),
        ("60 days", 60 * 12 / 260),
        ("0.5 FTE for 4 months", 2),
        ("2.5 person-months", 2.5),
        (3, 3),
        ("2 people for 3 weeks", 6 * 12 / 52),
    ],
)
def test_effort(raw: object, months: float) -> None:
    assert float(read_quantity("effort", raw, "Effort").value or 0) == pytest.approx(months)


def test_a_lone_thousand_is_asked_and_the_file_decides() -> None:
    assert read_amount("1.200").problem
    assert read_amount("1.200", decimal_comma=True).value == 1200
    assert read_amount("1.200", decimal_comma=False).value == Decimal("1.200")
    table = read_table("a;b\n1.200;2,5")
    assert table is not None
    assert table.decimal_comma is True


def test_everything_read_is_echoed_beside_the_raw_text() -> None:
    echo = {
        item.name: item
        for item in run(
            "rice",
            {
                "name": "A",
                "reach": "12k users/qtr",
                "impact": "high",
                "confidence": "80%",
                "effort": "3 weeks",
            },
        ).inputs_as_read
    }
    assert (echo["A.reach"].raw, echo["A.reach"].value, echo["A.reach"].unit) == (
        "12k users/qtr",
        12000,
        "per quarter",
    )
    assert echo["A.effort"].unit == "person-months"
    assert "52/12" in (echo["A.effort"].note or "")


def test_unused_columns_are_named() -> None:
    result = run_table("rice", "Idea,Reach,Impact,Confidence,Effort,Owner\nA,5000,2,80%,2,Kim")
    assert any("Owner" in warning for warning in result.warnings)


@given(st.text(max_size=200))
def test_the_readers_never_crash(text: str) -> None:
    read_amount(text)
    read_table(text)
    request = read_request(text)
    if request is not None:
        run(request.calculator, request.inputs)
    for kind in (
        "share",
        "confidence",
        "effort",
        "change",
        "duration",
        "money",
        "retention",
        "impact",
    ):
        read_quantity(kind, text, "Field")
    edit_request(
        text,
        Scenario(
            "rice",
            {"items": [{"name": "A", "reach": 1, "impact": 1, "confidence": 1, "effort": 1}]},
        ),
    )
    run("rice", {"items": text})
    run("roi", {"cost": text, "benefit": text})
    run("npv", {"cash_flows": text, "rate": text})


@given(st.text(alphabet="0123456789.,%$kM/- abcRICEeffortreach:;\n|", max_size=120))
def test_number_like_text_never_crashes(text: str) -> None:
    for prefix in ("RICE: ", "ROI ", "NPV ", "control variant ", "sample size "):
        request = read_request(prefix + text)
        if request is not None:
            run(request.calculator, request.inputs)
