"""A message becomes parts, kinds, goal, product and names. Pure: text in, values out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.understanding.goals import read_goal
from assistant.understanding.horizon import read_horizon
from assistant.understanding.kinds import count_of, expected_type, kind_of, lesson_of
from assistant.understanding.parts import split_parts, told
from assistant.understanding.plain import plain, unframed
from assistant.understanding.searching import (
    MIN_WORDS,
    PRONOUN,
    Own,
    query_of,
    stripped,
    without_names,
)
from assistant.understanding.slots import read_slots
from assistant.understanding.topic_first import topic_first
from assistant.understanding.types import (
    AnswerType,
    Goal,
    Horizon,
    Kind,
    Part,
    Question,
    SlotValue,
)
from knowledge.query import QueryReader
from knowledge.text import content_stems
from knowledge.types import QuestionTemplate, Term

__all__ = [
    "MOST_PARTS",
    "AnswerType",
    "Goal",
    "Horizon",
    "Kind",
    "Part",
    "Question",
    "SlotValue",
    "understand",
]

_PRODUCT = re.compile(
    r"\b(?:(?:business|shop|store|company|brand|site|retailer|we|i)\s+(?:that\s+|which\s+|who\s+)?"
    r"(?:sells?|selling)|(?:i|we)\s+(?:run|own|have|operate)\s+(?:an?|the)\s+(?:small\s+|online\s+)*"
    r"(?:shop|store|business|boutique)\s+(?:for|selling|with)|(?:shop|store|boutique)\s+for"
    r"|(?:my|our)\s+(?:[\w-]+\s+){0,2}(?:business|shop|store|company)\s+is\s+in)\s+"
    r"(?P<product>['\"‘“]?[^,.;:?!'\"’”]{3,60})",
    re.IGNORECASE,
)
# After a statement of the reader's: "Thoughts?", "Did I get it right?".
_OPINION = re.compile(
    r"^\W*(?:(?:any|your|some) )?(?:feedback|thoughts?|opinions?|comments?|agree[d]?|critique|good idea|bad idea"
    r"|right|correct|sound|makes? sense|fair enough|ok(?:ay)?|what do you think|do you agree|am i right"
    r"|(?:is|does|was|would) (?:this|that|it|mine)\b.{0,40}|did (?:i|we) .{0,30}|be honest\b.{0,60}"
    r"|what(?:'s| is) missing|what does the \w+ say(?: (?:about|to|on) (?:this|that|it))?)\W*$",
    re.IGNORECASE,
)
_OWN_STATEMENT = re.compile(
    r"\b(?:i|we) (?:wrote|answered|think|believe|would|picked|chose|plan|decided|put|collect|measure|store|use|say|said)\b"
    r"|\b(?:my|our)\b(?!.*\b(?:boss|manager|cfo|ceo|colleague)s?\b)|\b(?:my|our) (?:\w+ ){0,2}(?:plan|reflection|answer|draft|idea|view|take|strategy|policy|vision)\b|^\W*(?:draft|reflection|answer)\s*:",
    re.IGNORECASE,
)
_SAYS = re.compile(r"\b(?:says?|course|module|lessons?|thanks?)\b", re.IGNORECASE)
# "3 or 5 years?": figures and units, and nothing else.
_CHOICES = re.compile(
    r"\W*(?:(?:or|and|is it|are they|about|around|maybe|rather|more like)\s+)*[$€£]?\d[\d.,]*\s*(?:%|k|m)?(?:\s*(?:or|to|-|–|and|,)\s*[$€£]?\d[\d.,]*\s*(?:%|k|m)?)*"
    r"\s*(?:percent|days?|weeks?|months?|quarters?|years?|times|people|euros?|dollars?)?\W*$",
    re.IGNORECASE,
)
LONG = 1000  # characters: nobody asks one thing in more, and what is asked stands at an end
FEW_WORDS = 3  # content words of a fragment that only names something
MOST_PARTS = 10  # questions of one message that are answered: each costs a search


def understand(
    text: str, reader: QueryReader, templates: Sequence[QuestionTemplate] = ()
) -> Question:
    """Understand a standalone message against a course's names and its question templates."""
    topic, said = topic_first(plain(text))  # "About the pilot: why not all at once?"
    asked, around = split_parts(said)
    context = told(around)
    goal = read_goal(text)
    own = Own(product=_product(text), goal=goal.text if goal else "")
    parts: list[Part] = []
    more = [p for p in asked if content_stems(stripped(p, own)) or not _SAYS.search(p)]
    # "What does the course say?" beside a question asks nothing more; nor does a question again.
    once: dict[str, str] = {}
    for piece in _with_choices(more or asked):
        once.setdefault(" ".join(piece.lower().split()), piece)
    pieces = list(once.values())
    for whole in pieces[:MOST_PARTS]:
        under, piece = topic_first(whole)
        part = replace(_part(piece, "" if under else context, own, reader), text=whole)
        for lead in filter(None, (under, topic)):
            part = _under(part, lead, own, reader)
        # "… and how is it measured?": the pronoun's antecedent stands in an earlier part.
        words = len(content_stems(part.query))
        if parts and not words and part.kind in {"why", "how", "fact", "name", "fragment"}:
            part = replace(part, query=parts[-1].query)  # "…? why?"
        elif (
            parts
            and words <= MIN_WORDS
            and PRONOUN.search(piece)
            and not any(t.kind != "heading" for t in part.terms)
        ):
            names = [t.name for t in parts[0].terms if t.kind != "value"][:2]
            part = replace(part, query=" ".join((part.query, *names)))
        parts.append(replace(part, message=text))
    template, slots = read_slots(text, templates)
    return Question(
        text=text,
        parts=tuple(parts),
        goal=goal,
        product=own.product,
        context=context,
        horizon=read_horizon(goal.text if goal and goal.deadline else text),
        template=template,
        slots=slots,
        left=next(iter(pieces[MOST_PARTS:]), ""),
    )


