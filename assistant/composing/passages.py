"""Answers from sentences and lists: the best sentence first, the rest as points."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.composing.rows import short_column
from assistant.composing.types import Draft, Role
from assistant.composing.wording import readable, sentence
from assistant.evidence import Evidence, Findings
from assistant.finding import distinct
from assistant.understanding import Part
from knowledge.library import Course
from knowledge.text import content_stems
from knowledge.types import Chunk

KEEP = 0.55  # of the best sentence's score, for a further sentence to be said
BACKS = 0.50  # of the best sentence's score, for an item to speak for its whole list
# Words of fact by which an answer of a kind has said enough; a further sentence needs more reason.
ENOUGH = {"define": 90, "fact": 120, "fragment": 120, "quote": 40}
ENOUGH_ELSE = 150
UNSURE, ENOUGH_UNSURE = 0.75, 200  # where no sentence holds most of what was asked, more is told
MOST = 10  # sentences
LEADS = 0.93  # of the best sentence's score, for a lead-in to bring its list
LIST_WORDS = 130  # a longer list is cut to its items' heads
LIST_CHARACTERS = 1500  # a longer list is cited item by item

NEARLY = 0.70  # of the best sentence's score, for another to open instead of an example
_EXAMPLE = re.compile(r"\W*(?:for )?(?:example|instance)s?\b", re.IGNORECASE)
_SHOWS = re.compile(r"\b(?:examples?|instances?|such as|e\.g)\b", re.IGNORECASE)
_PRONOUN_FIRST = re.compile(
    r"(?:it|its|they|their|this|these|those|he|she|such|both)\b(?! (?:is|was) (?:vital|important|essential|crucial"
    r"|critical|fundamental|key|wise|worth|best|possible|hard|easy|useful|helpful|necessary) (?:to|that|for)\b)",
    re.IGNORECASE,
)


def answer_sentences(
    course: Course, findings: Findings, budget: int, prefix: str = ""
) -> list[Draft]:
    """The best sentences for a part within ``budget`` words; a list is given as a list."""
    part, ranked = findings.part, findings.evidence
    if not ranked:
        return []
    best = ranked[0]
    listed = list_for(course, findings)
    drafts: list[Draft] = []
    if listed:
        drafts = list_drafts(course, part, listed, ranked, min(LIST_WORDS, budget), prefix)
        prefix = ""
    inside = {chunk.id for chunk in listed}
    enough = ENOUGH.get(part.kind, ENOUGH_ELSE)
    if max(e.coverage for e in ranked[:MOST]) < UNSURE:
        enough = ENOUGH_UNSURE
    enough = min(budget, enough)
    told = [e for e in ranked if _says_something(e) and e.chunk.id not in inside]
    chosen = distinct(told, MOST, KEEP * best.score)
    if told and not chosen and not listed:  # the best said nothing: what comes next answers
        chosen = distinct(told, MOST, KEEP * told[0].score)
    chosen = opened_well(chosen)
    words = sum(len(draft.text.split()) for draft in drafts)
    told_already = {(e.chunk.id, e.end) for e in chosen}
    for position, found in enumerate(chosen):
        item, text = _said(_with_antecedent(course, found, told_already))
        size = len(text.split())
        if drafts and (words >= enough or words + size > budget):
            continue
        words += size
        # Beside a list a further sentence stands on its own: it is none of the list's items.
        role: Role = "lead" if position == 0 or listed else "point"
        opening = prefix if position == 0 else ""
        lead_in = _lead_in(item)
        frame = f"{opening} {lead_in}".strip()
        if lead_in:
            text = f"{lead_in} {text}"
        drafts.append(Draft(f"{opening}{text}", (item,), support="quoted", role=role, frame=frame))
    if part.kind == "define" and listed and _SHOWS.search(listed[0].lead_in):
        return said_before_shown(drafts, inside)
    return drafts


def said_before_shown(drafts: list[Draft], shown: set[str]) -> list[Draft]:
    """What a thing is, said in a sentence, before the list of passages ``shown`` as its examples."""
    said = next((d for d in drafts if d.evidence[0].chunk.id not in shown), None)
    return drafts if said is None else [said, *(d for d in drafts if d is not said)]


def opened_well(chosen: list[Evidence]) -> list[Evidence]:
    """An example does not open an answer where a sentence nearly as good does; nor does a later
    sentence of one, which speaks of what its first one told."""
    if not chosen or not _is_example(chosen[0]):
        return chosen
    near = (e for e in chosen[1:] if e.score >= NEARLY * chosen[0].score)
    first = next((e for e in near if not _is_example(e) and e.chunk.row is None), None)
    return chosen if first is None else [first, *(e for e in chosen if e is not first)]


def _is_example(item: Evidence) -> bool:
    return item.chunk.kind == "example" or bool(_EXAMPLE.match(item.text))


def _said(item: Evidence) -> tuple[Evidence, str]:
    """A sentence as it is read; of a table row the whole, by its columns and not with its bars."""
    chunk, row = item.chunk, item.chunk.row
    if row is None:
        return item, sentence(item.text)
    whole = replace(item, start=chunk.start, end=chunk.end, text=chunk.text)
    cells = "; ".join(
        f"{short_column(c.column)}: {readable(c.text)}" for c in row.cells[1:] if c.text
    )
    return whole, sentence(f"{row.name}: {cells}")


def _with_antecedent(course: Course, item: Evidence, told: set[tuple[str, int]]) -> Evidence:
    """A sentence that begins with a pronoun together with the one before it, which says of what.

    Alone where there is none before it in its passage, or where that one is told anyway.
    """
    if item.chunk.row is not None or not _PRONOUN_FIRST.match(readable(item.text)):
        return item
    spans = [(start, end) for start, end, _ in course.sentences_of(item.chunk)]
    begin = item.start - item.chunk.start
    before = next((span for span in reversed(spans) if span[1] <= begin), None)
    if before is None or (item.chunk.id, item.chunk.start + before[1]) in told:
        return item
    start = item.chunk.start + before[0]
    text = course.document_text(item.chunk.document)[start : item.end]
    return replace(item, start=start, text=text)


def _says_something(item: Evidence) -> bool:
    """Not a lead-in alone, not a single word."""
    if item.text.rstrip().endswith(":"):
        return False
    return len(set(content_stems(item.text))) >= 2


def list_for(course: Course, findings: Findings) -> tuple[Chunk, ...]:
    """The list that answers as a whole, or ().

    A list answers when its lead-in is what the question is about: the lead-in ranks at the top,
    or several of its items do.
    """
    ranked = findings.evidence
    best = ranked[0]
    top = [e for e in ranked[:8] if e.score >= BACKS * best.score]
    for item in top[:2]:
        if item.score >= LEADS * best.score and item.text.rstrip().endswith(":"):
            following = _list_after(course, item)
            if following:
                return following
    counts: dict[tuple[str, str, str], int] = {}
    for item in top:
        if item.chunk.lead_in:
            key = (item.chunk.document, item.chunk.section, item.chunk.lead_in)
            counts[key] = counts.get(key, 0) + 1
    if best.chunk.lead_in:
        key = (best.chunk.document, best.chunk.section, best.chunk.lead_in)
        asked = set(content_stems(findings.part.query))
        about = set(content_stems(best.chunk.lead_in))
        overlap = len(asked & about) / max(1, len(asked))
        wants_many = findings.part.kind in {"name", "how", "priorities"} or findings.part.count
        if (
            counts.get(key, 0) >= 3
            or (overlap >= 0.5 and wants_many)
            or (counts.get(key, 0) >= 2 and wants_many)
        ):
            return course.list_of(best.chunk)
    return ()


def list_drafts(
    course: Course,
    part: Part,
    items: tuple[Chunk, ...],
    ranked: tuple[Evidence, ...],
    room: int = LIST_WORDS,
    prefix: str = "",
) -> list[Draft]:
    """A list with its lead-in as one source, its items as points."""
    text = course.document_text(items[0].document)
    lead_in = items[0].lead_in
    start = text.rfind(lead_in, 0, items[0].start) if lead_in else -1
    if start < 0 or items[0].start - start > len(lead_in) + 40:
        start = items[0].start
    end = items[-1].end
    scores = {e.chunk.id: e.score for e in reversed(ranked)}
    whole = Evidence(items[0], start, end, text[start:end], ranked[0].score)
    shown = list(items)
    if part.count and part.count < len(shown):
        keep = sorted(shown, key=lambda c: -scores.get(c.id, 0.0))[: part.count]
        shown = [c for c in shown if c in keep]
    one_source = end - start <= LIST_CHARACTERS
    drafts = []
    if lead_in:
        lead = f"{readable(lead_in).rstrip(':.')}:"
        drafts.append(Draft(f"{prefix}{lead}", (whole,), role="lead", frame=prefix))
    total = sum(len(c.text.split()) for c in shown)
    for chunk in shown:
        support = (
            whole
            if one_source
            else Evidence(chunk, chunk.start, chunk.end, chunk.text, scores.get(chunk.id, 0.0))
        )
        said = _head(chunk.text) if total > room else sentence(chunk.text)
        drafts.append(Draft(said, (support,), role="point"))
    return drafts


def _lead_in(item: Evidence) -> str:
    """A list item cited alone keeps the words that introduce it, where it is no full sentence."""
    chunk = item.chunk
    if not chunk.lead_in or chunk.row is not None:
        return ""
    plain = readable(item.text)
    if plain[:1].isupper() and plain[-1:] in ".!?" and len(plain.split()) > 6:
        return ""
    lead = readable(chunk.lead_in).rstrip(":")
    return f"{lead}:" if len(lead.split()) <= 25 else ""


def _list_after(course: Course, item: Evidence) -> tuple[Chunk, ...]:
    """The list that a sentence ending in a colon introduces."""
    for (document, _, _), items in course.lists.items():
        if document == item.chunk.document and 0 <= items[0].start - item.end <= 20:
            return items
    return ()


def _head(text: str) -> str:
    """The head of a list item: its bold or colon-led name with its first sentence, else all of it."""
    plain = readable(text)
    first, mark, rest = plain.partition(": ")
    if mark and len(first.split()) <= 8:
        opening = rest.split(". ")[0].rstrip(".")
        return f"{first}: {opening}." if len(opening.split()) <= 22 else f"{first}."
    return sentence(plain.split(". ")[0])
