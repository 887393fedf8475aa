"""Evidence for a part of a question: passages, then the sentences in them that answer it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assistant.confidence import judge
from assistant.evidence import Evidence, Findings
from assistant.understanding import Part
from knowledge.library import Course
from knowledge.query import Query
from knowledge.text import content_stems
from knowledge.types import Chunk

HITS = 24
# Fitted on the tuning half of the labelled questions; flat around these values.
COSINE_WEIGHT, COVERAGE_WEIGHT, PASSAGE_WEIGHT, SUBSTANCE_WEIGHT = 0.45, 0.25, 0.3, 0.05
SUBSTANCE = 400  # characters from which a sentence counts as having all the substance it may
NEIGHBOUR_GAIN = 0.08
HEADING_GAIN = 0.12
LESSON_GAIN = 0.1  # for standing in the lesson the question names, which it may name wrongly
SYNONYM_WORTH, HEADING_WORTH = 0.6, 0.7


def find(course: Course, part: Part) -> Findings:
    """Search for a part, rank the sentences found, and judge whether they cover it."""
    query = course.read(part.query)
    vector = course.embed([query.text])[0]
    hits = course.searcher.search_with(query, vector, HITS)
    weights = {word: course.lexical.idf(word) for word in (*query.stems, *query.synonyms)}
    evidence: list[Evidence] = []
    for hit in hits:
        gain = HEADING_GAIN * _under(course, hit.chunk, query)
        if part.lesson and _in_lesson(hit.chunk, part.lesson):
            gain += LESSON_GAIN
        frame = set(content_stems(" ".join((*hit.chunk.headings, hit.chunk.lead_in))))
        for start, end, sentence in course.sentences_of(hit.chunk):
            text = hit.chunk.text[start:end]
            cosine = float(np.clip(sentence @ vector, 0.0, 1.0))
            covered = coverage(query, text, frame, weights)
            score = (
                COSINE_WEIGHT * cosine
                + COVERAGE_WEIGHT * covered
                + PASSAGE_WEIGHT * hit.score
                + gain
                + SUBSTANCE_WEIGHT * min(1.0, len(text) / SUBSTANCE)
            )
            offset = hit.chunk.start
            evidence.append(
                Evidence(hit.chunk, offset + start, offset + end, text, score, cosine, covered)
            )
    evidence = _with_neighbours(evidence)
    verdict = judge(course, part, query, hits, evidence)
    return Findings(
        part, tuple(hits), tuple(evidence), verdict.status, verdict.reason, verdict.off_topic
    )


def coverage(query: Query, text: str, frame: set[str], weights: dict[str, float]) -> float:
    """Share of the query's information (by idf) that a sentence holds, 0..1.

    A word held by a relative in meaning counts by its likeness, one in the headings or the lead-in
    of the sentence less, one held by a synonym of the field less again.
    """
    held = set(content_stems(text))
    total = sum(weights[word] for word in query.stems)
    if not total:
        return 0.0
    spare = sum(word in held for word in query.synonyms)
    gained = 0.0
    for word in query.stems:
        alike = max(
            (likeness for other, likeness in query.related.get(word, ()) if other in held),
            default=0.0,
        )
        if word in held:
            gained += weights[word]
        elif word in frame:
            gained += HEADING_WORTH * weights[word]
        elif alike:
            gained += alike * weights[word]
        elif spare > 0:
            gained += SYNONYM_WORTH * weights[word]
            spare -= 1
    return min(1.0, gained / total)


def distinct(evidence: Sequence[Evidence], limit: int, floor: float) -> list[Evidence]:
    """The best sentences at or above ``floor``, without those that say the same again."""
    chosen: list[Evidence] = []
    seen: list[set[str]] = []
    for item in evidence:
        if item.score < floor or len(chosen) >= limit:
            break
        words = set(content_stems(item.text))
        if len(words) < 2:
            continue
        if any(len(words & other) / max(1, min(len(words), len(other))) > 0.75 for other in seen):
            continue
        chosen.append(item)
        seen.append(words)
    return chosen


def _with_neighbours(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Evidence ranked, where the sentence after the best one gains: an answer often runs on."""
    ranked = sorted(evidence, key=lambda e: -e.score)
    if not ranked:
        return []
    best = ranked[0]
    following = [e for e in ranked if e.chunk.id == best.chunk.id and 0 < e.start - best.end <= 3]
    return sorted(
        (replace(e, score=e.score + NEIGHBOUR_GAIN) if e in following else e for e in ranked),
        key=lambda e: -e.score if e is best else -min(e.score, best.score),
    )


def _under(course: Course, chunk: Chunk, query: Query) -> float:
    """How much of a heading over the chunk the question names, 0..1, by what its words tell."""
    said = {
        *query.stems,
        *(w for t in query.terms for n in (t.name, *t.aliases) for w in content_stems(n)),
    }
    best = 0.0
    for heading in chunk.headings[-3:]:
        words = set(content_stems(heading))
        total = sum(course.lexical.idf(w) for w in words)
        if total and len(words & said) >= min(2, len(words)):
            best = max(best, sum(course.lexical.idf(w) for w in words & said) / total)
    return best


def _in_lesson(chunk: Chunk, lesson: str) -> bool:
    return chunk.lesson == lesson or chunk.lesson.startswith(f"{lesson}.")
