"""What a question is about, and whether one thing may take another's place in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.contextualise.forms import ASKED_FOR, DOES
from assistant.contextualise.naming import thing_of
from assistant.contextualise.places import phrases_in
from assistant.understanding.kinds import kind_of
from assistant.understanding.topic_first import topic_first
from knowledge.query import QueryReader, tokens_stemmed
from knowledge.text import content_stems
from knowledge.types import Term

WIDESPREAD = 15  # passages from which on a name is common property of the course


def topic_of(question: str, reader: QueryReader) -> str:
    """The thing a question is about, as a noun: a name of the course, what it asks the meaning of.

    "" where it is about no single thing ("how do we keep watch over a live model?").
    """
    lead, asked = topic_first(question)
    thing = _topic_of(asked, reader)
    return thing if thing or not lead else _topic_of(lead, reader) or thing_of(lead)


def _topic_of(question: str, reader: QueryReader) -> str:
    terms = reader.terms_in(question)
    named = specific(terms) or [
        t for t in terms if t.kind == "heading" and len(t.name.split()) <= 4
    ]
    if len(named) > 1 and kind_of(question) == "compare":
        return " and ".join(surface(term, question) for term in named[:3])
    doing = DOES.search(question)
    if doing and not any(t in named for t in reader.terms_in(doing["subject"])):
        subject = doing["subject"].strip()
        if set(content_stems(subject)) - _ANYBODY and kind_of(question) != "compare":
            return subject  # "How can generative AI help to test algorithms?" is about the former
    if named:
        best = max(named, key=lambda t: (t.kind in {"row", "acronym", "term"}, len(t.name)))
        return surface(best, question)
    asked = ASKED_FOR.match(question)
    if asked and not content_stems(question[asked.end("things") :]):
        return asked["things"]  # "Which intervention levels exist?"
    return thing_of(question)


def surface(term: Term, question: str) -> str:
    """A name as the reader wrote it where that can be found, else as the course writes it."""
    words = re.findall(r"[\w'&/-]+", question)
    for name in (term.name, *term.aliases):
        wanted = tokens_stemmed(name)
        for i in range(len(words) - len(wanted) + 1):
            piece = " ".join(words[i : i + len(wanted)])
            if tokens_stemmed(piece) == wanted:
                return piece
    return term.name


def things_of(question: str, topic: str) -> str:
    """What a question asks for several of, with its topic: "risks of dynamic pricing"; or ""."""
    asked = ASKED_FOR.match(question)
    if not asked or not asked["things"].lower().endswith("s") or asked["things"].lower() in _ASKING:
        return ""
    things = asked["things"]
    if set(content_stems(topic)) <= set(content_stems(things)):
        return things
    return f"{things} of {topic}"


def specific(terms: Sequence[Term]) -> list[Term]:
    """Names that say what a question is about: not headings, not what stands on every page."""
    return [
        t for t in terms if t.kind != "heading" and len(t.chunks) <= WIDESPREAD and len(t.name) > 2
    ]


def names_of(topic: str, previous: str, reader: QueryReader) -> list[str]:
    """The ways the topic may be written in the question, longest first."""
    names = [topic]
    for term in reader.terms_in(previous):
        if term.name == topic:
            names.extend(term.aliases)
    # The reader's own spelling of the topic: the same stems, as they stand in the question.
    words = re.findall(r"[\w'-]+", previous)
    for name in list(names):
        wanted = tokens_stemmed(name)
        size = len(wanted)
        for i in range(len(words) - size + 1):
            piece = " ".join(words[i : i + size])
            if tokens_stemmed(piece) == wanted:
                names.append(piece)
    return sorted(set(names), key=len, reverse=True)


def comparable(rest: str, topic: str, previous: str, reader: QueryReader) -> bool:
    """Whether two things are of a kind, so that one may take the other's place in a question."""
    kinds = [{t.kind for t in reader.terms_in(text)} - {"heading"} for text in (rest, topic)]
    if not kinds[0]:
        # Not a name of the course: a variation of what was asked ("small shops"), unless what was
        # asked was the meaning of one thing.
        return kind_of(previous) not in {"define", "fact", "summary", "takeaways", "templates"}
    return bool(kinds[0] & kinds[1]) or (
        kind_of(previous) == "define" and "value" not in kinds[0] | kinds[1]
    )


def row_places(question: str, reader: QueryReader) -> list[tuple[int, int]]:
    """The spans of a question that name what a table of the course has a row for."""
    spans = [(a, b) for a, b in phrases_in(question) if names_row(question[a:b], reader)]
    clauses = [_CLAUSE_OF.match(question, b) for _, b in spans]
    return [
        (a, clause.end() if clause else b) for (a, b), clause in zip(spans, clauses, strict=True)
    ]


def names_row(thing: str, reader: QueryReader) -> bool:
    """Whether a thing is of the kind that a table of the course has rows for: "the bot that answers
    complaints", beside a row on chatbots. Its head noun tells, or what means the same."""
    head = reader.read(_AFTER_HEAD.split(thing, maxsplit=1)[0]).stems[-1:]
    names = [set(content_stems(_IN_BRACKETS.sub("", name))) for name in reader.names("row")]
    if not head or not names:
        return False
    everywhere = {s for own in names for s in own if 2 * sum(s in n for n in names) > len(names)}
    said = {*head, *reader.read(head[0]).synonyms}
    return any(said & (own - everywhere) for own in names)


def only_names(message: str, reader: QueryReader) -> bool:
    """Whether a message is a name of the course and nothing else: "site search?"."""
    words = set(content_stems(message))
    terms = specific(reader.terms_in(message))
    named = {w for t in terms for name in (t.name, *t.aliases) for w in content_stems(name)}
    return bool(words) and words <= named


_AFTER_HEAD = re.compile(r"\s+(?:that|which|who|in|on|for|of|with|at)\s+", re.IGNORECASE)
# "The bot that answers complaints": the clause goes with its noun.
_CLAUSE_OF = re.compile(
    r" (?:that|which) [a-z]{3,}s (?:the |our |an? )?(?!is\b|are\b)[a-z][\w-]+(?= [a-z])",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\([^)]*\)")
# Whoever does things in a shop is no topic: "what could shops do in the metaverse?".
_ANYBODY = frozenset(
    content_stems(
        "shop store business company retailer brand team customer shopper people user staff organization"
    )
)
_ASKING = frozenset(
    """often long soon name named names list listed exist exists mention mentioned matter matters top main many some
    kinds kind good best ways way compare describe define summarise summarize""".split()  # noqa: SIM905
)
