"""What a run found and did, in words and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from ingest.found import natural_key
from ingest.sync import Order, Outcome, SyncPlan
from knowledge.types import ChunkKind, CourseContent

_KIND_WORDS: dict[ChunkKind, str] = {
    "prose": "paragraphs",
    "list_item": "list items",
    "table_row": "table rows",
    "example": "examples",
    "definition": "definitions",
    "takeaway": "takeaways",
    "statement": "statements",
    "template": "question templates",
    "reflective": "reflective prompts",
    "discussion": "discussion questions",
    "navigation": "page furniture, never cited",
}


def in_words(order: Order, outcome: Outcome) -> str:
    """The summary a person reads."""
    lines = [f"{order.course}: {_headline(outcome)}"]
    if outcome.status != "unchanged":
        lines.extend(_plan_lines(outcome.plan))
    if outcome.status == "dry-run":
        lines.extend(f"  built anew, since {reason}" for reason in outcome.why)
    if outcome.content is not None:
        lines.extend(_content_lines(outcome.content))
    if outcome.ignored:
        lines.append(
            f"  {_count(len(outcome.ignored), 'file')} passed over (pictures and other non-texts)"
        )
    if outcome.problems:
        lines.append(f"  {_count(len(outcome.problems), 'file')} could not be read:")
        lines.extend(f"    {problem}" for problem in outcome.problems)
    return "\n".join(lines)


def as_json(order: Order, outcome: Outcome) -> dict[str, Any]:
    """The same for a program."""
    manifest, content = outcome.manifest, outcome.content
    data: dict[str, Any] = {
        "course": order.course,
        "title": manifest.title if manifest else order.title,
        "status": outcome.status,
        "version": manifest.version if manifest else None,
        "documents": {
            "added": list(outcome.plan.added),
            "replaced": list(outcome.plan.replaced),
            "removed": list(outcome.plan.removed),
            "left": list(outcome.plan.left),
        },
        "reasons": list(outcome.why),
        "passages": manifest.chunks if manifest else None,
        "ignored": list(outcome.ignored),
        "problems": [{"name": p.name, "reason": p.reason} for p in outcome.problems],
        "seconds": round(outcome.seconds, 3),
    }
    if content is not None:
        data["kinds"] = dict(Counter(chunk.kind for chunk in content.chunks))
        data["lessons"] = _lessons(content)
        data["sections"] = len(content.outline)
        data["questions"] = len(content.templates)
        data["terms"] = len(content.terms)
        data["in_two_places"] = sum(bool(chunk.also_in) for chunk in content.chunks)
    return data


def _headline(outcome: Outcome) -> str:
    manifest = outcome.manifest
    match outcome.status:
        case "unchanged" if manifest is not None:
            return f"unchanged, {_count(manifest.chunks, 'passage')} ({manifest.title})"
        case "dry-run":
            changes = outcome.plan.changes or outcome.why
            return "an ingest would change this" if changes else "nothing would change"
        case _ if manifest is not None:
            return (
                f"{manifest.title}\n  {_count(manifest.chunks, 'passage')} in index version "
                f"{manifest.version}, {outcome.seconds:.1f} s"
            )
    return outcome.status


def _plan_lines(plan: SyncPlan) -> list[str]:
    lines = []
    for word, names in (
        ("added", plan.added),
        ("replaced", plan.replaced),
        ("removed", plan.removed),
        ("left", plan.left),
    ):
        if names:
            lines.append(f"  {word:<9}{len(names):>4}  {_some(names)}")
    return lines


def _content_lines(content: CourseContent) -> list[str]:
    counted = Counter(chunk.kind for chunk in content.chunks)
    kinds = ", ".join(
        f"{counted[k]} {word.removesuffix('s') if counted[k] == 1 else word}"
        for k, word in _KIND_WORDS.items()
        if counted[k]
    )
    lines = [
        f"  {kinds}",
        f"  {_count(len(content.outline), 'section')}, {_count(len(content.terms), 'term')}",
    ]
    lessons = _lessons(content)
    if lessons:
        lines.append(f"  lessons: {_some(lessons, 20)}")
    twice = sum(bool(chunk.also_in) for chunk in content.chunks)
    if twice:
        lines.append(f"  {_count(twice, 'passage')} found in two places and kept once")
    return lines


def _lessons(content: CourseContent) -> list[str]:
    return sorted({c.lesson for c in content.chunks if c.lesson}, key=natural_key)


def _some(names: Sequence[str], most: int = 6) -> str:
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
