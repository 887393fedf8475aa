"""What a pronoun or "the second one" points at. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.contextualise.forms import (
    CLAUSE,
    EMPTY_SUBJECT,
    GENERAL_NOUN,
    ONE,
    OPENS,
    PLURAL,
    POINTED,
    PRONOUN,
    SPEAKS,
    THAT_NOUN,
)
from assistant.contextualise.introduced import name_of
from assistant.contextualise.places import phrases_in
from assistant.contextualise.topics import specific, surface, things_of
from assistant.understanding.kinds import kind_of
from knowledge.query import QueryReader
from knowledge.text import content_stems
from knowledge.types import Term

_PLACES = {
    "first": 0, "1st": 0, "former": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3,
    "4th": 3, "fifth": 4, "5th": 4, "sixth": 5, "last": -1, "latter": -1,
}  # fmt: skip
LEAST_IN_ROW = 3  # things that make one
MOST_IN_ROW = 8  # words of each of the things that a sentence tells in a row
_ROW = re.compile(
    r"(?::|\b(?:are|includes?|names|covers|comprises?)\b:?)\s+(?P<things>[^:.?!;\n]+?(?:, (?:and|or) |,| and )[^:.?!;\n]+)[.;\n]",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r",\s*(?:and |or )?|\s+(?:and|or)\s+", re.IGNORECASE)
_MARKERS = re.compile(r"\s*(?:\[\d+\])+\s*$")
_NEW_CLAUSE = re.compile(
    r"[,;:.?!]|\b(?:and|or|but|so|when|if|because|since|while|whether|that|which|who|before|after|until|how|why|where|what|as)\b\s",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\b(?:do|does|did|can|could|should|would|will|must|may)\s+(?:the |our |my |an? )?(?P<noun>[a-z][\w-]+)",
    re.IGNORECASE,
)
MOST_WORDS = 9  # content words of a message that points at something by its place


def listed(markdown: str) -> tuple[str, ...]:
    """The points of an answer in their order, without their markers; its sentences if it has none."""
    lines = [line[2:] for line in markdown.splitlines() if line.startswith("- ")]
    lines = lines or [line for line in markdown.splitlines() if _MARKERS.search(line)]
    points = tuple(_MARKERS.sub("", line).strip() for line in lines)
    return points if len(points) > 1 else _enumerated(markdown) or points


def _enumerated(text: str) -> tuple[str, ...]:
    """What a sentence tells in a row: "There are three: a, b and c."; () where none does."""
    for row in _ROW.finditer(f"{_MARKERS.sub('', text)}\n"):
        things = [t.strip() for t in _BETWEEN.split(row["things"]) if t.strip()]
        short = all(len(t.split()) <= MOST_IN_ROW and not SPEAKS.search(t) for t in things)
        if len(things) >= LEAST_IN_ROW and short:
            return tuple(things)
    return ()


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
    meant = name_of(meant) if listed is not named else meant
    before, after = message[: match.start()].strip(), message[match.end() :].strip(" ?.!")
    before = re.sub(r"^(?:and|but|so|what about|how about)\b\s*", "", before, flags=re.IGNORECASE)
    if listed is not named and topic and not set(content_stems(topic)) & set(content_stems(meant)):
        meant = f"{meant} ({topic})"
    if after:
        return f"{before} {meant} {after}?".strip()
    if not before:
        return f"Tell me more about {meant}"
    return f"{before} {meant}" + ("?" if OPENS.match(before) or message.endswith("?") else "")


def refers_back(message: str, own: Sequence[Term]) -> bool:
    """Whether a pronoun of the message stands for something outside it."""
    match = pronoun_in(message)
    if not match:
        return False
    # "How does RICE work and when is it useful?": the pronoun's antecedent stands in the message.
    if own and not match.group("possessive"):
        ends = [
            at + len(name)
            for term in own
            for name in (surface(term, message), term.name, *term.aliases)
            if (at := message.lower().find(name.lower())) >= 0
        ]
        # In one clause it can't be: "do customers like that?" asks what customers like.
        if not ends or any(_NEW_CLAUSE.search(message, e, match.start() + 1) for e in ends):
            return False
    before = content_stems(message[: match.start()])
    if match.group("possessive") and len(before) > 1 and OPENS.match(message):
        # "Must storage protect data on its way?"; but "what do customers gain from its use?"
        subject = _SUBJECT.search(message[: match.start()])
        several = bool(subject and re.search(r"[a-rt-z]s$", subject["noun"], re.IGNORECASE))
        return subject is not None and several == (match.group().lower() == "its")
    first = CLAUSE.search(message)
    inside = first and first.end() <= match.start() and OPENS.match(message)
    if first and inside and len(content_stems(message[: first.start()])) > 1:
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
    return True


def pronoun_in(message: str) -> re.Match[str] | None:
    """The first pronoun that stands for something: not the "there" of "is there …?"."""
    empty = [match.span() for match in EMPTY_SUBJECT.finditer(message)]
    for match in PRONOUN.finditer(message):
        if not any(a <= match.start() < b for a, b in empty):
            return match
    return None


def put_into_words(message: str, previous: str, topic: str) -> str:
    """The message with its first pronoun replaced by ``topic``; "" where it stands for no noun."""
    noun = THAT_NOUN.search(message)
    match = pronoun_in(message)
    if noun and match and match.start() == noun.start():
        if GENERAL_NOUN.match(noun["noun"]) or _names(noun["noun"], topic):
            return f"{message[: noun.start()]}{topic}{message[noun.end() :]}"
        return ""  # "those reviews": a noun of its own, which the topic can't replace
    if match is None:
        return message
    word = match.group().lower()
    meant = topic or noun_for(word, previous)
    if not meant:
        return ""
    if word in {"that", "this"} and topic and things_of(previous, topic):
        return ""  # after "What are the risks of dynamic pricing?" it is what was told of them
    if PLURAL.match(word) and topic:
        meant = things_of(previous, topic) or topic
    if match.group("possessive"):
        meant = f"{meant}'s" if meant[:1].isupper() else f"the {meant}'s"
    before = message[: match.start()].split()
    if word == "there" and before and before[-1].lower() not in _NOT_A_NOUN:
        meant = f"in {meant}"
    doing = re.search(
        r"\b(?:do|does|did|doing|after|before|without|need)\s+$",
        message[: match.start()],
        re.IGNORECASE,
    )
    if doing and not match.group("possessive") and word in {"that", "it", "this"}:
        meant = _deed(previous) or meant
    return message[: match.start()] + meant + message[match.end() :]


def is_plural(message: str) -> bool:
    """Whether a message's pronoun stands for several things: "which of them is cheapest?"."""
    match = pronoun_in(message)
    return bool(match and PLURAL.match(match.group()))


