"""A message becomes parts, kinds, goal, product and names. Pure: text in, values out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.understanding.goals import read_goal
from assistant.understanding.horizon import read_horizon
from assistant.understanding.kinds import core_of, count_of, expected_type, kind_of, lesson_of
from assistant.understanding.parts import split_parts
from assistant.understanding.slots import read_slots
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
from knowledge.types import QuestionTemplate

__all__ = [
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
    r"(?:shop|store|business|boutique)\s+(?:for|selling|with)|(?:shop|store|boutique)\s+for)\s+"
    r"(?P<product>['\"‘“]?[^,.;:?!'\"’”]{3,60})",
    re.IGNORECASE,
)
# The reader's own values: they steer the answer, they are not what is searched for.
_OWN_VALUES = re.compile(
    r"[$€£]\s?\d[\d.,]{0,15}\s?(?:k|m|bn)?\b|\b\d[\d.,]{0,15}\s?(?:%|per\s?cent|percent)?(?=\s|$|[,.;?!'\"’”)])"
    r"|\b(?:with)?in (?:the next )?\w+ (?:days|weeks|months|quarters|years)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:it|its|they|them|their|this|that|these|those|one)\b", re.IGNORECASE)
_EXAMPLES = re.compile(r"\(\s*(?:e\.g\.|for example|for instance|such as)[^()]*\)", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\b(?:i|i'm|i've|we|we're|our|my|me|us)\b", re.IGNORECASE)
_QUOTED = re.compile(r"'[^'\n]{4,160}'|\"[^\"\n]{4,160}\"|“[^”\n]{4,160}”|‘[^’\n]{4,160}’")
_CRITIQUE_WORDS = re.compile(
    r"\b(?:feedback|critique|criticise|criticize|assess|review|judge|comment|i (?:wrote|answered|think|believe|picked)"
    r"|(?:does|do|is|are) (?:this|that|it|my \w+)(?: \w+)? (?:fit|match|hold up|align|right|ok|good)"
    r"|how does (?:this|that|it|mine) compare with|what does the \w+ say|based on|(?:with|for|by) the course"
    r"|my (?:reflection|answer|draft|vision|view)s?)\b",
    re.IGNORECASE,
)
SHORT_CONTEXT = 8  # content words of a context that is a subject rather than a story
MIN_WORDS = 3  # content words below which a question cannot be searched for on its own
_POLITE = re.compile(
    r"^\W*(?:(?:hi|hello|hey|please|thanks|thank you|ok(?:ay)?|so|well|quick question|question|other"
    r" question|another question|new topic|different topic)\b[\s,:.!-]*)+|\b(?:please|thanks|thank you)\b"
    r"|\b(?:according to|in|from|does) (?:the|this|your) (?:course|module|material|lessons?)\b(?: say| state)?"
    r"|\bfrom this course\b|\bfor our group discussion:?",
    re.IGNORECASE,
)


def understand(
    text: str, reader: QueryReader, templates: Sequence[QuestionTemplate] = ()
) -> Question:
    """Understand a standalone message against a course's names and its question templates."""
    asked, context = split_parts(text)
    goal = read_goal(text)
    product = _product(text)
    parts: list[Part] = []
    told = [piece for piece in asked if content_stems(_stripped(piece, product))]
    for piece in told or asked:  # "What does the course say?" beside a question asks nothing more
        part = _part(piece, context, product, reader)
        # "… and how is it measured?": the pronoun's antecedent stands in an earlier part.
        bare = len(content_stems(part.query)) <= MIN_WORDS
        if (
            parts
            and bare
            and _PRONOUN.search(piece)
            and not any(t.kind != "heading" for t in part.terms)
        ):
            names = [t.name for t in parts[0].terms if t.kind != "value"][:2]
            part = replace(part, query=" ".join((part.query, *names)))
        parts.append(part)
    template, slots = read_slots(text, templates)
    return Question(
        text=text,
        parts=tuple(parts),
        goal=goal,
        product=product,
        context=context,
        horizon=read_horizon(goal.text if goal and goal.deadline else text),
        template=template,
        slots=slots,
    )


def _part(text: str, context: str, product: str, reader: QueryReader) -> Part:
    kind = kind_of(text)
    if kind == "fact" and _PRONOUN.search(text) and kind_of(context) == "critique":
        kind = "critique"  # "I wrote: '…' Is that right?"
    return Part(
        text=text,
        query=_query(text, context, product, kind, reader)[:1500],
        kind=kind,
        expects=expected_type(text),
        count=count_of(text),
        terms=reader.terms_in(text),
        lesson=lesson_of(text),
    )


def _query(text: str, context: str, product: str, kind: Kind, reader: QueryReader) -> str:
    """What is searched for: the asking clause with the subject it stands under, without own values.

    "After our pilot hit its goal, how do we scale it?" asks about scaling; the pilot's numbers are
    the reader's. A name of the course in the introduction ("if I build an AI chatbot, …") stays,
    and so does an introduction that tells no story of the reader's but names a subject.
    """
    asked = text if kind == "critique" else core_of(text)
    rest = text[: len(text) - len(asked)]
    if len(content_stems(_stripped(asked, product))) < MIN_WORDS:
        asked, rest = text, ""
    lead: list[str] = []
    for piece in (context, rest):
        if not piece:
            continue
        subject = len(content_stems(piece)) <= SHORT_CONTEXT and not _FIRST_PERSON.search(piece)
        if subject:
            lead.append(_stripped(piece, product))
        else:
            lead += [
                t.name
                for t in reader.terms_in(_QUOTED.sub(" ", piece))
                if t.kind in {"row", "term"}
            ]
    query = _stripped(asked, product)
    # A question with hardly a word of its own ("what does the course say about that?") is about
    # its context, and so is a request to judge what the reader wrote.
    words = len(content_stems(query))
    bare = words < 2 or (words <= MIN_WORDS and _PRONOUN.search(asked))
    if context and (kind == "critique" or bare):
        lead = [_stripped(context, product)]
    query = " ".join((*dict.fromkeys(lead), query))
    return (_CRITIQUE_WORDS.sub(" ", query) if kind == "critique" else query) or text


def _stripped(text: str, product: str) -> str:
    text = _EXAMPLES.sub(" ", _POLITE.sub(" ", text))
    if product:
        text = text.replace(product, " ")
    return " ".join(_OWN_VALUES.sub(" ", text).split())


def _product(text: str) -> str:
    match = _PRODUCT.search(text)
    if not match:
        return ""
    words = re.split(r"\b(?:and|which|that|who|should|with|in the|for the|to)\b", match["product"])[
        0
    ]
    return words.strip(" '\"‘’“”")
