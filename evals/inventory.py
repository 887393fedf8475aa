"""The inventory: what the shipped course must say, fact by fact.

The course in ``knowledge/course`` is a rewriting, and rewriting loses things silently. So every
fact of the source material stands on one line of ``cases/inventory.jsonl``, with patterns that
hold only while the edition still carries the fact in the section where it belongs. A second check
guards against the opposite fault: wording that was not rewritten at all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.errors import EvalsError

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_LESSON = re.compile(r"^lesson:\s*[\"']?([^\"'\n]+?)[\"']?\s*$", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing the course says, and how to see that the edition says it.

    ``original`` and ``edition`` are anchors: a few words, verbatim from the source and from our
    text, that find the place. ``terms`` are case-insensitive patterns which must all match in the
    edition's section.
    """

    id: str
    lesson: str
    section: str
    fact: str
    original: str
    edition: str
    terms: tuple[str, ...]


def load_inventory(path: Path) -> list[Fact]:
    """The facts of a JSON-lines file, in its order.

    EvalsError names the line where a field is missing or unknown or a pattern does not compile:
    a fact that cannot be checked must not pass for one that holds.
    """
    facts: list[Fact] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            record = json.loads(line)
            fact = Fact(**{**record, "terms": tuple(record["terms"])})
            for term in fact.terms:
                re.compile(term)
        except (KeyError, TypeError, ValueError, re.error) as error:
            raise EvalsError(f"{path.name}, line {number}: {error}") from None
        facts.append(fact)
    return facts


def edition_sections(course_dir: Path) -> dict[tuple[str, str], str]:
    """Each section's text under its lesson and heading, up to the next heading of any level.

    Small sections make the check strict: a term that stands elsewhere in the lesson does not
    excuse its absence here. EvalsError if a file's front matter names no lesson, or if a lesson
    has the same heading twice, since one section would then hide the other.
    """
    sections: dict[tuple[str, str], str] = {}
    for path in sorted(course_dir.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        front_matter = _FRONT_MATTER.match(text)
        lesson = _LESSON.search(front_matter[1]) if front_matter else None
        if lesson is None:
            raise EvalsError(f"{path.name}: the front matter names no lesson")
        headings = list(_HEADING.finditer(text))
        ends = [*(heading.start() for heading in headings[1:]), len(text)]
        for heading, end in zip(headings, ends, strict=bool(headings)):
            key = (lesson[1], heading[1])
            if key in sections:
                raise EvalsError(f"{path.name}: the heading {heading[1]!r} stands twice")
            sections[key] = text[heading.end() : end].strip()
    return sections


def check_edition(facts: Sequence[Fact], course_dir: Path) -> list[str]:
    """What the edition lacks, one line per missing section, anchor or term: ``id: what``."""
    sections = edition_sections(course_dir)
    problems: list[str] = []
    for fact in facts:
        text = sections.get((fact.lesson, fact.section))
        if text is None:
            problems.append(f"{fact.id}: lesson {fact.lesson} has no section {fact.section!r}")
            continue
        if not fact.edition or fact.edition not in text:
            problems.append(f"{fact.id}: {fact.section!r} lacks the anchor {fact.edition!r}")
        for term in fact.terms:
            if not re.search(term, text, re.IGNORECASE):
                problems.append(f"{fact.id}: nothing in {fact.section!r} matches {term!r}")
    return problems


def shared_runs(edition_text: str, original_text: str, n: int = 12) -> list[str]:
    """The runs of ``n`` words or more, ignoring case and punctuation, that both texts hold."""
    edition, original = (
        re.findall(r"[a-z0-9]+", text.lower()) for text in (edition_text, original_text)
    )
    known = {tuple(original[i : i + n]) for i in range(len(original) - n + 1)}
    spans: list[tuple[int, int]] = []  # of the edition's words; each as long as it can be
    for i in range(len(edition) - n + 1):
        if tuple(edition[i : i + n]) in known:
            start = spans.pop()[0] if spans and spans[-1][1] == i + n - 1 else i
            spans.append((start, i + n))
    return [" ".join(edition[start:end]) for start, end in spans]
