"""The authors' page and the form before it, as whole documents."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from assistant.authors import DAYS
from assistant.linking import text_link
from assistant.ui.authors import sections
from assistant.ui.authors.sharing import sharing
from assistant.ui.markup import tag, text
from knowledge.errors import CourseError

if TYPE_CHECKING:
    from assistant.authors import Overview
    from assistant.bootstrap import Product
    from assistant.ui.authors.asked import Asked
    from assistant.ui.texts import Texts
    from knowledge.library import Course

_PARTS = (
    "authors_next", "authors_answered_short", "authors_uncovered_short", "authors_feedback",
    "authors_links", "authors_course", "authors_evaluation",
)  # fmt: skip
_ANCHORS = ("next", "answered", "uncovered", "feedback", "links", "course", "evaluation")
_NEW_KEY = "python -m assistant.api.keys author --expires 2030-12-31 >> keys.txt"


def authors_page(
    product: Product, course: Course, found: Overview, asked: Asked, address: str, words: Texts
) -> str:
    """The page of figures for one course."""
    manifests = product.library.courses()
    default = manifests[0].course == course.id
    settings = product.settings
    base = settings.public_url or address
    query = urlencode({"course": course.id, "days": asked.days})

    def ask(question: str) -> str:
        return text_link("", question, None if default else course.id)

    def opens(permalink: str) -> bool:
        try:
            course.resolve(permalink)
        except CourseError:
            return False
        return True

    choices = [(one.course, one.title or one.course) for one in manifests]
    body = (
        _top(course.title, _choices(choices, course.id, asked, words), words)
        + tag("p", text(words("authors_privacy")), class_="muted")
        + sections.actions(found, words)
        + sections.answered(found, words)
        + sections.uncovered(found, opens, ask, f"/authors/uncovered.csv?{query}", words)
        + sections.feedback(found, opens, words)
        + sharing(course, settings, asked, base, default, words)
        + sections.course_state(found, words)
        + sections.evaluation(found, words)
    )
    return _document(words("authors_title"), body, words)


def sign_in_page(words: Texts, *, has_keys: bool = True, problem: str = "") -> str:
    """The form that takes a key; without a keys file, how to come by one."""
    told = (
        tag("p", text(problem), class_="alarm dropped", role="alert", id="problem")
        if problem
        else ""
    )
    if not has_keys:
        body = (
            tag("p", text(words("authors_no_keys")))
            + tag("pre", tag("code", text(_NEW_KEY)))
            + tag("p", text(words("authors_no_keys_then")))
            + tag("pre", tag("code", "export ASSISTANT_API_KEYS_FILE=keys.txt"))
            + tag("p", text(words("authors_no_keys_note")), class_="muted")
        )
    else:
        field = (
            '<input id="key" name="key" type="password" required autocomplete="current-password"'
            ' spellcheck="false" aria-describedby="key-note'
            f'{" problem" if problem else ""}"{" aria-invalid=true" if problem else ""}>'
        )
        body = tag(
            "form",
            told
            + tag("label", text(words("authors_key")), for_="key")
            + field
            + tag("p", text(words("authors_key_note")), class_="muted", id="key-note")
            + tag("button", text(words("authors_sign_in")), class_="primary"),
            action="/authors/login", method="post",
        )  # fmt: skip
    heading = tag("h1", text(words("authors_title")))
    return _document(
        words("authors_title"), tag("section", heading + body, class_="sign-in"), words
    )


def _top(course: str, choices: str, words: Texts) -> str:
    leave = tag(
        "form",
        tag("button", text(words("authors_sign_out"))),
        action="/authors/logout", method="post",
    )  # fmt: skip
    links = "".join(
        tag("li", tag("a", text(words(name)), href=f"#{anchor}"))
        for name, anchor in zip(_PARTS, _ANCHORS, strict=True)
    )
    return tag(
        "div",
        tag("div", tag("h1", text(words("authors_title"))) + tag("p", text(course)), class_="names")
        + leave,
        class_="top",
    ) + tag("nav", tag("ul", links), aria_label=words("authors_parts")) + choices  # fmt: skip


def _choices(courses: list[tuple[str, str]], current: str, asked: Asked, words: Texts) -> str:
    periods = "".join(
        tag(
            "option", text(words("authors_days", days=days)), value=str(days),
            selected=days == asked.days,
        )
        for days in DAYS
    )  # fmt: skip
    fields = tag(
        "div",
        tag("label", text(words("authors_period")), for_="days")
        + tag("select", periods, id="days", name_="days"),
        class_="field",
    )
    if len(courses) > 1:
        options = "".join(
            tag("option", text(title), value=name, selected=name == current)
            for name, title in courses
        )
        fields = tag(
            "div",
            tag("label", text(words("authors_course")), for_="chosen-course")
            + tag("select", options, id="chosen-course", name_="course"),
            class_="field",
        ) + fields  # fmt: skip
    else:
        fields += sections.hidden("course", current)
    return tag(
        "form",
        fields + tag("button", text(words("authors_show"))),
        action="/authors", method="get", class_="row",
    )  # fmt: skip


def _document(title: str, body: str, words: Texts) -> str:
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="robots" content="noindex"><link rel="icon" href="data:,">'
        f'<title>{text(title)}</title><link rel="stylesheet" href="/authors/authors.css">'
        '<script src="/authors/authors.js" defer></script>'
    )
    skip = tag("a", text(words("authors_skip")), href="#main", class_="skip")
    live = tag("p", "", id="said", class_="sr-only", aria_live="polite")
    bar = tag("header", tag("a", text(words("title")), href="/", class_="home"), class_="bar")
    main = tag("main", body, id="main", tabindex="-1")
    return (
        f'<!doctype html><html lang="{text(words.language)}"><head>{head}</head>'
        f"<body>{skip}{bar}{main}{live}</body></html>"
    )
