"""The author's way through their page, in a real browser: sign in, see, act, sign out."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import text

from assistant.api import limits
from assistant.api.keys import new_key
from assistant.server import create_app
from assistant.settings import Settings
from assistant.store import Feedback, Store
from assistant.types import AnswerPart, Turn
from tests.browser.conftest import Watch
from tests.browser.product import PageProduct, page_product
from tests.browser.serving import serving
from tests.browser.test_access import overflowing, serious

if TYPE_CHECKING:
    from assistant.bootstrap import Product

pytestmark = pytest.mark.browser
HOSTILE = 'Which <img src=x onerror="window.hacked=1"> vendor ' + "averyveryverylongword" * 8
GAPS = ("What does a vendor charge per month?", "Which law sets the fine?", HOSTILE)
OWNER = "browser:0ddba11"


def fill(product: PageProduct) -> None:
    """Six weeks of questions; in the last week many more are not covered. Some complain."""
    generator = random.Random(3)
    moments = []
    for ago in range(42):
        for number in range(8):
            missed = generator.random() < (0.6 if ago < 7 else 0.1)
            question = GAPS[(number + ago) % 3] if missed else "How do we grow a pilot?"
            if missed and number == 0:
                question += " Ask me at orla@quimby.example"
            given = product.assistant.answer(Turn(question, owner=OWNER))
            status = "not_in_course" if missed else "covered"
            part = AnswerPart(text=question, status=status, nearest=1 if missed else None)
            changes = {"status": "declined" if missed else "answered", "parts": (part,)}
            given = given.model_copy(update=changes)
            product.store.save_turn(OWNER, given)
            moments.append((given.id, datetime.now(UTC) - timedelta(days=ago)))
            if number == 3 and missed:
                comment = f"Call +49 30 1234567, {HOSTILE}"
                product.store.save_feedback(
                    OWNER, Feedback(given.id, "down", ("wrong_source",), comment)
                )
    with product.store.engine.begin() as connection:
        for answer, moment in moments:
            connection.execute(
                text("UPDATE turns SET created = :moment WHERE id = :answer"),
                {"moment": moment.isoformat(timespec="microseconds"), "answer": answer},
            )


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a server with a keys file, and an author's key."""
    folder: Path = tmp_path_factory.mktemp("authors")
    key, line = new_key(frozenset({"author"}), None)
    (folder / "keys.txt").write_text(line, "utf-8")
    product = page_product(folder)
    fill(product)
    product = replace(
        product, settings=Settings(data_dir=folder, api_keys_file=folder / "keys.txt")
    )
    with pytest.MonkeyPatch.context() as patch:
        # The tests sign in more often, one after the other, than a person may.
        patch.setattr(limits, "LOGIN_PER_ADDRESS", limits.Rate(per_minute=600, burst=100))
        with serving(create_app(cast("Product", product))) as base:
            yield base, key
    cast(Store, product.store).close()


def signed_in(page: Page, house: tuple[str, str]) -> Page:
    base, key = house
    page.goto(base + "/authors")
    page.get_by_label("Author key").or_(page.get_by_label("Autorenschlüssel")).fill(key)
    page.keyboard.press("Enter")
    page.wait_for_selector("#answered")
    return page


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(360, "dark", "de-DE"), (768, "light", "en-GB"), (1440, "light", "de"), (1440, "dark", "en-GB")],
)  # fmt: skip
def test_every_width_fits_and_axe_is_content(
    browser: Browser, house: tuple[str, str], width: int, scheme: str, language: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale=language,
        bypass_csp=True,  # for axe's own script; the policy is watched in another test
    )
    page = context.new_page()
    problems: list[str] = []

    def look(screen: str) -> None:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), screen
        assert overflowing(page) == [], screen
        problems.extend(f"{screen}: {problem}" for problem in serious(page))

    page.goto(house[0] + "/authors")
    look("sign in")
    page.fill("#key", "wrong.key")
    page.click("button.primary")
    page.wait_for_selector("#problem")
    look("wrong key")
    signed_in(page, house)
    look("figures")
    page.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true })")
    look("all open")
    context.close()
    assert problems == []


def test_the_author_sees_the_drop_and_what_to_write(
    browser: Browser, house: tuple[str, str]
) -> None:
    context = browser.new_context(locale="en-GB")
    watch = Watch()
    page = context.new_page()
    watch.follow(page)
    signed_in(page, house)
    expect(page.get_by_role("alert")).to_contain_text("The answered share dropped")
    steps = page.locator(".actions > li")
    expect(steps.first).to_contain_text("fell to")
    write = steps.filter(has_text="Nearest: Lesson 1.1 · Choosing a pilot").first
    expect(write).to_contain_text("were not covered")
    write.get_by_role("link").click()
    target = page.locator(":target")
    expect(target).to_be_in_viewport()
    expect(target).to_have_class("question")
    content = page.content()
    for secret in ("quimby", "1234567", "0ddba11"):
        assert secret not in content
    assert page.evaluate("window.hacked") is None
    assert page.locator("main img").count() == 0
    assert all(url.startswith((house[0], "data:")) for _, url in watch.requests)
    assert not any(house[1] in url for _, url in watch.requests)
    assert watch.complaints == []
    assert watch.failures == []
    context.close()