def noun_for(word: str, previous: str) -> str:
    """What a pronoun stands for in a question about no single thing: its last plural for "them",
    its only noun for "it"; "" where that isn't plain."""
    nouns = [previous[a:b] for a, b in phrases_in(previous)]
    if PLURAL.match(word):
        several = [n for n in nouns if re.search(r"[a-z]{2}(?<!s)s$", n)]
        return several[-1] if several else ""
    return nouns[0] if len(nouns) == 1 and word in {"it", "its"} and " " in nouns[0] else ""


def one_of(message: str, topic: str) -> str:
    """ "Do we need one?" with what it is one of; "" where no "one" stands for it."""
    match = ONE.search(message)
    if match is None or not topic or re.search(r"\bones\b", message):
        return ""
    thing = re.sub(r"^the\s+", "", topic)
    if not re.match(r"an?\s", thing):
        if re.search(r"[a-z]{3}s$", thing) and not thing.endswith("ss"):
            thing = thing[:-1]
        sound = (
            thing[:1].lower() in "aeiou" if not thing[:2].isupper() else thing[:1] in "AEFHILMNORSX"
        )
        thing = f"{'an' if sound else 'a'} {thing}"
    return f"{message[: match.end('before')]}{thing}{message[match.end() :]}"


def _names(noun: str, topic: str) -> bool:
    """Whether a noun is the topic's own: "that row" of a table, "this engine" of an AI engine."""
    return bool(set(content_stems(noun)) & set(content_stems(topic)))


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
