"""The workspace, the whole way: bring a messy table, rank it, change it, keep it, take it along."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Served, Watch
from tests.browser.test_access import SCREENS, overflowing, serious

pytestmark = pytest.mark.browser

HOSTILE = "Pricing <img src=x onerror=window.hacked=1>"
MESSY = "\n".join(
    (
        "Ideas for spring",
        "Idea\tReach\tImpact\tConfidence\tEffort (weeks)\tOwner",
        "Search\t12k/qtr\thigh\t80%\t18\tAnn",
        "Chatbot\t4k per month\t2\t80%\t12-20\tBob",
        "Product texts\t9000 per quarter\tmedium\t50\t8\tEve",
        f"{HOSTILE}\t20k/qtr\thigh\t50%\t?\tAnn",
    )
)


@pytest.fixture
def desk(context: BrowserContext, served: Served, watch: Watch) -> Page:
    """The workspace, open and ready, at 1440 pixels."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    watch.follow(opened)
    opened.goto(served.base + "/?view=workspace")
    ready(opened)
    return opened


@pytest.fixture(autouse=True)
def patient(context: BrowserContext) -> Iterator[None]:
    context.set_default_timeout(30_000)
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=5_000)


def ready(page: Page) -> None:
    page.wait_for_selector("#workspace[data-ready]")


def settled(page: Page) -> None:
    """Wait until what is shown is the result of what stands in the table."""
    page.wait_for_selector("#ws-result[aria-busy=false]:not(.stale)")


def bring(page: Page, text: str) -> None:
    page.click("#ws-bring summary")
    page.fill("#ws-paste", text)
    page.click("#ws-read")
    expect(page.locator("#ws-said")).to_contain_text("Read:")
    page.wait_for_selector("#ws-headline")
    settled(page)


def names(page: Page) -> list[str]:
    """The ranked names, first to last, without the marks beside them."""
    found: list[str] = page.eval_on_selector_all(
        "#ws-result .ranking tbody th", "cells => cells.map(c => c.firstChild.textContent)"
    )
    return found


def save(page: Page, name: str, button: str = "#ws-save") -> None:
    page.fill("#ws-name", name)
    page.click(button)
    expect(page.locator("#ws-said")).to_have_text(f"Saved: {name}")
    settled(page)


def test_the_whole_way(desk: Page, served: Served, watch: Watch, tmp_path: Path) -> None:
    bring(desk, MESSY)
    expect(desk.locator("#ws-said")).to_contain_text("4 rows, 6 columns. 1 line that")
    assert names(desk) == ["Chatbot", "Search", "Product texts"]
    expect(desk.locator(".left-out")).to_contain_text(HOSTILE)
    expect(desk.locator("#echo-0-1")).to_have_text("= 12,000 per quarter")
    expect(desk.locator("#echo-3-4")).to_have_text("effort is missing.")
    expect(desk.locator('[data-cell="3:4"]')).to_have_attribute("aria-invalid", "true")
    kinds = desk.eval_on_selector_all("[data-chart]", "all => all.map(f => f.dataset.chart)")
    assert kinds == ["bars", "tornado", "bars"]
    expect(desk.locator("section.block", has_text="Tie points")).to_contain_text("now")

    # Two plans, then a third state that is open only.
    save(desk, "Plan A")
    desk.fill('[data-cell="0:4"]', "9")
    desk.wait_for_selector("#ws-changes")
    settled(desk)
    assert names(desk) == ["Search", "Chatbot", "Product texts"]
    expect(desk.locator("#ws-changes")).to_contain_text("Search · Effort (weeks) 18 → 9")
    expect(desk.locator(".ranking tr.moved")).to_have_count(2)
    expect(desk.locator(".ranking .move.up")).to_have_text("▲ up from 2")
    expect(desk.locator("#ws-changed-mark")).to_be_visible()
    save(desk, "Plan B", "#ws-save-as")
    expect(desk.locator("#ws-changed-mark")).to_have_count(0)
    for box in desk.locator("[data-choose]").all():
        box.check()
    desk.click("#ws-compare")
    compared = desk.locator("#ws-comparison")
    expect(compared).to_contain_text("Search · Effort (weeks)")
    expect(desk.locator("#ws-comparison-title")).to_be_focused()

    # Out and in again.
    files = {form: download(desk, form, tmp_path) for form in ("csv", "xlsx", "md", "json")}
    shown = desk.locator("#ws-result .ranking").inner_text()
    assert HOSTILE in files["csv"].read_text("utf-8-sig")
    assert load_workbook(files["xlsx"])["As written"]["A2"].value == "Search"
    assert "# Plan B" in files["md"].read_text("utf-8")
    assert json.loads(files["json"].read_text("utf-8"))["document"]["name"] == "Plan B"
    for form in ("json", "xlsx"):
        desk.get_by_role("button", name="Start empty").click()
        expect(desk.locator("#ws-result-body")).to_contain_text("the ranking appears here")
        desk.set_input_files("#ws-file", files[form])
        desk.wait_for_selector("#ws-result .ranking")
        settled(desk)
        assert desk.locator("#ws-result .ranking").inner_text() == shown

    # The first plan is what it was.
    desk.get_by_role("button", name="Open Plan A").click()
    expect(desk.locator('[data-cell="0:4"]')).to_have_value("18")
    desk.wait_for_selector("#ws-result .ranking")
    settled(desk)
    assert names(desk) == ["Chatbot", "Search", "Product texts"]

    assert desk.evaluate("window.hacked") is None
    assert desk.locator("#workspace :is(img, iframe, script)").count() == 0
    ours = urlsplit(served.base).netloc
    assert {urlsplit(u).netloc for _, u in watch.requests if u.startswith("http")} == {ours}
    assert watch.failures == []
    assert watch.complaints == []


