"""Quick: the page can be used soon after the server is ready, and says nothing to anybody else."""

from __future__ import annotations

import os
import time

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Served

pytestmark = pytest.mark.browser
USABLE_S = 2.0


def test_the_page_is_usable_within_two_seconds(browser: Browser, served: Served) -> None:
    # A core that others use too has less time for us: the limit is for a core of our own.
    crowding = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    took = []
    for _ in range(3):
        context = browser.new_context()
        page = context.new_page()
        begun = time.monotonic()
        page.goto(served.base + "/", wait_until="commit")
        page.wait_for_selector(".welcome")
        expect(page.locator("#question textarea")).to_be_editable()
        took.append(time.monotonic() - begun)
        context.close()
    assert min(took) < USABLE_S * crowding, took
