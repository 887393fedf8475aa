"""What could be asked next: the course's own templates of the lesson at hand, and their neighbours."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.calculators.record import CalculatorResult
from assistant.evidence import Findings
from assistant.understanding import Question
from knowledge.library import Course
from knowledge.text import content_stems
from knowledge.types import QuestionTemplate

LIMIT = 3


def suggest(
    course: Course,
    question: Question,
    findings: Sequence[Findings],
    results: Sequence[CalculatorResult],
) -> tuple[str, ...]:
    """At most three questions: the calculator's own next question, then templates of the lesson."""
    found = [r.next_question for r in results if r.next_question]
    lesson = next(
        (f.evidence[0].chunk.lesson for f in findings if f.evidence and not f.off_topic), ""
    )
    said = set(content_stems(question.text))

    def worth(template: QuestionTemplate) -> tuple[bool, int]:
        return (template.lesson == lesson, len(said & set(content_stems(template.template))))

    askable = [
        t for t in course.content.templates if t.kind in {"suggested", "alternative", "discussion"}
    ]
    for template in sorted(askable, key=worth, reverse=True):
        words = set(content_stems(template.template))
        if len(said & words) < 0.7 * max(1, len(words)):  # not the question just asked
            found.append(" ".join(template.template.split()))
    return tuple(dict.fromkeys(found))[:LIMIT]
