"""The workspace, the whole way: bring a messy table, rank it, change it, keep it, take it along."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served, Watch
from tests.browser.workspace.conftest import (
    HOSTILE,
    MESSY,
    bring,
    download,
    names,
    save,
    settled,
)

pytestmark = pytest.mark.browser


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


def test_asking_in_the_chat_fills_the_box_and_sends_nothing(desk: Page, served: Served) -> None:
    desk.get_by_role("button", name="Start with an example").click()
    desk.click(".ask-chat")
    expect(desk.locator("#question textarea")).to_be_focused()
    assert desk.locator("#question textarea").input_value().startswith("RICE: rank these")
    desk.wait_for_timeout(300)
    assert served.product.assistant.turns == []