def test_a_link_is_made_copied_and_opens_prefilled(
    browser: Browser, house: tuple[str, str]
) -> None:
    context = browser.new_context(locale="en-GB", permissions=["clipboard-read", "clipboard-write"])
    page = signed_in(context.new_page(), house)
    page.get_by_label("Question of the course").select_option("t-pilot")
    page.get_by_role("button", name="Choose").click()
    page.wait_for_url("**question=t-pilot**")
    page.wait_for_selector("#slots")
    page.get_by_label("Product").fill("silk & satin")
    # The script follows while one types; without it the button makes the same link.
    typed = page.locator("#link").input_value()
    page.get_by_role("button", name="Make the link").click()
    page.wait_for_url("**slot.product**")
    expect(page.locator("#link")).to_have_value(typed)
    page.locator("[data-copy=code]").click()
    expect(page.locator("[data-copy=code]")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith('<iframe src="http://127.0.0.1')
    assert "silk%20%26%20satin" in copied
    page.get_by_role("link", name="Open the link").click()
    page.wait_for_selector("#question-form")
    expect(page.locator("#slot-0")).to_have_value("silk & satin")
    assert page.locator("#live .question").count() == 0  # nothing was sent
    context.close()


def test_hostile_text_in_an_address_stays_text(browser: Browser, house: tuple[str, str]) -> None:
    context = browser.new_context(locale="en-GB")
    watch = Watch()
    page = signed_in(context.new_page(), house)
    watch.follow(page)
    hostile = '"></textarea><img src=//elsewhere.example/x onerror=window.hacked=1>'
    page.goto(f"{house[0]}/authors?{urlencode({'question': 't-pilot', 'slot.product': hostile})}")
    expect(page.get_by_label("Product")).to_have_value(hostile)
    expect(page.locator("#link")).to_have_value(re.compile("img%20src"))
    page.goto(f"{house[0]}/authors?{urlencode({'course': hostile, 'days': hostile})}")
    assert page.evaluate("window.hacked") is None
    assert page.locator("img, iframe").count() == 0
    assert all(url.startswith((house[0], "data:")) for _, url in watch.requests)
    context.close()


def test_the_embed_code_works_from_a_site_that_may_embed(browser: Browser, tmp_path: Path) -> None:
    """The code, as the page gives it, in a page of an allowed origin and of another one."""
    import http.server
    import threading

    from assistant.linking import embed_code, question_link

    product = page_product(tmp_path)

    class Lesson(http.server.BaseHTTPRequestHandler):
        code = ""

        def do_GET(self) -> None:
            body = f"<!doctype html><title>Lesson</title>{self.code}".encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Lesson) as lessons:
        threading.Thread(target=lessons.serve_forever, daemon=True).start()
        lms = f"http://127.0.0.1:{lessons.server_port}"
        settings = Settings(data_dir=tmp_path, allowed_origins=lms)  # type: ignore[arg-type]
        made = replace(product, settings=settings)
        with serving(create_app(cast("Product", made))) as base:
            Lesson.code = embed_code(question_link(base, "t-cost", {"tool": "a robot"}), "Costs")
            page = browser.new_page()
            page.goto(lms)
            frame = page.frame_locator("iframe[title=Costs]")
            expect(frame.locator("#slot-0")).to_have_value("a robot", timeout=20_000)
            page.goto(lms.replace("127.0.0.1", "localhost"))  # another origin: refused
            page.wait_for_timeout(1_500)
            assert frame.locator("#slot-0").count() == 0
            page.close()
        lessons.shutdown()
    product.store.close()


def test_keyboard_alone_signs_in_reads_and_signs_out(
    browser: Browser, house: tuple[str, str]
) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(house[0] + "/authors")
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "key":
            break
    page.keyboard.type(house[1])
    page.keyboard.press("Enter")
    page.wait_for_selector("#answered")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.innerText.trim()"))
    assert {"Sign out", "Show", "Download as CSV", "As a table"} <= reached
    page.get_by_role("button", name="Sign out").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#key")
    page.goto(house[0] + "/authors")
    expect(page.locator("#key")).to_be_visible()
    context.close()


def test_headings_are_in_order(browser: Browser, house: tuple[str, str]) -> None:
    context = browser.new_context(locale="en-GB")
    page = signed_in(context.new_page(), house)
    # The bar with the page's one main heading may come after what is in it.
    page.wait_for_function("document.querySelectorAll('h1').length === 1")
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3')].map((e) => +e.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))
    context.close()
