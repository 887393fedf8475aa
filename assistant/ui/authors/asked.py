"""What the address of the authors' page asks for: course, period, a question to link to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.authors import DAYS, USUAL_DAYS
from assistant.ui.links import read_opening


@dataclass(frozen=True, slots=True)
class Asked:
    """The choices on the page; whatever makes no sense is the usual one."""

    course: str = ""
    days: int = USUAL_DAYS
    template: str = ""
    slots: Mapping[str, str] = field(default_factory=dict)


def read_asked(query: Mapping[str, str]) -> Asked:
    """The choices in a query string."""
    opening = read_opening(query)
    days = query.get("days", "")
    offered = {str(number): number for number in DAYS}
    return Asked(opening.course, offered.get(days, USUAL_DAYS), opening.template, opening.slots)
