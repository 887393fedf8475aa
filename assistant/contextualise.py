"""A follow-up becomes a question that stands alone, with no model. Pure.

What a person leaves out is taken from the last question: its topic, or its whole frame with one
thing exchanged ("and for chatbots?", "and the late ones?"). A change of topic takes nothing over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.understanding.kinds import COURTESY
from knowledge.query import QueryReader, tokens_stemmed
from knowledge.text import STOPWORDS, content_stems, tokens
from knowledge.types import Term

_SWITCH = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|thanks|thank you|great|alright)[\s,.!]*)*(?:(?:an)?other (?:question|topic|thing)"
    r"|new (?:question|topic)|different (?:question|topic)|change of (?:topic|subject)|switching|"
    r"something (?:else|different)|unrelated|moving on|next (?:question|topic)|let'?s talk about)\b[\s,:;.-]*",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(?P<possessive>its|their|his|her)\b|\b(?P<plain>it|they|them|this one|that one|these ones|those"
    r"|these|the former|the latter|there|this|that)\b(?!\s+(?:course|module|lesson|is\s+(?:all|it)\b))",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?)[\s,]+)*(?:(?:what|how) about|and|(?:do|try|repeat) (?:that|it|this|the same)"
    r"|same|the same|now|also|or|then)\s*(?:(?:for|with|to|on|in|of)\s+)?(?:an?\s+|the\s+|our\s+|my\s+)?(?P<rest>.+)$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?)[\s,]+)*(?:what|how) about\s+(?!for\b|with\b|in\b)",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?)[\s,]+)*(?P<what>why(?: (?:not|so|is that))?"
    r"|how(?: so| come| exactly)?|when|who|where"
    r"|(?:an? |another |any )?examples?(?: please)?|for example|for instance|e\.g\.|more|tell me more|go on"
    r"|more detail(?:s)?|elaborate|continue|explain(?: that| this)?|what else|anything else|meaning)\W*$",
    re.IGNORECASE,
)
_SHORTER = re.compile(
    r"^\W*(?:(?:can|could) you )?(?:please )?(?:make (?:it|that) )?(?:shorter|shorten(?: it| that)?|briefer|brief"
    r"|in short|in one sentence|one sentence|more concise(?:ly)?|tl;?dr|summari[sz]e (?:that|it|this))(?: please)?\W*$",
    re.IGNORECASE,
)
_LONGER = re.compile(
    r"^\W*(?:please )?(?:longer|in more depth|more detail(?:s|ed)?|expand(?: on (?:that|it))?)\W*$",
    re.IGNORECASE,
)
# Words that ask for the other side of the same thing.
_OPPOSITES = (
    ("early", "late"), ("leading", "lagging"), ("early", "lagging"), ("leading", "late"),
    ("short-term", "long-term"), ("short term", "long term"), ("benefits", "challenges"),
    ("opportunities", "challenges"), ("advantages", "disadvantages"), ("pros", "cons"),
    ("strengths", "weaknesses"), ("internal", "external"), ("quantitative", "qualitative"),
    ("financial", "non-financial"), ("first", "second"), ("technical", "ethical"),
)  # fmt: skip

# "What KPIs does an AI support chatbot move?": the subject that another may take the place of.
_SUBJECT = re.compile(
    r"\b(?:does|do|did|can|should|would|will)\s+(?P<subject>(?:an?|the|our|my|your)\s+(?:[\w-]+\s+){1,5}?)[\w-]+\s*\?$",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"^\W*(?:what|which|who|whom|when|where|why|how|is|are|was|were|do|does|did|can|could|should|will)\b",
    re.IGNORECASE,
)
# "And the lagging ones?" after "Which KPIs …?": the same things of another kind.
_ONES = re.compile(
    r"^\W*(?:(?:and|but|what about|how about|now)\s+)*(?:the\s+)?(?P<kind>[\w-]+) ones\W*$",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"^\W*(?P<open>(?:what|which)(?: are the| are)?)\s+(?:(?:early|late|leading|lagging|main|other|first|last)\s+)?",
    re.IGNORECASE,
)
WIDESPREAD = 15  # passages from which on a name is common property of the course

Carried = Literal["nothing", "topic", "frame", "everything"]


@dataclass(frozen=True, slots=True)
class Standalone:
    """The message as it stands alone, what was carried over, and the length asked for."""

    text: str
    carried: Carried = "nothing"
    length: Literal["normal", "shorter", "longer"] = "normal"


def contextualise(message: str, earlier: Sequence[str], reader: QueryReader) -> Standalone:
    """Resolve ``message`` against earlier standalone questions, oldest first.

    Only the last few questions are looked at, so a long conversation costs no more than a short.
    """
    message = " ".join(message.split())
    switched = _SWITCH.sub("", message, count=1)
    if switched != message:
        return Standalone(switched[:1].upper() + switched[1:] if switched else message)
    if not earlier or COURTESY.match(message):
        return Standalone(message)
    previous = earlier[-1]
    if _SHORTER.match(message):
        return Standalone(previous, "everything", "shorter")
    if _LONGER.match(message):
        return Standalone(previous, "everything", "longer")
    bare = _BARE.match(message)
    if bare:
        return Standalone(_bare(bare["what"].lower(), previous), "everything")
    opposite = _opposite(message, previous)
    if opposite:
        return Standalone(opposite, "frame")
    ones = _ONES.match(message)
    asked = _ASKED.match(previous)
    if ones and asked:
        return Standalone(
            f"{asked['open']} {ones['kind']} {previous[asked.end() :].lstrip()}", "frame"
        )
    topic = topic_of(previous, reader)
    if not topic:
        topic = next(
            (t for t in (topic_of(e, reader) for e in reversed(earlier[:-1][-3:])) if t), ""
        )
    frame = _FRAME.match(message)
    if frame and len(content_stems(frame["rest"])) <= 5 and not _has_verb_question(frame["rest"]):
        rest = frame["rest"].strip(" ?.!")
        if not re.search(r"[A-Za-z]{2}", rest):  # "and with 18,000?"
            return Standalone(f"{previous.rstrip(' ?.!')}, with {rest}?", "frame")
        if _ABOUT.match(message) and not _comparable(rest, topic, previous, reader):
            return Standalone(f"What does the course say about {rest}?", "nothing")
        return Standalone(_exchange(rest, previous, topic, reader), "frame")
    own = _specific(reader.terms_in(message))
    if topic and _refers_back(message, own):
        return Standalone(_replace_pronoun(message, topic), "topic")
    fragment = len(content_stems(message)) <= (1 if _OPENS.match(message) else 2)
    if topic and not own and fragment and len(tokens(message)) <= 6:
        return Standalone(f"{message.rstrip(' ?.!')}: {topic}?", "topic")
    if topic and re.match(r"^\W*(?:and|but|so|also|then)\b", message, re.IGNORECASE) and not own:
        return Standalone(f"{message.rstrip(' ?.!')} ({topic})?", "topic")
    return Standalone(message)


def topic_of(question: str, reader: QueryReader) -> str:
    """What a question is about: the names of the course it holds, else its own content words."""
    named = _specific(reader.terms_in(question)) or [
        t for t in reader.terms_in(question) if t.kind == "heading" and len(t.name.split()) <= 4
    ]
    if named:
        return _surface(question, named)
    words = [
        w for w in re.findall(r"[\w'-]+", question) if w.lower() not in STOPWORDS and len(w) > 2
    ]
    return " ".join(words[-6:])


def _surface(question: str, named: Sequence[Term]) -> str:
    """The names as the reader wrote them where that can be found, else as the course writes them."""
    best = max(named, key=lambda t: (t.kind in {"row", "acronym", "term"}, len(t.name)))
    return best.name


def _bare(what: str, previous: str) -> str:
    stem = previous.rstrip(" ?.!")
    if what.startswith("why"):
        return f"Why: {stem}?"
    if "example" in what or what in {"e.g.", "for instance"}:
        return f"What is an example: {stem}?"
    if what.startswith("how"):
        return f"How: {stem}?"
    return f"{stem}?"


def _opposite(message: str, previous: str) -> str:
    """'And the late ones?' after a question on early indicators: the same question, exchanged."""
    said = message.lower()
    if len(tokens(message)) > 7:
        return ""
    for pair in _OPPOSITES:
        for here, there in (pair, pair[::-1]):
            asks = re.search(rf"\b{re.escape(here)}\b", said)
            had = re.search(rf"\b{re.escape(there)}\b", previous, re.IGNORECASE)
            if asks and had and not re.search(rf"\b{re.escape(here)}\b", previous, re.IGNORECASE):
                return previous[: had.start()] + here + previous[had.end() :]
    return ""


def _exchange(rest: str, previous: str, topic: str, reader: QueryReader) -> str:
    """The previous question with its topic exchanged for ``rest``, or asked for ``rest``."""
    if topic:
        for name in _names(topic, previous, reader):
            pattern = re.compile(rf"\b(?:an?\s+|the\s+)?{re.escape(name)}\b", re.IGNORECASE)
            if pattern.search(previous):
                return pattern.sub(lambda _: rest, previous, count=1)
    subject = _SUBJECT.search(previous)
    if subject and len(content_stems(subject["subject"])) >= 1:
        return f"{previous[: subject.start('subject')]}{rest} {previous[subject.end('subject') :].lstrip()}"
    return f"{previous.rstrip(' ?.!')}, for {rest}?"


def _names(topic: str, previous: str, reader: QueryReader) -> list[str]:
    names = [topic]
    for term in reader.terms_in(previous):
        if term.name == topic:
            names.extend(term.aliases)
    # The reader's own spelling of the topic: the same stems, as they stand in the question.
    words = re.findall(r"[\w'-]+", previous)
    size = len(tokens_stemmed(topic))
    wanted = tokens_stemmed(topic)
    for i in range(len(words) - size + 1):
        piece = " ".join(words[i : i + size])
        if tokens_stemmed(piece) == wanted:
            names.append(piece)
    return sorted(names, key=len, reverse=True)


def _comparable(rest: str, topic: str, previous: str, reader: QueryReader) -> bool:
    """Whether two things are of a kind, so that one may take the other's place in a question."""
    kinds = [{t.kind for t in reader.terms_in(text)} - {"heading"} for text in (rest, topic)]
    if not kinds[0]:
        # Not a name of the course: a variation of what was asked ("small shops"), unless what was
        # asked was the meaning of one thing.
        return not re.match(
            r"^\W*(?:what(?:'s| is| are)|define|who|when)\b", previous, re.IGNORECASE
        )
    return bool(kinds[0] & kinds[1])


