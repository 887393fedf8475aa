"""The workspace open in Chromium, and what its tests do with it again and again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Served, Watch

HOSTILE = "Pricing <img src=x onerror=window.hacked=1>"
MESSY = "\n".join(
    (
        "Ideas for spring",
        "Idea\tReach\tImpact\tConfidence\tEffort (weeks)\tOwner",
        "Search\t12k/qtr\thigh\t80%\t18\tAnn",
        "Chatbot\t4k per month\t2\t80%\t12-20\tBob",
        "Product texts\t9000 per quarter\tmedium\t50\t8\tEve",
        f"{HOSTILE}\t20k/qtr\thigh\t50%\t?\tAnn",
    )
)


@pytest.fixture
def desk(context: BrowserContext, served: Served, watch: Watch) -> Page:
    """The workspace, open and ready, at 1440 pixels."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    watch.follow(opened)
    opened.goto(served.base + "/?view=workspace")
    ready(opened)
    return opened


@pytest.fixture(autouse=True)
def patient(context: BrowserContext) -> Iterator[None]:
    context.set_default_timeout(30_000)
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=5_000)


def ready(page: Page) -> None:
    page.wait_for_selector("#workspace[data-ready]")


def settled(page: Page) -> None:
    """Wait until what is shown is the result of what stands in the table."""
    page.wait_for_selector("#ws-result[aria-busy=false]:not(.stale)")


def bring(page: Page, text: str) -> None:
    page.click("#ws-bring summary")
    page.fill("#ws-paste", text)
    page.click("#ws-read")
    expect(page.locator("#ws-said")).to_contain_text("Read:")
    page.wait_for_selector("#ws-headline")
    settled(page)


def names(page: Page) -> list[str]:
    """The ranked names, first to last, without the marks beside them."""
    found: list[str] = page.eval_on_selector_all(
        "#ws-result .ranking tbody th", "cells => cells.map(c => c.firstChild.textContent)"
    )
    return found


def save(page: Page, name: str, button: str = "#ws-save") -> None:
    page.fill("#ws-name", name)
    page.click(button)
    expect(page.locator("#ws-said")).to_have_text(f"Saved: {name}")
    settled(page)


def download(page: Page, form: str, folder: Path) -> Path:
    page.click("#ws-export summary")
    with page.expect_download() as waiting:
        page.click(f"[data-export={form}]")
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path
