"""What a pronoun or "the second one" points at. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.contextualise.forms import (
    EMPTY_SUBJECT,
    GENERAL_NOUN,
    PLURAL,
    POINTED,
    PRONOUN,
    THAT_NOUN,
)
from assistant.contextualise.topics import specific, things_of
from assistant.understanding.kinds import kind_of
from knowledge.query import QueryReader
from knowledge.text import content_stems
from knowledge.types import Term

_PLACES = {
    "first": 0, "1st": 0, "former": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3,
    "4th": 3, "fifth": 4, "5th": 4, "sixth": 5, "last": -1, "latter": -1,
}  # fmt: skip
_MARKERS = re.compile(r"\s*(?:\[\d+\])+\s*$")
MOST_WORDS = 9  # content words of a message that points at something by its place
LONGEST_POINT = 20  # words of a point that are carried over


def listed(markdown: str) -> tuple[str, ...]:
    """The points of an answer in their order, without their markers; its sentences if it has none."""
    lines = [line[2:] for line in markdown.splitlines() if line.startswith("- ")]
    lines = lines or [line for line in markdown.splitlines() if _MARKERS.search(line)]
    return tuple(_MARKERS.sub("", line).strip() for line in lines)


def pointed_at(
    message: str, previous: str, points: Sequence[str], topic: str, reader: QueryReader
) -> str:
    """The message with "the second one" put into words, or "" where it points at nothing.

    The names of a comparison count before the points of its answer: who compares RICE with ICE
    and asks for "the latter" means ICE.
    """
    match = POINTED.search(message)
    if match is None or len(content_stems(message)) > MOST_WORDS:
        return ""
    word = (match["word"] or "").lower()
    place = _PLACES[word] if word else int(match["number"] or match["hash"]) - 1
    named = [t.name for t in specific(reader.terms_in(previous))]
    listed = named if len(named) > 1 and kind_of(previous) == "compare" else list(points)
    try:
        meant = listed[place]
    except IndexError:
        return ""
    meant = " ".join(meant.strip(" .!?").split()[:LONGEST_POINT])
    before, after = message[: match.start()].strip(), message[match.end() :].strip(" ?.!")
    before = re.sub(r"^(?:and|but|so|what about|how about)\b\s*", "", before, flags=re.IGNORECASE)
    if listed is not named and topic and not set(content_stems(topic)) & set(content_stems(meant)):
        meant = f"{meant} ({topic})"
    if after:
        return f"{before} {meant} {after}?".strip()
    return f"{before or 'Tell me more about'} {meant}".strip() + (
        "?" if message.endswith("?") else ""
    )


def refers_back(message: str, own: Sequence[Term]) -> bool:
    """Whether a pronoun of the message stands for something outside it."""
    match = PRONOUN.search(message)
    if not match:
        return False
    # "How does RICE work and when is it useful?": the pronoun's antecedent stands in the message.
    if own and not match.group("possessive"):
        places = [
            at
            for t in own
            for n in (t.name, *t.aliases)
            if (at := message.lower().find(n.lower())) >= 0
        ]
        if not places or min(places) < match.start():
            return False
    plain = (match.group("plain") or "").lower()
    if plain == "that":
        # "the tool that we use": a relative clause points at what stands before it.
        before = message[: match.start()].split()
        after = message[match.end() :].split()
        relative = bool(before and after) and bool(
            re.match(r"(?:we|i|you|they|is|are|has|have|can)\b", after[0], re.IGNORECASE)
        )
        opens = bool(before) and before[-1].lower() in _NOT_A_NOUN
        return len(content_stems(message)) <= 4 and (not relative or opens)
    return plain not in {"there", "it"} or not EMPTY_SUBJECT.search(message)


def put_into_words(message: str, previous: str, topic: str) -> str:
    """The message with its first pronoun replaced by what the previous question is about."""
    noun = THAT_NOUN.search(message)
    match = PRONOUN.search(message)
    if noun and match and match.start() == noun.start():
        if GENERAL_NOUN.match(noun["noun"]):
            return f"{message[: noun.start()]}{topic}{message[noun.end() :]}"
        return f"{message[: noun.end()]} ({topic}){message[noun.end() :]}"
    if match is None:
        return message
    word = match.group().lower()
    meant = topic
    if PLURAL.match(word):
        meant = things_of(previous, topic) or topic
    if match.group("possessive"):
        meant = f"{meant}'s" if meant[:1].isupper() else f"the {meant}'s"
    doing = re.search(
        r"\b(?:do|does|did|doing|after|before|without|need)\s+$",
        message[: match.start()],
        re.IGNORECASE,
    )
    if doing and not match.group("possessive") and word in {"that", "it", "this"}:
        meant = _deed(previous) or meant
    return message[: match.start()] + meant + message[match.end() :]


def _deed(previous: str) -> str:
    """ "scaling our pilot", from "How do we scale our pilot?": what "do that" stands for."""
    match = re.match(
        r"^\W*how (?:do|can|could|should|would|must) (?:we|i|you|one|a \w+) (?P<deed>[a-z]\w+ .{2,60}?)\W*$",
        previous,
        re.IGNORECASE,
    )
    return match["deed"] if match else ""


_NOT_A_NOUN = frozenset(
    """do does did is are was for about with on in of to like why how when and or but at from by than
    after before""".split()  # noqa: SIM905
)
