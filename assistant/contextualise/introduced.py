"""What the last answer brought up: the thing it named, and a point's name. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.contextualise.topics import specific, surface
from knowledge.query import QueryReader
from knowledge.text import content_stems

NEAR = 2  # sentences of an answer in which it names what was asked for
LONGEST_NAME = 8  # words before the colon of a point that are its name
LONGEST_POINT = 20  # words of a point without a name that are carried over

# "Is there a name for that?", "What is it called?": the answer brings the thing.
_ASKS_A_NAME = re.compile(
    r"\b(?:a|the|any) (?:name|word|term|expression) for\b|\bcalled\b|\bcall (?:it|this|that|them)\b|^\W*(?:what|which) (?:one )?is the\b",
    re.IGNORECASE,
)
_SUCH_ONE = re.compile(
    r"\bthe (?P<kind>(?!other\b|next\b|first\b|second\b|third\b|last\b|same\b|right\b|only\b)[\w-]+) ones?\b",
    re.IGNORECASE,
)
# "The one with the data", "the one that has to do with staff".
_ONE_WITH = re.compile(
    r"\bthe (?:one|point|part|thing) (?:with|about|on|for|(?:that|which) (?:is|has to do|was) (?:with|about|on)|around|concerning) (?:the |our |my )?(?P<kind>[\w-]+)",
    re.IGNORECASE,
)
# What only an acronym has: letters, something they stand for.
_OF_AN_ACRONYM = re.compile(
    r"\b(?:letters?|stands? for|acronym|abbreviation|initials|spell(?:s|ed|t)? (?:it |that |this )?out)\b",
    re.IGNORECASE,
)
_LETTER = re.compile(r"\bthe (?:letter )?(?P<letter>[A-Z])\b(?![/&'’-])")


def named_by(answer: str, previous: str, reader: QueryReader) -> str:
    """The one name of the course that an answer gave to a question that asked for it; else ""."""
    if not answer or not _ASKS_A_NAME.search(previous):
        return ""
    asked = reader.terms_in(previous)
    for line in [line.strip(" -") for line in answer.splitlines() if line.strip()][:NEAR]:
        new = [t for t in specific(reader.terms_in(line)) if t not in asked and t.kind != "value"]
        if len(new) == 1:
            return surface(new[0], line)
    return ""


def acronym_meant(message: str, said: Sequence[str], reader: QueryReader) -> str:
    """The acronym whose letters a message asks for: the first that what was said holds."""
    letter = _LETTER.search(message)
    if not letter and not _OF_AN_ACRONYM.search(message):
        return ""
    for text in said:
        for term in specific(reader.terms_in(text)):
            holds = letter is None or letter["letter"] in term.name
            if term.kind == "acronym" and term.name.isupper() and holds:
                return term.name
    return ""


def name_of(point: str) -> str:
    """What a point of an answer is about: the words before its colon, else its first words."""
    head, colon, _ = point.partition(":")
    if colon and len(head.split()) <= LONGEST_NAME:
        return small(head.strip())
    return small(" ".join(point.strip(" .!?").split()[:LONGEST_POINT]))


def named_one(message: str, previous: str, points: Sequence[str]) -> str:
    """A message in which "the cheap one" is put as the point of the last answer whose name says so,
    else as one of what was asked for; unchanged where neither is there."""
    match = _SUCH_ONE.search(message) or _ONE_WITH.search(message)
    if match is None or len(content_stems(match["kind"])) != 1:
        return message
    kind = content_stems(match["kind"])[0]
    named = [head for head in map(name_of, points) if kind in content_stems(head)]
    short = [head for head in named if len(head.split()) <= LONGEST_NAME]
    if len(short) == 1:
        return f"{message[: match.start()]}{short[0]}{message[match.end() :]}"
    return message


def other_than(topic: str, previous: str, points: Sequence[str]) -> str:
    """Of an answer's points the one beside that which was asked about; "" where that isn't plain."""
    asked = set(content_stems(topic or previous))
    heads = [name_of(point) for point in points]
    words = [set(content_stems(" ".join(head.split()[:4]))) for head in heads]
    about = [bool(own & asked) for own in words]
    if len(heads) == 2 and about.count(True) == 1:
        return " ".join(heads[about.index(False)].split()[:4])
    return ""


def small(text: str) -> str:
    """The first letter small, where the word is no acronym or name of several capitals."""
    head = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if head[1:].islower() else text
