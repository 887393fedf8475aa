"""A real Chromium against a real server; without Chromium these tests are skipped, saying why."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from assistant.server import create_app
from tests.browser.product import PageProduct, page_product
from tests.browser.serving import serving

if TYPE_CHECKING:
    from assistant.bootstrap import Product

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass
class Served:
    """The page behind a server, and the product under it."""

    base: str
    app: FastAPI
    product: PageProduct


@dataclass
class Watch:
    """What a page asked for and complained about."""

    requests: list[tuple[str, str]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        page.on("request", lambda request: self.requests.append((request.method, request.url)))
        page.on(
            "response",
            lambda response: (
                self.failures.append(f"{response.status} {response.url}")
                if response.status >= 400
                else None
            ),
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda line: self.complaints.append(line.text) if line.type == "error" else None,
        )


@pytest.fixture(scope="package")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("page")
    product = page_product(folder)
    app = create_app(cast("Product", product))
    with serving(app) as base:
        yield Served(base, app, product)
    product.store.close()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here; on Debian: apt install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Browser, served: Served) -> Iterator[BrowserContext]:
    """A browser of its own: its own cookie, its own storage."""
    served.product.assistant.turns.clear()
    served.product.assistant.pause = 0.0
    made = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    made.set_default_timeout(15_000)
    yield made
    made.close()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def page(context: BrowserContext, served: Served, watch: Watch) -> Page:
    """The page, open and ready, at 1440 pixels."""
    opened = context.new_page()
    watch.follow(opened)
    opened.goto(served.base + "/")
    opened.wait_for_selector(".welcome")
    return opened


def ask(page: Page, question: str) -> None:
    """Type a question, press Ask and wait for the end of the answer."""
    page.fill("#question textarea", question)
    page.click("#ask")
    page.wait_for_selector(f'#live .question:has-text("{question[:20]}")')
    page.wait_for_selector("#live .status")
