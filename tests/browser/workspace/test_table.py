"""The table of the workspace: by keyboard, from a spreadsheet, and without losing anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served
from tests.browser.workspace.conftest import (
    MESSY,
    bring,
    names,
    ready,
    settled,
)

pytestmark = pytest.mark.browser


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
