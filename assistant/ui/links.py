"""Links into the page: what ``/?q=…``, ``/?question=…&slot.name=…`` and the like open.

A link fills in; it never asks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.ui.templates_form import LONGEST_VALUE
from knowledge.text import clean_message

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_QUESTION = 2000
_LONGEST_ID = 200
_MOST_SLOTS = 20


@dataclass(frozen=True, slots=True)
class Opening:
    """What the page opens with."""

    question: str = ""
    template: str = ""
    slots: Mapping[str, str] = field(default_factory=dict)
    conversation: str = ""
    course: str = ""


def read_opening(query: Mapping[str, str]) -> Opening:
    """The opening that the query string of the page's address asks for."""
    slots = [name for name in query if name.startswith("slot.")][:_MOST_SLOTS]
    return Opening(
        question=clean_message(query.get("q", ""))[:_LONGEST_QUESTION],
        template=query.get("question", "")[:_LONGEST_ID],
        slots={
            name.removeprefix("slot."): clean_message(query[name])[:LONGEST_VALUE] for name in slots
        },
        conversation=query.get("conversation", "")[:_LONGEST_ID],
        course=query.get("course", "")[:_LONGEST_ID],
    )
