"""The README's pictures, taken from the running product: python -m tests.browser.screenshots

Needs Chromium and an index of the shipped course (``make run`` makes one).
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import text

from assistant.api.keys import new_key
from assistant.assistant import answer
from assistant.bootstrap import Product, build, close
from assistant.server import create_app
from assistant.settings import load_settings
from assistant.types import Turn
from tests.browser.serving import serving

FOLDER = Path(__file__).parents[2] / "assistant" / "ui" / "screenshots"
COLOURS = 96  # a page of text needs no more, and a picture stays small
QUESTION = "Which KPIs show whether an AI chatbot for support works?"
NUMBERS = (
    "RICE: Chatbot reach 4000 per quarter, impact 2, confidence 80%, effort 3 person-months; "
    "Search reach 9000 per quarter, impact 1, confidence 50%, effort 2 person-months"
)
LIST = """Idea	Reach	Impact	Confidence	Effort (weeks)
Search	12k/qtr	high	80%	18
Chatbot	4k per month	2	80%	12-20
Product texts	9000 per quarter	medium	50%	8
Dynamic pricing	20k/qtr	high	50%	?"""
ASKED = (
    QUESTION,
    "What is model drift?",
    "How do we prioritize AI projects?",
    "What does STRIVE stand for?",
    "Which law sets the fine for a data leak?",
    "What does a chatbot licence cost per month?",
    "How do we scale a pilot?",
)
DAYS = 28


def answer_with_source(page: Page) -> None:
    _ask(page, QUESTION)
    page.locator("#live .chip").first.click()
    page.wait_for_selector("#cited")


def calculation(page: Page) -> None:
    _ask(page, NUMBERS)
    page.locator("#live .calculation").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('#live .calculation').scrollIntoView()")


def question_form(page: Page) -> None:
    page.click(".starter.form >> nth=0")
    page.wait_for_selector("#question-form")
    page.locator("[data-slot]").first.fill("selling loose tea to offices, +15% AOV in nine months")


def workspace(page: Page) -> None:
    page.click("#top .views [data-view=workspace]")
    page.wait_for_selector("#workspace[data-ready]")
    page.click("#ws-bring summary")
    page.fill("#ws-paste", LIST)
    page.click("#ws-read")
    page.wait_for_selector("#ws-headline")
    page.wait_for_selector("#ws-result[aria-busy=false]:not(.stale)")
    page.locator("#ws-table").evaluate("table => table.scrollIntoView()")


def authors(key: str) -> Callable[[Page], None]:
    """The way into the authors' page with this key."""

    def prepare(page: Page) -> None:
        page.goto(page.url.split("?")[0] + "authors")
        page.fill("#key", key)
        page.keyboard.press("Enter")
        page.wait_for_selector("#answered")

    return prepare


PICTURES: tuple[tuple[str, int, int, str, Callable[[Page], None]], ...] = (
    ("desk-light", 1440, 900, "light", answer_with_source),
    ("desk-dark", 1440, 900, "dark", calculation),
    ("workspace", 1440, 1000, "light", workspace),
    ("tablet-form", 768, 900, "light", question_form),
    ("phone-first", 360, 740, "light", lambda page: None),
    ("phone-answer", 360, 740, "dark", lambda page: _ask(page, QUESTION)),
)


def main() -> int:
    """Take every picture; 1 where something is missing, with the reason on stderr."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("no Chromium here; on Debian: apt install chromium", file=sys.stderr)
        return 1
    settings = load_settings()
    with tempfile.TemporaryDirectory() as scratch:
        database = f"sqlite:///{Path(scratch) / 'pictures.sqlite'}"
        keys = Path(scratch) / "keys.txt"
        key, line = new_key(frozenset({"author"}), None)
        keys.write_text(line, "utf-8")
        chosen = {"database_url": database, "api_keys_file": keys, "public_url": None}
        product = build(settings.model_copy(update=chosen))
        try:
            if not product.library.courses():
                print("no course has been ingested yet; run: python -m ingest", file=sys.stderr)
                return 1
            asyncio.run(_ask_for_weeks(product))
            with serving(create_app(product)) as base, sync_playwright() as playwright:
                flags = ["--no-sandbox", "--disable-gpu"]
                browser = playwright.chromium.launch(executable_path=chromium, args=flags)
                FOLDER.mkdir(exist_ok=True)
                for name, width, height, scheme, prepare in PICTURES:
                    _take(browser, base, name, (width, height), scheme, prepare)
                _take(browser, base, "authors", (1200, 1000), "light", authors(key))
                browser.close()
        finally:
            close(product)
    return 0


def _take(
    browser: Browser,
    base: str,
    name: str,
    size: tuple[int, int],
    scheme: str,
    prepare: Callable[[Page], None],
) -> None:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        locale="en-GB",
    )
    page = context.new_page()
    page.goto(base + "/")
    page.wait_for_selector(".welcome")
    prepare(page)
    page.mouse.move(2, 2)
    page.wait_for_timeout(500)
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path)
    context.close()
    picture = Image.open(path).convert("RGB").quantize(COLOURS)
    picture.save(path, optimize=True)
    print(f"{path.name}: {path.stat().st_size // 1000} kB")


async def _ask_for_weeks(product: Product) -> None:
    """Real answers to a few questions, spread over the last weeks, for the authors to look at."""
    for ago in range(DAYS):
        for number in range(3):
            question = ASKED[(3 * ago + number * (1 + ago % 3)) % len(ASKED)]
            given = await answer(product.assistant, Turn(question, owner=f"reader:{number}"))
            asked = datetime.now(UTC) - timedelta(days=ago, minutes=number)
            with product.store.engine.begin() as connection:
                connection.execute(
                    text("UPDATE turns SET created = :asked WHERE id = :answer"),
                    {"asked": asked.isoformat(timespec="microseconds"), "answer": given.id},
                )


def _ask(page: Page, question: str) -> None:
    page.fill("#question textarea", question)
    page.click("#ask")
    page.wait_for_selector("#live .status")


if __name__ == "__main__":
    raise SystemExit(main())
