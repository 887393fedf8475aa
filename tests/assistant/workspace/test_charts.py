"""Charts: every number in the picture is one of the table, drawn to scale; names stay names."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET

import pytest

from assistant.calculators import CALCULATORS, run
from assistant.calculators.record import CalculatorResult
from assistant.workspace.charts.bars import Bar, ranked_bars
from assistant.workspace.charts.chosen import charts_of
from assistant.workspace.charts.flows import cash_steps
from assistant.workspace.charts.gantt import Task, roadmap_chart
from assistant.workspace.charts.intervals import Interval, interval_plot
from assistant.workspace.charts.quadrants import Point, two_by_two
from assistant.workspace.charts.svg import Chart, ticks
from assistant.workspace.charts.tornado import Swing, tornado
from assistant.workspace.document import Document
from assistant.workspace.figures import shown
from assistant.workspace.forms import example
from assistant.workspace.view import view

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>window.hacked=1</script>\"'&\x00\x1b]]>\ud800 ‮"
EXAMPLES = [entry.name for entry in CALCULATORS if example(entry.name)]


def parsed(chart: Chart) -> ET.Element:
    return ET.fromstring(chart.svg)


def marks(chart: Chart, name: str) -> list[ET.Element]:
    return [e for e in parsed(chart).iter(SVG + name) if e.get("data-value")]


def sound(chart: Chart) -> None:
    """What holds for every chart: well-formed, named, finite, inside its box, with a table."""
    root = parsed(chart)
    assert root.get("role") == "img"
    assert root.find(SVG + "title") is not None
    assert root.findtext(SVG + "desc")
    width, height = map(float, root.get("viewBox", "").split()[2:])
    for element in root.iter():
        for key, value in element.attrib.items():
            if key in {"x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height"}:
                number = float(value)
                assert math.isfinite(number)
                assert -1 <= number <= max(width, height) + 1, (element.tag, key, value)
    assert chart.table.rows
    assert all(len(row) == len(chart.table.columns) for row in chart.table.rows)
    text = " ".join("".join(e.itertext()) for e in root.iter(SVG + "text"))
    assert not re.search(r"\b(?:nan|inf|None)\b", text)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_chart_of_every_example_is_sound(name: str) -> None:
    for chart in view(Document(**example(name))).charts:  # type: ignore[arg-type]
        sound(chart)


def test_which_pictures_a_method_has() -> None:
    kinds = {n: [c.kind for c in view(Document(**example(n))).charts] for n in EXAMPLES}  # type: ignore[arg-type]
    assert kinds["rice"] == ["bars", "tornado", "bars"]
    assert kinds["value_effort"] == ["quadrants"]
    assert kinds["roadmap"] == ["roadmap"]
    assert kinds["npv"] == kinds["irr"] == kinds["payback"] == ["flows"]
    assert kinds["ab_test"] == ["intervals", "intervals"]
    assert "intervals" in kinds["holdout"]


def test_bars_are_drawn_to_scale_and_say_what_the_table_says() -> None:
    chart = ranked_bars(
        [Bar("A", 4800.0, 3840.0, 6400.0), Bar("B", 2400.0), Bar("C", 0.0)], "Ranking"
    )
    sound(chart)
    widths = [float(e.get("width", "")) for e in marks(chart, "rect")]
    assert widths[0] == pytest.approx(2 * widths[1], abs=0.02)
    assert widths[2] == 0
    assert [float(e.get("data-value", "")) for e in marks(chart, "rect")] == [4800, 2400, 0]
    assert [row[:2] for row in chart.table.rows] == [("A", "4,800"), ("B", "2,400"), ("C", "0")]
    assert chart.table.rows[0][2] == "3,840 to 6,400"
    assert chart.table.rows[1][2] == "one value"


def test_negative_and_equal_values_are_drawn() -> None:
    sound(ranked_bars([Bar("A", -3.0), Bar("B", 2.0)], "Ranking"))
    sound(ranked_bars([Bar("A", 0.0), Bar("B", 0.0)], "Ranking"))
    sound(ranked_bars([Bar("A", 5e-12), Bar("B", 1e15)], "Ranking"))


def test_points_stand_on_their_side_of_the_cut() -> None:
    points = [Point("Quick", 8, 2, "quick win"), Point("Pit", 2, 9, "money pit")]
    chart = two_by_two(points, 5.5, 5.5)
    sound(chart)
    dots = marks(chart, "circle")
    cuts = [e for e in parsed(chart).iter(SVG + "line") if e.get("class") == "cut"]
    across, up = float(cuts[0].get("x1", "")), float(cuts[1].get("y1", ""))
    assert float(dots[0].get("cx", "")) < across < float(dots[1].get("cx", ""))
    assert float(dots[0].get("cy", "")) < up < float(dots[1].get("cy", ""))


def test_points_on_one_spot_keep_names_apart() -> None:
    chart = two_by_two([Point(f"Idea {n}", 5, 5, "on the line") for n in range(5)], 5.0, 5.0)
    sound(chart)
    names = [e for e in parsed(chart).iter(SVG + "text") if e.get("class") == "name"]
    assert len({e.get("y") for e in names}) == 5


def test_the_widest_swing_is_first() -> None:
    swings = [Swing("A", "effort", "1", "2", 10, 20, 15), Swing("B", "reach", "5", "9", 10, 40, 20)]
    chart = tornado(swings)
    sound(chart)
    assert [row[0] for row in chart.table.rows] == ["B", "A"]


def test_the_load_never_hides_the_capacity() -> None:
    tasks = [Task("A", 0, 3, 2), Task("B", 0, 4, 2), Task("C", 4, 10, 3, ("B",), critical=True)]
    chart = roadmap_chart(tasks, 4.0)
    sound(chart)
    loads = [
        float(e.get("data-people", ""))
        for e in parsed(chart).iter(SVG + "rect")
        if e.get("data-people")
    ]
    assert loads == [4, 2, 3]
    assert "at most 4 people busy of 4" in chart.description
    bars = [e for e in parsed(chart).iter(SVG + "rect") if e.get("data-end")]
    assert [(float(b.get("data-start", "")), float(b.get("data-end", ""))) for b in bars] == [
        (0, 3),
        (0, 4),
        (4, 10),
    ]
    assert chart.table.rows[2][4] == "B"


def test_an_interval_says_whether_no_difference_is_in_it() -> None:
    chart = interval_plot(
        [Interval("B", 0.007, 0.0007, 0.0133), Interval("C", 0.002, -0.004, 0.008)],
        "Difference",
        "share",
    )
    sound(chart)
    assert [row[-1] for row in chart.table.rows] == ["no", "yes"]


def test_flows_and_their_sum() -> None:
    chart = cash_steps([-100.0, 60.0, 60.0], 1.667, "USD", "year")
    sound(chart)
    assert [row[2] for row in chart.table.rows] == ["-$100", "-$40", "$20"]
    assert "Paid back after 1.667" in chart.svg
    never = cash_steps([-100.0, 10.0], None, None)
    assert "does not reach zero" in never.description
    sound(never)


def test_hostile_names_stay_text_in_every_chart() -> None:
    charts = [
        ranked_bars([Bar(HOSTILE, 1.0)], "Ranking"),
        two_by_two([Point(HOSTILE, 1, 1, "fill-in")], 5, 5),
        tornado([Swing(HOSTILE, "effort", "1", "2", 1, 2, 1.5)]),
        roadmap_chart([Task(HOSTILE, 0, 1, 1)], 1),
        interval_plot([Interval(HOSTILE, 0, -1, 1)], "Difference", None),
    ]
    for chart in charts:
        tags = {e.tag.removeprefix(SVG) for e in parsed(chart).iter()}
        assert tags <= {
            "svg",
            "title",
            "desc",
            "text",
            "rect",
            "line",
            "circle",
            "path",
            "polyline",
        }
        assert not any(key.startswith("on") for e in parsed(chart).iter() for key in e.attrib)


def test_a_number_that_is_none_or_not_finite_is_not_drawn() -> None:
    plain = run("rice", {"items": "name,reach,impact,confidence,effort\nA,1,1,1,1"}).model_dump()
    for bad in (None, float("nan"), float("inf"), True, "12"):
        plain["values"] = {
            "rows": [{"name": "A", "score": bad, "start": bad, "end": bad, "flow": bad}]
        }
        assert charts_of(CalculatorResult(**plain)) == []


def test_a_refused_result_has_no_picture() -> None:
    assert charts_of(run("rice", {"items": "name,reach\nA,?"})) == []


@pytest.mark.parametrize(("low", "high"), [(0, 1), (-3, 7), (0, 1e12), (1e-9, 2e-9), (5, 5)])
def test_ticks_are_few_and_inside(low: float, high: float) -> None:
    found = ticks(low, high)
    assert 1 <= len(found) <= 8
    assert all(low - 1e-9 <= tick <= high + 1e-9 for tick in found)


def test_unknown_is_a_dash_and_never_zero() -> None:
    assert shown(None) == shown(float("nan")) == "–"
    assert shown(0.0275, "share") == "2.75%"
    assert shown(1200000.0, "EUR") == "€1,200,000"