def _with_choices(pieces: Sequence[str]) -> list[str]:
    """The questions, where "3 or 5 years?" goes with the one whose answers it offers."""
    found: list[str] = []
    for piece in pieces:
        if found and _CHOICES.match(piece):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    return found


def _part(text: str, context: str, own: Own, reader: QueryReader) -> Part:
    asked = text if len(text) <= 2 * LONG else f"{text[:LONG]} {text[-LONG:]}"
    asked = reader.mended(asked)  # "vaniti metriks" asks for metrics
    kind = kind_of(asked)
    terms = reader.terms_in(text)
    if kind in {"fact", "fragment", "name", "define", "meta"} and _judges(asked, context[:LONG]):
        kind = "critique"  # "I wrote: '…' Is that right?"
    if kind == "fragment" and _names_only(text, terms):
        kind = "define"
    query = query_of(text, context, own, kind, reader)[:1500]
    return Part(
        text=text,
        query=query,
        kind=kind,
        expects=expected_type(asked),
        count=count_of(asked),
        terms=terms,
        lesson=lesson_of(text),
        query_without_names=without_names(query, terms),
    )


def _under(part: Part, topic: str, own: Own, reader: QueryReader) -> Part:
    """A part searched for, and read, under the topic that the message says first."""
    terms = tuple(dict.fromkeys((*reader.terms_in(topic), *part.terms)))
    query = f"{stripped(topic, own)} {part.query}".strip()
    return replace(part, query=query, terms=terms, query_without_names=without_names(query, terms))


def _judges(text: str, context: str) -> bool:
    if kind_of(context) == "critique" and PRONOUN.search(text):
        return True
    asked = unframed(text)
    if _OPINION.match(asked) and _OWN_STATEMENT.search(context):
        return True
    statement, _, rest = asked.partition("?") if asked.count("?") > 1 else ("", "", "")
    return bool(statement and _OPINION.match(rest) and _OWN_STATEMENT.search(statement))


def _names_only(text: str, terms: Sequence[Term]) -> bool:
    """ "gdpr?", "data minimization": a name and nothing else asks what it is."""
    words = set(content_stems(text))
    named = {w for t in terms for n in (t.name, *t.aliases) for w in content_stems(n)}
    return bool(words) and len(words) <= FEW_WORDS and words <= named


def _product(text: str) -> str:
    match = _PRODUCT.search(text)
    if not match:
        return ""
    words = re.split(r"\b(?:and|which|that|who|should|with|in the|for the|to)\b", match["product"])[
        0
    ]
    return words.strip(" '\"‘’“”")
