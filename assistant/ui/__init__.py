"""The chat page: a Gradio app mounted in the FastAPI app, below the API's routes.

Nothing here imports Gradio before `mount` or `build_page` is called: it costs two seconds, so
that whoever serves the page decides when to pay. Its analytics are off before it is imported,
and so are the tables it would make of every event, which nobody here reads.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI

    from assistant.bootstrap import Product

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "1000000000"

__all__ = ["build_page", "mount"]


def build_page(product: Product) -> gr.Blocks:
    """The page as a Gradio app of its own, to be mounted now or later."""
    from assistant.ui.page import build

    return build(product)


def mount(app: FastAPI, product: Product) -> None:
    """Put the page at ``/``, behind every route that `app` already has, and the authors' beside."""
    from assistant.ui.authors import add_author_pages
    from assistant.ui.page import mount_at_root

    add_author_pages(app)
    mount_at_root(app, product)
