"""A follow-up becomes a question that stands alone, with no model. Pure.

What a person leaves out is taken from the last question: its topic, or its whole frame with one
thing exchanged ("and for chatbots?", "and the late ones?", "and in 6 months?"); "the second one"
is taken from the last answer's points. A change of topic takes nothing over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.contextualise import forms
from assistant.contextualise.changing import exchange, opposite, reaimed, refigured, replaced
from assistant.contextualise.pointing import listed, pointed_at, put_into_words, refers_back
from assistant.contextualise.topics import comparable, only_names, specific, things_of, topic_of
from assistant.understanding.kinds import COURTESY, kind_of
from assistant.understanding.plain import plain
from knowledge.query import QueryReader
from knowledge.text import content_stems, tokens

__all__ = ["Carried", "Standalone", "contextualise", "listed", "topic_of"]

LOOKED_AT = 4  # earlier questions; a long conversation costs no more than a short one
LONGEST = 1000  # characters of a message that leans on another
FEW_WORDS = 5  # content words of what may take a topic's place
ABOUT_ALL = frozenset({"meta", "templates", "takeaways", "summary"})

Carried = Literal["nothing", "topic", "frame", "everything"]


@dataclass(frozen=True, slots=True)
class Standalone:
    """The message as it stands alone, what was carried over, and the length asked for."""

    text: str
    carried: Carried = "nothing"
    length: Literal["normal", "shorter", "longer"] = "normal"


def contextualise(
    message: str, earlier: Sequence[str], reader: QueryReader, points: Sequence[str] = ()
) -> Standalone:
    """Resolve ``message`` against earlier standalone questions, oldest first.

    ``points``: what the last answer listed, in its order. Only the last few questions are looked
    at, so a long conversation costs no more than a short.
    """
    message = " ".join(message.split())
    if len(message) > LONGEST:
        return Standalone(message)  # who writes that much leaves nothing out
    switched = forms.SWITCH.sub("", message, count=1)
    if switched != message:
        return Standalone(switched[:1].upper() + switched[1:] if switched else message)
    before = _asked(earlier)
    if not before or COURTESY.match(message) or not re.search(r"\w", message):
        return Standalone(message)
    found = _follow(forms.LEAD_IN.sub("", plain(message)), before, points, reader)
    return found or Standalone(forms.LEAD_IN.sub("", message))


def _asked(earlier: Sequence[str]) -> list[str]:
    """The last questions that asked the course something: thanks and greetings carry nothing."""
    recent = [earlier[at] for at in range(max(0, len(earlier) - LOOKED_AT), len(earlier))]
    return [q for q in recent if not COURTESY.match(q) and kind_of(q) != "meta"]


def _follow(
    message: str, before: Sequence[str], points: Sequence[str], reader: QueryReader
) -> Standalone | None:
    """What a message that follows others means; None where it stands by itself."""
    previous = before[-1]
    if forms.SHORTER.match(message):
        return Standalone(previous, "everything", "shorter")
    if forms.LONGER.match(message):
        return Standalone(previous, "everything", "longer")
    bare = forms.BARE.match(message)
    if bare:
        return Standalone(_bare(bare["what"].lower(), previous), "everything")
    example = forms.EXAMPLE_OF.match(message)
    if example:
        stem = previous.rstrip(" ?.!")
        return Standalone(f"What is an example {example['rest']}: {stem}?", "everything")
    if kind_of(message) in ABOUT_ALL:
        return None
    message = forms.COURSE_SAYS.sub(r"\g<before>the course\g<after>", message)
    first = forms.TOPIC_FIRST.match(message)
    if first and forms.PRONOUN.search(first["asks"]):
        asks = forms.PRONOUN.sub(lambda _: first["topic"], first["asks"], count=1)
        return Standalone(asks[:1].upper() + asks[1:])
    topic = next((t for t in (topic_of(q, reader) for q in reversed(before)) if t), "")
    corrected = forms.CORRECTION.match(message)
    said = corrected["rest"] if corrected else message
    for changed in (
        opposite(said, previous),
        replaced(said, previous, topic, reader),
        pointed_at(said, previous, points, topic, reader),
        refigured(said, previous),
    ):
        if changed:
            return Standalone(changed, "frame")
    if corrected and forms.OPENS.match(said):
        return Standalone(said[:1].upper() + said[1:])
    framed = _framed(said, previous, topic, reader, corrected=bool(corrected))
    return framed or _referring(said, previous, topic, reader)


def _framed(
    message: str, previous: str, topic: str, reader: QueryReader, *, corrected: bool
) -> Standalone | None:
    """The last question for something else, or under other circumstances."""
    frame = forms.FRAME.match(message)
    rest = (frame["rest"] if frame else message).strip(" ?.!")
    if not rest or _asks(rest) or (not frame and forms.OPENS.match(message) and not corrected):
        supposed = forms.WHAT_IF.match(message)
        if supposed and len(content_stems(supposed["rest"])) <= FEW_WORDS:
            return Standalone(
                f"{previous.rstrip(' ?.!')} if {supposed['rest'].strip(' ?.!')}?", "frame"
            )
        return None
    aimed = reaimed(rest, previous) if frame else ""
    if aimed:
        return Standalone(aimed, "frame")
    few = len(content_stems(rest)) <= FEW_WORDS
    if frame and few and not re.search(r"[A-Za-z]{2}", rest):  # "and with 18,000?"
        return Standalone(f"{previous.rstrip(' ?.!')}, with {rest}?", "frame")
    if few and forms.PRONOUN.search(rest) and not corrected:
        return None
    alike = comparable(rest, topic, previous, reader)
    if frame and few:
        if forms.ABOUT.match(message) and not alike:
            return Standalone(f"What does the course say about {rest}?")
        return Standalone(exchange(rest, previous, topic, reader), "frame")
    if few and (corrected or (alike and only_names(rest, reader))):
        return Standalone(exchange(rest, previous, topic, reader), "frame")
    circumstance = forms.CIRCUMSTANCE.match(message)
    if circumstance and few:
        return Standalone(
            f"{previous.rstrip(' ?.!')} {circumstance['rest'].strip(' ?.!')}?", "frame"
        )
    return None


def _referring(message: str, previous: str, topic: str, reader: QueryReader) -> Standalone | None:
    """A question of its own that leaves its topic to the last one."""
    own = specific(reader.terms_in(message))
    if not topic:
        return None
    if refers_back(message, own):
        return Standalone(put_into_words(message, previous, topic), "topic")
    words = len(content_stems(message))
    fragment = words <= (1 if forms.OPENS.match(message) else 2)
    if not own and fragment and len(tokens(message)) <= 6:
        if re.search(r"\bones?\b", message):
            topic = things_of(previous, topic) or topic
        return Standalone(f"{message.rstrip(' ?.!')}: {topic}?", "topic")
    leaning = re.match(r"^\W*(?:and|but|so|also|then|only|just)\b", message, re.IGNORECASE)
    open_choice = re.match(
        r"^\W*which (?:one )?(?:is|are|would|should|fits|works)\b", message, re.IGNORECASE
    )
    if not own and (leaning or open_choice):
        return Standalone(f"{message.rstrip(' ?.!')} ({topic})?", "topic")
    return None


def _bare(what: str, previous: str) -> str:
    stem = previous.rstrip(" ?.!")
    if what.startswith(("why", "warum", "wieso")):
        return f"Why: {stem}?"
    if "example" in what or "beispiel" in what or what in {"e.g.", "for instance"}:
        return f"What is an example: {stem}?"
    if what.startswith("how"):
        return f"How: {stem}?"
    return f"{stem}?"


def _asks(rest: str) -> bool:
    return bool(
        re.match(
            r"(?:what|which|how|why|who|when|where|is|are|do|does|can|should)\b",
            rest,
            re.IGNORECASE,
        )
    )
