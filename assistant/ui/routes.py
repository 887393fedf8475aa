"""The Gradio routes that the page uses, as data; everything else may be refused.

Found by watching the page open, ask, stop, read, delete and send feedback in Chromium, and held to it
by a test. A window that shows its icon also asks for the favicon and the manifest.
"""

from __future__ import annotations

ROUTES: tuple[tuple[str, str], ...] = (
    ("GET", r"/"),
    ("GET", r"/assets/[^/]+"),
    ("GET", r"/static/.+"),
    ("GET", r"/theme\.css"),
    ("GET", r"/manifest\.json"),
    ("GET", r"/favicon\.ico"),
    ("POST", r"/gradio_api/queue/join"),
    ("GET", r"/gradio_api/queue/data"),
    ("POST", r"/gradio_api/cancel"),
    ("POST", r"/gradio_api/reset"),
)
