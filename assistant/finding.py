"""Evidence for a part of a question: passages, then the sentences in them that answer it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assistant.confidence import judge
from assistant.evidence import ANSWERS, Evidence, Findings
from assistant.missing import holders_first
from assistant.understanding import Part
from assistant.understanding.parts import split_parts, told
from knowledge.library import Course
from knowledge.models import Vectors
from knowledge.pairs import in_place
from knowledge.query import Query
from knowledge.text import content_stems
from knowledge.types import Chunk, Hit

HITS = 24
# Of so many passages those are read besides whose sentences are nearest: what answers may stand in
# a passage that as a whole is about something else.
REACH, BESIDES = 100, 16
# Fitted on the tuning halves of the labelled questions of two courses; flat around these values.
# Words held count for more where some sentence holds most of them: a question in words of its own
# shares none but chance ones with its answer.
COSINE_WEIGHT, PASSAGE_WEIGHT, PASSAGE_COSINE_WEIGHT = 0.65, 0.25, 0.17
COVERAGE_WEIGHT, COVERAGE_TRUST = 0.11, 0.16
ENCODED_SHARE = 0.7  # of a sentence's likeness that comes from the query encoder's vector
ROW_GAIN = 0.05
NEIGHBOUR_GAIN = 0.05
HEADING_GAIN = 0.04
LESSON_GAIN = 0.06  # for standing in the lesson the question names, which it may name wrongly
SYNONYM_WORTH, HEADING_WORTH = 0.6, 0.7
BESIDE_WEIGHT = 0.35  # of a second search beside the first
STATEMENT_LOSS = 0.12  # a motto is near to everything and answers nothing
MANY_PAGES = 5
VERIFIED_WEIGHT = 0.8  # of the verifier's word, beside a score of at most 1
STORY_WORDS, MORE_WORDS, LONGEST_STORY = 6, 2, 500  # content words of a question and its story
# Sentences for the verifier: more where the first do not answer.
READ_AT_ONCE, READ_AT_MOST = 24, 36
UNREAD = frozenset({"meta", "templates", "takeaways", "summary"})  # answered without a search


def find(course: Course, part: Part, beside: str = "") -> Findings:
    """Search for a part, rank the sentences found, and judge whether they cover it.

    ``beside`` is what the conversation was about when the part was asked, as typed: searched too,
    with less weight, since a follow-up put into words of its own may have lost some.
    """
    query = course.read(part.query)
    hits, evidence = _search(course, part, query)
    nameless = part.query_without_names if _drowns(query) else ""
    story = "" if beside else _story(part)
    for other in (nameless, beside, story):
        if other:
            more_hits, more = _search(course, part, course.read(other))
            hits = _best_of(hits, more_hits)
            evidence = _blended(evidence, more)
    # The verifier has learned from words as they are spelled.
    asked = course.reader.mended(story or part.text)
    evidence = _with_neighbours(_verified(course, part, asked, evidence))
    verdict = judge(course, part, query, hits, evidence, beside)
    if verdict.status == "not_in_course":
        evidence = holders_first(course, part, evidence)
    return Findings(
        part, tuple(hits), tuple(evidence), verdict.status, verdict.reason, verdict.off_topic
    )


def _story(part: Part) -> str:
    """A part with what is told around it ("… When must a person step in?"), or "" where the part
    says enough by itself. What else the message asks is no part of its story."""
    message = part.message.strip()
    own = set(content_stems(part.text))
    if len(own) > STORY_WORDS or len(message) > LONGEST_STORY:
        return ""
    asked, context = split_parts(message)
    story = message if len(asked) <= 1 else f"{told(context)} {part.text}".strip()
    return story if len(set(content_stems(story)) - own) >= MORE_WORDS else ""


def _drowns(query: Query) -> bool:
    """Whether a name in the query stands on so many pages that it drowns what is asked about it."""
    return any(t.kind != "value" and len(t.chunks) >= MANY_PAGES for t in query.terms)


def _search(course: Course, part: Part, query: Query) -> tuple[list[Hit], list[Evidence]]:
    """The passages for one wording of a part, and their sentences with their worth."""
    vector = course.embed([query.text])[0]
    encoded = course.encoded(query.text)
    hits = _found(course, query, vector, encoded)
    weights = {word: course.lexical.idf(word) for word in (*query.stems, *query.synonyms)}
    found: list[Evidence] = []
    for hit in hits:
        gain = HEADING_GAIN * _under(course, hit.chunk, query)
        if part.lesson and _in_lesson(hit.chunk, part.lesson):
            gain += LESSON_GAIN
        if hit.chunk.row is not None:
            gain += ROW_GAIN
        if hit.chunk.kind == "statement":
            gain -= STATEMENT_LOSS
        passage = PASSAGE_WEIGHT * hit.score
        passage += PASSAGE_COSINE_WEIGHT * max(0.0, hit.signals.get("dense", 0.0))
        frame = set(content_stems(" ".join((*hit.chunk.headings, hit.chunk.lead_in))))
        for start, end, sentence in course.sentences_of(hit.chunk):
            text = hit.chunk.text[start:end]
            cosine = float(np.clip(sentence @ vector, 0.0, 1.0))
            covered = coverage(query, text, frame, weights)
            begin = hit.chunk.start
            answers = float(np.clip(sentence @ encoded, 0.0, 1.0))
            near = (1 - ENCODED_SHARE) * cosine + ENCODED_SHARE * answers
            score = COSINE_WEIGHT * near + passage + gain
            found.append(
                Evidence(hit.chunk, begin + start, begin + end, text, score, cosine, covered)
            )
    most = max((e.coverage for e in found), default=0.0)
    worth = COVERAGE_WEIGHT + COVERAGE_TRUST * most
    return hits, [replace(e, score=e.score + worth * e.coverage) for e in found]


def _verified(
    course: Course, part: Part, question: str, evidence: list[Evidence]
) -> list[Evidence]:
    """Evidence where the verifier, if there is one, has read the best with the question."""
    if course.verifier is None or part.kind in UNREAD:
        return evidence
    ranked = sorted(evidence, key=lambda e: -e.score)
    probable: list[float] = []
    while len(probable) < READ_AT_MOST and max(probable, default=0.0) < ANSWERS:
        more = ranked[len(probable) : min(len(probable) + READ_AT_ONCE, READ_AT_MOST)]
        if not more:
            break
        texts = [in_place(e.chunk, e.text) for e in more]
        probable += map(float, course.verifier.scores(question, texts))
    whole = 1 + VERIFIED_WEIGHT
    read = zip(ranked, probable, strict=False)
    return [
        *(replace(e, score=(e.score + VERIFIED_WEIGHT * p) / whole, verified=p) for e, p in read),
        *(replace(e, score=e.score / whole) for e in ranked[len(probable) :]),
    ]


def _found(course: Course, query: Query, vector: Vectors, encoded: Vectors) -> list[Hit]:
    """The best passages, and of the next those whose sentences are nearest to the question."""
    hits = course.searcher.search_with(query, vector, REACH)
    asked = (1 - ENCODED_SHARE) * vector + ENCODED_SHARE * encoded

    def nearest(hit: Hit) -> float:
        return max((float(v @ asked) for _, _, v in course.sentences_of(hit.chunk)), default=0.0)

    return [*hits[:HITS], *sorted(hits[HITS:], key=nearest, reverse=True)[:BESIDES]]


def _best_of(hits: Sequence[Hit], more: Sequence[Hit]) -> list[Hit]:
    """Both lists of hits, each passage once with its higher score, best first."""
    best: dict[str, Hit] = {}
    for hit in (*hits, *more):
        known = best.get(hit.chunk.id)
        if known is None or hit.score > known.score:
            best[hit.chunk.id] = hit
    return sorted(best.values(), key=lambda h: -h.score)


def _blended(evidence: Sequence[Evidence], more: Sequence[Evidence]) -> list[Evidence]:
    """Sentences by the score of both searches, the first counting more. One that a search did not
    find is worth to it as much as the least it found."""
    worth = {(e.chunk.document, e.start): e.score for e in more}
    least = min(worth.values(), default=0.0)
    found = {}
    for item in evidence:
        key = (item.chunk.document, item.start)
        score = (1 - BESIDE_WEIGHT) * item.score + BESIDE_WEIGHT * worth.get(key, least)
        found[key] = replace(item, score=score)
    least = min((e.score for e in evidence), default=0.0)
    for item in more:
        key = (item.chunk.document, item.start)
        if key not in found:
            score = (1 - BESIDE_WEIGHT) * least + BESIDE_WEIGHT * item.score
            found[key] = replace(item, score=score)
    return list(found.values())


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