def download(page: Page, form: str, folder: Path) -> Path:
    page.click("#ws-export summary")
    with page.expect_download() as waiting:
        page.click(f"[data-export={form}]")
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_hostile_names_stay_text_everywhere(desk: Page, watch: Watch) -> None:
    """In columns, cells, scenario names, the comparison and the chat: nothing of it acts."""
    column = "Effort <svg onload=window.hacked=2>"
    name = "</script><script>window.hacked=3</script> ${window.hacked=4}"
    bring(desk, MESSY.replace("Owner", column).replace("Ann", "<iframe src=//elsewhere.example>"))
    save(desk, name)
    desk.fill("[data-cell='0:4']", "9")
    desk.wait_for_selector("#ws-changes")
    settled(desk)
    desk.locator("[data-choose]").check()
    desk.click("#ws-compare")
    expect(desk.locator("#ws-comparison")).to_contain_text(name)
    expect(desk.locator("#ws-shelf .title")).to_have_text(name)
    expect(desk.locator(f'input[value*="svg"], [aria-label*="{column}"]').first).to_be_attached()
    assert desk.locator("#workspace :is(img, iframe, script, svg[onload])").count() == 0
    desk.click(".ask-chat")
    desk.press("#question textarea", "Enter")
    desk.wait_for_selector("#live .status")
    assert desk.locator(".pane :is(img, iframe, script, svg[onload])").count() == 0
    assert desk.evaluate("window.hacked") is None
    assert not any("elsewhere" in url for _, url in watch.requests)
    assert watch.complaints == []


def test_by_keyboard_alone(desk: Page) -> None:
    desk.locator("[data-cell='0:0']").focus()
    for row in (
        ["Search", "12k per quarter", "2", "80%", "5"],
        ["Chatbot", "4k per quarter", "2", "80%", "4"],
    ):
        for place, cell in enumerate(row):
            desk.keyboard.type(cell)
            if place < len(row) - 1:
                desk.keyboard.press("Tab")
        # Past the button that deletes the row, into the next one.
        desk.keyboard.press("Tab")
        expect(desk.locator(":focus")).to_have_attribute(
            "aria-label", f"Delete the row {'row 1' if row[0] == 'Search' else 'row 2'}"
        )
        desk.keyboard.press("Tab")
    desk.wait_for_selector("#ws-result .ranking")
    settled(desk)
    assert names(desk) == ["Search", "Chatbot"]
    desk.keyboard.press("ArrowUp")
    expect(desk.locator("[data-cell='1:0']")).to_be_focused()
    assert desk.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    # Enter goes down, and from the last row into a new one.
    desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-cell='3:0']")).to_be_focused()
    # Saving by keyboard: the name is asked for first.
    desk.locator("#ws-save").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#ws-name")).to_be_focused()
    desk.keyboard.type("By keys")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.locator("#ws-said")).to_have_text("Saved: By keys")
    expect(desk.locator("#ws-save")).to_be_focused()


