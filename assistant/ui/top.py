"""The top of the page: its name, the way to skip to the question, the switch between views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.ui.markup import pane, tag, text
from assistant.ui.places import DESK, place_names

if TYPE_CHECKING:
    from assistant.ui.texts import Texts

_VIEWS = ("course", "chat", "reading", "workspace")
_SPOKEN = ("zone_course", "zone_chat", "zone_reading", "copied", "delete_confirm", "use_mine")


def top_blocks(words: Texts, course_title: str = "") -> str:
    """The top pane. It also carries the few texts that the script needs, as data attributes."""
    views = "".join(
        tag(
            "button",
            text(words(f"view_{view}")),
            type="button",
            data_do="view",
            data_view=view,
            aria_pressed="true" if view == "chat" else "false",
        )
        for view in _VIEWS
    )
    spoken = {f"data_text_{name}": words(name) for name in _SPOKEN}
    return pane(
        [
            tag("a", text(words("skip")), href="#question", class_="skip", data_do="skip"),
            tag(
                "div",
                tag(
                    "div",
                    tag("h1", text(words("title"))) + tag("p", text(course_title)),
                    class_="names",
                )
                + _places(words)
                + tag("nav", views, class_="views", aria_label=words("views")),
                class_="top-bar",
                id="top-bar",
                data_language=words.language,
                **spoken,
            ),
            tag("div", "", id="announcer", class_="sr-only", aria_live="polite", role="log"),
        ]
    )


def _places(words: Texts) -> str:
    """The way between the places of the page, once there is more than one."""
    names = place_names()
    if len(names) < 2:
        return ""
    buttons = "".join(
        tag(
            "button",
            text(words(f"place_{name}")),
            type="button",
            data_do="place",
            data_place=name,
            aria_current="page" if name == DESK else None,
        )
        for name in names
    )
    return tag("nav", buttons, class_="places", aria_label=words("places"))


def empty_reading(words: Texts) -> str:
    """The reading pane before anything is opened."""
    return pane([tag("p", text(words("reading_empty")), class_="muted empty")])
