"""The table of messages: everything a row names is understood."""

from __future__ import annotations

import re
import time

import pytest

from assistant.understanding import Question, understand
from knowledge.query import QueryReader
from knowledge.types import Term
from tests.assistant.understanding.messages import MESSAGES, SEVERAL, Row

TERMS = (
    *(Term(name, (), "acronym", (name,)) for name in ("STRIVE", "RICE", "ICE", "TCO", "HITL", "CDP")),
    Term("ROI", ("Return on Investment",), "acronym", ("r",)),
    Term("CLV", ("customer lifetime value",), "acronym", ("c",)),
    Term("AOV", ("average order value",), "acronym", ("a",)),
    Term("CSAT", ("customer satisfaction",), "acronym", ("s",)),
    Term("CoE", ("center of excellence",), "acronym", ("e",)),
    Term("GDPR", (), "acronym", ("g",)),
    Term("AI Chatbot (Support)", ("chatbot",), "row", ("b",)),
    Term("AI-Powered Site Search", ("site search",), "row", ("t",)),
    Term("AI for Dynamic Pricing", ("dynamic pricing",), "row", ("p",)),
    Term("AI Personalization Engine", ("personalization engine",), "row", ("q",)),
    Term("Holdout Groups", ("holdout group",), "term", ("h",)),
    Term("Data minimization", (), "term", ("m",)),
    Term("Pilot projects", ("pilot",), "term", ("j",)),
    Term("Search Usage Rate", (), "value", ("u",)),
)  # fmt: skip
READER = QueryReader({"pilot": 25, "kpis": 23, "bias": 9, "consent": 6}, TERMS, frozenset())


def misread(row: Row, found: Question) -> list[str]:
    """What the row asks for and the code did not understand."""
    faults = []
    kinds = tuple(part.kind for part in found.parts)
    if row.kinds is not None and not _fits(row, kinds):
        faults.append(f"kinds {kinds}, not {row.kinds}: {[p.text for p in found.parts]}")
    if row.goal != "":
        goal = found.goal and (
            found.goal.metric, found.goal.direction, found.goal.amount, found.goal.deadline
        )  # fmt: skip
        if goal != row.goal:
            faults.append(f"goal {goal}, not {row.goal}")
    if row.count is not None and row.count not in [part.count for part in found.parts]:
        faults.append(f"count {[part.count for part in found.parts]}, not {row.count}")
    if row.product is not None and found.product != row.product:
        faults.append(f"product {found.product!r}, not {row.product!r}")
    if row.lesson and row.lesson not in [part.lesson for part in found.parts]:
        faults.append(f"lesson {[part.lesson for part in found.parts]}, not {row.lesson}")
    if row.horizon is not None and (found.horizon and found.horizon.text) != row.horizon:
        faults.append(f"horizon {found.horizon}, not {row.horizon!r}")
    searched = " ".join(part.query for part in found.parts).lower()
    faults += [f"{w!r} not searched: {searched!r}" for w in row.has if w.lower() not in searched]
    faults += [
        f"{w!r} searched: {searched!r}"
        for w in row.hasnt
        if re.search(rf"(?<!\w){re.escape(w.lower())}(?!\w)", searched)
    ]
    return faults


def _fits(row: Row, kinds: tuple[str, ...]) -> bool:
    if kinds == row.kinds:
        return True
    # Where a message of one part names two kinds, either will do.
    return len(kinds) == 1 and kinds[0] in (row.kinds or ()) and row not in SEVERAL


@pytest.mark.parametrize("row", MESSAGES, ids=[row.text[:50] for row in MESSAGES])
def test_message(row: Row) -> None:
    assert misread(row, understand(row.text, READER)) == []


def test_the_table_is_large_and_no_message_stands_twice() -> None:
    assert len({row.text for row in MESSAGES}) == len(MESSAGES) >= 150


@pytest.mark.parametrize(
    "piece",
    [
        "raise 15% ",
        "+15% ",
        "the and ",
        "a, what is ",
        "goal: ",
        "1) x ",
        "x is 5, want 6 ",
        "what ",
        "please ",
    ],
)
def test_a_message_made_to_be_slow_is_not(piece: str) -> None:
    began = time.perf_counter()
    understand((piece * 8000)[:8000], READER)
    assert time.perf_counter() - began < 15  # minutes, where the work grows with the square