def test_the_tab_is_reached_and_left_by_keys(page: Page) -> None:
    tab = page.get_by_role("button", name="Workspace")
    tab.focus()
    page.keyboard.press("Enter")
    ready(page)
    expect(tab).to_have_attribute("aria-pressed", "true")
    assert "view=workspace" in page.url
    expect(page.locator("#desk")).to_be_hidden()
    page.locator("[data-do=view][data-view=chat]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#workspace")).to_be_hidden()
    expect(page.locator("#question textarea")).to_be_visible()
    assert "view=workspace" not in page.url


def test_asking_in_the_chat_fills_the_box_and_sends_nothing(desk: Page, served: Served) -> None:
    desk.get_by_role("button", name="Start with an example").click()
    desk.click(".ask-chat")
    expect(desk.locator("#question textarea")).to_be_focused()
    assert desk.locator("#question textarea").input_value().startswith("RICE: rank these")
    desk.wait_for_timeout(300)
    assert served.product.assistant.turns == []


def test_cells_from_a_spreadsheet_land_where_the_cursor_is(desk: Page) -> None:
    desk.evaluate("text => navigator.clipboard.writeText(text)", "\n".join(MESSY.split("\n")[1:]))
    desk.locator("[data-cell='0:0']").focus()
    desk.keyboard.press("Control+v")
    expect(desk.locator("[data-cell='1:0']")).to_have_value("Chatbot")
    desk.wait_for_selector("#ws-result .ranking")
    desk.evaluate("text => navigator.clipboard.writeText(text)", "90%\t6\n70%\t7\n")
    desk.locator("[data-cell='0:3']").focus()
    desk.keyboard.press("Control+v")
    expect(desk.locator("[data-cell='1:4']")).to_have_value("7")
    expect(desk.locator("[data-cell='0:3']")).to_have_value("90%")


def test_nothing_is_lost(desk: Page, served: Served) -> None:
    bring(desk, MESSY)
    desk.get_by_role("button", name="Delete the row Search").click()
    expect(desk.locator("[data-cell='0:0']")).to_have_value("Chatbot")
    desk.click("#ws-undo")
    expect(desk.locator("[data-cell='0:0']")).to_have_value("Search")
    desk.get_by_role("button", name="Start empty").click()
    desk.click("#ws-undo")
    expect(desk.locator("[data-cell='0:0']")).to_have_value("Search")
    desk.reload()
    ready(desk)
    expect(desk.locator("[data-cell='0:0']")).to_have_value("Search")
    # A server that is gone leaves what was typed, and says so.
    desk.route("**/v1/workspace/view", lambda route: route.abort())
    desk.fill("[data-cell='0:1']", "13k/qtr")
    expect(desk.locator("#ws-stale")).to_contain_text("did not answer")
    expect(desk.locator("#ws-result")).to_have_class("card stale")
    desk.unroute("**/v1/workspace/view")
    desk.click("#ws-retry")
    settled(desk)
    expect(desk.locator("#ws-retry")).to_have_count(0)


def test_bad_files_are_refused_with_a_reason_and_change_nothing(desk: Page, tmp_path: Path) -> None:
    bring(desk, MESSY)
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    large = tmp_path / "large.csv"
    large.write_bytes(b"a,b\n" + b"1,2\n" * 600_000)
    many = tmp_path / "many.csv"
    many.write_bytes(b"a,b\n" + b"1,2\n" * 900)
    for path, reason in (
        (broken, "damaged"),
        (large, "larger than 2 MB"),
        (many, "it may have 500"),
    ):
        desk.set_input_files("#ws-file", path)
        expect(desk.locator("#ws-said")).to_contain_text(reason)
        expect(desk.locator("[data-cell='0:0']")).to_have_value("Search")


