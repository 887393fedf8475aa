"""What was said, and what a message means by it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Carried = Literal["nothing", "topic", "frame", "everything"]


@dataclass(frozen=True, slots=True)
class Standalone:
    """The message as it stands alone, what was carried over, and the length asked for.

    ``leaning``: the message put under the last question, for one that carries nothing by its form
    and may still be meant so ("would you switch all stores in one weekend?"); whether it is, only
    a look into the course can tell. "" where there is no such reading.
    """

    text: str
    carried: Carried = "nothing"
    length: Literal["normal", "shorter", "longer"] = "normal"
    leaning: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said before: the last standalone questions, oldest first, and the last answer."""

    questions: tuple[str, ...]
    topic: str  # a noun, or "" where the questions are about no single thing
    phrase: str  # the last question as a phrase
    points: Sequence[str]
    answer: str
    held: bool  # whether the question before the last is about the same topic

    @property
    def previous(self) -> str:
        """The last question."""
        return self.questions[-1]
