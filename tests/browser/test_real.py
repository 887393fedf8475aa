"""The page over the real product: the shipped course, ingested, asked, its source clicked."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from assistant.assistant import answer
from assistant.bootstrap import Product, build, close
from assistant.server import create_app
from assistant.settings import Settings
from assistant.types import Answer, Turn
from tests.browser.conftest import Watch, ask
from tests.browser.serving import serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def product(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    folder: Path = tmp_path_factory.mktemp("data")
    subprocess.run(
        [sys.executable, "-m", "ingest"],
        env={**os.environ, "ASSISTANT_DATA_DIR": str(folder)},
        check=True,
        capture_output=True,
        timeout=300,
    )
    built = build(Settings(data_dir=folder))
    yield built
    close(built)


def test_ask_and_read_the_source(product: Product, browser: Browser, watch: Watch) -> None:
    with serving(create_app(product)) as base:
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        page = context.new_page()
        page.set_default_timeout(30_000)
        watch.follow(page)
        page.goto(base + "/")
        page.wait_for_selector(".welcome")
        ask(page, "What does a chatbot for support move, which KPIs?")
        expect(page.locator("#live .status")).to_contain_text("Supported by")
        chip = page.locator("#live .answer-text .chip").first
        permalink = chip.get_attribute("data-passage") or ""
        chip.click()
        expect(page.locator("#cited")).to_be_in_viewport()
        course, place = product.library.by_permalink(permalink)
        quote = course.document_text(place.document)[place.start : place.end]
        words = re.compile(r"[^\W_]+")
        shown = " ".join(page.locator("#reading mark").all_inner_texts())
        assert words.findall(shown) == words.findall(quote)
        found = page.request.get(
            base + (page.locator("#reading .permalink").get_attribute("href") or "")
        )
        assert found.status == 200
        export = page.request.get(
            base + (page.locator(".exports a").first.get_attribute("href") or "")
        )
        assert export.status == 200
        assert "KPIs" in export.text()
        page.click("#course details.inner summary >> nth=0")
        page.locator(".template:has(.slot)").first.click()
        page.wait_for_selector("#question-form")
        page.click("[data-do=form-ask]")
        page.wait_for_selector("#live .asked")
        page.wait_for_selector("#live .status")
        assert watch.complaints == []
        assert watch.failures == []
        context.close()


def test_every_suggestion_of_the_course_is_answered(product: Product) -> None:
    def asked(question: str) -> Answer:
        # In a thread of its own: the browser's driver keeps a loop running in this one.
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(asyncio.run, answer(product.assistant, Turn(question))).result()

    firsts = (
        "Which KPIs show whether an AI chatbot for support works?",
        "What should we do first to raise average order value by 10%?",
        "A tool costs 12,000 and brings in 21,000: what is its ROI?",
        "What is the weather today?",
    )
    suggested = {s for question in firsts for s in asked(question).suggestions}
    assert len(suggested) >= len(firsts)
    declined = {s for s in suggested if asked(s).status not in {"answered", "partial"}}
    assert declined == set()