def test_a_late_answer_does_not_overwrite_a_newer_one(desk: Page) -> None:
    bring(desk, MESSY)
    held = []

    def hold_first(route: object) -> None:
        held.append(route)
        if len(held) > 1:
            route.continue_()  # type: ignore[attr-defined]

    desk.route("**/v1/workspace/view", hold_first)
    desk.fill("[data-cell='0:4']", "1")
    expect(desk.locator("#ws-result")).to_have_class("card stale")
    while not held:
        desk.wait_for_timeout(100)
    desk.fill("[data-cell='0:4']", "36")
    expect(desk.locator("#ws-changes ins")).to_have_text("36")
    held[0].continue_()  # type: ignore[attr-defined]
    desk.wait_for_timeout(500)
    assert names(desk) == ["Chatbot", "Product texts", "Search"]


def test_every_form_is_made_from_its_calculator(desk: Page) -> None:
    methods = desk.evaluate("fetch('/v1/workspace/methods').then(r => r.json())")["methods"]
    for method in methods:
        desk.evaluate(f"document.querySelector('[data-method={method['name']}]').click()")
        expect(desk.locator("#ws-method")).to_have_text(method["title"])
        assert (
            desk.locator("#ws-fields [data-field]").count()
            + desk.locator("#ws-table table").count()
            >= 1
        ), method["name"]
        for field in method["fields"]:
            if not field["per_criterion"]:
                assert desk.locator(f"[data-field={field['name']}]").count() == 1, method["name"]
    # What the reader keeps of their business is offered in the fields of a form.
    desk.evaluate("document.querySelector('[data-method=roi]').click()")
    offered = "#ws-fields input[type=text]"
    assert desk.locator(offered).count() > 0
    assert desk.locator(f"{offered}:not([list=business-values])").count() == 0
    assert desk.locator("datalist#business-values").count() == 1


def test_weights_and_gates_of_a_scorecard(desk: Page) -> None:
    desk.click("[data-method=scorecard]")
    desk.get_by_role("button", name="Start with an example").click()
    desk.wait_for_selector("#ws-result .ranking")
    settled(desk)
    assert names(desk) == ["Vendor A", "Vendor B"]
    desk.fill('[data-criterion="gates:Privacy"]', "4")
    expect(desk.locator("#ws-result .ranking tbody tr")).to_have_count(1)
    desk.fill('[data-criterion="gates:Privacy"]', "")
    expect(desk.locator("#ws-result .ranking tbody tr")).to_have_count(3)
    desk.check('[data-criterion="lower_is_better:Value"]')
    expect(desk.locator("#ws-changes")).to_contain_text("Lower is better")


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_every_width_fits_and_axe_is_content(
    browser: Browser, served: Served, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        locale="en-GB",
    )
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(served.base + "/?view=workspace")
    ready(page)
    problems: list[str] = []

    def look(screen: str) -> None:
        page.wait_for_timeout(150)
        assert overflowing(page) == [], screen
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), screen
        problems.extend(f"{screen}: {problem}" for problem in serious(page))

    look("empty")
    for method in ("rice", "value_effort", "roadmap", "npv", "scorecard", "ab_test"):
        page.evaluate(f"document.querySelector('[data-method={method}]').click()")
        page.get_by_role("button", name="Start with an example").click()
        page.wait_for_selector("#ws-result [data-chart]")
        settled(page)
        if method in {"rice", "scorecard"}:
            page.evaluate(
                "document.querySelectorAll('#workspace details').forEach(d => { d.open = true })"
            )
            look(method)
            page.evaluate(
                "document.querySelectorAll('#workspace details').forEach(d => { d.open = false })"
            )
    look("ab_test")
    save(page, "averyveryverylongname" * 5)
    page.locator("[data-choose]").first.check()
    page.fill("[data-cell='0:1']", "9000")
    settled(page)
    expect(page.locator("#ws-compare")).to_have_attribute("aria-disabled", "false")
    page.click("#ws-compare")
    # What the page says is part of the failure, should there be one.
    page.wait_for_selector("#ws-comparison, #ws-said.bad")
    expect(page.locator("#ws-said.bad")).to_have_count(0)
    look("comparison")
    context.close()
    assert problems == []


def test_the_reader_of_another_language_reads_theirs(browser: Browser, served: Served) -> None:
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    page.goto(served.base + "/?view=workspace")
    expect(page.locator("#workspace")).to_have_attribute("aria-label", "Werkstatt", timeout=30_000)
    expect(page.locator("#ws-table-title")).to_have_text("Ihre Liste")
    context.close()
