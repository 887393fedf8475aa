"""Briefs for composers, over a small made-up course, without an index."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import cast

from assistant.calculators.record import CalculatorResult
from assistant.composing import Brief, Draft
from assistant.evidence import Evidence, Findings
from assistant.types import Coverage
from assistant.understanding import Goal, Kind, Part, Question
from knowledge.library import Course
from knowledge.types import Chunk, Term

ENGINES = "Recommendation engines raise average order value by showing products that fit together."
LAGGING = (
    "Average order value is a lagging indicator, while clicks on suggestions are a leading one."
)
CONSENT = "Do not personalise offers without clear consent from the customer."
PILOT = "A pilot runs for three months and costs 8% of the yearly marketing budget."
SUPPORT = "Support bots answer routine questions and lower the cost of every case."
COURSE_TEXTS = (ENGINES, LAGGING, CONSENT, PILOT, SUPPORT)


def course() -> Course:
    """What composers need of a course: a title and its names."""
    names = ("recommendation engines", "support bots", "average order value", "AOV", "STRIVE")
    terms = tuple(Term(name, (), "term", ()) for name in names)
    return cast(Course, SimpleNamespace(title="AI for Shops", content=SimpleNamespace(terms=terms)))


def evidence(text: str, at: int = 0, score: float = 0.8, lead_in: str = "") -> Evidence:
    """A passage that is its own chunk."""
    chunk = Chunk(
        id=f"c{at}",
        document="made-up.md",
        document_id="0" * 16,
        start=at,
        end=at + len(text),
        text=text,
        kind="prose",
        lesson="1.1",
        section="Choosing tools",
        headings=("Lesson 1.1", "Choosing tools"),
        lead_in=lead_in,
    )
    return Evidence(chunk, at, at + len(text), text, score)


def findings(
    asked: str,
    texts: Sequence[str] = COURSE_TEXTS,
    *,
    status: Coverage = "covered",
    kind: Kind = "how",
    reason: str = "",
    at: int = 0,
) -> Findings:
    """A part with its passages, best first."""
    found = []
    for i, text in enumerate(texts):
        found.append(evidence(text, at, score=0.9 - i / 100))
        at += len(text) + 2
    part = Part(asked, asked, kind, "any", None, (), "")
    return Findings(part, (), tuple(found), status, reason)


def brief(
    *parts: Findings,
    message: str = "How do I raise my average order value?",
    goal: str = "",
    product: str = "",
    calculations: Sequence[CalculatorResult] = (),
) -> Brief:
    """A brief for these parts; by default one part that all the passages answer."""
    parts = parts or (findings(message),)
    aim = Goal(goal, "", "", "", None, "", ()) if goal else None
    question = Question(message, tuple(f.part for f in parts), aim, product, "")
    return Brief(course(), question, message, parts, tuple(calculations))


def outline(brief: Brief) -> list[Draft]:
    """The answer without a model, as far as the model composer takes it over."""
    gaps = [
        Draft(f"The course {f.reason}.", support="guidance", role="gap")
        for f in brief.findings
        if f.status == "not_in_course"
    ]
    return [*gaps, Draft("Next: ask about one of these.", support="guidance", role="next")]
