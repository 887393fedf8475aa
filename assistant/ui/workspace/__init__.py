"""The workspace tab: its style, its script and its words, as one block for the page's head.

The tab draws itself in the browser and talks to ``/v1/workspace``; no Gradio component has a part
in it, so that a cell answers as fast as one types. Texts reach the page as text nodes only.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from urllib.parse import quote

from assistant.ui.markup import tag, text
from assistant.ui.texts import Texts, catalogue

_SCRIPTS = ("dom.js", "grid.js", "fields.js", "result.js", "shelf.js", "workspace.js")
_PREFIX = "ws_"


@cache
def head() -> str:
    """The style and the script as HTML, ready for the page's head."""
    here = files(__package__)
    style = here.joinpath("workspace.css").read_text("utf-8")
    texts = {
        language: {
            name.removeprefix(_PREFIX): said
            for name, said in words.entries.items()
            if name.startswith(_PREFIX)
        }
        for language, words in catalogue().items()
    }
    # "</" would end the script, wherever it stands.
    data = json.dumps(texts, ensure_ascii=True).replace("</", "<\\/")
    script = "\n".join(here.joinpath(name).read_text("utf-8") for name in _SCRIPTS)
    return (
        f"<style>{style}</style>"
        f'<script>(() => {{\n"use strict";\nconst TEXTS = {data};\n{script}\n}})();</script>'
    )


def workspace_link(answer_id: str, words: Texts) -> str:
    """The way from a calculation in the chat to the same figures in the workspace."""
    address = f"/?view=workspace&answer={quote(answer_id, safe='')}"
    link = tag(
        "a", text(words("ws_open_here")), href=address, class_="to-workspace", data_answer=answer_id
    )
    return tag("p", link)
