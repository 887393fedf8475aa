"""The table of follow-ups: what is left out is taken from before, and nothing more."""

from __future__ import annotations

import re

import pytest

from assistant.contextualise import contextualise
from tests.assistant.follow_ups import ROWS, SWITCHED, Row
from tests.assistant.understanding.test_messages import READER


def answer_of(points: tuple[str, ...]) -> str:
    """An answer as it is shown, with these points."""
    return "\n".join(f"- {point} [1]" for point in points)


def misread(row: Row) -> list[str]:
    """What the row asks for and the standalone question does not hold."""
    found = contextualise(row.message, row.earlier, READER, answer_of(row.points))
    text = found.text.lower()
    faults = [f"{w!r} is missing: {text!r}" for w in row.has if w not in text]
    faults += [
        f"{w!r} is there: {text!r}"
        for w in row.hasnt
        if re.search(rf"(?<!\w){re.escape(w)}(?!\w)", text)
    ]
    if found.length != row.length:
        faults.append(f"{found.length}, not {row.length}")
    if row in SWITCHED and found.carried != "nothing":
        faults.append(f"carried {found.carried}: {text!r}")
    return faults


@pytest.mark.parametrize("row", ROWS, ids=[f"{r.earlier[-1][:20]} {r.message[:30]}" for r in ROWS])
def test_follow_up(row: Row) -> None:
    assert misread(row) == []
