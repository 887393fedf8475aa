"""The places of the page: the desk with its chat, and whatever stands beside it.

A place is named in the top bar once there is more than the desk. To add one, write a function
that lays out its components, give it a text ``place_<name>`` in the catalogue and a line here;
its script goes into ``script/``, its look into ``style.css`` below ``#place-<name>``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.bootstrap import Product
    from assistant.ui.texts import Texts

DESK = "chat"


@dataclass(frozen=True, slots=True)
class Place:
    """One place beside the desk; ``build`` is called inside a Gradio column of its own."""

    name: str
    build: Callable[[Product, Texts], None]


PLACES: tuple[Place, ...] = ()


def place_names() -> tuple[str, ...]:
    """Every place, the desk first."""
    return (DESK, *(place.name for place in PLACES))