def _specific(terms: Sequence[Term]) -> list[Term]:
    """Names that say what a question is about: not headings, not what stands on every page."""
    return [
        t for t in terms if t.kind != "heading" and len(t.chunks) <= WIDESPREAD and len(t.name) > 2
    ]


def _has_verb_question(rest: str) -> bool:
    return bool(
        re.match(
            r"(?:what|which|how|why|who|when|where|is|are|do|does|can|should)\b",
            rest,
            re.IGNORECASE,
        )
    )


def _refers_back(message: str, own: Sequence[Term]) -> bool:
    match = _PRONOUN.search(message)
    if not match:
        return False
    # "How does RICE work and when is it useful?": the pronoun's antecedent stands in the message.
    if own and not match.group("possessive"):
        first = min(message.lower().find(t.name.lower()) for t in own)
        return not 0 <= first < match.start()
    return (match.group("plain") or "").lower() != "that" or len(content_stems(message)) <= 4


def _replace_pronoun(message: str, topic: str) -> str:
    match = _PRONOUN.search(message)
    if match is None:
        return message
    replacement = f"the {topic}'s" if match.group("possessive") else topic
    if topic[:1].isupper() and match.group("possessive"):
        replacement = f"{topic}'s"
    return message[: match.start()] + replacement + message[match.end() :]
