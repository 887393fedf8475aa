"""The learner's way through the page: open, ask, read the source, ask on, come back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Served, Watch, ask
from tests.browser.course import PILOT
from tests.browser.product import QUOTES

pytestmark = pytest.mark.browser


def test_first_screen_says_what_it_is_and_offers_a_start(page: Page, watch: Watch) -> None:
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator(".welcome h2")).to_have_text("Small pilots, honest numbers")
    assert page.locator(".starter").count() >= 4
    page.click('.starter:has-text("Choosing a pilot")')
    page.wait_for_selector("#live .status")
    assert watch.complaints == []
    assert watch.failures == []


def test_sources_come_before_the_sentences_and_sentences_one_by_one(
    page: Page, served: Served
) -> None:
    served.product.assistant.pause = 0.3
    page.evaluate(
        """() => {
          window.seen = [];
          const count = (what) => document.querySelectorAll('#live ' + what).length;
          new MutationObserver(() => window.seen.push(
            [count('.card'), count('[data-claim]'), count('.status')].join(' ')))
            .observe(document.querySelector('#live'), { childList: true, subtree: true });
        }"""
    )
    page.fill("#question textarea", "How do I begin?")
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#live .status")
    seen = list(dict.fromkeys(page.evaluate("window.seen")))
    assert seen == ["0 0 0", "4 0 0", "4 1 0", "4 2 0", "4 3 0", "4 0 1"]
    assert page.input_value("#question textarea") == ""
    assert page.locator("#live .answer-text .chip").count() == 4


@pytest.mark.parametrize("opener", [".chip", ".card"])
def test_a_source_opens_its_passage_marked_and_in_view(page: Page, opener: str) -> None:
    ask(page, "How do I begin?")
    page.locator(f"#live {opener}").nth(1).click()
    cited = page.locator("#cited")
    expect(cited).to_have_text(QUOTES[1][0])
    expect(cited).to_be_in_viewport()
    link = page.locator("#reading .permalink").get_attribute("href")
    assert link == "/passages/" + (
        page.locator(f"#live {opener}").nth(1).get_attribute("data-passage") or ""
    )


def test_a_cited_table_row_is_marked_cell_by_cell(page: Page) -> None:
    ask(page, "How do I begin?")
    page.locator("#live .card").nth(2).click()
    marks = page.locator("#reading td mark")
    expect(marks).to_have_count(3)
    assert " ".join(marks.all_inner_texts()).split() == re.findall(r"[^\s|]+", QUOTES[2][0])


def test_the_quote_shows_on_hover_and_focus(page: Page) -> None:
    ask(page, "How do I begin?")
    chip = page.locator("#live .answer-text .chip").first
    chip.hover()
    expect(page.locator("#tip")).to_have_text(QUOTES[0][0])
    page.mouse.move(5, 5)
    expect(page.locator("#tip")).to_be_hidden()
    # Focus by keys shows it; focus given back after a click does not cover what one has just read.
    chip.focus()
    expect(page.locator("#tip")).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(chip).to_be_focused()
    expect(page.locator("#tip")).to_be_visible()


def test_status_parts_and_suggestions(page: Page, served: Served) -> None:
    ask(page, "How do I begin?")
    expect(page.locator("#live .status")).to_have_text(
        "Supported by 4 passages · 1 of 3 parts not in this course · without a model"
    )
    expect(page.locator("#live .parts li")).to_have_count(3)
    page.click('.suggestion:has-text("What does a pilot cost?")')
    page.wait_for_selector('#live .question:has-text("What does a pilot cost?")')
    page.wait_for_selector("#live .status")
    first, second = served.product.assistant.turns
    assert first.conversation_id is None
    assert second.conversation_id is not None
    expect(page.locator("#past .question")).to_have_count(1)
    assert page.locator("#past .suggestion").count() == 0


def test_a_calculation_shows_what_was_read_and_what_to_mind(page: Page) -> None:
    ask(page, "RICE for the chatbot?")
    card = page.locator("#live .calculation")
    expect(card.locator(".headline")).to_have_text("Chatbot comes first: 2,133 against 1,200.")
    expect(card.locator(".figures table")).to_contain_text("2,133.33")
    expect(card.locator(".figures table")).to_contain_text("score (per person-month)")
    expect(card.locator("table .bar")).to_have_count(2)
    expect(card.locator("details table")).to_contain_text("4k per quarter")
    expect(card.locator(".warnings")).to_contain_text("inflates a score")
    expect(card.locator(".next")).to_contain_text("What is the effort for Pricing?")


def test_a_link_fills_in_and_never_asks(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    page.goto(served.base + "/?q=What+is+a+pilot%3F")
    page.wait_for_selector(".welcome")
    expect(page.locator("#question textarea")).to_have_value("What is a pilot?")
    page.goto(served.base + "/?question=t-pilot&slot.goal=sell+more+tea")
    page.wait_for_selector("#question-form")
    expect(page.locator("[data-slot=goal]")).to_have_value("sell more tea")
    expect(page.locator("[data-slot=product]")).to_have_value("")
    expect(page.locator("[data-slot=product]")).to_have_attribute("placeholder", "garden tools")
    page.wait_for_timeout(700)
    assert served.product.assistant.turns == []
    page.click("[data-do=form-ask]")
    page.wait_for_selector("#live .status")
    (turn,) = served.product.assistant.turns
    assert (turn.question_id, dict(turn.slots)) == ("t-pilot", {"goal": "sell more tea"})


def test_a_template_is_a_form_with_examples_and_a_preview(page: Page, served: Served) -> None:
    page.click("#course details.inner summary >> nth=0")
    page.click('.template[data-template="t-pilot"]')
    page.wait_for_selector("#question-form")
    for field in page.locator("#question-form [data-slot]").all():
        assert field.input_value() == ""
        assert field.get_attribute("placeholder")
    page.fill("[data-slot=product]", "tea & <b>cups</b>")
    preview = page.locator("#form-preview")
    expect(preview).to_contain_text("We sell tea & <b>cups</b> and want to answer customers")
    page.press("[data-slot=product]", "Enter")
    page.wait_for_timeout(300)
    assert served.product.assistant.turns == []
    page.click("[data-do=form-ask]")
    page.wait_for_selector("#live .status")
    (turn,) = served.product.assistant.turns
    assert dict(turn.slots) == {"product": "tea & <b>cups</b>"}
    expect(page.locator("#question-form")).to_have_count(0)


def test_my_business_is_kept_here_and_offered_everywhere(
    page: Page, watch: Watch, served: Served
) -> None:
    page.click('#course summary:has-text("My business")')
    page.fill("#business-sells", "loose tea")
    page.reload()
    page.wait_for_selector(".welcome")
    page.click(".starter.form >> nth=0")
    page.wait_for_selector("#question-form")
    assert page.locator("#business-values option").get_attribute("value") == "loose tea"
    page.locator(".offers [data-do=offer]").first.click()
    expect(page.locator("[data-slot]").first).to_have_value("loose tea")
    expect(page.locator("#form-preview")).to_contain_text("loose tea")
    page.fill("#question textarea", "Which KPIs?")
    page.click('#course summary:has-text("My business")')
    page.click("[data-do=mention]")
    expect(page.locator("#question textarea")).to_have_value("We sell loose tea. Which KPIs?")
    page.click("[data-do=mention]")
    expect(page.locator("#question textarea")).to_have_value("We sell loose tea. Which KPIs?")
    assert served.product.assistant.turns == []
    assert not [url for _, url in watch.requests if "loose" in url]


def test_conversations_survive_a_reload_and_are_nobody_elses(
    page: Page, browser: Browser, served: Served
) -> None:
    ask(page, "How do I begin?")
    page.wait_for_url(re.compile("conversation="))
    link = page.url
    page.reload()
    page.wait_for_selector("#past .status")
    expect(page.locator(".conversations .title")).to_have_count(1)

    stranger = browser.new_context()
    other = stranger.new_page()
    other.goto(link)
    other.wait_for_selector(".welcome")
    assert other.locator(".conversations li").count() == 0
    assert other.locator("#past .question").count() == 0
    stranger.close()

    page.click("[data-do=new]")
    page.wait_for_selector(".welcome")
    page.click(".conversations .title")
    page.wait_for_selector("#past .status")
    ask(page, "And then what?")
    assert len({turn.conversation_id for turn in served.product.assistant.turns[1:]}) == 1
    expect(page.locator("#past .question")).to_have_count(1)


def test_a_conversation_can_be_exported_and_deleted(page: Page) -> None:
    ask(page, "How do I begin?")
    page.click(".conversations .more summary")
    links = page.locator("#conversations .exports a")
    assert [
        (link.get_attribute("href") or "").rpartition("format=")[2] for link in links.all()
    ] == ["md", "docx", "json"]
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.click("[data-do=delete]")
    expect(page.locator(".conversations li")).to_have_count(1)
    page.once("dialog", lambda dialog: dialog.accept())
    page.click("[data-do=delete]")
    page.wait_for_selector(".welcome")
    expect(page.locator(".conversations li")).to_have_count(0)


def test_feedback_is_kept_with_its_reasons(page: Page, served: Served) -> None:
    ask(page, "How do I begin?")
    page.click("#live .down")
    page.check('#live .reasons input[value="wrong_source"]')
    page.fill("#live .reasons .comment", "not <i>there</i>")
    page.click("[data-do=feedback-send]")
    expect(page.locator("#live .note")).to_have_text("Thank you, noted.")
    answer_id = page.locator("#live .down").get_attribute("data-answer")
    owner = served.product.assistant.turns[0].owner
    (head,) = served.product.store.conversations(owner)
    conversation = served.product.store.conversation(owner, head.id)
    assert conversation is not None
    kept = conversation.turns[0].feedback
    assert kept is not None
    assert (kept.answer_id, kept.verdict) == (answer_id, "down")
    assert (kept.reasons, kept.comment) == (("wrong_source",), "not <i>there</i>")


@pytest.mark.parametrize(
    ("question", "said"),
    [("please break", "could not be finished"), ("too much of it", "Too many questions")],
)
def test_a_failure_is_said_and_the_question_kept(page: Page, question: str, said: str) -> None:
    page.fill("#question textarea", question)
    page.click("#ask")
    failed = page.locator("#live [role=alert]")
    expect(failed).to_contain_text(said)
    expect(page.locator("#question textarea")).to_have_value(question)
    assert "secret" not in page.content()
    ask(page, "How do I begin?")


def test_lessons_open_at_their_heading(page: Page) -> None:
    page.click('#course summary:has-text("Lesson 1.2")  >> nth=-1')
    page.click('.outline a:has-text("Total cost")')
    expect(page.locator("#cited")).to_have_text("Total cost")
    expect(page.locator("#reading")).to_contain_text("six parts")


def test_the_page_speaks_german(browser: Browser, served: Served) -> None:
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    page.goto(served.base + "/")
    page.wait_for_selector(".welcome")
    expect(page.locator("#ask")).to_have_text("Fragen")
    expect(page.locator("#course")).to_contain_text("Mein Geschäft")
    assert page.evaluate("document.documentElement.lang") == "de"
    context.close()


def test_the_mark_is_the_quote_character_by_character(page: Page) -> None:
    ask(page, "How do I begin?")
    page.locator("#live .card").nth(3).click()
    expect(page.locator("#cited")).to_have_text(QUOTES[3][0])
    assert QUOTES[3][0] in PILOT
