"""Conversations as a reader keeps them: found, renamed, a hundred of them, hostile titles."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Served, Watch, ask

pytestmark = pytest.mark.browser
HOSTILE = '"><img src=x onerror="window.hacked=1"><script>window.hacked=2</script> {{x}} ${1}'


def rename(page: Page, title: str) -> None:
    page.locator("#conversations .more summary").first.click()
    field = page.locator("#conversations .new-title").first
    field.fill(title)
    field.press("Enter")


def test_a_conversation_is_renamed_and_stays_so(
    page: Page, context: BrowserContext, served: Served
) -> None:
    ask(page, "How do I begin?")
    rename(page, "Tea, the plan")
    title = page.locator("#conversations .title").first
    expect(title).to_have_text("Tea, the plan")
    expect(title).to_be_focused()
    page.reload()
    page.wait_for_selector("#past .status")
    expect(page.locator("#conversations .title").first).to_have_text("Tea, the plan")
    ask(page, "And then?")
    expect(page.locator("#conversations .title")).to_have_count(1)
    expect(page.locator("#conversations .title").first).to_have_text("Tea, the plan")
    # A blank name is no name.
    page.locator("#conversations .more summary").first.click()
    page.locator("#conversations .new-title").first.fill("  ")
    page.locator("#conversations [data-do=rename]").first.click()
    expect(page.locator("#conversations .new-title").first).to_be_focused()
    expect(page.locator("#conversations .title").first).to_have_text("Tea, the plan")


def test_a_hostile_title_stays_text(page: Page, watch: Watch) -> None:
    ask(page, "How do I begin?")
    rename(page, HOSTILE)
    expect(page.locator("#conversations .title").first).to_have_text(HOSTILE)
    assert page.locator("#conversations .new-title").first.input_value() == HOSTILE
    page.reload()
    page.wait_for_selector("#past .status")
    expect(page.locator("#conversations .title").first).to_have_text(HOSTILE)
    assert page.locator("#conversations :is(img, script, iframe)").count() == 0
    assert page.evaluate("window.hacked") is None
    assert watch.complaints == []


def test_among_a_hundred_one_is_found(page: Page, served: Served, browser: Browser) -> None:
    ask(page, "How do I begin?")
    (first,) = served.product.assistant.turns
    answer = served.product.assistant.answer(first)
    for number in range(100):
        made = answer.model_copy(
            update={
                "id": f"a{number}-{answer.id}",
                "conversation_id": f"c{number}-{answer.id}",
                "question": f"Plan number {number} for the loose tea shop",
            }
        )
        served.product.store.save_turn(first.owner, made)
    page.reload()
    page.wait_for_selector("#past .status")
    titles = page.locator("#conversations .title:visible")
    expect(titles).to_have_count(6)
    field = page.locator("#find-conversation")
    field.press_sequentially("number 42", delay=30)
    expect(titles).to_have_count(1)
    expect(field).to_be_focused()
    expect(field).to_have_value("number 42")
    titles.first.click()
    page.wait_for_url(re.compile("conversation=c42"))
    # What was typed still holds after the list came anew with an answer.
    ask(page, "And then?")
    expect(titles).to_have_count(1)
    field.fill("no such name")
    expect(page.locator("#conversations")).to_contain_text("No conversation of that name.")
    field.fill("")
    expect(titles).to_have_count(6)

    stranger = browser.new_context()
    other = stranger.new_page()
    other.goto(served.base + "/")
    other.wait_for_selector(".welcome")
    assert other.locator("#conversations .title").count() == 0
    assert other.request.get(
        served.base + f"/v1/conversations/c42-{answer.id}/memo?reader=cfo"
    ).status in {401, 404}
    stranger.close()


def test_deleting_moves_the_focus_to_a_place_that_is_there(page: Page) -> None:
    ask(page, "How do I begin?")
    page.locator("#conversations .more summary").first.click()
    page.once("dialog", lambda dialog: dialog.accept())
    page.click("#conversations [data-do=delete]")
    page.wait_for_selector(".welcome")
    expect(page.locator("[data-do=new]")).to_be_focused()
