"""The whole server: the API with the chat page below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import ui
from assistant.api.addresses import Page
from assistant.api.app import create_api
from assistant.ui.authors import AUTHOR_ROUTES
from assistant.ui.routes import ROUTES

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.bootstrap import Product


def create_app(product: Product, *, page: bool = True) -> FastAPI:
    """The server for a product; without ``page`` the API alone.

    Raises SettingsError if the keys file cannot be used.
    """
    return create_api(product, Page((*ROUTES, *AUTHOR_ROUTES), ui.mount) if page else None)
