"""An answer under the reader's hands: stopped, taken away, its sources all shown, asked on."""

from __future__ import annotations

import io

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served, Watch, ask

pytestmark = pytest.mark.browser


def test_an_answer_can_be_stopped(page: Page, served: Served, watch: Watch) -> None:
    served.product.assistant.pause = 1.0
    expect(page.locator("#stop")).to_be_hidden()
    page.fill("#question textarea", "How do I begin, slowly?")
    page.click("#ask")
    page.wait_for_selector("#live [data-working]")
    expect(page.locator("#ask")).to_be_hidden()
    page.click("#stop")
    expect(page.locator("#live .stopped")).to_contain_text("Stopped.")
    expect(page.locator("#question textarea")).to_have_value("How do I begin, slowly?")
    expect(page.locator("#question textarea")).to_be_focused()
    expect(page.locator("#ask")).to_be_visible()
    owner = served.product.assistant.turns[0].owner
    page.wait_for_timeout(6_500)  # longer than the whole answer would have taken
    assert served.product.store.conversations(owner) == []
    expect(page.locator("#live .status")).to_have_count(0)
    served.product.assistant.pause = 0.0
    ask(page, "How do I begin, slowly?")
    expect(page.locator("#past .question")).to_have_count(0)
    assert watch.complaints == []
    assert watch.failures == []


def test_a_stop_in_a_conversation_keeps_what_was_answered(page: Page, served: Served) -> None:
    ask(page, "How do I begin?")
    served.product.assistant.pause = 1.5
    page.fill("#question textarea", "And then what?")
    page.press("#question textarea", "Enter")
    page.wait_for_selector('#live .question:has-text("And then")')
    page.click("#stop")
    expect(page.locator("#live .stopped")).to_be_visible()
    expect(page.locator("#past .question")).to_have_text(["How do I begin?"])
    served.product.assistant.pause = 0.0
    expect(page.locator("#question textarea")).to_have_value("And then what?")
    page.press("#question textarea", "Enter")
    page.wait_for_selector('#live .question:has-text("And then")')
    page.wait_for_selector("#live .status")
    assert len({turn.conversation_id for turn in served.product.assistant.turns[1:]}) == 1


def test_what_was_understood_is_told(page: Page) -> None:
    ask(page, "How do I begin?")
    expect(page.locator("#live .understood")).to_have_text(
        "Read as: what comes first · Goal: sales up · Still open: a deadline"
    )


def test_an_answer_is_taken_away_with_its_sources(page: Page, served: Served) -> None:
    ask(page, "How do I begin, by RICE?")
    ask(page, "What comes then?")
    button = page.locator("#live [data-do=take-away]")
    expect(page.locator("#live .take-away")).to_be_hidden()
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    links = page.locator("#live .take-away a")
    expect(links).to_have_count(8)
    files = {}
    for link in links.all():
        with page.expect_download() as downloading:
            link.click()
        download = downloading.value
        files[(link.get_attribute("aria-label") or "")] = download.path().read_bytes()
    alone = files["This answer with its sources: Markdown"].decode()
    assert "What comes then?" in alone
    assert "by RICE" not in alone
    for reader in ("CFO", "COO", "CMO"):
        text = files[f"One-page memo for the {reader}: Markdown"].decode()
        assert text.startswith(f"# Decision memo for the {reader}")
        assert "Begin with one question and little money. [" in text
        assert "calculation: rice" in text
        assert "<b>" not in text
        word = Document(io.BytesIO(files[f"One-page memo for the {reader}: Word"]))
        assert word.paragraphs[0].text == f"Decision memo for the {reader}"


def test_shorter_and_again_ask_in_the_same_conversation(page: Page, served: Served) -> None:
    ask(page, "How do I begin?")
    page.click('#live .actions button:has-text("Shorter")')
    page.wait_for_selector('#live .question:has-text("Make it shorter")')
    page.wait_for_selector("#live .status")
    page.click('#past .actions button:has-text("Ask again") >> nth=0')
    page.wait_for_selector('#live .question:has-text("How do I begin?")')
    page.wait_for_selector("#live .status")
    asked = [turn.question for turn in served.product.assistant.turns]
    assert asked == ["How do I begin?", "Make it shorter", "How do I begin?"]
    assert len({turn.conversation_id for turn in served.product.assistant.turns[1:]}) == 1
