"""The page for course authors, at ``/authors`` and behind a key: HTML of our own, no framework.

It holds what learners asked and the course did not cover, feedback, what was answered over time,
links to questions, the course's index and its last evaluation. It names no learner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

AUTHOR_ROUTES: tuple[tuple[str, str], ...] = (
    ("GET", r"/authors"),
    ("GET", r"/authors/uncovered\.csv"),
    ("GET", r"/authors/authors\.(?:css|js)"),
    ("POST", r"/authors/login"),
    ("POST", r"/authors/logout"),
)


def add_author_pages(app: FastAPI) -> None:
    """Put the pages into an app that `assistant.api.app.create_api` made."""
    from assistant.ui.authors.doors import new_router

    app.include_router(new_router())
