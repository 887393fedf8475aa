"""For everybody: any width, light and dark, by keyboard, by ear."""

from __future__ import annotations

import itertools
from importlib.resources import files

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Served, ask

pytestmark = pytest.mark.browser
PHONE = 360
# Every width and both schemes: colours do not hang on the width, nor places on the scheme.
SCREENS = ((PHONE, "dark"), (768, "light"), (1440, "light"), (1440, "dark"))
ZONES = ("#zone-course", "#zone-chat", "#zone-reading")


def overflowing(page: Page) -> list[str]:
    """Elements that reach over the right edge, unless they stand in a box that scrolls."""
    found: list[str] = page.evaluate(
        """() => {
          const scrolls = (e) => { for (; e && e !== document.body; e = e.parentElement)
            if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(e).overflowX)
                && e.getBoundingClientRect().right <= innerWidth + 1) return true; return false; };
          return [...document.querySelectorAll('body *')].filter((e) => e.checkVisibility()
              && !e.closest('.sr-only, .skip, #noted') && e.getBoundingClientRect().right > innerWidth + 1
              && !scrolls(e.parentElement)).map((e) => e.tagName + '.' + e.className);
        }"""
    )
    return found


def overlapping(page: Page) -> bool:
    """Whether two visible zones cover each other."""
    boxes = [page.locator(zone).bounding_box() for zone in ZONES]
    seen = sorted((box["x"], box["x"] + box["width"]) for box in boxes if box and box["width"])
    return any(right > left + 1 for (_, right), (left, _) in itertools.pairwise(seen))


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_every_width_fits_and_axe_is_content(
    browser: Browser, served: Served, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(served.base + "/")
    page.wait_for_selector(".welcome")
    problems: list[str] = []

    def look(screen: str) -> None:
        page.wait_for_timeout(150)
        assert overflowing(page) == [], screen
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), screen
        assert not overlapping(page), screen
        problems.extend(f"{screen}: {problem}" for problem in serious(page))

    look("first screen")
    ask(page, "How do I begin, by RICE? " + "averyveryverylongword" * 6)
    look("answer")
    page.click("#live .down")
    page.click("#live [data-do=take-away]")
    look("feedback and files")
    page.locator("#live .card").nth(2).click()
    page.wait_for_selector("#cited")
    look("reading")
    if width < 1180:
        page.click("[data-do=view][data-view=course]")
    page.evaluate(
        "document.querySelectorAll('#zone-course details').forEach((e) => { e.open = true })"
    )
    look("course")
    page.click('.template[data-template="t-pilot"]')
    page.wait_for_selector("#question-form")
    look("form")
    context.close()
    assert problems == []


def serious(page: Page) -> list[str]:
    """What axe calls serious or critical."""
    pytest.importorskip("axe_playwright_python", reason="pip install axe-playwright-python")
    script = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(script)
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{violation['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:160]}"
        for violation in result["violations"]
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]


def test_landmarks_and_names(page: Page) -> None:
    for role, name in (
        ("navigation", "The course"),
        ("main", "Chat"),
        ("complementary", "Source in the course"),
    ):
        assert page.get_by_role(role, name=name, exact=True).count() == 1  # type: ignore[arg-type]
    expect(page.get_by_role("textbox", name="Your question")).to_be_visible()


def test_keyboard_alone(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.type("How do I begin?")
    page.keyboard.press("Enter")
    page.wait_for_selector("#live .status")
    chip = page.locator("#live .answer-text .chip").first
    chip.focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_selector("#cited")
    expect(page.locator("#reading-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(chip).to_be_focused()


def test_sentences_are_announced_once_each(page: Page, served: Served) -> None:
    served.product.assistant.pause = 0.2
    ask(page, "How do I begin?")
    lines = page.locator("#announcer p")
    expect(lines).to_have_count(4)
    spoken = lines.all_inner_texts()
    assert spoken[0] == "Begin with one question and little money."
    assert spoken[-1].startswith("Supported by 4 passages")
    assert page.locator("#announcer").get_attribute("aria-live") == "polite"


def test_no_motion_where_it_is_not_wanted(browser: Browser, served: Served) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(served.base + "/")
    page.wait_for_selector(".welcome")
    served.product.assistant.pause = 0.0
    ask(page, "How do I begin?")
    moving = page.evaluate(
        "[...document.querySelectorAll('.pane *')].filter((e) => "
        "getComputedStyle(e).animationName !== 'none').length"
    )
    assert moving == 0
    context.close()


def test_on_a_phone_one_zone_at_a_time(browser: Browser, served: Served) -> None:
    context = browser.new_context(viewport={"width": PHONE, "height": 740})
    page = context.new_page()
    page.goto(served.base + "/")
    page.wait_for_selector(".welcome")
    ask(page, "How do I begin?")
    page.locator("#live .answer-text .chip").first.click()
    expect(page.locator("#zone-chat")).to_be_hidden()
    expect(page.locator("#cited")).to_be_in_viewport()
    page.click("[data-do=close-reading]")
    expect(page.locator("#zone-chat")).to_be_visible()
    expect(page.locator("#zone-reading")).to_be_hidden()
    context.close()
