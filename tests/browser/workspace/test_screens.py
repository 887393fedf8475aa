"""Every form of the workspace, at every width, for axe, and in another language."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Served
from tests.browser.test_access import SCREENS, overflowing, serious
from tests.browser.workspace.conftest import (
    names,
    ready,
    save,
    settled,
)

pytestmark = pytest.mark.browser


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
