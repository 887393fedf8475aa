"""Links into the page and code to embed it: what an author puts into a lesson.

A link fills in and never asks; `assistant.ui.links` reads it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Literal
from urllib.parse import quote, urlencode, urlsplit

Advice = Literal["no_public_url", "not_https", "no_origins"]


def question_link(
    base: str, template_id: str, slots: Mapping[str, str], course: str | None = None
) -> str:
    """The address that opens a question template with these slots filled; empty ones are left
    out. ``course`` is named where it is not the default one."""
    return _link(base, [("question", template_id), *_slots(slots)], course)


def text_link(base: str, question: str, course: str | None = None) -> str:
    """The address that opens the page with this text in the question box."""
    return _link(base, [("q", question)], course)


def embed_code(link: str, title: str) -> str:
    """An ``iframe`` for a lesson's page."""
    return (
        f'<iframe src="{escape(link)}" title="{escape(" ".join(title.split()))}" loading="lazy"'
        ' allow="clipboard-write" style="width:100%;height:640px;border:0"></iframe>'
    )


def advice(public_url: str | None, allowed_origins: Sequence[str]) -> tuple[Advice, ...]:
    """What keeps a link or an embedded page from working for others, as the settings stand."""
    found: list[Advice] = []
    if public_url is None:
        found.append("no_public_url")
    elif urlsplit(public_url).scheme != "https":
        found.append("not_https")
    if not allowed_origins:
        found.append("no_origins")
    return tuple(found)


def _slots(slots: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(f"slot.{name}", text) for name, text in slots.items() if text.strip()]


def _link(base: str, query: list[tuple[str, str]], course: str | None) -> str:
    if course is not None:
        query = [("course", course), *query]
    return f"{base.rstrip('/')}/?{urlencode(query, quote_via=quote)}"
