"""The page's layout and wiring: panes, the question box, and which act fills which pane."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import gradio as gr
from fastapi import FastAPI

from assistant.ui.acts import MESSAGE_LENGTH, Desk
from assistant.ui.places import PLACES
from assistant.ui.texts import FIRST_LANGUAGE, catalogue
from assistant.ui.top import empty_reading, top_blocks
from assistant.ui.workspace import head as workspace_head

if TYPE_CHECKING:
    from assistant.api.limits import Limits
    from assistant.bootstrap import Product

AT_ONCE = 32
WAITING = 256
SCRIPTS = ("core", "answers", "forms", "reading", "history", "start")  # the start comes last
_ACTS = (
    *("ask", "stop", "passage", "template", "feedback"),
    *("conversation", "rename", "find", "delete"),
)
_COMPONENT_TEXTS = ("question_label", "question_placeholder", "ask", "stop")
_SYSTEM = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "sans-serif"]
_SYSTEM_MONO = ["ui-monospace", "SF Mono", "Menlo", "Consolas", "monospace"]


def build(product: Product, limits: Limits | None = None) -> gr.Blocks:
    """The page over `product`. Questions count against `limits`, if there are any."""
    desk = Desk(product, limits)
    words = catalogue()[FIRST_LANGUAGE]
    spoken = _spoken()
    page: gr.Blocks = gr.Blocks(title=words("title"), analytics_enabled=False)
    with page:
        top = _pane("top", top_blocks(words))
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="zone-course"):
                conversations = _pane("conversations")
                course = _pane("course")
            with gr.Column(elem_id="zone-chat"):
                with gr.Column(elem_id="scroller"):
                    past = _pane("past")
                    live = _pane("live")
                    form = _pane("form")
                with gr.Row(elem_id="composer"):
                    box = gr.Textbox(
                        label=spoken("question_label"),
                        placeholder=spoken("question_placeholder"),
                        lines=1,
                        max_lines=8,
                        max_length=MESSAGE_LENGTH,
                        submit_btn=False,
                        elem_id="question",
                        scale=1,
                    )
                    ask = gr.Button(spoken("ask"), variant="primary", elem_id="ask", scale=0)
                    gr.Button(spoken("stop"), elem_id="stop", scale=0)
            with gr.Column(elem_id="zone-reading"):
                reading = _pane("reading", empty_reading(words))
        for place in PLACES:
            with gr.Column(elem_id=f"place-{place.name}", elem_classes=["place"]):
                place.build(product, words)
        noted = _pane("noted")
        conversation, course_id = _wire("state-conversation"), _wire("state-course")
        acts = {name: _wire(f"act-{name}") for name in _ACTS}

        answer_panes = [past, live, conversations, form, box, conversation]
        once = {**_EVENT, "trigger_mode": "once", "concurrency_limit": AT_ONCE}
        asking = [
            gr.on(
                [box.submit, ask.click],
                desk.ask_box,
                [box, conversation, course_id],
                answer_panes,
                **once,
            ),
            acts["ask"].submit(
                desk.ask_this, [acts["ask"], conversation, course_id], answer_panes, **once
            ),
        ]
        stopped = [acts["stop"], conversation, course_id]
        acts["stop"].submit(
            desk.stop, stopped, [past, live, conversations, box], cancels=asking, **_EVENT
        )
        acts["passage"].submit(desk.open_passage, acts["passage"], reading, **_EVENT)
        acts["template"].submit(desk.open_template, [acts["template"], course_id], form, **_EVENT)
        shown = [past, live, conversations, form, conversation]
        acts["conversation"].submit(
            desk.open_conversation, [acts["conversation"], course_id], shown, **_EVENT
        )
        acts["delete"].submit(
            desk.delete_conversation, [acts["delete"], conversation, course_id], shown, **_EVENT
        )
        acts["rename"].submit(
            desk.rename_conversation, [acts["rename"], conversation], conversations, **_EVENT
        )
        acts["find"].submit(
            desk.find_conversation, [acts["find"], conversation], conversations, **_EVENT
        )
        acts["feedback"].submit(desk.give_feedback, acts["feedback"], noted, **_EVENT)
        page.load(
            desk.open_page,
            None,
            [top, course, conversations, past, live, form, box, conversation, course_id, reading],
            **_EVENT,
        )
    page.queue(default_concurrency_limit=AT_ONCE, max_size=WAITING)
    return page


def mount_at_root(app: FastAPI, product: Product) -> None:
    """Mount the page at ``/`` of `app`, behind the routes that are there."""
    page = build(product, getattr(app.state, "limits", None))
    gr.mount_gradio_app(app, page, path="/", **page_options())


def page_options() -> dict[str, Any]:
    """How the page is mounted: closed, without a node server, with our look and script."""
    here = files(__package__)
    parts = [here.joinpath("script", f"{name}.js").read_text("utf-8") for name in SCRIPTS]
    script = '(() => {\n"use strict";\n' + "\n".join(parts) + "})();"
    style = here.joinpath("style.css").read_text("utf-8")
    return {
        "ssr_mode": False,
        "show_error": False,
        "footer_links": [],
        "run_history": False,
        "pwa": False,
        "enable_monitoring": False,
        "mcp_server": False,
        "max_file_size": "1kb",
        "theme": gr.themes.Base(font=_SYSTEM, font_mono=_SYSTEM_MONO),
        # Not as `css`: Gradio would rewrite the selectors to hold inside its container only.
        "head": f"<style>{style}</style><script>{script}</script>{workspace_head()}",
        "i18n": _i18n(),
    }


_EVENT: dict[str, Any] = {
    "show_progress": "hidden",
    "api_visibility": "private",
    "queue": True,
    "trigger_mode": "always_last",
}


def _pane(name: str, value: str = "") -> gr.Markdown:
    """A pane of HTML of ours; `assistant.ui.markup` escapes and sanitises what goes in."""
    return gr.Markdown(
        value,
        elem_id=name,
        elem_classes=["pane"],
        sanitize_html=False,
        latex_delimiters=[],
        header_links=False,
        buttons=[],
        container=False,
    )


def _wire(name: str) -> gr.Textbox:
    """A field nobody sees, through which the page's script sends one kind of act."""
    return gr.Textbox(elem_id=name, visible="hidden", label=name, lines=1)


def _i18n() -> gr.I18n:
    return gr.I18n(
        **{
            language: {name: words(name) for name in _COMPONENT_TEXTS}
            for language, words in catalogue().items()
        }
    )


def _spoken() -> Any:
    i18n = _i18n()
    return lambda name: i18n(name)
